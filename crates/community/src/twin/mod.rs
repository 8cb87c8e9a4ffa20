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

/// Mends the counts that a run of events of one brand touches. The count itself was read before.
///
/// # Errors
/// When the database fails.
pub async fn mend(tx: &mut Tx, events: &[Event]) -> Result<(), Fault> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(()) };
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
    for post in posts {
        state::mend(tx, post).await?;
    }
    Ok(())
}
