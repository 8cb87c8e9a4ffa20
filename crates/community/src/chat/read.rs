//! Noting how far somebody has read. Between two the other is told, unless either of them keeps that to himself.

use super::{
    READ, READ_BY, door,
    state::{self, reading},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{ChatId, Outcome};

/// Notes that I have read a chat.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Read {
    /// Which.
    pub chat: ChatId,
    /// Number of the last message I saw.
    pub number: i64,
}

/// Noted.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadDone {
    /// How many are still unread there.
    pub unread: i64,
}

impl Command for Read {
    const NAME: &'static str = "chat.read";
    const SUMMARY: (&'static str, &'static str) = ("标记已读", "Note that a chat was read");
    type Output = ReadDone;
    type Refusal = weilu_kernel::command::Never;
    const REMEMBERED: bool = false;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ReadDone> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        let to = self.number.min(chat.messages);
        if to <= guest.seen {
            return Ok(ReadDone { unread: chat.messages - guest.seen });
        }
        reading::read_to(tx, act, chat.id, guest.persona, to)?;
        if chat.is_pair() {
            let other = door::other(tx, &chat, guest.member).await?;
            let open =
                state::shows_reads(tx, guest.member).await? && state::shows_reads(tx, other.member).await?;
            if open {
                tx.append(act, READ_BY.on(chat.id).with(other.persona));
            }
        }
        Ok(ReadDone { unread: chat.messages - to })
    }
}
