//! Offices of a space (S24): administrators, handing the ownership over, and removal of an owner by an
//! operator with reason. There is always exactly one owner, and he is a member.

use super::{
    OFFICE_GIVEN, OFFICE_TAKEN, OWN, REMOVE_OWNER, archive::checked_reason, state, state::act_log::Done,
    target,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{MemberId, Outcome, PersonaId, SpaceId, refusals};

/// Makes a member an administrator, or takes the office back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetAdmin {
    /// Where.
    pub space: SpaceId,
    /// Whom.
    pub member: MemberId,
    /// Whether he is one from now on.
    pub admin: bool,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfficeSet {}

refusals! {
    /// Why an office did not change hands.
    pub enum OfficeRefusal {
        /// He owns it already.
        OwnerAlready => 409 "space.owner_already" "这个人已经是群主了。" "This person owns the space already.";
        /// Enough.
        TooManyAdmins { most: i64 } => 409 "space.too_many_admins" "一个群最多 {most} 位管理员，先取消一位再来。" "A space has {most} administrators at most; take one off first.";
    }
}

impl Command for SetAdmin {
    const NAME: &'static str = "space.set_admin";
    const SUMMARY: (&'static str, &'static str) = ("设置管理员", "Give or take the office of administrator");
    type Output = OfficeSet;
    type Refusal = OfficeRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &OWN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<OfficeSet> {
        tx.lock(&[self.space.into()])?;
        let whom = target::inside(tx, self.space, self.member).await?;
        let site = Site::Space(self.space);
        if role::holders(tx, Role::Owner, site).await?.contains(&whom.persona) {
            return Err(OfficeRefusal::OwnerAlready.into());
        }
        let most = super::MOST_ADMINS.get(tx).await?;
        let now = i64::try_from(role::holders(tx, Role::Admin, site).await?.len()).unwrap_or(i64::MAX);
        if self.admin && now >= most {
            return Err(OfficeRefusal::TooManyAdmins { most }.into());
        }
        let changed = if self.admin {
            role::grant(tx, act, whom.persona, Role::Admin, site).await?
        } else {
            role::revoke(tx, act, whom.persona, Role::Admin, site).await?
        };
        if changed {
            let kind = if self.admin { "admin_given" } else { "admin_taken" };
            let done = Done { kind, target: Some(whom.persona), ..Done::default() };
            state::act_log::write(tx, act, self.space, done)?;
            let event = if self.admin { OFFICE_GIVEN } else { OFFICE_TAKEN };
            tx.append(act, event.on(self.space).space(self.space).with(whom.persona));
        }
        Ok(OfficeSet {})
    }
}

/// Hands the ownership to another member; the old owner stays as administrator.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Transfer {
    /// Of what.
    pub space: SpaceId,
    /// To whom.
    pub member: MemberId,
}

impl Command for Transfer {
    const NAME: &'static str = "space.transfer";
    const SUMMARY: (&'static str, &'static str) = ("转让群主", "Hand the ownership to a member");
    type Output = OfficeSet;
    type Refusal = OfficeRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &OWN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<OfficeSet> {
        tx.lock(&[self.space.into()])?;
        let heir = target::inside(tx, self.space, self.member).await?;
        let former = hand_over(tx, act, self.space, heir.persona).await?;
        for persona in former {
            role::grant(tx, act, persona, Role::Admin, Site::Space(self.space)).await?;
        }
        let done = Done { kind: "transferred", target: Some(heir.persona), ..Done::default() };
        state::act_log::write(tx, act, self.space, done)?;
        tx.append(act, OFFICE_GIVEN.on(self.space).space(self.space).with(heir.persona));
        Ok(OfficeSet {})
    }
}

/// Replaces an owner who does not keep his duties; said with the reason in the space's log.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ReplaceOwner {
    /// Of what.
    pub space: SpaceId,
    /// Who takes over.
    pub member: MemberId,
    /// Why.
    pub reason: String,
}

impl Command for ReplaceOwner {
    const NAME: &'static str = "space.replace_owner";
    const SUMMARY: (&'static str, &'static str) =
        ("撤换群主（运营，写明原因）", "Replace the owner, with reason (operators)");
    type Output = OfficeSet;
    type Refusal = OfficeRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &REMOVE_OWNER)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<OfficeSet> {
        tx.lock(&[self.space.into()])?;
        let reason = checked_reason(&self.reason)?;
        let heir = target::inside(tx, self.space, self.member).await?;
        let former = hand_over(tx, act, self.space, heir.persona).await?;
        for persona in former {
            let done = Done { kind: "owner_removed", target: Some(persona), reason, until: None };
            state::act_log::write(tx, act, self.space, done)?;
            let body = serde_json::json!({ "reason": reason });
            tx.append(act, OFFICE_TAKEN.on(self.space).space(self.space).with(persona).body(body));
        }
        let done = Done { kind: "transferred", target: Some(heir.persona), reason, until: None };
        state::act_log::write(tx, act, self.space, done)?;
        tx.append(act, OFFICE_GIVEN.on(self.space).space(self.space).with(heir.persona));
        Ok(OfficeSet {})
    }
}

/// Makes the heir the only owner; returns who was before.
async fn hand_over(tx: &mut Tx, act: &Act, space: SpaceId, heir: PersonaId) -> Outcome<Vec<PersonaId>> {
    let site = Site::Space(space);
    let former = role::holders(tx, Role::Owner, site).await?;
    if former.contains(&heir) {
        return Err(OfficeRefusal::OwnerAlready.into());
    }
    for persona in &former {
        role::revoke(tx, act, *persona, Role::Owner, site).await?;
    }
    role::revoke(tx, act, heir, Role::Admin, site).await?;
    role::grant(tx, act, heir, Role::Owner, site).await?;
    Ok(former)
}
