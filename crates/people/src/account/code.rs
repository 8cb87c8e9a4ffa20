//! One-time codes: who holds the code that was sent to an address holds the address.
//!
//! A wrong code counts although it is refused; the fifth wrong one kills the code. A code opens once. Every way
//! to try (sign in, recover, add an address) counts against the same code and against the sender's address.

use super::{Address, TRIES_PER_SOURCE, guard, request_code, state};
use weilu_kernel::{Act, Tx, counter};
use weilu_vocabulary::{HOUR, Outcome, refusals};

const TRIES_MAX: i64 = 5;

refusals! {
    /// Why an address was not accepted as one's own, or not changed.
    pub enum AddressRefusal {
        /// Neither a phone number nor a mail address.
        BadAddress => 422 "account.bad_address" "请填写 11 位手机号，或一个邮箱地址。" "Enter an 11-digit mobile number or a mail address.";
        /// The code does not fit.
        WrongCode { left: i64 } => 422 "account.wrong_code" "验证码不对，还可以试 {left} 次。" "That code does not fit; {left} tries are left.";
        /// No code is waiting, or it is too old or dead.
        NoCode => 422 "account.no_code" "这个验证码已经失效，请重新获取。" "This code no longer counts; ask for a new one.";
        /// Another account is reached by it.
        Taken => 409 "account.address_taken" "这个号码或邮箱已经用在另一个账号上。可以用它登录那个账号，在「账号安全」里移除后再回来添加。" "Another account is reached by this number or address. Sign in with it there, remove it under Account safety, then add it here.";
        /// One has it already.
        Mine => 409 "account.address_mine" "这个号码或邮箱已经是你的登录方式了。" "You already sign in with this number or address.";
        /// Without it nobody could come in.
        LastWayIn => 409 "account.last_way_in" "这是你最后一个登录方式，先添加另一个手机号或邮箱，再来移除它。" "This is your last way in. Add another number or address first, then remove it.";
        /// No such way in of one's own.
        NoWay => 404 "account.no_way" "没有找到这个登录方式，刷新看看。" "No such way in was found; reload to see the present list.";
        /// Nobody is known by the address.
        Unknown => 422 "account.unknown" "还没有账号用这个号码或邮箱登录过。直接用验证码登录，就会新建一个。" "No account signs in with this number or address yet. Sign in with a code and one is opened.";
    }
}

/// Counts an act against the sender's address: shared by every way to try.
///
/// # Errors
/// 429 when one source tried too often.
pub(super) async fn count_source(tx: &mut Tx, act: &Act) -> Outcome<()> {
    let Some(source) = act.source else { return Ok(()) };
    let most = TRIES_PER_SOURCE.get(tx).await?;
    counter::limit(tx, act, &format!("try:{}", guard::hex(&source)), most, HOUR).await
}

/// Checks the code that was sent to an address; it stays for another try until the caller drops it.
///
/// # Errors
/// [`AddressRefusal::NoCode`] or [`AddressRefusal::WrongCode`]; a wrong one counts.
pub async fn check(tx: &mut Tx, act: &Act, address: &Address, code: &str) -> Outcome<()> {
    count_source(tx, act).await?;
    let sent = state::sent_code(tx, address.value()).await?.ok_or(AddressRefusal::NoCode)?;
    if sent.expires_at <= act.now || sent.tries >= TRIES_MAX {
        return Err(AddressRefusal::NoCode.into());
    }
    if sent.code_hash != request_code::hash(address, code.trim()) {
        state::count_try(tx, address.value())?;
        tx.keep_despite_refusal();
        return Err(AddressRefusal::WrongCode { left: TRIES_MAX - sent.tries - 1 }.into());
    }
    Ok(())
}
