//! Fetching a file: who may, and what he gets. Rights are asked with every fetch.

use super::{
    Kind,
    state::{self, BlobRow},
};
use std::sync::Arc;
use weilu_kernel::{Act, Tx, link};
use weilu_store::Scope;
use weilu_vocabulary::{BlobId, Failure, Fault, Outcome};

/// What is handed out.
#[derive(Clone, Debug)]
pub struct Served {
    /// Its bytes.
    pub hash: String,
    /// Its kind.
    pub mime: String,
    /// Length.
    pub bytes: u64,
    /// Name to save it under.
    pub name: String,
    /// Whether it may only be saved, never shown.
    pub only_saved: bool,
    /// Whether it is for anyone, so that caches on the way may keep it.
    pub public: bool,
}

/// Finds a file for whoever asks.
///
/// # Errors
/// 404 when it is not there, or not for him.
pub async fn find(act: &Arc<Act>, id: BlobId, small: bool) -> Outcome<Served> {
    let asked = act.clone();
    let found = act.app.store.read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        let act = asked.clone();
        Box::pin(async move {
            let Some(row) = state::load(tx, id).await? else { return Ok(None) };
            let seen = match row.on() {
                Some(thing) => link::sees(tx, &act, thing).await?,
                None => is_sender(tx, &act, &row).await?,
            };
            Ok::<_, Failure>(seen.then_some(row))
        })
    });
    let row = found.await?.ok_or(link::LinkRefusal::NotFound)?;
    let public = row.on().is_some_and(|thing| link::is_for_anyone(act, thing));
    Ok(served(row, small, public).ok_or(link::LinkRefusal::NotFound)?)
}

async fn is_sender(tx: &mut Tx, act: &Act, row: &BlobRow) -> Result<bool, Fault> {
    match row.persona {
        Some(persona) => act.app.grants.is_me(tx, act, persona).await,
        None => Ok(false),
    }
}

/// The whole, or the small variant: of a picture that is small itself the whole, of anything else nothing.
fn served(row: BlobRow, small: bool, public: bool) -> Option<Served> {
    let kind = Kind::from_word(&row.kind);
    let (hash, mime, bytes) = match row.small().filter(|_| small) {
        Some(small) => small,
        None if small && kind != Kind::Picture => return None,
        None => (row.hash, row.mime, row.bytes),
    };
    let name = if row.name.is_empty() { format!("{}.{}", row.id, ending(&mime)) } else { row.name };
    let bytes = u64::try_from(bytes).ok()?;
    Some(Served { hash, mime, bytes, name, only_saved: kind == Kind::Document, public })
}

/// How the name of a file of a kind ends.
pub(super) fn ending(mime: &str) -> &'static str {
    match mime {
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "video/mp4" => "mp4",
        "video/webm" | "audio/webm" => "webm",
        "audio/mp4" => "m4a",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}
