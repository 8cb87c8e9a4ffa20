//! A reported message with a few lines around it, for those who decide about it and for nobody else. Of the lines
//! around it only what stands is passed on, and none any more once nothing was found.

use super::{card::Person, names};
use crate::chat::{
    order::AROUND,
    state::{self, message::MessageRow},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx, params, rows, sql};
use weilu_media::blob::{self, BlobView};
use weilu_vocabulary::{BlobId, Fault, MemberId, MessageId, Ref, Time};

/// A line of it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExcerptLine {
    /// Which.
    pub id: MessageId,
    /// When.
    pub at: Time,
    /// By whom.
    pub author: Option<Person>,
    /// `live`, `recalled`, `hidden`, `deleted`, `erased`.
    pub state: String,
    /// What is said; empty when it is not passed on.
    pub text: String,
    /// What hangs on it.
    pub files: Vec<BlobView>,
    /// Whether it is the one that was reported.
    pub reported: bool,
}

/// A reported message among its neighbours.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Excerpt {
    /// Kind of the chat: `space`, `pair` or `group`.
    pub kind: String,
    /// Oldest first.
    pub lines: Vec<ExcerptLine>,
}

rows! {
    struct LineRow {
        id: MessageId, number: i64, at: Time, state: String, text: String, carries: String,
        member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId>, erased: Option<bool>,
    }
}

/// Reads it; `around` says whether the lines next to it are passed on.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, act: &Act, row: &MessageRow, around: bool) -> Result<Option<Excerpt>, Fault> {
    let Some(chat) = state::load(tx, row.chat).await? else { return Ok(None) };
    let near = if around { AROUND } else { 0 };
    let mut rows: Vec<LineRow> = tx
        .all(
            sql!("select m.id, m.number, m.at, m.state, m.text, m.carries, b.id as member, coalesce(n.nickname, b.name) as name, b.avatar, b.state = 'erased' as erased from chat_message m left join persona p on p.tenant = m.tenant and p.id = m.author left join member b on b.tenant = m.tenant and b.id = p.member left join space_member n on n.tenant = m.tenant and n.space = $4 and n.persona = m.author where m.tenant = $tenant and m.chat = $1 and m.number >= $2 and m.number <= $3 and m.kind = 'text' order by m.number limit 7"),
            params![chat.id, row.number - near, row.number + near, chat.space],
        )
        .await?;
    let passed = |line: &LineRow| line.id == row.id || line.state == "live";
    let carry: Vec<Ref> =
        rows.iter().filter(|l| passed(l) && !l.carries.is_empty()).map(|l| l.id.into()).collect();
    let mut files = blob::of(tx, &carry).await?;
    for line in &mut rows {
        let text = std::mem::take(&mut line.text);
        if line.id == row.id || line.state == "live" {
            line.text = names::read(tx, act, &chat, line.number, text).await?;
        }
    }
    let lines = rows.into_iter().map(|line| shown(line, row.id, &mut files)).collect();
    Ok(Some(Excerpt { kind: chat.kind, lines }))
}

fn shown(line: LineRow, reported: MessageId, files: &mut BTreeMap<Ref, Vec<BlobView>>) -> ExcerptLine {
    let author = line.member.map(|id| Person {
        id,
        name: line.name.unwrap_or_default(),
        avatar: line.avatar,
        erased: line.erased.unwrap_or(false),
    });
    ExcerptLine {
        id: line.id,
        at: line.at,
        author,
        state: line.state,
        text: line.text,
        files: files.remove(&line.id.into()).unwrap_or_default(),
        reported: line.id == reported,
    }
}
