//! Drafting a space: it has a kind, a name and an owner, and is seen by nobody else until it opens.

use super::{DRAFT, DRAFTED, kind, state};
use crate::gate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{BranchId, Outcome, PersonaId, SpaceId, refusals};

/// Drafts a space from the template of its kind.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Draft {
    /// Kind: `circle`, `brand`, `shop` and so on.
    pub kind: String,
    /// Name, 2 to 30 characters.
    pub name: String,
    /// Whether strangers may read; the kind's default when absent.
    #[serde(default)]
    pub open_to_read: Option<bool>,
    /// Branch it belongs to.
    #[serde(default)]
    pub branch: Option<BranchId>,
}

/// The new draft.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Drafted {
    /// Its id.
    pub space: SpaceId,
}

refusals! {
    /// Why no space was drafted.
    pub enum DraftRefusal {
        /// The name is too short or too long.
        BadName => 422 "space.bad_name" "社群名字请写 2 到 30 个字。" "Give the space a name of 2 to 30 characters.";
        /// No such kind.
        NoKind => 422 "space.no_kind" "没有这种社群类型，请从列表里选一种。" "There is no such kind of space; please choose one from the list.";
    }
}

/// The name as it is kept.
pub(super) fn checked_name(name: &str) -> Result<&str, DraftRefusal> {
    let name = name.trim();
    if (2..=30).contains(&name.chars().count()) { Ok(name) } else { Err(DraftRefusal::BadName) }
}

/// What a draft begins with.
#[derive(Clone, Copy, Debug)]
pub struct Beginning<'a> {
    /// Kind of space.
    pub kind: &'a str,
    /// Name.
    pub name: &'a str,
    /// Whether strangers may read; the kind's default when absent.
    pub open_to_read: Option<bool>,
    /// Branch it belongs to.
    pub branch: Option<BranchId>,
    /// Who owns it.
    pub owner: PersonaId,
}

/// Makes a draft with its owner and the gate of its kind.
///
/// # Errors
/// When name or kind do not fit, or the database fails.
pub async fn begin(tx: &mut Tx, act: &Act, with: Beginning<'_>) -> Outcome<SpaceId> {
    let name = checked_name(with.name)?;
    let kind = kind::find(with.kind).ok_or(DraftRefusal::NoKind)?;
    let space: SpaceId = act.id();
    let open_to_read = with.open_to_read.unwrap_or(kind.open_to_read);
    let new = state::NewSpace {
        kind: kind.word,
        name,
        line: "",
        open_to_read,
        branch: with.branch,
        founder: with.owner,
    };
    state::insert(tx, act, space, &new)?;
    gate::state::write(tx, act, space, 1, &gate::Gate { rule: (kind.gate)(), form: None, attempts: 3 })?;
    role::grant(tx, act, with.owner, Role::Owner, Site::Space(space)).await?;
    let entry = state::member::Entry { via: "founder", inviter: None };
    state::let_in(tx, act, space, with.owner, entry).await?;
    tx.append(act, DRAFTED.on(space).space(space));
    Ok(space)
}

impl Command for Draft {
    const NAME: &'static str = "space.draft";
    const SUMMARY: (&'static str, &'static str) = ("起草社群", "Draft a space");
    type Output = Drafted;
    type Refusal = DraftRefusal;

    fn need(&self) -> Need {
        Need::Site(&DRAFT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Drafted> {
        let owner = act.actor.persona.ok_or(weilu_kernel::link::LinkRefusal::SignIn)?;
        let (kind, name) = (self.kind.as_str(), self.name.as_str());
        let beginning = Beginning { kind, name, open_to_read: self.open_to_read, branch: self.branch, owner };
        Ok(Drafted { space: begin(tx, act, beginning).await? })
    }
}
