//! Rows of the security log: what happened to an account, when and from which province. No name, number,
//! address or device: a row without its person says nothing of him.

use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, SecurityLineId, Time};

rows! {
    /// One line.
    #[derive(Clone, Debug)]
    pub struct Line {
        /// What happened, as a word of [`super::super::Noted`].
        pub kind: String,
        /// From which province.
        pub province: Option<String>,
        /// When.
        pub at: Time,
    }
}

/// Adds a line.
///
/// # Errors
/// When the database fails.
pub fn add(tx: &mut Tx, act: &Act, persona: PersonaId, kind: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into security_log (tenant, id, persona, kind, province, at) values ($tenant, $1, $2, $3, $4, $5)"),
        params![act.id::<SecurityLineId>(), persona, kind, act.province.clone(), act.now],
    )
}

/// The newest lines of a person.
///
/// # Errors
/// When the database fails.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Line>, Fault> {
    tx.all(
        sql!("select l.kind, l.province, l.at from security_log l join persona p on p.tenant = l.tenant and p.id = l.persona where l.tenant = $tenant and p.member = $1 order by l.id desc limit 50"),
        params![member],
    )
    .await
}

/// Forgets lines older than the time the law asks for; returns how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_before(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    tx.exec(
        sql!("delete from security_log where tenant = $tenant and id in (select id from security_log where tenant = $tenant and id < $1 order by id limit 500)"),
        params![weilu_vocabulary::id_floor(before)],
    )
    .await
}

/// Forgets codes, locks and links that count no longer; returns how many.
///
/// # Errors
/// When the database fails.
pub async fn forget_spent(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    let codes = tx
        .exec(sql!("delete from sign_in_code where tenant = $tenant and expires_at < $1"), params![before])
        .await?;
    let guards = tx
        .exec(
            sql!("delete from sign_in_guard where tenant = $tenant and at < $1 and locked_until < $1"),
            params![before],
        )
        .await?;
    let links = tx
        .exec(sql!("delete from sign_in_link where tenant = $tenant and expires_at < $1"), params![before])
        .await?;
    Ok(codes + guards + links)
}
