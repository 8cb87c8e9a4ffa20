//! Posts and replies among what can be found by words, by whoever sees them: on a shelf of the space where they
//! stand, of those inside it, or of the author's friends.

use super::{
    LIKED, MENTIONED, PINNED, READ_INSIDE, REPLIED, UNLIKED, UNPINNED, Visibility, mention, state, views,
};
use crate::{follow, space, tag};
use std::collections::BTreeSet;
use weilu_kernel::{
    Act, Searchable, Tx,
    searchable::{self, Card, Document, Maker, Shelf},
};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{Event, Failure, Fault, Id, PostId, RefKind, TagId};

pub(super) const POSTS: Searchable = Searchable {
    kind: RefKind::Post,
    touched: |tx, events| Box::pin(touched(tx, events)),
    read: |tx, ids| Box::pin(read(tx, ids)),
    show: |tx, act, ids| Box::pin(show(tx, act, ids)),
    reach: Some(|tx, act| Box::pin(reach(tx, act))),
    near: Some(|tx, act| Box::pin(near(tx, act))),
    faces: None,
};

/// What happens to posts every minute and changes nothing of how they are found.
const QUIET: &[&str] = &[LIKED.name, UNLIKED.name, MENTIONED.name, PINNED.name, UNPINNED.name];

/// Whatever else names a post may change whether it is found. Of those that an answer names none has changed, and
/// a topic that swallowed another stands on posts that no event names.
async fn touched(tx: &mut Tx, events: &[Event]) -> Result<Vec<i64>, Fault> {
    let mut ids = BTreeSet::new();
    for event in events.iter().filter(|event| !QUIET.contains(&event.kind.as_str())) {
        if event.kind == REPLIED.name {
            ids.extend(event.object.and_then(|thing| thing.get::<PostId>()).map(Id::raw));
        } else if event.kind == tag::MERGED.name {
            if let Some(topic) = event.object.and_then(|thing| thing.get::<TagId>()) {
                ids.extend(tag::state::posts(tx, topic).await?.into_iter().map(Id::raw));
            }
        } else {
            ids.extend(searchable::named::<PostId>(event));
        }
    }
    Ok(ids.into_iter().collect())
}

async fn read(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Document>, Fault> {
    let rows = state::texts(tx, ids).await?;
    let posts: Vec<PostId> = rows.iter().map(|row| row.id).collect();
    let mut topics = tag::of(tx, &posts).await?;
    let mut document = |row: state::TextRow| Document {
        id: row.id.raw(),
        shelf: shelf(&row),
        author: Some(row.author),
        at: row.created_at,
        title: row.title,
        body: mention::without(&row.text),
        tags: topics.remove(&row.id).unwrap_or_default().into_iter().map(|topic| topic.name).collect(),
    };
    Ok(rows.into_iter().map(&mut document).collect())
}

fn shelf(row: &state::TextRow) -> Shelf {
    match (Visibility::of(&row.visibility), row.space) {
        (Visibility::Friends, _) => Shelf::Friends(row.author),
        (Visibility::Space, Some(space)) => Shelf::Inside(space),
        (_, Some(space)) => Shelf::Space(space),
        (_, None) => Shelf::Everybody,
    }
}

async fn show(tx: &mut Tx, act: &Act, ids: &[i64]) -> Result<Vec<Card>, Failure> {
    let ids: Vec<PostId> = ids.iter().copied().map(PostId::from_raw).collect();
    let posts = views::cards(tx, act, &ids).await?;
    let card = |post: views::Post| Card {
        id: post.id.raw(),
        within: (post.thread != post.id).then(|| post.thread.into()),
        picture: None,
        by: Some(Maker { id: post.author.id, name: post.author.name.clone(), avatar: post.author.avatar }),
        space: post.space.as_ref().map(|space| (space.id, space.name.clone())),
        count: Some(post.replies),
    };
    Ok(posts.into_iter().filter(|post| post.state == "live").map(card).collect())
}

/// What is said for those inside; what anybody reads in a space is the space's own affair.
async fn reach(tx: &mut Tx, act: &Act) -> Result<Vec<Shelf>, Fault> {
    let held = role::held(tx, act).await?;
    let counts: Vec<&role::Held> = held.iter().filter(|h| READ_INSIDE.roles.contains(&h.role)).collect();
    let mut spaces: BTreeSet<_> = counts
        .iter()
        .filter_map(|h| match h.site {
            Site::Space(space) => Some(space),
            Site::Whole | Site::Branch(_) => None,
        })
        .collect();
    if counts.iter().any(|h| h.site == Site::Whole && role::runs_site(h.role)) {
        spaces.extend(space::state::all(tx).await?);
    }
    Ok(spaces.into_iter().map(Shelf::Inside).collect())
}

/// What friends show to friends, and one's own.
async fn near(tx: &mut Tx, act: &Act) -> Result<Vec<Shelf>, Fault> {
    let Some(member) = act.actor.member else { return Ok(Vec::new()) };
    Ok(follow::state::friends(tx, member).await?.into_iter().map(Shelf::Friends).collect())
}
