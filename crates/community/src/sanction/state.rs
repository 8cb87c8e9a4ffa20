//! Rows of measures.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{CaseId, Fault, MemberId, PersonaId, SanctionId, SpaceId, Time};

rows! {
    /// A measure.
    #[derive(Clone, Debug)]
    pub struct SanctionRow {
        /// Which.
        pub id: SanctionId,
        /// Against whom.
        pub persona: PersonaId,
        /// `warn`, `mute` or `suspend`.
        pub kind: String,
        /// Where; none for the whole site.
        pub space: Option<SpaceId>,
        /// Why.
        pub reason: String,
        /// The case it rests on.
        pub case_id: Option<CaseId>,
        /// Who gave it.
        pub given_by: Option<PersonaId>,
        /// When.
        pub at: Time,
        /// Until when.
        pub until: Option<Time>,
        /// When it was lifted.
        pub ended_at: Option<Time>,
        /// Why it was lifted.
        pub end_reason: String,
    }

    /// A measure with names.
    #[derive(Clone, Debug)]
    pub(super) struct NamedRow {
        pub id: SanctionId,
        pub kind: String,
        pub space: Option<SpaceId>,
        pub space_name: Option<String>,
        pub member: Option<MemberId>,
        pub name: Option<String>,
        pub giver: Option<String>,
        pub reason: String,
        pub case_id: Option<CaseId>,
        pub at: Time,
        pub until: Option<Time>,
        pub ended_at: Option<Time>,
        pub end_reason: String,
    }

    /// Somebody who was in the wrong more than once.
    #[derive(Clone, Debug)]
    pub(super) struct RepeatRow {
        pub member: MemberId,
        pub name: String,
        pub upheld: i64,
        pub last_at: Time,
    }
}

/// A measure of this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: SanctionId) -> Result<Option<SanctionRow>, Fault> {
    tx.one(
        sql!("select id, persona, kind, space, reason, case_id, given_by, at, until, ended_at, end_reason from sanction where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

pub(super) async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<SanctionRow>, Fault> {
    tx.all(
        sql!("select id, persona, kind, space, reason, case_id, given_by, at, until, ended_at, end_reason from sanction where tenant = $tenant and case_id = $1 and ended_at is null order by id limit 20"),
        params![case],
    )
    .await
}

pub(super) fn insert(tx: &mut Tx, row: &SanctionRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into sanction (tenant, id, persona, kind, space, reason, case_id, given_by, at, until, end_reason) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, '')"),
        params![row.id, row.persona, &row.kind, row.space, &row.reason, row.case_id, row.given_by, row.at, row.until],
    )
}

pub(super) fn end(tx: &mut Tx, act: &Act, id: SanctionId, reason: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update sanction set ended_at = $2, ended_by = $3, end_reason = $4 where tenant = $tenant and id = $1"),
        params![id, act.now, act.actor.persona, reason],
    )
}

pub(super) async fn page(
    tx: &mut Tx,
    space: Option<SpaceId>,
    member: Option<MemberId>,
    before: i64,
    most: i64,
) -> Result<Vec<NamedRow>, Fault> {
    tx.all(
        sql!("select s.id, s.kind, s.space, sp.name as space_name, m.id as member, m.name, gm.name as giver, s.reason, s.case_id, s.at, s.until, s.ended_at, s.end_reason from sanction s left join space sp on sp.tenant = s.tenant and sp.id = s.space left join persona p on p.tenant = s.tenant and p.id = s.persona left join member m on m.tenant = p.tenant and m.id = p.member left join persona g on g.tenant = s.tenant and g.id = s.given_by left join member gm on gm.tenant = g.tenant and gm.id = g.member where s.tenant = $tenant and (cast($1 as bigint) is null or s.space = $1) and (cast($2 as bigint) is null or p.member = $2) and s.id < $3 order by s.id desc limit $4"),
        params![space, member, before, most],
    )
    .await
}

pub(super) async fn repeated(tx: &mut Tx, since: Time) -> Result<Vec<RepeatRow>, Fault> {
    tx.all(
        sql!("select m.id as member, m.name, count(*) as upheld, max(c.decided_at) as last_at from review_case c join persona p on p.tenant = c.tenant and p.id = c.author join member m on m.tenant = p.tenant and m.id = p.member where c.tenant = $tenant and c.state = 'upheld' and c.decided_at >= $1 group by m.id, m.name having count(*) >= 2 order by upheld desc, last_at desc limit 100"),
        params![since],
    )
    .await
}

/// Whether a member works for the whole site.
pub(super) async fn is_staff(tx: &mut Tx, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from persona p join role_grant g on g.tenant = p.tenant and g.persona = p.id where p.tenant = $tenant and p.member = $1 and g.scope_kind = 'site' and g.role in ('operator', 'headquarters', 'reviewer') limit 1"),
            params![member],
        )
        .await?;
    Ok(row.is_some())
}
