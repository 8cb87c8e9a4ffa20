//! What is new in my spaces.

use super::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, PostId, SpaceId};

/// What is new in my spaces, all in one go.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Mine {}

/// One of my spaces.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SpaceUnread {
    /// Which.
    pub space: SpaceId,
    /// How many posts of others came since I looked; 100 stands for a hundred and more.
    pub unread: i64,
    /// The newest post I saw; none when I never looked.
    pub seen: Option<PostId>,
    /// Whether I want no notifications from there: then a dot is enough.
    pub muted: bool,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MineUnread {
    /// Every space I am in.
    pub items: Vec<SpaceUnread>,
}

impl Query for Mine {
    const NAME: &'static str = "unread.mine";
    const SUMMARY: (&'static str, &'static str) = ("我的社群里的新内容", "What is new in my spaces");
    type Output = MineUnread;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MineUnread> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let rows = state::of_member(tx, member).await?;
        let shown = rows.into_iter().map(|r| SpaceUnread {
            space: r.space,
            unread: r.unread,
            seen: r.seen,
            muted: r.muted > 0,
        });
        Ok(MineUnread { items: shown.collect() })
    }
}
