//! The envelope of the log: who did what, on what, with whom, where, worth how much, and why.
//!
//! It holds ids and numbers, never names, phones or text: those live in the body, which can be redacted
//! without breaking the chain of hashes. `actor` and `with` name the persona that acted and are never
//! rewritten; readers resolve the person when they read.

use crate::{BranchId, Origin, PersonaId, Ref, SpaceId, TenantId, Text, Time};
use serde_json::Value;

/// Who is told at once when such an event is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who may read the space it happened in.
    Space,
    /// Those who are inside the space it happened in; not its readers.
    Inside,
    /// The actor and the people named in `with`.
    Concerned,
    /// Staff who may read the governance pages.
    Staff,
    /// Nobody: it is only kept.
    Nobody,
}

/// One kind of event: its name, its texts, what it weighs, who is told.
#[derive(Clone, Copy, Debug)]
pub struct EventKind {
    /// `feature.past_participle`.
    pub name: &'static str,
    /// What it says in Chinese, for example 「发了一条帖子」.
    pub zh: &'static str,
    /// What it says in English.
    pub en: &'static str,
    /// Default weight as effort (charter def-32); 0 when it is no act of a member.
    pub weight: i64,
    /// Who is told at once.
    pub audience: Audience,
}

impl EventKind {
    /// Its text.
    #[must_use]
    pub const fn text(&self) -> Text {
        Text::new(self.zh, self.en)
    }

    /// Begins an event of this kind.
    #[must_use]
    pub fn on(&self, object: impl Into<Ref>) -> NewEvent {
        NewEvent {
            kind: self.name,
            object: Some(object.into()),
            with: Vec::new(),
            space: None,
            branch: None,
            value: None,
            on_behalf_of: None,
            body: Value::Null,
        }
    }
}

/// An event about to be appended; time, actor, tenant and origin come from the context.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Kind name.
    pub kind: &'static str,
    /// What it happened to.
    pub object: Option<Ref>,
    /// With whom: opener, inviter, author of what was answered.
    pub with: Vec<Ref>,
    /// In which space.
    pub space: Option<SpaceId>,
    /// In which branch.
    pub branch: Option<BranchId>,
    /// Fen or points, signed.
    pub value: Option<i64>,
    /// For whom the actor acted.
    pub on_behalf_of: Option<PersonaId>,
    /// Private to the feature.
    pub body: Value,
}

impl NewEvent {
    /// Names somebody or something it happened with.
    #[must_use]
    pub fn with(mut self, other: impl Into<Ref>) -> Self {
        self.with.push(other.into());
        self
    }

    /// Names the space.
    #[must_use]
    pub fn space(mut self, space: SpaceId) -> Self {
        self.space = Some(space);
        self
    }

    /// Names the branch.
    #[must_use]
    pub fn branch(mut self, branch: BranchId) -> Self {
        self.branch = Some(branch);
        self
    }

    /// Gives the value in fen or points.
    #[must_use]
    pub fn value(mut self, value: i64) -> Self {
        self.value = Some(value);
        self
    }

    /// Gives the body.
    #[must_use]
    pub fn body(mut self, body: Value) -> Self {
        self.body = body;
        self
    }
}

/// An event as read from the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// Place in the log; the only order there is outside the store.
    pub pos: i64,
    /// When it happened.
    pub at: Time,
    /// When it was written.
    pub recorded_at: Time,
    /// Live, imported, replayed or of the demo.
    pub origin: Origin,
    /// Brand.
    pub tenant: TenantId,
    /// Kind name.
    pub kind: String,
    /// Persona that acted; none for the system.
    pub actor: Option<PersonaId>,
    /// For whom.
    pub on_behalf_of: Option<PersonaId>,
    /// What it happened to.
    pub object: Option<Ref>,
    /// With whom.
    pub with: Vec<Ref>,
    /// Where.
    pub space: Option<SpaceId>,
    /// In which branch.
    pub branch: Option<BranchId>,
    /// Fen or points.
    pub value: Option<i64>,
    /// Carrier it came through: web, wechat, import.
    pub channel: String,
    /// Command that caused it.
    pub cause: String,
    /// Private to the feature; null when redacted.
    pub body: Value,
}
