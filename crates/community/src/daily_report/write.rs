//! Writes the reports of yesterday, a slice of spaces at a time.

use super::{HOUR_OF_DAY, WRITTEN, state};
use crate::space::{self, day, state::day as counted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{Failure, Fault, SpaceId};

const SLICE: i64 = 50;

/// The figures of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// How many came in.
    pub joined: i64,
    /// How many left or were removed.
    pub gone: i64,
    /// New posts.
    pub posts: i64,
    /// Replies and answers.
    pub replies: i64,
    /// Likes.
    pub likes: i64,
    /// Scans of entry codes.
    pub scans: i64,
    /// Different people who did something.
    pub active: i64,
    /// How many were inside when it was written.
    pub members: i64,
    /// Applications that waited when it was written.
    pub waiting: i64,
    /// Different people who did something the day before.
    pub active_before: i64,
}

/// Whether the clock of the brand has passed the hour.
fn is_time(hour_now: i64, wished: i64) -> bool {
    hour_now >= wished.clamp(0, 23)
}

pub(super) async fn write(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let zone = day::zone(tx).await?;
    let hour = act.now.civil(&zone).map_or(0, |t| i64::from(t.hour()));
    let Some(today_began) = act.now.day_start(&zone) else { return Ok(0) };
    let yesterday = day::number(act.now, &zone) - 1;
    if !is_time(hour, HOUR_OF_DAY.get(tx).await?) || state::is_done(tx, yesterday).await? {
        return Ok(0);
    }
    let spaces = state::without(tx, yesterday, today_began, SLICE).await?;
    if spaces.is_empty() {
        state::mark_done(tx, act, yesterday)?;
        return Ok(0);
    }
    for space in &spaces {
        one(tx, act, *space, yesterday).await?;
    }
    Ok(spaces.len())
}

async fn one(tx: &mut Tx, act: &Act, space: SpaceId, day: i64) -> Result<(), Failure> {
    let figures = figures(tx, space, day).await?;
    let body = serde_json::to_value(&figures).map_err(|e| Fault::new(e.to_string()))?;
    state::insert(tx, act, space, day, &body)?;
    let mut event = WRITTEN.on(space).space(space).value(day);
    for role in [Role::Owner, Role::Admin] {
        for runner in role::holders(tx, role, Site::Space(space)).await? {
            event = event.with(runner);
        }
    }
    tx.append(act, event);
    Ok(())
}

async fn figures(tx: &mut Tx, space: SpaceId, day: i64) -> Result<Figures, Fault> {
    let counts = counted::counts(tx, space, day, day).await?;
    let of =
        |kinds: &[&str]| counts.iter().filter(|(k, _)| kinds.contains(&k.as_str())).map(|(_, n)| n).sum();
    let members = space::state::load(tx, space).await?.map_or(0, |s| s.members);
    Ok(Figures {
        joined: of(&["space.joined"]),
        gone: of(&["space.left", "space.removed"]),
        posts: of(&["post.written"]),
        replies: of(&["post.replied"]),
        likes: of(&["post.liked"]),
        scans: of(&["entry_code.scanned"]),
        active: counted::people(tx, space, day, day).await?,
        members,
        waiting: state::waiting(tx, space).await?,
        active_before: counted::people(tx, space, day - 1, day - 1).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_is_too_early_and_eight_is_time() {
        assert!(!is_time(7, 8) && is_time(8, 8) && is_time(9, 8));
        assert!(is_time(23, 99));
    }
}
