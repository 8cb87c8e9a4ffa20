//! Counts likes and replies out of the log, and notes the newest post of each space and of each person's own page.

use super::{LIKED, REPLIED, UNLIKED, WRITTEN, state};
use crate::twin;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Event, Failure, PostId};

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    for event in events {
        let Some(post) = event.object.and_then(|o| o.get::<PostId>()) else { continue };
        let kind = event.kind.as_str();
        if kind == WRITTEN.name {
            add(tx, event, post, 0, 0)?;
            match event.space {
                Some(space) => state::note_latest(tx, space, post, event.at)?,
                None => state::note_latest_own(tx, post, event.at)?,
            }
        } else if kind == LIKED.name {
            add(tx, event, post, 1, 0)?;
        } else if kind == UNLIKED.name {
            add(tx, event, post, -1, 0)?;
        } else if kind == REPLIED.name {
            add(tx, event, post, 0, 0)?;
            let mut above: Vec<PostId> = event.with.iter().filter_map(|r| r.get()).collect();
            above.sort_unstable();
            above.dedup();
            for answered in above {
                add(tx, event, answered, 0, 1)?;
            }
        }
    }
    for (post, surplus) in twin::surplus(tx, events).await? {
        state::count(tx, post, -surplus, 0, 0)?;
    }
    Ok(())
}

fn add(tx: &mut Tx, event: &Event, post: PostId, likes: i64, replies: i64) -> Result<(), Failure> {
    let last_at = if event.kind == LIKED.name || event.kind == UNLIKED.name { 0 } else { event.at.0 };
    state::count(tx, post, likes, replies, last_at)?;
    Ok(())
}
