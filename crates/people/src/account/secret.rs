//! Passwords: judged for strength, hashed and compared outside of any transaction.
//!
//! Hashing costs tens of milliseconds and 19 MiB on purpose; at most two run at once, on a thread that may
//! block, so that a storm of tries slows only itself.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::sync::OnceLock;
use tokio::sync::Semaphore;
use weilu_vocabulary::{Fault, Faulty, Outcome, refusals};

const AT_ONCE: usize = 2;
const LENGTH_MIN: usize = 8;
const LENGTH_MAX: usize = 100;
static TURN: Semaphore = Semaphore::const_new(AT_ONCE);

refusals! {
    /// Why a password was not accepted.
    pub enum SecretRefusal {
        /// Too short.
        Short { least: usize } => 422 "account.password_short" "密码至少 {least} 个字，长一点更安全，也可以是一句话。" "At least {least} characters; longer is safer, and a sentence will do.";
        /// Too long.
        Long { most: usize } => 422 "account.password_long" "密码最多 {most} 个字。" "At most {most} characters.";
        /// Too easy to guess.
        Weak => 422 "account.password_weak" "这个密码太容易被猜到。避开生日、手机号、连号和常见的词，换一句只有你知道的话。" "This password is too easy to guess. Leave out birthdays, phone numbers, runs of digits and common words; try a sentence only you know.";
    }
}

/// Refuses a password that is easy to guess; `known` is what others may know of him.
///
/// # Errors
/// [`SecretRefusal`].
pub(super) fn judge(password: &str, known: &[&str], least_score: i64) -> Outcome<()> {
    let length = password.chars().count();
    if length < LENGTH_MIN {
        return Err(SecretRefusal::Short { least: LENGTH_MIN }.into());
    }
    if length > LENGTH_MAX {
        return Err(SecretRefusal::Long { most: LENGTH_MAX }.into());
    }
    let score = u8::from(zxcvbn::zxcvbn(password, known).score());
    if i64::from(score) < least_score {
        return Err(SecretRefusal::Weak.into());
    }
    Ok(())
}

/// The stored form of a password.
///
/// # Errors
/// When the hash cannot be made.
pub(super) async fn hash(password: &str, salt: [u8; 16]) -> Result<String, Fault> {
    let password = password.to_owned();
    blocking(move || make(&password, &salt)).await
}

/// Whether a password fits a stored form. Without one it takes as long and does not fit.
///
/// # Errors
/// When the stored form is none.
pub(super) async fn fits(password: &str, stored: Option<&str>) -> Result<bool, Fault> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let (password, stored) = (password.to_owned(), stored.map(ToOwned::to_owned));
    blocking(move || {
        let nobody = match NOBODY.get() {
            Some(hash) => hash,
            None => {
                let made = make("nobody", &[0; 16])?;
                NOBODY.get_or_init(|| made)
            }
        };
        let known = stored.is_some();
        let text = stored.as_deref().unwrap_or(nobody);
        let parsed = PasswordHash::new(text).context("reading a stored password")?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

fn make(password: &str, salt: &[u8; 16]) -> Result<String, Fault> {
    let made: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|e| Fault::new(format!("hashing a password: {e}")))?;
    Ok(made.to_string())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let _turn = TURN.acquire().await.context("waiting for a turn to hash")?;
    tokio::task::spawn_blocking(work).await.context("hashing")?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_password_fits() {
        let stored = hash("山里的茶 凉了再续", [7; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(fits("山里的茶 凉了再续", Some(&stored)).await.unwrap());
        assert!(!fits("山里的茶 凉了再热", Some(&stored)).await.unwrap());
        assert!(!fits("nobody", None).await.unwrap());
    }

    #[test]
    fn easy_ones_are_refused() {
        let code = |password: &str, known: &[&str]| judge(password, known, 3).err().and_then(|f| f.code());
        assert_eq!(code("1234567", &[]), Some("account.password_short"));
        assert_eq!(code(&"x".repeat(101), &[]), Some("account.password_long"));
        for weak in ["password1", "12345678", "qwertyuiop", "88888888"] {
            assert_eq!(code(weak, &[]), Some("account.password_weak"), "{weak}");
        }
        assert_eq!(code("13800001111", &["13800001111"]), Some("account.password_weak"));
        assert_eq!(code("tea-kettle-sings-at-dawn", &[]), None);
    }
}
