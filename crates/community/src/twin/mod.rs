//! One person with two faces counts once: readings of likes after records were merged, or parted again.
//!
//! Rules: likes are written by persona; when two personas are one person, a post that both like has one like
//! too many, and the surplus is kept beside the count and taken off. It is worked out anew for every post that
//! a merge, its undoing, or a like of a many-faced person touches, so that what is rebuilt equals what grew.

pub mod state;

use std::collections::BTreeSet;
use weilu_kernel::{Feature, Tx};
use weilu_people::identity::{MERGED, UNMERGED};
use weilu_vocabulary::{Event, Fault, PersonaId, PostId};

/// Twins as a feature: it owns a table and nothing else.
pub const FEATURE: Feature = Feature {
    name: "twin",
    zh: "一人多面",
    en: "Twins",
    schema: Some(include_str!("schema.sql")),
    ..Feature::EMPTY
};

/// What the counts that a run of events of one brand touches must lose, post by post.
///
/// # Errors
/// When the database fails.
pub async fn surplus(tx: &mut Tx, events: &[Event]) -> Result<Vec<(PostId, i64)>, Fault> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(Vec::new()) };
    let likes = events.iter().any(|e| e.kind == "post.liked" || e.kind == "post.unliked");
    let mut posts: BTreeSet<PostId> = BTreeSet::new();
    if likes {
        posts.extend(state::liked_by_many_faced(tx, first.pos, last.pos).await?);
    }
    for event in events.iter().filter(|e| e.kind == MERGED.name || e.kind == UNMERGED.name) {
        for persona in event.with.iter().filter_map(|r| r.get::<PersonaId>()) {
            posts.extend(state::liked_by(tx, persona).await?);
        }
    }
    let mut out = Vec::new();
    for post in posts {
        let surplus = state::surplus(tx, post).await?;
        if surplus != 0 {
            out.push((post, surplus));
        }
    }
    Ok(out)
}
