//! What owners did, public in the space: who, what, to whom, why, until when.

use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, SpaceActId, SpaceId, Time};

rows! {
    /// One line of the space's log.
    #[derive(Clone, Debug)]
    pub struct ActRow {
        /// Which.
        pub id: SpaceActId,
        /// What was done: `muted`, `removed`, `pinned` and so on.
        pub kind: String,
        /// Who did it, as known now.
        pub actor: Option<MemberId>,
        /// His name.
        pub actor_name: Option<String>,
        /// To whom.
        pub target: Option<MemberId>,
        /// His name.
        pub target_name: Option<String>,
        /// Why.
        pub reason: String,
        /// Until when it lasts.
        pub until: Option<Time>,
        /// When.
        pub at: Time,
    }
}

/// What an owner did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done<'a> {
    /// Word of the deed.
    pub kind: &'a str,
    /// To whom.
    pub target: Option<PersonaId>,
    /// Why.
    pub reason: &'a str,
    /// Until when it lasts.
    pub until: Option<Time>,
}

/// Writes a line.
///
/// # Errors
/// When the database fails.
pub fn write(tx: &mut Tx, act: &Act, space: SpaceId, done: Done<'_>) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space_act (tenant, id, space, kind, actor, target, reason, until, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8)"),
        params![act.id::<SpaceActId>(), space, done.kind, act.actor.persona, done.target, done.reason, done.until, act.now],
    )
}

/// A page of the log, newest first.
///
/// # Errors
/// When the database fails.
pub async fn page(
    tx: &mut Tx,
    space: SpaceId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ActRow>, Fault> {
    tx.all(
        sql!("select a.id, a.kind, am.id as actor, am.name as actor_name, tm.id as target, tm.name as target_name, a.reason, a.until, a.at from space_act a left join persona ap on ap.tenant = a.tenant and ap.id = a.actor left join member am on am.tenant = a.tenant and am.id = ap.member left join persona tp on tp.tenant = a.tenant and tp.id = a.target left join member tm on tm.tenant = a.tenant and tm.id = tp.member where a.tenant = $tenant and a.space = $1 and a.id < $2 order by a.id desc limit $3"),
        params![space, before.unwrap_or(i64::MAX), limit],
    )
    .await
}
