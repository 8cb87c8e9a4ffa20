//! Earlier versions of a post, for whoever reads it.

use super::{sight, state};
use crate::space::READ;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Outcome, PostId, Time};

/// What a post said before it was changed.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct History {
    /// Which.
    pub post: PostId,
}

/// One version.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostVersion {
    /// From 1.
    pub version: i64,
    /// When it was written.
    pub at: Time,
    /// Its title.
    pub title: String,
    /// Its text, with names.
    pub text: String,
}

/// Every version.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostVersions {
    /// Newest first, with the one that stands.
    pub items: Vec<PostVersion>,
}

impl Query for History {
    const NAME: &'static str = "post.history";
    const SUMMARY: (&'static str, &'static str) = ("帖子的修改记录", "Earlier versions of a post");
    type Output = PostVersions;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PostVersions> {
        let post = sight::live(tx, act, self.post).await?;
        let rows = state::versions(tx, post.id).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let text = state::with_names(tx, &row.text).await?;
            items.push(PostVersion { version: row.version, at: row.at, title: row.title, text });
        }
        Ok(PostVersions { items })
    }
}
