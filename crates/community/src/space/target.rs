//! Whom an owner's act may concern: somebody inside, not oneself, and never one who stands higher.

use super::{state, state::member::Membership};
use weilu_kernel::{Act, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{MemberId, Outcome, SpaceId, refusals};

refusals! {
    /// Why an act of an owner does not reach somebody.
    pub enum TargetRefusal {
        /// Not inside.
        NotInside => 404 "space.not_a_member" "这个人不在群里，可能已经离开了。" "This person is not in the space and may have left.";
        /// Oneself.
        Yourself => 409 "space.yourself" "这个操作不能对自己做。" "You cannot do this to yourself.";
        /// Owner, or another administrator.
        StandsHigher => 403 "space.stands_higher" "群主和管理员不能被这样处理；管理员之间有分歧，请找群主。" "Owners and administrators cannot be treated like this; ask the owner to settle it.";
    }
}

/// What somebody is in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Member,
    Admin,
    Owner,
    Staff,
}

fn rank_of(roles: impl Iterator<Item = Role>) -> Rank {
    roles
        .map(|r| match r {
            Role::Owner => Rank::Owner,
            Role::Admin => Rank::Admin,
            _ => Rank::Member,
        })
        .max()
        .unwrap_or(Rank::Member)
}

async fn rank_in(tx: &mut Tx, space: SpaceId, whom: &Membership) -> Outcome<Rank> {
    let mut roles = vec![Role::Member];
    for role in [Role::Owner, Role::Admin] {
        if role::holders(tx, role, Site::Space(space)).await?.contains(&whom.persona) {
            roles.push(role);
        }
    }
    Ok(rank_of(roles.into_iter()))
}

async fn my_rank(tx: &mut Tx, act: &Act, space: SpaceId) -> Outcome<Rank> {
    let held = role::held(tx, act).await?;
    if held.iter().any(|h| h.site == Site::Whole && matches!(h.role, Role::Operator | Role::Headquarters)) {
        return Ok(Rank::Staff);
    }
    Ok(rank_of(held.iter().filter(|h| h.site == Site::Space(space)).map(|h| h.role)))
}

/// The membership of somebody whom the actor may manage in a space.
///
/// # Errors
/// [`TargetRefusal`].
pub(super) async fn below_me(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    member: MemberId,
) -> Outcome<Membership> {
    if act.actor.member == Some(member) {
        return Err(TargetRefusal::Yourself.into());
    }
    let whom = inside(tx, space, member).await?;
    if rank_in(tx, space, &whom).await? >= my_rank(tx, act, space).await? {
        return Err(TargetRefusal::StandsHigher.into());
    }
    Ok(whom)
}

/// The membership of somebody inside.
///
/// # Errors
/// [`TargetRefusal::NotInside`].
pub(super) async fn inside(tx: &mut Tx, space: SpaceId, member: MemberId) -> Outcome<Membership> {
    Ok(state::member::of(tx, space, member).await?.ok_or(TargetRefusal::NotInside)?)
}
