//! Accounts: how somebody comes in, stays in, and is recognised.
//!
//! Rules: anyone reads; somebody signs in by phone or mail with a one-time code; consent boxes start empty
//! and a new account is not made without consent; publishing needs a verified phone when the brand says so
//! (charter V39). Codes and session tokens are stored hashed. A wrong code says how many tries are left; the
//! fifth wrong one kills the code. It tells nobody whether an address is known.

mod address;
mod me;
mod personal;
mod publisher;
mod request_code;
mod session;
mod sign_in;
mod sign_out;
pub mod state;

pub use address::Address;
pub use me::{Me, me_of};
pub use publisher::check_publisher;
pub use session::{SESSION_DAYS, actor_of_token, token_hash};
pub use sign_in::{SignIn, SignedIn};

use weilu_kernel::{CommandSpec, Feature, QuerySpec, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub CODE_MINUTES: i64 = 10, "account.code_minutes" "验证码有效分钟数" "Minutes a one-time code is valid";
    pub RESEND_SECONDS: i64 = 60, "account.resend_seconds" "重新发送验证码的间隔秒数" "Seconds before another code can be sent";
    pub CODES_PER_DAY: i64 = 10, "account.codes_per_day" "每个号码每天最多验证码数" "Codes per address and day";
    pub PHONE_TO_PUBLISH: bool = true, "account.phone_to_publish" "发言前须验证手机号（后台实名）" "Publishing needs a verified phone";
}

/// Somebody came in for the first time.
pub const JOINED: EventKind =
    EventKind {
        name: "member.joined", zh: "加入了", en: "joined", weight: 1, audience: Audience::Concerned
    };
/// Somebody signed in.
pub const SIGNED_IN: EventKind = EventKind {
    name: "account.signed_in",
    zh: "登录了",
    en: "signed in",
    weight: 0,
    audience: Audience::Nobody,
};
/// Somebody signed out.
pub const SIGNED_OUT: EventKind = EventKind {
    name: "account.signed_out",
    zh: "退出了登录",
    en: "signed out",
    weight: 0,
    audience: Audience::Concerned,
};

/// Accounts as a feature.
pub const FEATURE: Feature = Feature {
    name: "account",
    zh: "账号",
    en: "Accounts",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<request_code::RequestCode>(),
        CommandSpec::of::<sign_in::SignIn>(),
        CommandSpec::of::<sign_out::SignOut>(),
    ],
    queries: &[QuerySpec::of::<me::ShowMe>()],
    events: &[JOINED, SIGNED_IN, SIGNED_OUT],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
