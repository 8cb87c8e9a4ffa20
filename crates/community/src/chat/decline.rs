//! Not wanting to talk with somebody who wrote: he is not told, and his next lines do not arrive. Writing to
//! him again takes it back.

use super::{DECLINED, READ, door, state::member};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{ChatId, Outcome};

/// Declines to talk in a chat between two, or opens it again.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Decline {
    /// Which.
    pub chat: ChatId,
    /// Whether I decline.
    pub decline: bool,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeclineDone {}

impl Command for Decline {
    const NAME: &'static str = "chat.decline";
    const SUMMARY: (&'static str, &'static str) = ("谢绝聊天", "Decline to talk");
    type Output = DeclineDone;
    type Refusal = weilu_kernel::command::Never;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<DeclineDone> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        if !chat.is_pair() {
            return Err(LinkRefusal::NotFound.into());
        }
        member::set_declined(tx, chat.id, guest.member, self.decline)?;
        tx.append(act, DECLINED.on(chat.id));
        Ok(DeclineDone {})
    }
}
