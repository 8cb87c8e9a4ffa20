//! What I call somebody (备注名, only for my eyes), and what I am called in one space (群昵称).

use super::state;
use crate::role::{Site, held};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome, SpaceId, refusals};

const NAME_MAX: usize = 20;

refusals! {
    /// Why the name was not taken.
    pub enum RemarkRefusal {
        /// Too long.
        TooLong { most: usize } => 422 "member.name_too_long" "最多写 {most} 个字。" "At most {most} characters.";
    }
}

fn checked(name: &str) -> Outcome<&str> {
    let name = name.trim();
    if name.chars().count() > NAME_MAX {
        return Err(RemarkRefusal::TooLong { most: NAME_MAX }.into());
    }
    Ok(name)
}

/// Gives somebody a name that only I see; an empty one removes it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetRemark {
    /// Whom.
    pub member: MemberId,
    /// Up to 20 characters.
    pub name: String,
}

impl Command for SetRemark {
    const NAME: &'static str = "member.set_remark";
    const SUMMARY: (&'static str, &'static str) = ("给别人写备注名", "Call somebody by a name of my own");
    type Output = ();
    type Refusal = RemarkRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let name = checked(&self.name)?;
        let about = state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        state::put_remark(tx, act, mine, about, name)?;
        Ok(())
    }
}

/// Says what I am called in a space; an empty name removes it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SetGroupName {
    /// In which space.
    pub space: SpaceId,
    /// Up to 20 characters.
    pub name: String,
}

impl Command for SetGroupName {
    const NAME: &'static str = "member.set_group_name";
    const SUMMARY: (&'static str, &'static str) = ("修改我在群里的昵称", "Say what I am called in a space");
    type Output = ();
    type Refusal = RemarkRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let name = checked(&self.name)?;
        let inside =
            held(tx, act).await?.iter().any(|h| h.site == Site::Space(self.space) && h.persona == mine);
        if !inside {
            return Err(LinkRefusal::NotFound.into());
        }
        state::put_group_name(tx, act, self.space, mine, name)?;
        Ok(())
    }
}
