//! Rows of passwords and of wrong tries.

use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, Time};

rows! {
    /// A password as stored.
    #[derive(Clone, Debug)]
    pub struct PasswordRow {
        /// PHC string of argon2id.
        pub hash: String,
        /// When it was set.
        pub set_at: Time,
    }

    /// Wrong tries on one lock.
    #[derive(Clone, Copy, Debug)]
    pub struct GuardRow {
        /// How many since the first.
        pub wrong: i64,
        /// When the last one was.
        pub at: Time,
        /// Until when the lock is closed.
        pub locked_until: Time,
    }
}

/// The password of a person: the newest among his personas.
///
/// # Errors
/// When the database fails.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Option<PasswordRow>, Fault> {
    tx.one(
        sql!("select w.hash, w.set_at from password w join persona p on p.tenant = w.tenant and p.id = w.persona where w.tenant = $tenant and p.member = $1 order by w.set_at desc limit 1"),
        params![member],
    )
    .await
}

/// Keeps the one password of a person.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut Tx, act: &Act, member: MemberId, persona: PersonaId, hash: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("delete from password where tenant = $tenant and persona in (select id from persona where tenant = $tenant and member = $1)"),
        params![member],
    )?;
    tx.queue(
        sql!("insert into password (tenant, persona, hash, set_at) values ($tenant, $1, $2, $3)"),
        params![persona, hash, act.now],
    )
}

/// The wrong tries on a lock.
///
/// # Errors
/// When the database fails.
pub async fn guard(tx: &mut Tx, key: &str) -> Result<Option<GuardRow>, Fault> {
    tx.one(
        sql!("select wrong, at, locked_until from sign_in_guard where tenant = $tenant and key = $1"),
        params![key],
    )
    .await
}

/// Writes the wrong tries on a lock.
///
/// # Errors
/// When the database fails.
pub fn keep_guard(tx: &mut Tx, key: &str, guard: GuardRow) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into sign_in_guard (tenant, key, wrong, at, locked_until) values ($tenant, $1, $2, $3, $4) on conflict (tenant, key) do update set wrong = excluded.wrong, at = excluded.at, locked_until = excluded.locked_until"),
        params![key, guard.wrong, guard.at, guard.locked_until],
    )
}

/// Opens a lock again.
///
/// # Errors
/// When the database fails.
pub fn drop_guard(tx: &mut Tx, key: &str) -> Result<(), Fault> {
    tx.queue(sql!("delete from sign_in_guard where tenant = $tenant and key = $1"), params![key])
}
