//! What a transfer is between: books, roles, parties.

use weilu_vocabulary::{Ref, RefKind, Text};

/// A book: one unit of account that is never mixed with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// As stored.
    pub word: &'static str,
}

/// What an account is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// As stored.
    pub word: &'static str,
    /// Whether it may not go below zero, what is held counted as gone.
    pub floor: bool,
}

/// Why something was booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As stored: `feature.noun`.
    pub word: &'static str,
    /// As read by people.
    pub text: Text,
}

/// A role and whose it is; the account is opened when it is first needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// What it is for.
    pub role: &'static Role,
    /// Whose; the house's own without.
    pub owner: Option<Ref>,
}

impl Party {
    /// The account of an owner.
    #[must_use]
    pub fn of(role: &'static Role, owner: impl Into<Ref>) -> Party {
        Party { role, owner: Some(owner.into()) }
    }

    /// The house's own account.
    #[must_use]
    pub const fn house(role: &'static Role) -> Party {
        Party { role, owner: None }
    }

    pub(super) fn owner_kind(&self) -> &'static str {
        self.owner.map_or("", |owner| owner.kind.word())
    }

    pub(super) fn owner_id(&self) -> i64 {
        self.owner.map_or(0, |owner| owner.id)
    }

    /// As written into the log: the role, and the owner where there is one.
    pub(super) fn written(&self) -> String {
        written(self.role.word, self.owner)
    }
}

/// A party as written into the log.
pub(super) fn written(role: &str, owner: Option<Ref>) -> String {
    owner.map_or_else(|| role.to_owned(), |owner| format!("{role} {owner}"))
}

/// The owner of a stored account.
pub(super) fn owner(kind: &str, id: i64) -> Option<Ref> {
    RefKind::from_word(kind).map(|kind| Ref { kind, id })
}

/// What an account holds, in units of its book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Booked in, less booked out.
    pub posted: i64,
    /// Set aside for this account by others.
    pub held_in: i64,
    /// Set aside from this account.
    pub held_out: i64,
}

impl Balance {
    /// What can be moved out of it now.
    #[must_use]
    pub const fn available(&self) -> i64 {
        self.posted - self.held_out
    }
}
