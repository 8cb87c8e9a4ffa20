//! Counts likes and replies out of the log, and notes the newest post of each space and of each person's own page.

use super::{LIKED, REPLIED, UNLIKED, WRITTEN, state};
use crate::twin;
use std::collections::{BTreeMap, BTreeSet};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Event, Failure, PostId, SpaceId, Time};

/// What a slice of the log adds to the counts of a post.
#[derive(Default)]
struct Added {
    likes: i64,
    replies: i64,
    last_at: i64,
}

#[derive(Default)]
struct Sums(BTreeMap<PostId, Added>);

impl Sums {
    fn of(events: &[Event]) -> Sums {
        let mut sums = Sums::default();
        for event in events {
            sums.add(event);
        }
        sums
    }

    fn add(&mut self, event: &Event) {
        let Some(post) = event.object.and_then(|o| o.get::<PostId>()) else { return };
        let kind = event.kind.as_str();
        if kind == LIKED.name {
            self.of_post(post).likes += 1;
        } else if kind == UNLIKED.name {
            self.of_post(post).likes -= 1;
        } else if kind == WRITTEN.name || kind == REPLIED.name {
            self.of_post(post).said(event.at);
        }
        if kind == REPLIED.name {
            let above: BTreeSet<PostId> = event.with.iter().filter_map(|r| r.get()).collect();
            for answered in above {
                let answered = self.of_post(answered);
                answered.replies += 1;
                answered.said(event.at);
            }
        }
    }

    fn of_post(&mut self, post: PostId) -> &mut Added {
        self.0.entry(post).or_default()
    }
}

impl Added {
    fn said(&mut self, at: Time) {
        self.last_at = self.last_at.max(at.0);
    }
}

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    for (post, added) in Sums::of(events).0 {
        state::count(tx, post, added.likes, added.replies, added.last_at)?;
    }
    note_latest(tx, events)?;
    for (post, surplus) in twin::surplus(tx, events).await? {
        state::count(tx, post, -surplus, 0, 0)?;
    }
    Ok(())
}

fn note_latest(tx: &mut Tx, events: &[Event]) -> Result<(), Failure> {
    let mut latest: BTreeMap<SpaceId, (PostId, Time)> = BTreeMap::new();
    for event in events.iter().filter(|e| e.kind == WRITTEN.name) {
        let Some(post) = event.object.and_then(|o| o.get::<PostId>()) else { continue };
        match event.space {
            Some(space) => {
                let known = latest.entry(space).or_insert((post, event.at));
                *known = (post, event.at).max(*known);
            }
            None => state::note_latest_own(tx, post, event.at)?,
        }
    }
    for (space, (post, at)) in latest {
        state::note_latest(tx, space, post, at)?;
    }
    Ok(())
}
