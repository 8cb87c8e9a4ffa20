//! The kernel's port for rights, answered from roles.

use super::{HEAR_STAFF, Held, Site, memory::Memory, state};
use crate::account;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_kernel::{Act, Grants, Permission, Place, Role, Tx, Verdict, link::Hearing};
use weilu_vocabulary::{BranchId, Fault, Outcome, PersonaId, SpaceId};

/// Answers from the roles in the database, kept in memory as long as nobody's rights change.
#[derive(Debug, Default)]
pub struct RoleGrants {
    memory: Memory,
}

impl Grants for RoleGrants {
    fn may<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        permission: &'static Permission,
        place: Place,
    ) -> BoxFuture<'t, Result<Verdict, Fault>> {
        Box::pin(async move {
            if signed_in_role(act, permission, place) {
                return Ok(Verdict::Yes);
            }
            let mine = self.memory.held(tx, act).await?;
            let line = match place.branch {
                Some(branch) => state::branch_line(tx, branch).await?,
                None => Vec::new(),
            };
            if mine.iter().any(|h| counts(h, permission, place, &line)) {
                return Ok(Verdict::Yes);
            }
            let open = match place.space {
                Some(space) => self.memory.open(tx, act, space).await?,
                None => [].into(),
            };
            if open.iter().any(|h| counts(h, permission, place, &line)) {
                return Ok(Verdict::Yes);
            }
            let nowhere = place.space.is_none() && place.branch.is_none();
            let seen = nowhere || sees(&mine, place, &line) || sees(&open, place, &line);
            Ok(if seen { Verdict::No } else { Verdict::Hidden })
        })
    }

    fn publisher<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        space: Option<SpaceId>,
    ) -> BoxFuture<'t, Outcome<()>> {
        Box::pin(account::check_publisher(tx, act, space))
    }

    fn is_me<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        persona: PersonaId,
    ) -> BoxFuture<'t, Result<bool, Fault>> {
        Box::pin(async move {
            Ok(act.actor.persona == Some(persona) || self.memory.faces(tx, act).await?.contains(&persona))
        })
    }

    fn faces<'t>(&'t self, tx: &'t mut Tx, act: &'t Act) -> BoxFuture<'t, Result<Arc<[PersonaId]>, Fault>> {
        Box::pin(self.memory.faces(tx, act))
    }

    fn hears<'t>(&'t self, tx: &'t mut Tx, act: &'t Act) -> BoxFuture<'t, Result<Hearing, Fault>> {
        Box::pin(async move {
            let mut hearing = Hearing::default();
            hearing.personas.extend(self.memory.faces(tx, act).await?.iter());
            let roles = self.memory.held(tx, act).await?;
            hearing.inside.extend(roles.iter().filter_map(|h| h.site.space()));
            hearing.spaces.clone_from(&hearing.inside);
            hearing.spaces.extend(state::open_everywhere(tx).await?.iter().filter_map(|h| h.site.space()));
            if let Some(session) = act.actor.session {
                hearing.signed_out = !account::state::session::is_live(tx, session, act.now).await?;
            }
            hearing.staff = roles.iter().any(|h| HEAR_STAFF.roles.contains(&h.role));
            Ok(hearing)
        })
    }
}

/// Outside spaces everybody signed in holds the role of member, and everybody at all that of visitor.
fn signed_in_role(act: &Act, permission: &Permission, place: Place) -> bool {
    let free = place.space.is_none();
    free && (permission.roles.contains(&Role::Visitor)
        || (act.actor.member.is_some() && permission.roles.contains(&Role::Member)))
}

fn counts(held: &Held, permission: &Permission, place: Place, line: &[BranchId]) -> bool {
    permission.roles.contains(&held.role)
        && match held.site {
            // Being a customer or a fan of the brand opens no space; running the site does.
            Site::Whole => place.space.is_none() || runs_site(held.role),
            Site::Branch(branch) => line.contains(&branch),
            Site::Space(space) => place.space == Some(space),
        }
}

/// Whether a role on the whole site counts inside every space.
#[must_use]
pub fn runs_site(role: Role) -> bool {
    matches!(role, Role::Operator | Role::Headquarters | Role::Reviewer | Role::Auditor | Role::Service)
}

fn sees(roles: &[Held], place: Place, line: &[BranchId]) -> bool {
    if place.space.is_none() && place.branch.is_some() {
        // What stands in a branch is hidden from those who work in another.
        return roles.iter().any(|h| match h.site {
            Site::Whole => true,
            Site::Branch(branch) => line.contains(&branch),
            Site::Space(_) => false,
        });
    }
    roles.iter().any(|h| match h.site {
        Site::Whole => runs_site(h.role),
        Site::Branch(branch) => line.contains(&branch),
        Site::Space(space) => place.space == Some(space),
    })
}
