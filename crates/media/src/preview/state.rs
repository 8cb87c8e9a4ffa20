//! Rows of link previews.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, Value, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, PersonaId, PreviewId, SpaceId, Time};

rows! {
    /// A preview as stored.
    #[derive(Clone, Debug)]
    pub(super) struct PreviewRow {
        /// Which.
        pub id: PreviewId,
        /// The link.
        pub address: String,
        /// `waiting`, `ready`, `plain`.
        pub state: String,
        /// Its picture.
        pub picture: Option<BlobId>,
        /// Who asked first.
        pub persona: Option<PersonaId>,
        /// Where it was asked for last.
        pub space: Option<SpaceId>,
        /// When it was last asked for anew.
        pub wanted_at: Time,
        /// When it was last read.
        pub read_at: Option<Time>,
    }

    /// A card; title, description and site are empty while nothing was read, then it is the plain link.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(rename = "LinkCard")]
    pub struct Card {
        /// Which.
        pub id: PreviewId,
        /// Where it leads.
        pub url: String,
        /// What the page is called.
        pub title: String,
        /// What it says of itself.
        pub description: String,
        /// What the site calls itself; the page shows the host beside it, which cannot lie.
        pub site: String,
        /// A picture of ours.
        pub picture: Option<BlobId>,
    }
}

pub(super) async fn at(tx: &mut Tx, address: &str) -> Result<Option<PreviewRow>, Fault> {
    tx.one(
        sql!("select id, address, state, picture, persona, space, wanted_at, read_at from preview where tenant = $tenant and address = $1"),
        params![address],
    )
    .await
}

pub(super) async fn load(tx: &mut Tx, id: PreviewId) -> Result<Option<PreviewRow>, Fault> {
    tx.one(
        sql!("select id, address, state, picture, persona, space, wanted_at, read_at from preview where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Writes a new preview; returns its id, or that of the one that was there first.
pub(super) async fn insert(
    tx: &mut Tx,
    act: &Act,
    id: PreviewId,
    address: &str,
    space: Option<SpaceId>,
) -> Result<PreviewId, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("insert into preview (tenant, id, address, state, persona, space, wanted_at) values ($tenant, $1, $2, 'waiting', $3, $4, $5) on conflict (tenant, address) do update set wanted_at = excluded.wanted_at returning id"),
            params![id, address, act.actor.persona, space, act.now],
        )
        .await?;
    row.map_or(Ok(id), |row| row.first())
}

/// Notes that it is to be read anew.
pub(super) fn note_wanted(
    tx: &mut Tx,
    act: &Act,
    id: PreviewId,
    space: Option<SpaceId>,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update preview set wanted_at = $2, space = $3 where tenant = $tenant and id = $1"),
        params![id, act.now, space],
    )
}

/// What was read.
#[derive(Clone, Debug)]
pub(super) struct NewCard<'a> {
    pub state: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub site: &'a str,
    pub picture: Option<BlobId>,
}

/// Writes what was read.
pub(super) fn put(tx: &mut Tx, act: &Act, id: PreviewId, new: &NewCard<'_>) -> Result<(), Fault> {
    tx.queue(
        sql!("update preview set state = $2, title = $3, description = $4, site = $5, picture = $6, read_at = $7 where tenant = $tenant and id = $1"),
        params![id, new.state, new.title, new.description, new.site, new.picture, act.now],
    )
}

const AT_ONCE: usize = 20;

/// The cards of some previews; those that are gone are left out.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, previews: &[PreviewId]) -> Result<BTreeMap<PreviewId, Card>, Fault> {
    let mut out = BTreeMap::new();
    for chunk in previews.chunks(AT_ONCE) {
        let none = std::iter::repeat(Value::Int(0));
        let ids: Vec<Value> = chunk.iter().map(|id| (*id).into()).chain(none).take(AT_ONCE).collect();
        let cards: Vec<Card> = tx
            .all(
                sql!("select id, address as url, title, description, site, picture from preview where tenant = $tenant and id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
                &ids,
            )
            .await?;
        out.extend(cards.into_iter().map(|card| (card.id, card)));
    }
    Ok(out)
}
