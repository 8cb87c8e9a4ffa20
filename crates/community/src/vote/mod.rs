//! Votes 认可 (C10): up or down on what was said, and the order that follows from them.
//!
//! Rules: one vote for a person whatever face he wears, never on his own words, changeable and withdrawable; the
//! order is the lower end of what the votes allow to say with 95 % confidence ([`wilson`]), so that one vote of
//! one does not beat ninety of a hundred. Others see only the balance, never below nought, and nobody sees how
//! many voted down. Invariants: `vote_rank` is a reading of `vote` and `post` alone, worked out anew for every
//! post that a vote, a reply or a merge touches. It deliberately knows nothing of likes, which thank and do not rank.

mod cast;
mod personal;
pub mod state;
mod tally;
pub mod wilson;

pub use cast::{Cast, Way, Withdraw};

use weilu_kernel::{CommandSpec, Feature, Mode, Permission, ProcessorSpec, Role, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub MOST_PER_MINUTE: i64 = 30, "vote.most_per_minute" "每人每分钟最多投几次认可" "Most votes of one person in a minute";
}

/// Somebody voted on what was said.
pub const CAST: EventKind = EventKind {
    name: "vote.cast",
    zh: "评价了一条内容",
    en: "voted on what was said",
    weight: 1,
    audience: Audience::Space,
};
/// Somebody took a vote back.
pub const WITHDRAWN: EventKind = EventKind {
    name: "vote.withdrawn",
    zh: "收回了评价",
    en: "took a vote back",
    weight: 0,
    audience: Audience::Space,
};

/// Voting on what is said in a space.
pub const VOTE: Permission = Permission {
    name: "vote.cast",
    zh: "认可或不认可内容",
    en: "vote on what is said",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};

/// Votes as a feature.
pub const FEATURE: Feature = Feature {
    name: "vote",
    zh: "认可",
    en: "Votes",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<Cast>(), CommandSpec::of::<Withdraw>()],
    events: &[CAST, WITHDRAWN],
    permissions: &[VOTE],
    processors: &[ProcessorSpec {
        name: "vote.rank",
        mode: Mode::Knows,
        clear: &[state::clear],
        handle: |tx, act, events| Box::pin(tally::handle(tx, act, events)),
    }],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
