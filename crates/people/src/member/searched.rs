//! Members among what can be found by words: by name and by the line about themselves, by whoever is signed in.
//! Accounts that rest are found by staff alone.

use super::{LIST, state::MemberRow, views::found};
use weilu_kernel::{
    Act, Place, Searchable, Tx, Verdict,
    searchable::{self, Card, Document, Shelf},
};
use weilu_vocabulary::{Event, Failure, Fault, Id, MemberId, PersonaId, RefKind};

pub(super) const MEMBERS: Searchable = Searchable {
    kind: RefKind::Member,
    touched: |_, events| Box::pin(std::future::ready(Ok(events.iter().flat_map(touched).collect()))),
    read: |tx, ids| Box::pin(read(tx, ids)),
    show: |tx, act, ids| Box::pin(show(tx, act, ids)),
    reach: None,
    near: None,
    faces: Some(|tx, member| Box::pin(crate::identity::state::personas(tx, member))),
};

/// Events about a member that change nothing of how he is found.
const QUIET: &[&str] = &["member.page_opened", "privacy.data_read", "account.password_set"];

/// What names a member, or happened to one of his faces.
fn touched(event: &Event) -> Vec<i64> {
    if QUIET.contains(&event.kind.as_str()) {
        return Vec::new();
    }
    let face = event.object.and_then(|thing| thing.get::<PersonaId>()).map(Id::raw);
    searchable::named::<MemberId>(event).into_iter().chain(face).collect()
}

fn is_resting(row: &MemberRow) -> bool {
    row.state != "active"
}

async fn read(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Document>, Fault> {
    let rows = found::members(tx, ids).await?;
    let document = |row: MemberRow| Document {
        id: row.id.raw(),
        shelf: if is_resting(&row) { Shelf::Staff } else { Shelf::SignedIn },
        author: None,
        at: row.created_at,
        title: row.name,
        body: row.bio,
        tags: Vec::new(),
    };
    Ok(rows.into_iter().map(document).collect())
}

async fn show(tx: &mut Tx, act: &Act, ids: &[i64]) -> Result<Vec<Card>, Failure> {
    if act.actor.member.is_none() {
        return Ok(Vec::new());
    }
    let staff = act.app.grants.may(tx, act, &LIST, Place::default()).await? == Verdict::Yes;
    let rows = found::members(tx, ids).await?;
    let card = |row: MemberRow| Card { id: row.id.raw(), picture: row.avatar, ..Card::default() };
    Ok(rows.into_iter().filter(|row| staff || !is_resting(row)).map(card).collect())
}
