//! What those who keep order do with a post: take it out of sight, bring it back, let it through, change it with
//! its author's agreement. Who may and why is decided in the feature `review`.

use super::{
    EDITED, HIDDEN, UNHIDDEN,
    publish::{announce, placed},
    state::{self, PostRow},
};
use crate::tag;
use weilu_kernel::{Act, Tx};
use weilu_people::account;
use weilu_vocabulary::{Actor, Fault, PostId};

/// Takes a post out of sight: `hidden`, or `deleted` when it must not stay.
///
/// # Errors
/// When the database fails.
pub async fn hide(tx: &mut Tx, act: &Act, post: &PostRow, gone: bool) -> Result<(), Fault> {
    let (state, removed_at) = if gone { ("deleted", Some(act.now)) } else { ("hidden", None) };
    state::set_state(tx, post.id, state, removed_at)?;
    if post.state == "live" {
        tx.append(act, placed(HIDDEN.on(post.id).with(post.author), post.space));
    }
    Ok(())
}

/// Brings a post back that was said before; what its author deleted himself stays deleted, unless `gone` says that
/// those who keep order did it.
///
/// # Errors
/// When the database fails.
pub async fn unhide(tx: &mut Tx, act: &Act, post: &PostRow, gone: bool) -> Result<(), Fault> {
    let waits = matches!(post.state.as_str(), "held" | "hidden");
    if !(waits || gone && post.state == "deleted") {
        return Ok(());
    }
    state::set_state(tx, post.id, "live", None)?;
    tx.append(act, placed(UNHIDDEN.on(post.id).with(post.author), post.space));
    Ok(())
}

/// Lets a post through that waited: its author says it now.
///
/// # Errors
/// When the database fails.
pub async fn let_through(tx: &mut Tx, act: &Act, post: &PostRow) -> Result<(), Fault> {
    if !matches!(post.state.as_str(), "held" | "hidden") {
        return Ok(());
    }
    state::set_state(tx, post.id, "live", None)?;
    let named = state::named(tx, post.id).await?;
    let answered = match post.parent {
        Some(parent) => state::load(tx, parent).await?.map(|p| p.author),
        None => None,
    };
    let mut his = act.again();
    let member = account::state::member_of(tx, post.author).await?;
    his.ctx.actor = Actor { persona: Some(post.author), member, ..Actor::default() };
    announce(tx, &his, post, answered, &named).await?;
    Ok(())
}

/// Title and text of a post, as they stand.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut Tx, post: PostId) -> Result<Option<(String, String)>, Fault> {
    Ok(state::words(tx, post).await?.map(|w| (w.title, w.text)))
}

/// Writes words that the author agreed to; the old ones stay in the history.
///
/// # Errors
/// When the database fails.
pub async fn rewrite(tx: &mut Tx, act: &Act, post: &PostRow, title: &str, text: &str) -> Result<(), Fault> {
    let Some(old) = state::words(tx, post.id).await? else { return Ok(()) };
    state::rewrite(tx, act, post.id, &old, title, text)?;
    tag::attach(tx, act, post.id, &tag::written_in(text)).await?;
    if post.state == "live" {
        tx.append(act, placed(EDITED.on(post.id), post.space));
    }
    Ok(())
}
