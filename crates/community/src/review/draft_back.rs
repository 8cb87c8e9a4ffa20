//! Giving words back to their author as a draft, when they are not published: nothing he wrote is lost.

use crate::{draft, post};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, PostId, Ref};

/// Keeps the words of a post as a draft of its author, beside one he may have there already.
///
/// # Errors
/// When the database fails.
pub(super) async fn give(tx: &mut Tx, act: &Act, about: Ref) -> Result<(), Fault> {
    let Some(id) = about.get::<PostId>() else { return Ok(()) };
    let (Some(post), Some((title, text))) =
        (post::state::load(tx, id).await?, post::order::words(tx, id).await?)
    else {
        return Ok(());
    };
    let place = match (post.parent, post.space) {
        (Some(parent), _) => format!("reply:{parent}"),
        (None, Some(space)) => format!("post:{space}"),
        (None, None) => "page".to_owned(),
    };
    let text = post::state::with_names(tx, &text).await?;
    draft::keep(tx, act, post.author, &place, &title, &text).await
}
