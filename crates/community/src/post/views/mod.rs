//! Posts as people read them: lists of ids by their own index, then one way to make cards of them.

mod author;
mod card;
mod home;
mod kept;
mod load;
mod source;
mod thread;
mod timeline;

pub use author::ByAuthor;
pub(crate) use card::places;
pub use card::{Author, NamedInText, Post, PostCard, PostSpace, cards};
pub use home::Home;
pub use kept::PostMemory;
pub use source::Source;
pub use thread::{Order, Replies, Show};
pub use timeline::Timeline;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::PostId;

/// How many posts a page holds; cards are loaded so many at a time.
pub const PAGE: usize = 20;

/// A page of posts.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PostPage {
    /// In the order asked for.
    pub items: Vec<Post>,
    /// Where the next page begins.
    pub next: Option<PostId>,
}

/// Cuts a list of ids, asked for with one too many, to a page and says where the next begins.
#[must_use]
pub fn cut(mut ids: Vec<PostId>) -> (Vec<PostId>, Option<PostId>) {
    let more = ids.len() > PAGE;
    ids.truncate(PAGE);
    let next = if more { ids.last().copied() } else { None };
    (ids, next)
}
