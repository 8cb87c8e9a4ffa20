//! Counts likes and replies out of the log.

use super::{LIKED, REPLIED, UNLIKED, WRITTEN};
use weilu_kernel::{Act, Tx, params, sql};
use weilu_vocabulary::{Event, Failure, PostId};

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    for event in events {
        let Some(post) = event.object.and_then(|o| o.get::<PostId>()) else { continue };
        let kind = event.kind.as_str();
        if kind == WRITTEN.name {
            add(tx, event, post, 0, 0)?;
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
    Ok(())
}

fn add(tx: &mut Tx, event: &Event, post: PostId, likes: i64, replies: i64) -> Result<(), Failure> {
    let last_at = if event.kind == LIKED.name || event.kind == UNLIKED.name { 0 } else { event.at.0 };
    tx.queue(
        sql!("insert into post_count (tenant, post, likes, replies, last_at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, post) do update set likes = post_count.likes + excluded.likes, replies = post_count.replies + excluded.replies, last_at = case when excluded.last_at > post_count.last_at then excluded.last_at else post_count.last_at end"),
        params![post, likes, replies, last_at],
    )?;
    Ok(())
}
