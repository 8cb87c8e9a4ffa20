//! Rows of proposals and signatures.

use crate::space::charter::Charter;
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, Id, MemberId, PersonaId, ProposalId, SpaceId, Time};

rows! {
    /// A proposal.
    #[derive(Clone, Debug)]
    pub struct ProposalRow {
        /// Which.
        pub id: ProposalId,
        /// Name of the circle.
        pub name: String,
        /// Its charter.
        pub charter: serde_json::Value,
        /// Who proposed it.
        pub proposer: PersonaId,
        /// Who accepted to own it.
        pub owner: Option<PersonaId>,
        /// `gathering`, `founded`, `lapsed`.
        pub state: String,
        /// What it became.
        pub space: Option<SpaceId>,
        /// When.
        pub at: Time,
        /// Until when it gathers.
        pub lapses_at: Time,
    }

    /// A proposal as read.
    #[derive(Clone, Debug)]
    pub struct ProposalView {
        /// Which.
        pub id: ProposalId,
        /// Name of the circle.
        pub name: String,
        /// Its charter.
        pub charter: serde_json::Value,
        /// Who proposed it.
        pub proposer: Option<String>,
        /// Who accepted to own it.
        pub owner: Option<String>,
        /// `gathering`, `founded`, `lapsed`.
        pub state: String,
        /// What it became.
        pub space: Option<SpaceId>,
        /// How many people signed.
        pub signed: i64,
        /// Whether I did.
        pub mine: i64,
        /// Whether I proposed it.
        pub by_me: i64,
        /// Whether I accepted to own it.
        pub owned_by_me: i64,
        /// Until when it gathers.
        pub lapses_at: Time,
    }
}

/// The proposal of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: ProposalId) -> Result<Option<ProposalRow>, Fault> {
    tx.one(
        sql!("select id, name, charter, proposer, owner, state, space, at, lapses_at from proposal where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Writes a proposal.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx,
    act: &Act,
    id: ProposalId,
    proposer: PersonaId,
    (name, template): (&str, &str),
    charter: &Charter,
    (state, lapses_at): (&str, Time),
) -> Result<(), Fault> {
    let charter = serde_json::to_value(charter).map_err(|e| Fault::new(e.to_string()))?;
    tx.queue(
        sql!("insert into proposal (tenant, id, name, template, charter, proposer, state, lang, at, lapses_at) values ($tenant, $1, $2, $3, $4, $5, $9, $6, $7, $8)"),
        params![id, name, template, &charter, proposer, act.lang.code(), act.now, lapses_at, state],
    )
}

/// How many proposals of a person gather signatures now, or wait to be looked at.
///
/// # Errors
/// When the database fails.
pub async fn gathering_of(tx: &mut Tx, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from proposal a join persona p on p.tenant = a.tenant and p.id = a.proposer where a.tenant = $tenant and a.state in ('gathering', 'held') and p.member = $1"),
            params![member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Writes a signature; true the first time.
///
/// # Errors
/// When the database fails.
pub async fn sign(tx: &mut Tx, act: &Act, id: ProposalId, persona: PersonaId) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("insert into proposal_signature (tenant, proposal, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, proposal, persona) do nothing"),
            params![id, persona, act.now],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes the signature of a person back; true when there was one.
///
/// # Errors
/// When the database fails.
pub async fn unsign(tx: &mut Tx, id: ProposalId, member: MemberId) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("delete from proposal_signature where tenant = $tenant and proposal = $1 and persona in (select id from persona where tenant = $tenant and member = $2)"),
            params![id, member],
        )
        .await?;
    Ok(touched > 0)
}

/// One face of everybody who signed, with the name, in the order of signing.
///
/// # Errors
/// When the database fails.
pub async fn signers(tx: &mut Tx, id: ProposalId) -> Result<Vec<(PersonaId, MemberId, String)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select min(s.persona) as persona, m.id as member, m.name, min(s.at) as signed from proposal_signature s join persona p on p.tenant = s.tenant and p.id = s.persona join member m on m.tenant = s.tenant and m.id = p.member where s.tenant = $tenant and s.proposal = $1 group by m.id, m.name order by signed, m.id"),
            params![id],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("persona")?, r.get("member")?, r.get("name")?))).collect()
}

/// Writes who accepted the office.
///
/// # Errors
/// When the database fails.
pub fn set_owner(tx: &mut Tx, id: ProposalId, owner: Option<PersonaId>) -> Result<(), Fault> {
    tx.queue(sql!("update proposal set owner = $2 where tenant = $tenant and id = $1"), params![id, owner])
}

/// Ends a proposal, with the space it became.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut Tx, id: ProposalId, state: &str, space: Option<SpaceId>) -> Result<(), Fault> {
    tx.queue(
        sql!("update proposal set state = $2, space = $3 where tenant = $tenant and id = $1"),
        params![id, state, space],
    )
}

/// Proposals that lapse at a time.
///
/// # Errors
/// When the database fails.
pub async fn lapsing(tx: &mut Tx, now: Time, limit: i64) -> Result<Vec<(ProposalId, PersonaId)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id, proposer from proposal where tenant = $tenant and state = 'gathering' and lapses_at <= $1 order by id limit $2"),
            params![now, limit],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("id")?, r.get("proposer")?))).collect()
}

/// Proposals with an owner that have as many signatures as are asked for and have not opened.
///
/// # Errors
/// When the database fails.
pub async fn ready(tx: &mut Tx, needs: i64, limit: i64) -> Result<Vec<ProposalId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select a.id from proposal a where a.tenant = $tenant and a.state = 'gathering' and a.owner is not null and (select count(distinct q.member) from proposal_signature s join persona q on q.tenant = s.tenant and q.id = s.persona where s.tenant = $tenant and s.proposal = a.id) >= $1 order by a.id limit $2"),
            params![needs, limit],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Proposals that gather, or one of any state, newest first.
///
/// # Errors
/// When the database fails.
pub async fn views(tx: &mut Tx, act: &Act, only: Option<ProposalId>) -> Result<Vec<ProposalView>, Fault> {
    tx.all(
        sql!("select a.id, a.name, a.charter, m.name as proposer, om.name as owner, a.state, a.space, a.lapses_at, (select count(distinct q.member) from proposal_signature s join persona q on q.tenant = s.tenant and q.id = s.persona where s.tenant = $tenant and s.proposal = a.id) as signed, (select count(*) from proposal_signature s join persona q on q.tenant = s.tenant and q.id = s.persona where s.tenant = $tenant and s.proposal = a.id and q.member = $1) as mine, cast(case when p.member = $1 then 1 else 0 end as bigint) as by_me, cast(case when op.member = $1 then 1 else 0 end as bigint) as owned_by_me from proposal a left join persona p on p.tenant = a.tenant and p.id = a.proposer left join member m on m.tenant = a.tenant and m.id = p.member left join persona op on op.tenant = a.tenant and op.id = a.owner left join member om on om.tenant = a.tenant and om.id = op.member where a.tenant = $tenant and ((cast($2 as bigint) is null and a.state = 'gathering') or a.id = $2) order by a.id desc limit 100"),
        params![act.actor.member.map_or(-1, Id::raw), only],
    )
    .await
}
