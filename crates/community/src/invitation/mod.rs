//! Invitations 邀请 (S6): a member brings somebody in by a link that works once.
//!
//! Rules: every member has a quota in each space; the link holds 128 random bits, of which only the hash is
//! kept; who brought whom is stored and shown, for trust and tracing only (charter t19). When guests of a
//! member are removed too often he loses his invitations there, and his branch is shown for review: nobody is
//! punished for another. Invariant: invitations made never exceed the quota, also under many hands at once.
//! It deliberately pays nobody for inviting.

mod chain;
mod invite;
mod mine;
mod personal;
mod restore;
mod revoke;
pub mod state;
mod vouch;

pub use state::Invited;
pub use vouch::Tokens;

use data_encoding::BASE64URL_NOPAD;
use weilu_kernel::{
    Act, Category, CommandSpec, Drawer, Feature, NoticeSpec, Permission, QuerySpec, Role, Tx,
    notice::to_space, settings,
};
use weilu_vocabulary::{Audience, EventKind, Fault, Outcome, PersonaId, SpaceId, refusals};

settings! {
    pub QUOTA: i64 = 3, "invitation.quota" "每位成员的邀请名额" "Invitations a member has in a space";
    pub VALID_DAYS: i64 = 7, "invitation.valid_days" "邀请链接有效天数" "Days an invitation is valid";
    pub LOST_AFTER: i64 = 2, "invitation.lost_after" "邀请的人被移出几位后收回名额" "Removed guests after which the quota is lost";
    pub INVITE_AFTER_DAYS: i64 = 3, "invitation.after_days" "入群几天后可以邀请别人" "Days in a space before one may invite";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, weight: i64) -> EventKind {
    EventKind { name, zh, en, weight, audience: Audience::Concerned }
}

/// Somebody made an invitation.
pub const MADE: EventKind = event("invitation.made", "发出了一份邀请", "made an invitation", 1);
/// An invitation was used.
pub const USED: EventKind = event("invitation.used", "带来了一位新朋友", "brought somebody in", 3);
/// An invitation was taken back.
pub const REVOKED: EventKind = event("invitation.revoked", "收回了邀请", "took an invitation back", 0);
/// Somebody lost his invitations.
pub const LOST: EventKind = event("invitation.lost", "邀请名额被收回", "lost the right to invite", 0);
/// Somebody may invite again.
pub const RESTORED: EventKind = event("invitation.restored", "恢复了邀请名额", "may invite again", 0);

/// Inviting into a space.
pub const INVITE: Permission = Permission {
    name: "invitation.invite",
    zh: "邀请朋友入群",
    en: "invite somebody",
    roles: &[Role::Member, Role::Admin, Role::Owner, Role::Operator, Role::Headquarters],
};

refusals! {
    /// Why an invitation opens nothing.
    pub enum InvitationRefusal {
        /// No such invitation here, or taken back.
        Invalid => 404 "invitation.invalid" "这份邀请无效，可能已被收回。请朋友再发一份。" "This invitation is not valid and may have been taken back; ask your friend for another.";
        /// Too late.
        Expired => 409 "invitation.expired" "这份邀请已经过期，请朋友再发一份。" "This invitation has expired; ask your friend for another.";
        /// Used by somebody.
        UsedUp => 409 "invitation.used_up" "这份邀请已经用过了，每份只能带一位朋友进来。" "This invitation has been used; each brings in one friend.";
    }
}

/// The hash under which a token is kept.
#[must_use]
pub fn hash_of(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}

/// A token as it stands in a link: 128 bits in 22 characters.
#[must_use]
pub fn token_text(token: [u8; 16]) -> String {
    BASE64URL_NOPAD.encode(&token)
}

/// The invitation of a token into a space, refusing with the reason when it opens nothing now.
///
/// # Errors
/// [`InvitationRefusal`].
pub async fn valid(tx: &mut Tx, act: &Act, space: SpaceId, token: Option<&str>) -> Outcome<Option<Invited>> {
    let Some(token) = token.filter(|t| !t.is_empty()) else { return Ok(None) };
    let found = state::by_hash(tx, space, &hash_of(token)).await?.ok_or(InvitationRefusal::Invalid)?;
    check(&found, act.now)?;
    Ok(Some(found))
}

/// The last instant counts: an invitation is valid before `expires_at` and not at it.
fn check(found: &Invited, now: weilu_vocabulary::Time) -> Result<(), InvitationRefusal> {
    if found.revoked_at.is_some() {
        return Err(InvitationRefusal::Invalid);
    }
    if found.used_at.is_some() {
        return Err(InvitationRefusal::UsedUp);
    }
    if now >= found.expires_at { Err(InvitationRefusal::Expired) } else { Ok(()) }
}

/// As [`valid`], for pages that only look: nothing where it opens nothing.
///
/// # Errors
/// When the database fails.
pub async fn peek(tx: &mut Tx, act: &Act, space: SpaceId, token: &str) -> Result<Option<Invited>, Fault> {
    let found = state::by_hash(tx, space, &hash_of(token)).await?;
    Ok(found.filter(|f| check(f, act.now).is_ok()))
}

/// Marks an invitation as used by somebody who came in.
///
/// # Errors
/// When the database fails.
pub fn use_up(tx: &mut Tx, act: &Act, invited: &Invited, by: PersonaId) -> Outcome<()> {
    state::mark_used(tx, act, invited.id, by)?;
    tx.append(act, USED.on(invited.id).space(invited.space).with(invited.inviter).with(by));
    Ok(())
}

/// Takes the quota from somebody whose guests are removed too often.
///
/// # Errors
/// When the database fails.
pub async fn note_removed_guest(tx: &mut Tx, act: &Act, space: SpaceId, inviter: PersonaId) -> Outcome<()> {
    let Some(member) = state::member_of(tx, inviter).await? else { return Ok(()) };
    let guests = crate::space::state::member::removed_guests(tx, space, member).await?;
    if guests >= LOST_AFTER.get(tx).await? && !state::has_lost(tx, space, member).await? {
        state::note_loss(tx, act, space, inviter, guests)?;
        tx.append(act, LOST.on(space).space(space).with(inviter).value(guests));
    }
    Ok(())
}

/// Whom invitations concern: whoever made them.
const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        leads: |event| to_space(event, ""),
        mail: false,
        ..NoticeSpec::of(
            USED.name,
            Category::Space,
            "{actor} 接受你的邀请，进了{space}",
            "{actor} came into {space} by your invitation",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, "/invite"),
        firm: true,
        ..NoticeSpec::of(
            LOST.name,
            Category::Space,
            "你邀请的朋友被移出，{space}的邀请名额收回了",
            "Guests of yours were removed, so your invitations to {space} were taken back",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, "/invite"),
        firm: true,
        ..NoticeSpec::of(
            RESTORED.name,
            Category::Space,
            "你又可以邀请朋友来{space}了",
            "You may invite friends to {space} again",
        )
    },
];

/// Invitations as a feature.
pub const FEATURE: Feature = Feature {
    name: "invitation",
    zh: "邀请",
    en: "Invitations",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<invite::Invite>(),
        CommandSpec::of::<revoke::Revoke>(),
        CommandSpec::of::<restore::Restore>(),
    ],
    queries: &[QuerySpec::of::<mine::Mine>(), QuerySpec::of::<chain::Chain>()],
    events: &[MADE, USED, REVOKED, LOST, RESTORED],
    permissions: &[INVITE],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    personal: personal::PERSONAL,
    notices: NOTICES,
    ..Feature::EMPTY
};

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::{InvitationId, Time};

    #[test]
    fn an_invitation_is_valid_until_the_instant_it_expires() {
        let found = Invited {
            id: InvitationId::new(1),
            space: SpaceId::new(1),
            inviter: PersonaId::new(1),
            inviter_name: String::new(),
            expires_at: Time(100),
            used_at: None,
            revoked_at: None,
        };
        assert!(check(&found, Time(99)).is_ok());
        assert_eq!(check(&found, Time(100)), Err(InvitationRefusal::Expired));
        let used = Invited { used_at: Some(Time(5)), ..found.clone() };
        assert_eq!(check(&used, Time(6)), Err(InvitationRefusal::UsedUp));
        let revoked = Invited { revoked_at: Some(Time(5)), ..found };
        assert_eq!(check(&revoked, Time(6)), Err(InvitationRefusal::Invalid));
    }
}
