//! 搜索: finding what was said, where, and by whom, in the words people have for it.
//!
//! Rules: the index follows the log (`search.index`, kept in files beside the database, per node) and asks each
//! feature for its documents; it names none. What the index finds is shown only after the feature has looked
//! again in the database. Questions change nothing: a page that has shown its results says so with
//! `search.note`, and the words of that stand in the body of the event alone. Words are shown to others only
//! when three people have typed them. Invariant: what is hidden, deleted or erased is not found from the moment
//! the event is followed; of an erased member no file of the index holds anything.

mod complete;
mod count;
mod find;
mod finder;
mod follow;
mod note;
mod personal;
mod rights;
pub mod state;
mod typed;
mod words;

pub use complete::Suggest;
pub use find::{Find, FindOrder, Found, FoundThing, Marked, find_as};
pub use finder::Finder;
pub use note::Note;
pub use words::{Hot, Words};

use weilu_kernel::{
    CommandSpec, Feature, FollowerSpec, Mode, Permission, ProcessorSpec, QuerySpec, ReconcilerSpec, Role,
};
use weilu_vocabulary::{Audience, EventKind};

/// How many people must have typed a word before anybody is shown it.
pub const WORD_PEOPLE: i64 = 3;
/// For how many days it is kept who typed what.
pub const WORD_DAYS: i64 = 90;

/// Somebody searched; the value is the number of hits.
pub const SEARCHED: EventKind = EventKind {
    name: "search.searched",
    zh: "搜索了",
    en: "searched",
    weight: 0,
    audience: Audience::Nobody,
};

/// Seeing what people search for, and in vain.
pub const SEE_WORDS: Permission = Permission {
    name: "search.see_words",
    zh: "查看大家在搜什么",
    en: "see what people search for",
    roles: &[Role::Operator, Role::Headquarters, Role::Marketer, Role::Product, Role::Service, Role::Auditor],
};
/// Finding what only staff may find: accounts that rest, spaces that are not open.
pub const FIND_RESTING: Permission = Permission {
    name: "search.find_resting",
    zh: "搜到停用的账号",
    en: "find accounts that rest",
    roles: &[Role::Operator, Role::Headquarters, Role::Service, Role::Reviewer, Role::Auditor],
};

/// Search as a feature.
pub const FEATURE: Feature = Feature {
    name: "search",
    zh: "搜索",
    en: "Search",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<Note>()],
    queries: &[
        QuerySpec::of::<Find>(),
        QuerySpec::of::<Suggest>(),
        QuerySpec::of::<Hot>(),
        QuerySpec::of::<Words>(),
    ],
    events: &[SEARCHED],
    silent: &[SEARCHED],
    permissions: &[SEE_WORDS, FIND_RESTING],
    processors: &[ProcessorSpec {
        name: "search.count",
        mode: Mode::Knows,
        clear: state::CLEAR,
        handle: |tx, act, events| Box::pin(count::handle(tx, act, events)),
    }],
    followers: &[FollowerSpec {
        name: "search.index",
        open: |app| Box::pin(follow::open(app)),
        take: |app, events| Box::pin(follow::take(app, events)),
        tend: |app| Box::pin(follow::tend(app)),
        rest: |app| Box::pin(follow::rest(app)),
        clear: |app| Box::pin(follow::clear(app)),
    }],
    by_day: &["search.count"],
    reconcilers: &[ReconcilerSpec { name: "search.forget", run: |tx, act| Box::pin(count::forget(tx, act)) }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
