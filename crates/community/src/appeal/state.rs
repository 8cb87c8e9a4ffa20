//! Rows of appeals, and of the decisions about one person.

use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{
    AppealId, Fault, MemberId, PersonaId, Ref, RefKind, SanctionId, SpaceActId, SpaceId, Time,
};

rows! {
    /// An appeal.
    #[derive(Clone, Debug)]
    pub struct AppealRow {
        /// Which.
        pub id: AppealId,
        /// By whom.
        pub persona: PersonaId,
        /// Kind of what it is against.
        pub against_kind: String,
        /// Its number.
        pub against: i64,
        /// Where.
        pub space: Option<SpaceId>,
        /// Who decided first.
        pub first_decider: Option<PersonaId>,
        /// What speaks for him.
        pub text: String,
        /// `waiting`, `upheld`, `rejected`.
        pub state: String,
        /// Why.
        pub reason: String,
        /// When it was sent.
        pub at: Time,
        /// When it was decided.
        pub decided_at: Option<Time>,
    }

    /// A line of a space's log that can be appealed.
    #[derive(Clone, Debug)]
    pub(super) struct LineRow {
        pub kind: String,
        pub space: SpaceId,
        pub actor: Option<PersonaId>,
        pub target: PersonaId,
        pub at: Time,
        pub sanction: Option<SanctionId>,
    }

    /// A decision about somebody.
    #[derive(Clone, Debug)]
    pub(super) struct DecisionRow {
        pub about_kind: String,
        pub about: i64,
        pub kind: String,
        pub space: Option<SpaceId>,
        pub space_name: Option<String>,
        pub reason: String,
        pub at: Time,
        pub until: Option<Time>,
        pub ended: i64,
        pub thing_kind: Option<String>,
        pub thing: Option<i64>,
        pub appeal: Option<AppealId>,
    }

    /// An appeal in a list, with names.
    #[derive(Clone, Debug)]
    pub(super) struct ListRow {
        pub id: AppealId,
        pub member: Option<MemberId>,
        pub name: Option<String>,
        pub space_name: Option<String>,
        pub decider_name: Option<String>,
        pub due_at: Option<Time>,
        pub escalated_at: Option<Time>,
    }

    /// How often somebody's decisions were appealed and overturned.
    #[derive(Clone, Debug)]
    pub(super) struct DeciderRow {
        pub member: MemberId,
        pub name: String,
        pub appeals: i64,
        pub upheld: i64,
    }
}

impl AppealRow {
    pub(super) fn about(&self) -> Ref {
        Ref { kind: RefKind::from_word(&self.against_kind).unwrap_or(RefKind::Case), id: self.against }
    }
}

/// An appeal of this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: AppealId) -> Result<Option<AppealRow>, Fault> {
    tx.one(
        sql!("select id, persona, against_kind, against, space, first_decider, text, state, reason, at, decided_at from appeal where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

pub(super) async fn against(tx: &mut Tx, about: Ref) -> Result<Option<AppealRow>, Fault> {
    tx.one(
        sql!("select id, persona, against_kind, against, space, first_decider, text, state, reason, at, decided_at from appeal where tenant = $tenant and against_kind = $1 and against = $2"),
        params![about.kind.word(), about.id],
    )
    .await
}

pub(super) fn insert(tx: &mut Tx, row: &AppealRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into appeal (tenant, id, persona, against_kind, against, space, first_decider, text, state, reason, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, 'waiting', '', $8)"),
        params![row.id, row.persona, &row.against_kind, row.against, row.space, row.first_decider, &row.text, row.at],
    )
}

pub(super) fn decide(tx: &mut Tx, act: &Act, id: AppealId, state: &str, reason: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update appeal set state = $2, reason = $3, decider = $4, decided_at = $5 where tenant = $tenant and id = $1"),
        params![id, state, reason, act.actor.persona, act.now],
    )
}

/// A line of a space's log, when it is silence or a removal.
pub(super) async fn line(tx: &mut Tx, id: SpaceActId) -> Result<Option<LineRow>, Fault> {
    tx.one(
        sql!("select a.kind, a.space, a.actor, a.target, a.at, (select min(s.id) from sanction s where s.tenant = a.tenant and s.persona = a.target and s.space = a.space and s.at = a.at and s.kind = 'mute') as sanction from space_act a where a.tenant = $tenant and a.id = $1 and a.kind in ('silenced', 'removed') and a.target is not null"),
        params![id],
    )
    .await
}

/// Decisions about a member, newest first: what was hidden, measures, and acts of those who run spaces.
pub(super) async fn about(tx: &mut Tx, member: MemberId) -> Result<Vec<DecisionRow>, Fault> {
    tx.all(
        sql!("select d.about_kind, d.about, d.kind, d.space, s.name as space_name, d.reason, d.at, d.until, d.ended, d.thing_kind, d.thing, (select min(x.id) from appeal x where x.tenant = $tenant and x.against_kind = d.about_kind and x.against = d.about) as appeal from (select 'case' as about_kind, c.id as about, c.decision as kind, c.space, c.reason, c.decided_at as at, cast(null as bigint) as until, cast(case when c.state = 'upheld' then 0 else 1 end as bigint) as ended, c.thing_kind, c.thing from persona p join review_case c on c.tenant = p.tenant and c.author = p.id where p.tenant = $tenant and p.member = $1 and c.decision in ('hide', 'delete', 'overturn') union all select 'sanction', n.id, n.kind, n.space, n.reason, n.at, n.until, cast(case when n.ended_at is null then 0 else 1 end as bigint), null, null from persona p join sanction n on n.tenant = p.tenant and n.persona = p.id where p.tenant = $tenant and p.member = $1 union all select 'space_act', a.id, a.kind, a.space, a.reason, a.at, a.until, cast(0 as bigint), null, null from persona p join space_act a on a.tenant = p.tenant and a.target = p.id where p.tenant = $tenant and p.member = $1 and a.kind in ('silenced', 'removed') and not exists (select 1 from sanction n where n.tenant = a.tenant and n.persona = a.target and n.space = a.space and n.at = a.at)) d left join space s on s.tenant = $tenant and s.id = d.space order by d.at desc limit 50"),
        params![member],
    )
    .await
}

pub(super) async fn list(
    tx: &mut Tx,
    space: Option<SpaceId>,
    decided: bool,
    before: i64,
    most: i64,
) -> Result<Vec<ListRow>, Fault> {
    tx.all(
        sql!("select a.id, m.id as member, m.name, s.name as space_name, dm.name as decider_name, k.due_at, k.escalated_at from appeal a left join machine_case k on k.tenant = a.tenant and k.machine = 'appeal' and k.thing = a.id left join space s on s.tenant = a.tenant and s.id = a.space left join persona p on p.tenant = a.tenant and p.id = a.persona left join member m on m.tenant = p.tenant and m.id = p.member left join persona dp on dp.tenant = a.tenant and dp.id = a.first_decider left join member dm on dm.tenant = dp.tenant and dm.id = dp.member where a.tenant = $tenant and (cast($1 as bigint) is null or a.space = $1) and ((cast($2 as bigint) = 0 and a.state = 'waiting') or (cast($2 as bigint) = 1 and a.state <> 'waiting')) and a.id < $3 order by a.id desc limit $4"),
        params![space, i64::from(decided), before, most],
    )
    .await
}

pub(super) async fn by_decider(tx: &mut Tx, since: Time) -> Result<Vec<DeciderRow>, Fault> {
    tx.all(
        sql!("select m.id as member, m.name, count(*) as appeals, count(case when a.state = 'upheld' then 1 end) as upheld from appeal a join persona p on p.tenant = a.tenant and p.id = a.first_decider join member m on m.tenant = p.tenant and m.id = p.member where a.tenant = $tenant and a.state in ('upheld', 'rejected') and a.decided_at >= $1 group by m.id, m.name order by upheld desc, appeals desc limit 100"),
        params![since],
    )
    .await
}
