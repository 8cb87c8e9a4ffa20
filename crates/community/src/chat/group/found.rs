//! Making a small group.

use super::{GroupRefusal, checked_name, note, wanted};
use crate::chat::{
    FOUNDED,
    state::{self, member},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{ChatId, MemberId, Outcome};

/// Makes a small group of people one knows.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Found {
    /// Its name, up to 20 characters; its members are its name when it has none.
    #[serde(default)]
    pub name: String,
    /// With whom.
    pub members: Vec<MemberId>,
}

/// The group.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FoundDone {
    /// Which.
    pub chat: ChatId,
}

impl Command for Found {
    const NAME: &'static str = "chat.found";
    const SUMMARY: (&'static str, &'static str) = ("建小群", "Make a small group");
    type Output = FoundDone;
    type Refusal = GroupRefusal;

    fn need(&self) -> Need {
        Need::Publisher
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<FoundDone> {
        let me = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let name = checked_name(&self.name)?;
        let faces = wanted(tx, act, me, &[], &self.members).await?;
        if faces.is_empty() {
            return Err(GroupRefusal::NobodyNamed.into());
        }
        let chat = state::group(act.id(), name, mine);
        state::insert(tx, act, &chat)?;
        for persona in std::iter::once(mine).chain(faces) {
            member::insert(tx, act, chat.id, persona, 0)?;
        }
        note(tx, act, &chat, mine, (&FOUNDED, "founded"), None).await?;
        Ok(FoundDone { chat: chat.id })
    }
}
