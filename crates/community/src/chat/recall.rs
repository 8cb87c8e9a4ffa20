//! Taking a message back, for a short while after it was sent, with the files on it. What answered it keeps its place
//! and says so. What was reported before is kept for those who decide about it, so that nobody harasses and unsays it.

use super::{RECALL_MINUTES, RECALLED, RECALLED_PRIVATELY, SEND, door, send::others, state::message};
use crate::review;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_media::blob;
use weilu_vocabulary::{MINUTE, MessageId, Outcome, Time, refusals};

/// Takes a message of mine back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Recall {
    /// Which.
    pub message: MessageId,
}

/// Taken back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Recalled {}

refusals! {
    /// Why a message stays.
    pub enum RecallRefusal {
        /// Somebody else's.
        NotYours => 403 "chat.not_yours" "只能撤回自己发的消息。" "You can take back only what you sent.";
        /// Too late.
        TooLate { minutes: i64 } => 409 "chat.too_late" "发出超过 {minutes} 分钟就不能撤回了，可以再发一条说明。" "After {minutes} minutes a message stays; you could add a line to explain.";
        /// Not there any more.
        AlreadyGone => 409 "chat.already_gone" "这条消息已经不在了。" "This message is no longer there.";
    }
}

/// Whether a message sent at `at` may be taken back at `now`.
fn decide(state: &str, at: Time, now: Time, minutes: i64) -> Result<(), RecallRefusal> {
    if state != "live" {
        return Err(RecallRefusal::AlreadyGone);
    }
    if now.since(at) > minutes * MINUTE {
        return Err(RecallRefusal::TooLate { minutes });
    }
    Ok(())
}

impl Command for Recall {
    const NAME: &'static str = "chat.recall";
    const SUMMARY: (&'static str, &'static str) = ("撤回消息", "Take a message back");
    type Output = Recalled;
    type Refusal = RecallRefusal;

    fn need(&self) -> Need {
        Need::On(self.message.into(), &SEND)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Recalled> {
        let row = message::load(tx, self.message).await?.ok_or(LinkRefusal::NotFound)?;
        tx.lock(&[row.chat.into(), row.id.into()])?;
        let (chat, guest) = door::enter(tx, act, row.chat).await?;
        if !act.app.grants.is_me(tx, act, row.author).await? || row.kind != "text" {
            return Err(RecallRefusal::NotYours.into());
        }
        decide(&row.state, row.at, act.now, RECALL_MINUTES.get(tx).await?)?;
        let reported = review::state::waiting(tx, row.id.into()).await?.is_some();
        message::recall(tx, &row, reported.then_some(act.now))?;
        if !reported {
            blob::release(tx, act, row.id.into()).await?;
        }
        let event = match chat.space {
            Some(space) => RECALLED.on(row.id).with(chat.id).space(space),
            None => {
                let heard = others(tx, &chat, guest.member).await?;
                let event = RECALLED_PRIVATELY.on(row.id).with(chat.id);
                heard.into_iter().fold(event, |event, persona| event.with(persona))
            }
        };
        tx.append(act, event);
        Ok(Recalled {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_minutes_are_in_time_and_a_moment_more_is_not() {
        let at = Time(1_795_000_000_000_000);
        assert_eq!(decide("live", at, at + 2 * MINUTE, 2), Ok(()));
        assert_eq!(decide("live", at, at + 2 * MINUTE + 1, 2), Err(RecallRefusal::TooLate { minutes: 2 }));
        assert_eq!(decide("recalled", at, at, 2), Err(RecallRefusal::AlreadyGone));
    }
}
