//! A post of one's own as one edits it: names stand in the text again instead of ids.

use super::{NamedInText, PostCard, cards};
use crate::{post::edit::EditRefusal, space::READ};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_media::blob::BlobView;
use weilu_vocabulary::{Outcome, PostId};

/// The words of a post of one's own.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Source {
    /// Which.
    pub post: PostId,
}

/// Words for editing.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SourceWords {
    /// The title.
    pub title: String,
    /// The text with `@name`.
    pub text: String,
    /// Who is named.
    pub named: Vec<NamedInText>,
    /// What hangs on it, in its order.
    pub files: Vec<BlobView>,
}

impl Query for Source {
    const NAME: &'static str = "post.source";
    const SUMMARY: (&'static str, &'static str) =
        ("帖子原文（修改时用）", "The words of a post, for editing");
    type Output = SourceWords;

    fn need(&self) -> Need {
        Need::On(self.post.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SourceWords> {
        let card = cards(tx, act, &[self.post]).await?.pop().ok_or(LinkRefusal::NotFound)?;
        if !card.mine {
            return Err(EditRefusal::NotYours.into());
        }
        let text = card.named.iter().filter(|n| !n.name.is_empty()).fold(card.text.clone(), |text, n| {
            text.replace(&format!("@{}", n.token), &format!("@{}", n.name))
        });
        let PostCard { title, named, files, .. } = PostCard::clone(&card);
        Ok(SourceWords { title, text, named, files })
    }
}
