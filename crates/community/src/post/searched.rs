//! Posts and replies among what can be found by words, by whoever may read their space.

use super::{LIKED, REPLIED, UNLIKED, state, views};
use crate::space::READ;
use std::collections::BTreeMap;
use weilu_kernel::{
    Act, Place, Searchable, Tx, Verdict,
    searchable::{self, Card, Document, Maker, Shelf},
};
use weilu_vocabulary::{Event, Failure, Fault, Id, PostId, RefKind, SpaceId};

pub(super) const POSTS: Searchable = Searchable {
    kind: RefKind::Post,
    touched,
    read: |tx, ids| Box::pin(read(tx, ids)),
    show: |tx, act, ids| Box::pin(show(tx, act, ids)),
    reach: None,
    faces: None,
};

/// Whatever happens to a post may change whether it is found, except being liked; of those that an answer names
/// none has changed.
fn touched(event: &Event) -> Vec<i64> {
    if event.kind == LIKED.name || event.kind == UNLIKED.name {
        return Vec::new();
    }
    if event.kind == REPLIED.name {
        return event.object.and_then(|thing| thing.get::<PostId>()).map(Id::raw).into_iter().collect();
    }
    searchable::named::<PostId>(event)
}

async fn read(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Document>, Fault> {
    let rows = state::texts(tx, ids).await?;
    let document = |row: state::TextRow| Document {
        id: row.id.raw(),
        shelf: Shelf::Space(row.space),
        author: Some(row.author),
        at: row.created_at,
        title: String::new(),
        body: row.text,
        tags: Vec::new(),
    };
    Ok(rows.into_iter().map(document).collect())
}

async fn show(tx: &mut Tx, act: &Act, ids: &[i64]) -> Result<Vec<Card>, Failure> {
    let mut readable: BTreeMap<SpaceId, bool> = BTreeMap::new();
    let mut cards = Vec::new();
    for row in views::found(tx, ids).await? {
        let may = match readable.get(&row.space) {
            Some(known) => *known,
            None => {
                let place = Place { space: Some(row.space), ..Place::default() };
                let may = act.app.grants.may(tx, act, &READ, place).await? == Verdict::Yes;
                readable.insert(row.space, may);
                may
            }
        };
        if may {
            cards.push(Card {
                id: row.id.raw(),
                within: (row.thread != row.id).then(|| row.thread.into()),
                picture: None,
                by: Some(Maker { id: row.member, name: row.name.unwrap_or_default(), avatar: row.avatar }),
                space: Some((row.space, row.space_name)),
                count: Some(row.replies),
            });
        }
    }
    Ok(cards)
}
