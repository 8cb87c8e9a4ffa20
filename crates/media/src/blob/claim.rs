//! Taking files into use, and letting them go.

use super::{
    Kind,
    drop::drop_later,
    state::{self, BlobRow},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{BlobId, Outcome, Ref, refusals};

/// More than any thing carries.
const AT_ONCE_MAX: usize = 100;

refusals! {
    /// Why a file cannot be used.
    pub enum ClaimRefusal {
        /// Never there, swept away, somebody else's, or used elsewhere.
        Gone => 422 "blob.gone" "有一个文件已经不在了，请重新选一次。" "One of the files is no longer there; please pick it again.";
        /// Something else where a picture belongs.
        NoPicture => 422 "blob.no_picture" "这里只能放图片。" "Only a picture can be used here.";
    }
}

/// Hangs files on a thing, in this order after what hangs there already: one's own that are not in use, or what hangs
/// on this very thing and takes its new place. They stay their sender's and go when he does. What hung on the thing
/// before stays; see
/// [`let_go`].
///
/// # Errors
/// [`ClaimRefusal::Gone`] for any other file.
pub async fn claim(tx: &mut Tx, act: &Act, ids: &[BlobId], thing: Ref) -> Outcome<Vec<BlobRow>> {
    hang(tx, act, ids, thing, false).await
}

/// As [`claim`], and from now on they belong to the thing: a logo does not leave with whoever sent it.
///
/// # Errors
/// As [`claim`].
pub async fn give(tx: &mut Tx, act: &Act, ids: &[BlobId], thing: Ref) -> Outcome<Vec<BlobRow>> {
    hang(tx, act, ids, thing, true).await
}

/// Whose a picture is that a thing is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Whoever sent it: it goes when he does.
    Sender,
    /// The thing.
    Thing,
}

/// Changes the one picture a thing is known by: hangs the new one on it and lets the old one go.
///
/// # Errors
/// As [`claim`], and when the new one is no picture.
pub async fn change_face(
    tx: &mut Tx,
    act: &Act,
    thing: Ref,
    (old, new): (Option<BlobId>, Option<BlobId>),
    owner: Owner,
) -> Outcome<()> {
    if old == new {
        return Ok(());
    }
    let rows = hang(tx, act, new.as_slice(), thing, owner == Owner::Thing).await?;
    if rows.iter().any(|row| row.kind != Kind::Picture.word()) {
        return Err(ClaimRefusal::NoPicture.into());
    }
    let_go(tx, act, old.as_slice(), thing).await
}

async fn hang(tx: &mut Tx, act: &Act, ids: &[BlobId], thing: Ref, give: bool) -> Outcome<Vec<BlobRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if ids.len() > AT_ONCE_MAX {
        return Err(ClaimRefusal::Gone.into());
    }
    let locks: Vec<Ref> = ids.iter().map(|id| (*id).into()).collect();
    tx.lock(&locks)?;
    let mut place = state::last_place(tx, thing).await?;
    let mut out: Vec<BlobRow> = Vec::new();
    for id in ids {
        if out.iter().any(|row| row.id == *id) {
            continue;
        }
        let row = state::load(tx, *id).await?.ok_or(ClaimRefusal::Gone)?;
        match row.on() {
            Some(on) if on == thing => {}
            None if is_mine(tx, act, &row).await? => {}
            _ => return Err(ClaimRefusal::Gone.into()),
        }
        place += 1;
        state::hang(tx, *id, thing, place, row.persona.filter(|_| !give))?;
        out.push(row);
    }
    Ok(out)
}

async fn is_mine(tx: &mut Tx, act: &Act, row: &BlobRow) -> Outcome<bool> {
    match row.persona {
        Some(persona) => Ok(act.actor.system || act.app.grants.is_me(tx, act, persona).await?),
        None => Ok(act.actor.system),
    }
}

/// Lets some files of a thing go; those that do not hang on it are passed over.
///
/// # Errors
/// When the database fails.
pub async fn let_go(tx: &mut Tx, act: &Act, ids: &[BlobId], thing: Ref) -> Outcome<()> {
    for id in ids {
        let hashes = state::remove_one(tx, *id, thing).await?;
        drop_later(tx, act, hashes)?;
    }
    Ok(())
}

/// Lets everything go that hangs on a thing: the thing is gone for good.
///
/// # Errors
/// When the database fails.
pub async fn release(tx: &mut Tx, act: &Act, thing: Ref) -> Outcome<()> {
    let hashes = state::remove_all(tx, thing).await?;
    Ok(drop_later(tx, act, hashes)?)
}
