//! Opening the chat with somebody: finds the one there is, or makes one in which nothing was said yet. Whether a
//! message may go out is decided when there is one.

use super::state::{self, member};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_people::member::state::{face, load_now};
use weilu_vocabulary::{ChatId, MemberId, Outcome, refusals};

/// Opens the chat with somebody.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Open {
    /// With whom.
    pub member: MemberId,
}

/// The chat.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Which.
    pub chat: ChatId,
}

refusals! {
    /// Why no chat was opened.
    pub enum OpenRefusal {
        /// Oneself.
        Yourself => 409 "chat.yourself" "不能和自己聊天，写给自己的话可以先存草稿。" "You cannot chat with yourself; a note to yourself can stay a draft.";
    }
}

impl Command for Open {
    const NAME: &'static str = "chat.open";
    const SUMMARY: (&'static str, &'static str) = ("打开和某人的聊天", "Open the chat with somebody");
    type Output = Opened;
    type Refusal = OpenRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Opened> {
        let me = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let them = load_now(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        if them.id == me {
            return Err(OpenRefusal::Yourself.into());
        }
        let theirs = face(tx, them.id).await?.ok_or(LinkRefusal::NotFound)?;
        tx.lock(&[mine.into(), theirs.into()])?;
        if let Some(chat) = state::between(tx, me, them.id).await? {
            return Ok(Opened { chat });
        }
        if them.state != "active" {
            return Err(LinkRefusal::NotFound.into());
        }
        let chat: ChatId = act.id();
        state::insert(tx, act, &state::pair(chat))?;
        for persona in [mine, theirs] {
            member::insert(tx, act, chat, persona, 0)?;
        }
        Ok(Opened { chat })
    }
}
