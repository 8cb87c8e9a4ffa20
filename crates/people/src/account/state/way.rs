//! Rows of ways in: the phones and mail addresses by which somebody is recognised.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, IdentityId, MemberId, PersonaId, Time};

rows! {
    /// A way in.
    #[derive(Clone, Debug)]
    pub struct Way {
        /// Which.
        pub id: IdentityId,
        /// By which of his personas.
        pub persona: PersonaId,
        /// `phone`, `mail` or a carrier's own kind (`official_account`).
        pub kind: String,
        /// Number, address or id.
        pub value: String,
        /// When he proved that it is his.
        pub verified_at: Option<Time>,
    }
}

impl Way {
    /// Whether it is a phone or mail address, which a code can reach.
    #[must_use]
    pub fn is_address(&self) -> bool {
        matches!(self.kind.as_str(), "phone" | "mail")
    }
}

/// The ways in of a person, oldest first: phones, mail addresses, and what a carrier vouches for.
///
/// # Errors
/// When the database fails.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Way>, Fault> {
    tx.all(
        sql!("select i.id, i.persona, i.kind, i.value, i.verified_at from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 and i.kind in ('phone', 'mail', 'official_account') and i.ended_at is null order by i.id"),
        params![member],
    )
    .await
}

/// Every number and address a person ever had here, and the personas that are him.
///
/// # Errors
/// When the database fails.
pub async fn traces(tx: &mut Tx, member: MemberId) -> Result<(Vec<PersonaId>, Vec<String>), Fault> {
    let personas: Vec<Row> = tx
        .all(
            sql!("select id from persona where tenant = $tenant and member = $1 order by id"),
            params![member],
        )
        .await?;
    let values: Vec<Row> = tx
        .all(
            sql!("select distinct i.value from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1"),
            params![member],
        )
        .await?;
    let personas = personas.iter().map(Row::first).collect::<Result<_, _>>()?;
    Ok((personas, values.iter().map(Row::first).collect::<Result<_, _>>()?))
}

/// Ends the ids by which a carrier knows a person over all its accounts: whoever removes WeChat is not to be
/// recognised by the union id a minute later.
///
/// # Errors
/// When the database fails.
pub fn end_union_ids(tx: &mut Tx, act: &Act, member: MemberId) -> Result<(), Fault> {
    tx.queue(
        sql!("update identity set ended_at = $2 where tenant = $tenant and kind = 'union_id' and ended_at is null and persona in (select id from persona where tenant = $tenant and member = $1)"),
        params![member, act.now],
    )
}

/// Ends a way in; its row stays until the person is erased, so that a recycled number opens nothing.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut Tx, act: &Act, way: IdentityId) -> Result<(), Fault> {
    tx.queue(
        sql!("update identity set ended_at = $2 where tenant = $tenant and id = $1 and ended_at is null"),
        params![way, act.now],
    )
}
