//! Who am I: what the page needs to draw the signed-in person.

use super::state;
use crate::{
    consent::{self, Purpose},
    role,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Role, Tx};
use weilu_vocabulary::{BlobId, MemberId, Outcome, PersonaId, Time};

/// The signed-in person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Me {
    /// The member.
    pub id: MemberId,
    /// The face that acts.
    pub persona: PersonaId,
    /// Name as shown; empty until chosen.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// Member number.
    pub number: i64,
    /// Whether a phone is verified.
    pub phone_verified: bool,
    /// Roles on the whole site.
    pub roles: Vec<Role>,
    /// Names of permissions held on the whole site.
    pub permissions: Vec<String>,
    /// When and why the account is suspended; then only decisions, appeals and one's own data are open.
    pub suspended: Option<Suspended>,
    /// Texts that have a new version which he has not accepted yet.
    pub consents_due: Vec<Purpose>,
}

/// A suspension that lasts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suspended {
    /// Why.
    pub reason: String,
    /// Until when; for good without.
    pub until: Option<Time>,
}

/// Who is signed in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowMe {}

/// The answer: nobody, or somebody.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MeShown {
    /// The signed-in person, if any.
    pub me: Option<Me>,
}

impl Query for ShowMe {
    const NAME: &'static str = "account.me";
    const SUMMARY: (&'static str, &'static str) = ("当前登录的人", "Who is signed in");
    const WHILE_SUSPENDED: bool = true;
    type Output = MeShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MeShown> {
        Ok(MeShown { me: me_of(tx, act).await? })
    }
}

/// The signed-in person, if any.
///
/// # Errors
/// When the database fails.
pub async fn me_of(tx: &mut Tx, act: &Act) -> Outcome<Option<Me>> {
    let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else { return Ok(None) };
    let Some(face) = state::face(tx, member).await? else { return Ok(None) };
    let suspended = state::suspension::of(tx, member).await?;
    let roles = if suspended.is_some() { Vec::new() } else { role::held_on_site(tx, act).await? };
    let features = act.app.features.iter().flat_map(|f| f.permissions);
    let permissions =
        features.filter(|p| p.roles.iter().any(|r| roles.contains(r))).map(|p| p.name.to_owned());
    Ok(Some(Me {
        id: member,
        persona,
        name: face.name,
        avatar: face.avatar,
        number: face.number,
        phone_verified: state::phone_verified(tx, member).await?,
        suspended: suspended.map(|s| Suspended { reason: s.reason, until: s.until }),
        consents_due: consent::due(tx, member).await?,
        permissions: permissions.collect(),
        roles,
    }))
}
