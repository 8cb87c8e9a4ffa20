//! Spaces among what can be found by words: those of the catalogue by everybody, the others by whoever is inside.
//! Here also is known which spaces somebody may read at all.

use super::{
    JOINED, LEFT, LIFTED, OFFICE_GIVEN, OFFICE_TAKEN, OWN_CHANGED, READ, REMOVED, SEE_MEMBERS, SILENCED,
    WELCOMED, kind,
    state::{self, SpaceRow},
};
use weilu_kernel::{
    Act, Place, Searchable, Tx, Verdict,
    searchable::{self, Card, Document, Shelf},
};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{Event, Failure, Fault, Id, RefKind, SpaceId};

pub(super) const SPACES: Searchable = Searchable {
    kind: RefKind::Space,
    touched: |_, events| Box::pin(std::future::ready(Ok(events.iter().flat_map(touched).collect()))),
    read: |tx, ids| Box::pin(read(tx, ids)),
    show: |tx, act, ids| Box::pin(show(tx, act, ids)),
    reach: Some(|tx, act| Box::pin(reach(tx, act))),
    near: None,
    faces: None,
};

/// Comings and goings change nothing of how a space is found.
const QUIET: &[&str] = &[
    JOINED.name,
    LEFT.name,
    LIFTED.name,
    OFFICE_GIVEN.name,
    OFFICE_TAKEN.name,
    OWN_CHANGED.name,
    REMOVED.name,
    SILENCED.name,
    WELCOMED.name,
];

fn touched(event: &Event) -> Vec<i64> {
    if QUIET.contains(&event.kind.as_str()) { Vec::new() } else { searchable::named::<SpaceId>(event) }
}

/// Whether a space stands in the catalogue.
fn is_listed(row: &SpaceRow) -> bool {
    row.state == "open" && kind::find(&row.kind).is_none_or(|kind| kind.listed)
}

async fn read(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Document>, Fault> {
    let rows = state::load_some(tx, ids).await?;
    let document = |row: SpaceRow| Document {
        id: row.id.raw(),
        shelf: if is_listed(&row) { Shelf::Everybody } else { Shelf::Space(row.id) },
        author: None,
        at: row.opened_at.unwrap_or(row.created_at),
        body: [row.line.as_str(), row.topic.as_str()].join("\n").trim().to_owned(),
        title: row.name,
        tags: Vec::new(),
    };
    Ok(rows.into_iter().map(document).collect())
}

async fn show(tx: &mut Tx, act: &Act, ids: &[i64]) -> Result<Vec<Card>, Failure> {
    let mut cards = Vec::new();
    for row in state::load_some(tx, ids).await? {
        let place = Place { space: Some(row.id), branch: row.branch, author: row.founder };
        if is_listed(&row) || act.app.grants.may(tx, act, &SEE_MEMBERS, place).await? == Verdict::Yes {
            cards.push(Card {
                id: row.id.raw(),
                picture: row.avatar,
                count: Some(row.members),
                ..Card::default()
            });
        }
    }
    Ok(cards)
}

/// Whoever runs the whole site reads every space; others read where they hold a role or anybody does.
async fn reach(tx: &mut Tx, act: &Act) -> Result<Vec<Shelf>, Fault> {
    let held = role::held(tx, act).await?;
    let everywhere =
        |h: &role::Held| h.site == Site::Whole && role::runs_site(h.role) && READ.roles.contains(&h.role);
    let spaces: Vec<SpaceId> = if held.iter().any(everywhere) {
        state::all(tx).await?
    } else {
        act.app.grants.hears(tx, act).await?.spaces.into_iter().collect()
    };
    Ok(spaces.into_iter().map(Shelf::Space).collect())
}
