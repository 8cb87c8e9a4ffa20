//! Rows of posts.

use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{Fault, PersonaId, PostId, SpaceId};

rows! {
    /// Where a post stands.
    #[derive(Clone, Debug)]
    pub struct PostRow {
        /// Which.
        pub id: PostId,
        /// In which space.
        pub space: SpaceId,
        /// By whom.
        pub author: PersonaId,
        /// First post of its thread.
        pub thread: PostId,
        /// What it answers.
        pub parent: Option<PostId>,
        /// `live`, `held`, `hidden`, `deleted`, `erased`.
        pub state: String,
    }
}

/// The post of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, post: PostId) -> Result<Option<PostRow>, Fault> {
    tx.one(
        sql!("select id, space, author, thread, parent, state from post where tenant = $tenant and id = $1"),
        params![post],
    )
    .await
}
