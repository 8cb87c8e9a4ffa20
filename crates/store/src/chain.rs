//! Whether the log is still the chain it was written as: every line's hash covers its envelope, the hash of its body and
//! the line before. Bodies may have been redacted since; their hashes stay.

use crate::{Row, Tx, Value, log::chain, sql};
use weilu_vocabulary::Fault;

/// How far along the chain somebody went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The last line that was looked at; 0 before the first.
    pub pos: i64,
    hash: [u8; 32],
}

impl Link {
    /// Before the first line.
    pub const START: Link = Link { pos: 0, hash: [0; 32] };
}

/// What was found further along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Every line fits the one before.
    Sound(Link),
    /// This line, or the one before, is not what was written.
    Broken {
        /// Position of the line.
        pos: i64,
    },
    /// No line stands behind.
    End,
}

impl Tx {
    /// Goes at most `limit` lines further along the chain of the log.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn follow_chain(&mut self, from: Link, limit: i64) -> Result<Followed, Fault> {
        let rows: Vec<Row> = self
            .all(
                sql!("select pos, at, recorded_at, origin, tenant, kind, actor, on_behalf_of, object_kind, object, refs, space, branch, value, channel, cause, version, body_hash, chain from event where pos > $1 order by pos limit $2"),
                &[Value::Int(from.pos), Value::Int(limit)],
            )
            .await?;
        let mut link = from;
        for row in &rows {
            let pos = row.first()?;
            let envelope = row.values.get(1..row.values.len().saturating_sub(1)).unwrap_or_default();
            let hash = chain(&link.hash, pos, envelope);
            if pos != link.pos + 1 || row.get::<Vec<u8>>("chain")? != hash {
                return Ok(Followed::Broken { pos });
            }
            link = Link { pos, hash };
        }
        Ok(if rows.is_empty() { Followed::End } else { Followed::Sound(link) })
    }
}
