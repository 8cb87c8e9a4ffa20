//! Taking a message out of one's own sight: the others keep it.

use super::{KEPT, READ, door, state::message};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MessageId, Outcome};

/// Takes a message out of my sight.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Remove {
    /// Which.
    pub message: MessageId,
}

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Removed {}

impl Command for Remove {
    const NAME: &'static str = "chat.remove";
    const SUMMARY: (&'static str, &'static str) =
        ("只对自己删除消息", "Take a message out of one's own sight");
    type Output = Removed;
    type Refusal = weilu_kernel::command::Never;

    fn need(&self) -> Need {
        Need::On(self.message.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Removed> {
        let row = message::load(tx, self.message).await?.ok_or(LinkRefusal::NotFound)?;
        let (chat, guest) = door::enter(tx, act, row.chat).await?;
        message::remove_for(tx, &row, guest.persona)?;
        tx.append(act, KEPT.on(chat.id));
        Ok(Removed {})
    }
}
