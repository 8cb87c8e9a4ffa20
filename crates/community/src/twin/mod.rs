//! One person with two faces counts once: readings of likes after records were merged, or parted again.
//!
//! Rules: likes are written by persona; when two personas are one person, a post that both like has one like
//! too many, and the surplus is kept beside the count and taken off. It is worked out anew for every post that
//! a merge, its undoing, or a like of a many-faced person touches, so that what is rebuilt equals what grew.

pub mod state;

use std::collections::BTreeSet;
use weilu_kernel::{Feature, Tx, searchable::AT_ONCE};
use weilu_people::identity::{MERGED, UNMERGED};
use weilu_vocabulary::{Event, Fault, Id, PersonaId, PostId};

/// Twins as a feature: it owns a table and nothing else.
pub const FEATURE: Feature = Feature {
    name: "twin",
    zh: "一人多面",
    en: "Twins",
    schema: Some(include_str!("schema.sql")),
    ..Feature::EMPTY
};

/// Posts that somebody with more than one face liked or unliked, or that had a surplus when it was last counted.
async fn of_many_faced(tx: &mut Tx, events: &[Event]) -> Result<BTreeSet<PostId>, Fault> {
    let likes = events.iter().filter(|e| e.kind == "post.liked" || e.kind == "post.unliked");
    let acts: Vec<(PersonaId, PostId)> =
        likes.filter_map(|e| Some((e.actor?, e.object?.get::<PostId>()?))).collect();
    let mut posts = BTreeSet::new();
    for some in acts.chunks(AT_ONCE) {
        let (actors, liked): (Vec<i64>, Vec<i64>) =
            some.iter().map(|(who, what)| (who.raw(), what.raw())).unzip();
        let many = state::many_faced(tx, &actors).await?;
        posts.extend(some.iter().filter(|(who, _)| many.contains(who)).map(|(_, what)| *what));
        posts.extend(state::with_surplus(tx, &liked).await?);
    }
    Ok(posts)
}

/// What the counts that a run of events of one brand touches must lose, post by post.
///
/// # Errors
/// When the database fails.
pub async fn surplus(tx: &mut Tx, events: &[Event]) -> Result<Vec<(PostId, i64)>, Fault> {
    let mut posts = of_many_faced(tx, events).await?;
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
