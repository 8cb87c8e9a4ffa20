//! Trust 信任等级: how much of what somebody says is looked at first, from 0 (new) to 4 (steady).
//!
//! Rules: the level is computed from what somebody did (days he came by, posts, likes received) and falls by one
//! for each upheld case of the last 90 days; a newcomer of a space is 0 there while his probation lasts; an
//! operator may lock a level, with a reason. A member sees his level and what the next one asks for. Invariant:
//! counts are a reading of the log (`trust.count`) and can be rebuilt. It is no honour and stands on no card.

mod count;
mod lock;
mod personal;
pub mod state;
mod views;

use crate::{gate, review};
use weilu_kernel::{
    Act, CommandSpec, Feature, Mode, Permission, ProcessorSpec, QuerySpec, Role, Tx, settings,
};
use weilu_people::account;
use weilu_vocabulary::{Audience, DAY, EventKind, Fault, MemberId, PersonaId, SpaceId};

/// Days for which an upheld case counts.
pub const STRIKE_DAYS: i64 = 90;

settings! {
    pub DAYS_1: i64 = 2, "trust.days_1" "信任 1 级：来过几天" "Trust level 1: days somebody came by";
    pub POSTS_1: i64 = 3, "trust.posts_1" "信任 1 级：发言几条" "Trust level 1: posts";
    pub LIKES_1: i64 = 0, "trust.likes_1" "信任 1 级：收到几个赞" "Trust level 1: likes received";
    pub DAYS_2: i64 = 10, "trust.days_2" "信任 2 级：来过几天" "Trust level 2: days somebody came by";
    pub POSTS_2: i64 = 15, "trust.posts_2" "信任 2 级：发言几条" "Trust level 2: posts";
    pub LIKES_2: i64 = 5, "trust.likes_2" "信任 2 级：收到几个赞" "Trust level 2: likes received";
    pub DAYS_3: i64 = 40, "trust.days_3" "信任 3 级：来过几天" "Trust level 3: days somebody came by";
    pub POSTS_3: i64 = 60, "trust.posts_3" "信任 3 级：发言几条" "Trust level 3: posts";
    pub LIKES_3: i64 = 40, "trust.likes_3" "信任 3 级：收到几个赞" "Trust level 3: likes received";
    pub DAYS_4: i64 = 120, "trust.days_4" "信任 4 级：来过几天" "Trust level 4: days somebody came by";
    pub POSTS_4: i64 = 200, "trust.posts_4" "信任 4 级：发言几条" "Trust level 4: posts";
    pub LIKES_4: i64 = 200, "trust.likes_4" "信任 4 级：收到几个赞" "Trust level 4: likes received";
}

/// An operator set somebody's level, or let it go again.
pub const LOCKED: EventKind = EventKind {
    name: "trust.locked",
    zh: "调整了信任等级",
    en: "set a trust level",
    weight: 0,
    audience: Audience::Concerned,
};

/// Seeing and setting levels.
pub const MANAGE: Permission = Permission {
    name: "trust.manage",
    zh: "查看与锁定信任等级",
    en: "see and lock trust levels",
    roles: &[Role::Operator, Role::Headquarters],
};

/// What somebody did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Days on which he came by.
    pub days: i64,
    /// Posts and replies.
    pub posts: i64,
    /// Likes received.
    pub likes: i64,
}

impl Counts {
    fn reaches(self, step: Counts) -> bool {
        self.days >= step.days && self.posts >= step.posts && self.likes >= step.likes
    }
}

/// The level that counts reach on a ladder, less one for each upheld case.
#[must_use]
pub fn decide(counts: Counts, strikes: i64, ladder: &[Counts; 4]) -> i64 {
    let reached = ladder.iter().take_while(|step| counts.reaches(**step)).count();
    (i64::try_from(reached).unwrap_or(4) - strikes).clamp(0, 4)
}

/// What each level asks for.
///
/// # Errors
/// When the database fails.
pub async fn ladder(tx: &mut Tx) -> Result<[Counts; 4], Fault> {
    let mut out = [Counts::default(); 4];
    let settings = [
        (DAYS_1, POSTS_1, LIKES_1),
        (DAYS_2, POSTS_2, LIKES_2),
        (DAYS_3, POSTS_3, LIKES_3),
        (DAYS_4, POSTS_4, LIKES_4),
    ];
    for (step, (days, posts, likes)) in out.iter_mut().zip(settings) {
        *step =
            Counts { days: days.get(tx).await?, posts: posts.get(tx).await?, likes: likes.get(tx).await? };
    }
    Ok(out)
}

/// The level of a member on the whole site.
///
/// # Errors
/// When the database fails.
pub async fn level(tx: &mut Tx, act: &Act, member: MemberId) -> Result<i64, Fault> {
    if let Some(lock) = state::lock(tx, member).await? {
        return Ok(lock.level);
    }
    let counts = state::counts(tx, member).await?;
    let strikes = review::state::upheld_against(tx, member, act.now - STRIKE_DAYS * DAY).await?;
    Ok(decide(counts, strikes, &ladder(tx).await?))
}

/// The level of a persona where he speaks: 0 while he is on probation there.
///
/// # Errors
/// When the database fails.
pub async fn level_in(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    space: Option<SpaceId>,
) -> Result<i64, Fault> {
    if let Some(space) = space
        && gate::probation(tx, persona, space, act.now).await?.is_some()
    {
        return Ok(0);
    }
    match account::state::member_of(tx, persona).await? {
        Some(member) => level(tx, act, member).await,
        None => Ok(0),
    }
}

/// Trust as a feature.
pub const FEATURE: Feature = Feature {
    name: "trust",
    zh: "信任等级",
    en: "Trust",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<lock::Lock>()],
    queries: &[QuerySpec::of::<views::Mine>(), QuerySpec::of::<views::Of>()],
    events: &[LOCKED],
    permissions: &[MANAGE],
    processors: &[ProcessorSpec {
        name: "trust.count",
        mode: Mode::Knows,
        clear: &[state::clear_days, state::clear_counts],
        handle: |tx, act, events| Box::pin(count::handle(tx, act, events)),
    }],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};

#[cfg(test)]
mod tests {
    use super::*;

    const LADDER: [Counts; 4] = [
        Counts { days: 2, posts: 3, likes: 0 },
        Counts { days: 10, posts: 15, likes: 5 },
        Counts { days: 40, posts: 60, likes: 40 },
        Counts { days: 120, posts: 200, likes: 200 },
    ];

    #[test]
    fn every_step_is_reached_exactly_at_its_figures() {
        for (at, step) in LADDER.iter().enumerate() {
            let level = i64::try_from(at).unwrap() + 1;
            assert_eq!(decide(*step, 0, &LADDER), level);
            assert_eq!(decide(Counts { days: step.days - 1, ..*step }, 0, &LADDER), level - 1);
            assert_eq!(decide(Counts { posts: step.posts - 1, ..*step }, 0, &LADDER), level - 1);
        }
    }

    #[test]
    fn upheld_cases_bring_it_down_and_never_below_nothing() {
        assert_eq!(decide(LADDER[2], 1, &LADDER), 2);
        assert_eq!(decide(LADDER[0], 5, &LADDER), 0);
    }
}
