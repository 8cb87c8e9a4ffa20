//! Marking as read: one, what leads to a page, or all up to what was shown. Doing it twice changes nothing.

use super::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Category, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{NotificationId, Outcome};

/// Marks one notice as read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Read {
    /// Which.
    pub notification: NotificationId,
}

/// How many became read.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadDone {
    /// How many.
    pub read: i64,
}

impl Command for Read {
    const NAME: &'static str = "notification.read";
    const SUMMARY: (&'static str, &'static str) = ("把一条通知标为已读", "Mark a notice as read");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if !state::is_of(tx, self.notification, member).await? {
            return Err(LinkRefusal::NotFound.into());
        }
        Ok(state::mark_read(tx, act, self.notification)?)
    }
}

/// Marks everything as read, or everything of one sort.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ReadAll {
    /// Only this sort of news.
    #[serde(default)]
    pub category: Option<Category>,
    /// Up to this position of the log: what came while one was reading stays unread.
    #[serde(default)]
    pub up_to: Option<i64>,
}

impl Command for ReadAll {
    const NAME: &'static str = "notification.read_all";
    const SUMMARY: (&'static str, &'static str) = ("全部标为已读", "Mark all notices as read");
    type Output = ReadDone;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ReadDone> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let category = self.category.map(Category::word);
        let read = state::mark_all_read(tx, act, member, category, self.up_to.unwrap_or(i64::MAX)).await?;
        Ok(ReadDone { read: i64::try_from(read).unwrap_or(i64::MAX) })
    }
}

/// Marks as read what leads to a page that is open now.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ReadPage {
    /// Path of the page, such as `/me/privacy`.
    pub path: String,
}

impl Command for ReadPage {
    const NAME: &'static str = "notification.read_page";
    const SUMMARY: (&'static str, &'static str) =
        ("打开一个页面时，把相关通知标为已读", "Mark as read what leads to an open page");
    const REMEMBERED: bool = false;
    type Output = ReadDone;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ReadDone> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if self.path.is_empty() {
            return Ok(ReadDone { read: 0 });
        }
        let read = state::mark_path_read(tx, act, member, &self.path).await?;
        Ok(ReadDone { read: i64::try_from(read).unwrap_or(i64::MAX) })
    }
}
