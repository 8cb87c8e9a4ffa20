//! Giving and taking roles by hand.

use super::{rails::grantable, state};
use crate::{
    member,
    role::{self, Site},
};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_vocabulary::{BranchId, MemberId, Outcome, SpaceId, refusals};

refusals! {
    /// Why roles stay as they are.
    pub enum RoleRefusal {
        /// Above what the giver may give.
        NotYours { role: String } => 403 "role.not_yours" "「{role}」要由更高一级来授予或收回。" "“{role}” is given and taken by somebody above.";
        /// Nobody would be left.
        LastOne => 409 "role.last_headquarters" "这是最后一位总部管理员，先加一位再收回。" "This is the last of headquarters; add another before taking it away.";
        /// Held already.
        Held => 409 "role.held" "TA已经有这个角色了。" "He holds this role already.";
        /// Not held.
        NotHeld => 409 "role.not_held" "TA没有这个角色，不用收回。" "He does not hold this role.";
        /// Two places at once.
        OnePlace => 422 "role.one_place" "组织和社群只能选一个。" "Choose a branch or a space, not both.";
        /// The account is not in use.
        NotActive => 409 "role.not_active" "这个账号不在用，不能授予角色。" "This account is not in use and can hold no roles.";
    }
}

fn site(branch: Option<BranchId>, space: Option<SpaceId>) -> Result<Site, RoleRefusal> {
    match (branch, space) {
        (None, None) => Ok(Site::Whole),
        (Some(branch), None) => Ok(Site::Branch(branch)),
        (None, Some(space)) => Ok(Site::Space(space)),
        _ => Err(RoleRefusal::OnePlace),
    }
}

async fn check(tx: &mut Tx, act: &Act, role: Role, at: Site) -> Outcome<()> {
    if act.actor.system {
        return Ok(());
    }
    let line = match at {
        Site::Branch(branch) => {
            state::branch(tx, branch)
                .await?
                .filter(|b| b.closed_at.is_none())
                .ok_or(LinkRefusal::NotFound)?;
            state::line(tx, branch).await?
        }
        _ => Vec::new(),
    };
    let held = role::held(tx, act).await?;
    if grantable(&held, at, &line).contains(&role) {
        return Ok(());
    }
    Err(RoleRefusal::NotYours { role: role.text().get(act.lang).to_owned() }.into())
}

/// Gives a role.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Give {
    /// To whom.
    pub member: MemberId,
    /// Which.
    pub role: Role,
    /// On this branch and below; on the whole site when neither is given.
    #[serde(default)]
    pub branch: Option<BranchId>,
    /// In this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

impl Command for Give {
    const NAME: &'static str = "organisation.give_role";
    const SUMMARY: (&'static str, &'static str) = ("授予角色", "Give a role");
    type Output = ();
    type Refusal = RoleRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let at = site(self.branch, self.space)?;
        check(tx, act, self.role, at).await?;
        let row = member::state::load(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        if row.state != "active" {
            return Err(RoleRefusal::NotActive.into());
        }
        let held = state::held_by(tx, self.member, self.role, at).await?;
        if !held.is_empty() {
            return Err(RoleRefusal::Held.into());
        }
        let face = member::state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        role::grant(tx, act, face, self.role, at).await?;
        Ok(())
    }
}

/// Takes a role away.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Take {
    /// From whom.
    pub member: MemberId,
    /// Which.
    pub role: Role,
    /// On this branch.
    #[serde(default)]
    pub branch: Option<BranchId>,
    /// In this space.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

impl Command for Take {
    const NAME: &'static str = "organisation.take_role";
    const SUMMARY: (&'static str, &'static str) = ("收回角色", "Take a role away");
    type Output = ();
    type Refusal = RoleRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let at = site(self.branch, self.space)?;
        check(tx, act, self.role, at).await?;
        tx.lock_name("organisation.take_role")?;
        let held = state::held_by(tx, self.member, self.role, at).await?;
        if held.is_empty() {
            return Err(RoleRefusal::NotHeld.into());
        }
        let last = self.role == Role::Headquarters && at == Site::Whole;
        if last && state::holders_on_site(tx, Role::Headquarters).await? <= 1 {
            return Err(RoleRefusal::LastOne.into());
        }
        for persona in held {
            role::revoke(tx, act, persona, self.role, at).await?;
        }
        Ok(())
    }
}
