//! The lock on an account: after a number of wrong passwords it stays closed for a while.
//!
//! Each wrong try counts although it is refused. The lock hangs on the person when the address is known and on
//! the address when it is not, so that it behaves alike and tells nobody whether an address is known. A one-time
//! code opens in spite of it: a stranger's tries lock nobody out of his own account.

use super::{
    Address, LOCK_MINUTES, PASSWORD_TRIES,
    state::password::{self, GuardRow},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{MINUTE, MemberId, Outcome, Time, refusals};

refusals! {
    /// Why no password is looked at.
    pub enum GuardRefusal {
        /// Too many wrong ones.
        Locked { minutes: i64 } => 429 "account.locked" "密码错了太多次，先歇 {minutes} 分钟。着急的话，用验证码登录。" "Too many wrong passwords; this rests for {minutes} minutes. A one-time code still lets you in.";
    }
}

/// Names the lock of an account.
pub(super) fn key(address: &Address, member: Option<MemberId>) -> String {
    member.map_or_else(
        || {
            let hash = blake3::derive_key("weilu sign-in lock", address.value().as_bytes());
            format!("address:{}", hash.first_chunk::<16>().map_or_else(String::new, hex))
        },
        |m| m.to_string(),
    )
}

/// Bytes as text.
pub(super) fn hex(bytes: &[u8; 16]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// Refuses while the lock is closed.
///
/// # Errors
/// [`GuardRefusal::Locked`].
pub(super) async fn check(tx: &mut Tx, act: &Act, key: &str) -> Outcome<()> {
    let Some(row) = password::guard(tx, key).await? else { return Ok(()) };
    let left = row.locked_until.0 - act.now.0;
    if left <= 0 {
        return Ok(());
    }
    Err(GuardRefusal::Locked { minutes: (left + MINUTE - 1) / MINUTE }.into())
}

/// Counts a wrong try, refused or not; returns how many are left before the lock closes.
///
/// # Errors
/// When the database fails.
pub(super) async fn count_wrong(tx: &mut Tx, act: &Act, key: &str) -> Outcome<i64> {
    let (most, minutes) = (PASSWORD_TRIES.get(tx).await?, LOCK_MINUTES.get(tx).await?);
    let before = password::guard(tx, key).await?;
    let row = after_wrong(before, act.now, most, minutes * MINUTE);
    password::keep_guard(tx, key, row)?;
    tx.keep_despite_refusal();
    Ok((most - row.wrong).max(0))
}

/// The lock after one more wrong try. Tries older than the time a lock lasts are forgotten.
fn after_wrong(before: Option<GuardRow>, now: Time, most: i64, rest: i64) -> GuardRow {
    let recent = before.filter(|row| now.0 - row.at.0 < rest && row.locked_until <= now && row.wrong < most);
    let wrong = recent.map_or(0, |row| row.wrong) + 1;
    GuardRow { wrong, at: now, locked_until: if wrong >= most { now + rest } else { Time(0) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_try_closes_and_time_opens() {
        let rest = 15 * MINUTE;
        let mut row = None;
        for n in 1..=5 {
            row = Some(after_wrong(row, Time(n * MINUTE), 5, rest));
            assert_eq!(row.unwrap().wrong, n);
            assert_eq!(row.unwrap().locked_until.0 > 0, n == 5);
        }
        let until = row.unwrap().locked_until;
        assert_eq!(until, Time(20 * MINUTE));
        assert_eq!(after_wrong(row, until + 1, 5, rest).wrong, 1);
    }

    #[test]
    fn old_tries_are_forgotten() {
        let first = after_wrong(None, Time(0), 5, MINUTE);
        assert_eq!(after_wrong(Some(first), Time(MINUTE - 1), 5, MINUTE).wrong, 2);
        assert_eq!(after_wrong(Some(first), Time(MINUTE), 5, MINUTE).wrong, 1);
    }
}
