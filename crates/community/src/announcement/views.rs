//! Announcements as members read them, and who has not.

use super::state;
use crate::space::{self, READ, RUN};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{AnnouncementId, MemberId, Outcome, SpaceId, Time};

/// The announcements of a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {
    /// Which space.
    pub space: SpaceId,
}

/// A notice.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// Which.
    pub id: AnnouncementId,
    /// What it says; empty when it was taken down.
    pub text: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When.
    pub at: Time,
    /// Whether reading is to be confirmed.
    pub confirm: bool,
    /// Whether it stands on top.
    pub pinned: bool,
    /// Whether it was taken down.
    pub taken_down: bool,
    /// How many of those inside have confirmed.
    pub confirmed: i64,
    /// How many are inside.
    pub members: i64,
    /// Whether I have confirmed.
    pub mine: bool,
}

/// Notices.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Newest first.
    pub items: Vec<Notice>,
}

impl Query for List {
    const NAME: &'static str = "announcement.list";
    const SUMMARY: (&'static str, &'static str) = ("群公告", "The announcements of a space");
    type Output = Listed;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Listed> {
        let row = space::state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        let views = state::of_space(tx, act, self.space).await?;
        let pinned = views.iter().find(|v| v.taken_down_at.is_none()).map(|v| v.id);
        let items = views.into_iter().map(|v| Notice {
            pinned: pinned == Some(v.id),
            taken_down: v.taken_down_at.is_some(),
            text: if v.taken_down_at.is_some() { String::new() } else { v.text },
            id: v.id,
            author: v.author,
            at: v.at,
            confirm: v.confirm,
            confirmed: v.confirmed,
            members: row.members,
            mine: v.mine > 0,
        });
        Ok(Listed { items: items.collect() })
    }
}

/// Who has not confirmed a notice yet.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Readers {
    /// Which notice.
    pub announcement: AnnouncementId,
}

/// Somebody who has not.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    /// Who.
    pub id: MemberId,
    /// Name in the space.
    pub name: String,
}

/// Those who have not.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReadersShown {
    /// In the order of entry, the first hundred.
    pub waiting: Vec<Waiting>,
    /// When they were last reminded.
    pub reminded_at: Option<Time>,
}

impl Query for Readers {
    const NAME: &'static str = "announcement.readers";
    const SUMMARY: (&'static str, &'static str) = ("谁还没读公告", "Who has not confirmed an announcement");
    type Output = ReadersShown;

    fn need(&self) -> Need {
        Need::On(self.announcement.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<ReadersShown> {
        let notice = state::load(tx, self.announcement).await?.ok_or(LinkRefusal::NotFound)?;
        let rows = state::waiting(tx, &notice, 100).await?;
        let waiting = rows.into_iter().filter_map(|(_, member, name)| Some(Waiting { id: member?, name }));
        Ok(ReadersShown { waiting: waiting.collect(), reminded_at: notice.reminded_at })
    }
}
