//! Telling the log that a roster stands which had to wait for a reviewer.

use super::{OPENED, state};
use crate::post::{publish::placed, state::PostRow};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::Fault;

/// Notes that the post of a roster stands.
///
/// # Errors
/// When the database fails.
pub async fn note(tx: &mut Tx, act: &Act, post: &PostRow) -> Result<(), Fault> {
    if let Some(roster) = state::of_post(tx, post.id).await? {
        tx.append(act, placed(OPENED.on(roster.id).with(post.id), post.space));
    }
    Ok(())
}
