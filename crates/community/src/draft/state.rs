//! Rows of drafts.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, PersonaId, Time};

rows! {
    /// A draft.
    #[derive(Clone, Debug)]
    pub(super) struct DraftRow {
        pub place: String,
        pub title: String,
        pub text: String,
        pub at: Time,
    }
}

pub(super) async fn load(tx: &mut Tx, persona: PersonaId, place: &str) -> Result<Option<DraftRow>, Fault> {
    tx.one(
        sql!(
            "select place, title, text, at from draft where tenant = $tenant and persona = $1 and place = $2"
        ),
        params![persona, place],
    )
    .await
}

pub(super) async fn list(tx: &mut Tx, persona: PersonaId) -> Result<Vec<DraftRow>, Fault> {
    tx.all(
        sql!("select place, title, text, at from draft where tenant = $tenant and persona = $1 order by at desc limit 100"),
        params![persona],
    )
    .await
}

pub(super) async fn number(tx: &mut Tx, persona: PersonaId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from draft where tenant = $tenant and persona = $1"),
            params![persona],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

pub(super) fn save(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    place: &str,
    title: &str,
    text: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into draft (tenant, persona, place, title, text, at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, persona, place) do update set title = excluded.title, text = excluded.text, at = excluded.at"),
        params![persona, place, title, text, act.now],
    )
}

pub(super) fn discard(tx: &mut Tx, persona: PersonaId, place: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("delete from draft where tenant = $tenant and persona = $1 and place = $2"),
        params![persona, place],
    )
}
