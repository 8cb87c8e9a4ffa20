//! Who stands behind a face, and whether something is his to hear.

use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, SpaceId};

rows! {
    /// Somebody who may be told something.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in crate::notification) struct Person {
        pub(in crate::notification) persona: PersonaId, pub(in crate::notification) member: MemberId,
    }
}

/// The person behind a face, while his account stands.
pub(in crate::notification) async fn behind(
    tx: &mut Tx,
    persona: PersonaId,
) -> Result<Option<Person>, Fault> {
    tx.one(
        sql!("select p.id as persona, m.id as member from persona p join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.id = $1 and m.state in ('active', 'suspended')"),
        params![persona],
    )
    .await
}

/// The first face of a member, while his account stands.
pub(in crate::notification) async fn of_member(
    tx: &mut Tx,
    member: MemberId,
) -> Result<Option<Person>, Fault> {
    tx.one(
        sql!("select p.id as persona, m.id as member from member m join persona p on p.tenant = m.tenant and p.member = m.id where m.tenant = $tenant and m.id = $1 and m.state in ('active', 'suspended') order by case when p.kind = 'member' then 0 else 1 end, p.id limit 1"),
        params![member],
    )
    .await
}

/// Everybody inside a space.
pub(in crate::notification) async fn inside(tx: &mut Tx, space: SpaceId) -> Result<Vec<Person>, Fault> {
    tx.all(
        sql!("select distinct p.id as persona, m.id as member from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member m on m.tenant = p.tenant and m.id = p.member where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = $1 and g.role in ('member', 'admin', 'owner') and m.state in ('active', 'suspended') order by p.id"),
        params![space],
    )
    .await
}

/// Whether a member hears what is said in a space: he is inside, or it is open to anyone.
pub(in crate::notification) async fn hears(
    tx: &mut Tx,
    member: MemberId,
    space: SpaceId,
) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select g.persona from role_grant g where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = $1 and (g.persona = 0 or g.persona in (select id from persona where tenant = $tenant and member = $2)) limit 1"),
            params![space, member],
        )
        .await?;
    Ok(row.is_some())
}

/// Every face of a member.
pub(in crate::notification) async fn faces(tx: &mut Tx, member: MemberId) -> Result<Vec<PersonaId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from persona where tenant = $tenant and member = $1 order by id"),
            params![member],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// The mail address a member is reached by, unless it refused a letter for good.
pub(in crate::notification) async fn mail_of(tx: &mut Tx, member: MemberId) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select i.value from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and p.member = $1 and i.kind = 'mail' and i.ended_at is null order by i.id limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}
