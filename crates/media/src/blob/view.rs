//! A file as pages see it.

use super::{
    Kind,
    state::{self, BlobRow},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::Tx;
use weilu_vocabulary::{BlobId, Fault, Ref};

/// A file; its bytes are at `/blob/{id}`, the small variant at `/blob/{id}?size=small`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BlobView {
    /// Which.
    pub id: BlobId,
    /// What kind of file.
    pub kind: Kind,
    /// As it is handed out; a moving picture is `image/gif`.
    pub mime: String,
    /// Length of the whole.
    pub bytes: i64,
    /// Columns, where it has some: for keeping its place before it is there.
    pub width: Option<i64>,
    /// Lines.
    pub height: Option<i64>,
    /// How long it plays, rounded up, where that is known.
    pub seconds: Option<i64>,
    /// Whether there is a small picture of it; of a video, what stands before it is played.
    pub small: bool,
    /// Name of a document.
    pub name: String,
}

/// A row as pages see it.
#[must_use]
pub fn view(row: &BlobRow) -> BlobView {
    let kind = Kind::from_word(&row.kind);
    BlobView {
        id: row.id,
        kind,
        mime: row.mime.clone(),
        bytes: row.bytes,
        width: row.width,
        height: row.height,
        seconds: row.seconds,
        small: row.small_hash.is_some() || kind == Kind::Picture,
        name: row.name.clone(),
    }
}

/// What hangs on some things, each in its order; things without files are left out. Rights are the caller's: he has
/// asked for the things.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, things: &[Ref]) -> Result<BTreeMap<Ref, Vec<BlobView>>, Fault> {
    let mut out: BTreeMap<Ref, Vec<BlobView>> = BTreeMap::new();
    for chunk in things.chunks(state::AT_ONCE) {
        let mut ids = [0; state::AT_ONCE];
        ids.iter_mut().zip(chunk).for_each(|(place, thing)| *place = thing.id);
        for row in state::on_things(tx, &ids).await? {
            if let Some(thing) = row.on().filter(|thing| chunk.contains(thing)) {
                out.entry(thing).or_default().push(view(&row));
            }
        }
    }
    Ok(out)
}
