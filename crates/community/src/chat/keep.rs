//! How somebody keeps a chat for himself: muted, on top, cleared; and whether others see what he has read.

use super::{
    KEPT, READ, door,
    state::{
        self,
        reading::{self, Reading},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{ChatId, Outcome};

/// Mutes a chat or keeps it on top; what is not named stays.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Keep {
    /// Which.
    pub chat: ChatId,
    /// Whether it makes no noise.
    #[serde(default)]
    pub muted: Option<bool>,
    /// Whether it stands on top.
    #[serde(default)]
    pub pinned: Option<bool>,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct KeptSo {}

impl Command for Keep {
    const NAME: &'static str = "chat.keep";
    const SUMMARY: (&'static str, &'static str) = ("免打扰与置顶", "Mute a chat or keep it on top");
    type Output = KeptSo;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<KeptSo> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        let now = Reading {
            muted: self.muted.unwrap_or(guest.reading.muted),
            pinned: self.pinned.unwrap_or(guest.reading.pinned),
            number: guest.seen,
            ..guest.reading
        };
        reading::keep(tx, act, chat.id, (guest.persona, guest.member), now)?;
        tx.append(act, KEPT.on(chat.id));
        Ok(KeptSo {})
    }
}

/// Clears a chat for me: what was said so far is out of my sight, and the chat leaves my list until it goes on.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Clear {
    /// Which.
    pub chat: ChatId,
}

impl Command for Clear {
    const NAME: &'static str = "chat.clear";
    const SUMMARY: (&'static str, &'static str) = ("只对自己清空聊天", "Clear a chat for oneself");
    type Output = KeptSo;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<KeptSo> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        let now = Reading { number: chat.messages, cleared: chat.messages, ..guest.reading };
        reading::keep(tx, act, chat.id, (guest.persona, guest.member), now)?;
        tx.append(act, KEPT.on(chat.id));
        Ok(KeptSo {})
    }
}

/// Lets others see what I have read, or not. Who does not let them does not see it of them either.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowReads {
    /// Whether they see it.
    pub show: bool,
}

impl Command for ShowReads {
    const NAME: &'static str = "chat.show_reads";
    const SUMMARY: (&'static str, &'static str) = ("是否显示已读", "Whether reading is shown");
    type Output = KeptSo;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<KeptSo> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        state::set_shows_reads(tx, member, self.show)?;
        tx.append(act, KEPT.on(member));
        Ok(KeptSo {})
    }
}
