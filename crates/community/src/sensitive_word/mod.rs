//! Sensitive words 敏感词: what is masked, held, refused or looked at afterwards, before it is said.
//!
//! Rules: one list for the whole site and one for each space; every word has an action of its own, the hardest
//! that is met decides; words are compared folded (width, case, traditional) and whatever stands between their
//! letters does not hide them, while a word in Latin letters counts only where it stands alone. Numbers that
//! belong to people (phones, identity cards, bank cards, accounts) are masked before they are kept (V10).
//! Invariants: a list is known by the hash of what it holds, so a matcher in memory is never older than its list.
//! It deliberately decides about words only: who said them and where is for the feature `review`.

mod acts;
mod csv;
mod look;
mod matcher;
mod private;
pub mod state;
mod views;

pub use look::{Looked, look, look_in_lists};
pub use matcher::{Action, Entry, Matcher};

use weilu_kernel::{CommandSpec, Feature, Locator, Permission, Place, QuerySpec, Role, settings};
use weilu_vocabulary::{Audience, EventKind, RefKind, WordId};

settings! {
    pub MASK_PRIVATE: bool = true, "sensitive_word.mask_private" "发布前遮住手机号、证件号、银行卡和账号（自己的手机号除外）" "Mask phones, identity cards, bank cards and account numbers before publishing (one's own phone excepted)";
}

/// A list of words changed.
pub const CHANGED: EventKind = EventKind {
    name: "sensitive_word.changed",
    zh: "调整了敏感词",
    en: "changed the sensitive words",
    weight: 0,
    audience: Audience::Staff,
};

/// Keeping the words.
pub const MANAGE: Permission = Permission {
    name: "sensitive_word.manage",
    zh: "维护敏感词",
    en: "keep the sensitive words",
    roles: &[Role::Owner, Role::Admin, Role::Operator, Role::Headquarters, Role::Reviewer],
};

/// Sensitive words as a feature.
pub const FEATURE: Feature = Feature {
    name: "sensitive_word",
    zh: "敏感词",
    en: "Sensitive words",
    schema: Some(include_str!("schema.sql")),
    steady: &["sensitive_word_list"],
    commands: &[
        CommandSpec::of::<acts::Put>(),
        CommandSpec::of::<acts::Remove>(),
        CommandSpec::of::<acts::Import>(),
    ],
    queries: &[
        QuerySpec::of::<views::List>(),
        QuerySpec::of::<views::Try>(),
        QuerySpec::of::<views::Export>(),
    ],
    events: &[CHANGED],
    permissions: &[MANAGE],
    settings: SETTINGS,
    locators: &[Locator {
        kind: RefKind::Word,
        locate: |tx, id| {
            Box::pin(async move {
                let space = state::space_of(tx, WordId::new(id)).await?;
                Ok(space.map(|space| Place { space, ..Place::default() }))
            })
        },
    }],
    ..Feature::EMPTY
};
