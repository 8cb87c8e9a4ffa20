//! Deleting what one wrote, taking that back for a while, and forgetting it for good afterwards.

use super::{KEEP_REMOVED_DAYS, LIKE, REMOVED, RESTORE_HOURS, RESTORED, edit::own, publish::placed, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_media::blob;
use weilu_vocabulary::{DAY, Failure, HOUR, Outcome, PostId, Time, refusals};

const SLICE: i64 = 200;

/// Deletes a post of one's own; replies below it stay.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Remove {
    /// Which.
    pub post: PostId,
}

/// Deleted.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Gone {
    /// Until when it can be brought back.
    pub restorable_until: Time,
}

refusals! {
    /// Why a post stays deleted.
    pub enum RestoreRefusal {
        /// Those who keep order have it.
        Reviewed => 409 "post.restore_reviewed" "这条内容在审核中，或已被收起，不能自己恢复。对决定有疑问可以申诉。" "This is under review or was taken out of sight, so it cannot simply come back. You may appeal against the decision.";
        /// Too late.
        TooLate { hours: i64 } => 409 "post.restore_too_late" "删除超过 {hours} 小时，已经不能恢复了。" "It was deleted more than {hours} hours ago and cannot be brought back.";
    }
}

impl Command for Remove {
    const NAME: &'static str = "post.remove";
    const SUMMARY: (&'static str, &'static str) = ("删除自己的帖子", "Delete a post of one's own");
    type Output = Gone;
    type Refusal = super::edit::EditRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Gone> {
        tx.lock(&[self.post.into()])?;
        let post = own(tx, act, self.post, &["live", "held", "hidden"]).await?;
        state::set_state(tx, post.id, "deleted", Some(act.now))?;
        if post.state == "live" {
            tx.append(act, placed(REMOVED.on(post.id), post.space));
        }
        Ok(Gone { restorable_until: act.now + RESTORE_HOURS.get(tx).await? * HOUR })
    }
}

/// Brings back what one deleted a little while ago.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Restore {
    /// Which.
    pub post: PostId,
}

impl Command for Restore {
    const NAME: &'static str = "post.restore";
    const SUMMARY: (&'static str, &'static str) =
        ("恢复刚删除的帖子", "Bring back a post deleted a while ago");
    type Output = ();
    type Refusal = RestoreRefusal;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &LIKE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        tx.lock(&[self.post.into()])?;
        let post = own(tx, act, self.post, &["deleted"]).await?;
        let case = crate::review::state::last(tx, post.id.into()).await?;
        if case.is_some_and(|c| c.state != "cleared" && (c.state == "upheld" || c.hidden || c.kind == "held"))
        {
            return Err(RestoreRefusal::Reviewed.into());
        }
        let removed_at = state::words(tx, post.id).await?.and_then(|w| w.removed_at);
        let hours = RESTORE_HOURS.get(tx).await?;
        if removed_at.is_none_or(|at| act.now.since(at) > hours * HOUR) {
            return Err(RestoreRefusal::TooLate { hours }.into());
        }
        state::set_state(tx, post.id, "live", None)?;
        tx.append(act, placed(RESTORED.on(post.id), post.space));
        Ok(())
    }
}

/// Forgets the words and files of what was deleted long enough ago.
pub(super) async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let days = KEEP_REMOVED_DAYS.get(tx).await?;
    let forgotten = state::forget(tx, act.now - days * DAY, SLICE).await?;
    for post in &forgotten {
        blob::release(tx, act, (*post).into()).await?;
    }
    Ok(forgotten.len())
}
