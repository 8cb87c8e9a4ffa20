//! Accounts: how somebody comes in, stays in, and is recognised.
//!
//! Rules: anyone reads; somebody signs in by phone or mail with a one-time code, or with a password; consent
//! boxes start empty and a new account is not made without consent; publishing needs a verified phone when the
//! brand stands on the mainland (charter V39). Codes, passwords, links and session tokens are stored hashed. A
//! wrong code says how many tries are left, the fifth kills it; wrong passwords close a lock for a while. The
//! last way in cannot be removed, and the old one is told of every change. It tells nobody whether an address
//! is known. What happened to an account stands in its security log, with province and without address.

mod add_address;
mod address;
mod change_address;
mod check;
mod code;
mod end_session;
mod enter;
mod forget;
mod guard;
mod me;
pub mod outside;
mod personal;
mod publisher;
mod recover;
mod remove_address;
mod request_code;
mod safety;
mod secret;
mod session;
mod set_password;
mod sign_in;
mod sign_in_by_link;
mod sign_in_with_password;
mod sign_out;
mod stale;
pub mod state;
mod suspend;
pub mod tell;

pub use address::Address;
pub use code::check as check_code;
pub use enter::{SignedIn, enter};
pub use forget::SECURITY_LOG_DAYS_LEAST;
pub use me::{Me, me_of};
pub use publisher::{Country, check_publisher};
pub use session::{Comer, SESSION_DAYS, actor_of_token, note_seen, rotate, token_hash};
pub use sign_in::SignIn;
pub use sign_in_by_link::admin_link;
pub use suspend::{reinstate, suspend};
pub use tell::Noted;

use weilu_kernel::{
    CheckSpec, CommandSpec, Drawer, Feature, Mode, ProcessorSpec, QuerySpec, ReconcilerSpec, settings,
};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub COUNTRY: Country = Country::Mainland, "account.country" "社区所在地（mainland 中国大陆：后台实名、显示属地；elsewhere 其他）" "Where the community stands (mainland: a verified phone behind every name, province shown; elsewhere: neither)";
    pub CODE_MINUTES: i64 = 10, "account.code_minutes" "验证码有效分钟数" "Minutes a one-time code is valid";
    pub RESEND_SECONDS: i64 = 60, "account.resend_seconds" "重新发送验证码的间隔秒数" "Seconds before another code can be sent";
    pub CODES_PER_HOUR: i64 = 5, "account.codes_per_hour" "每个号码每小时最多验证码数" "Codes per address and hour";
    pub CODES_PER_DAY: i64 = 10, "account.codes_per_day" "每个号码每天最多验证码数" "Codes per address and day";
    pub CODES_PER_SOURCE: i64 = 100, "account.codes_per_source" "同一网络地址每小时最多验证码数" "Codes per network address and hour";
    pub TRIES_PER_SOURCE: i64 = 200, "account.tries_per_source" "同一网络地址每小时最多登录次数" "Sign-in tries per network address and hour";
    pub PASSWORD_TRIES: i64 = 5, "account.password_tries" "密码连错几次后锁定" "Wrong passwords before the lock closes";
    pub LOCK_MINUTES: i64 = 15, "account.lock_minutes" "密码锁定分钟数" "Minutes the lock stays closed";
    pub PASSWORD_SCORE: i64 = 3, "account.password_score" "密码强度下限（0 到 4）" "Least strength of a password (0 to 4)";
    pub SECURITY_LOG_DAYS: i64 = 200, "account.security_log_days" "安全记录保留天数（至少 180）" "Days the security log is kept (at least 180)";
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

/// A password was set.
pub const PASSWORD_SET: EventKind = EventKind {
    name: "account.password_set",
    zh: "设置了密码",
    en: "set a password",
    weight: 0,
    audience: Audience::Concerned,
};
/// A phone or mail address was added.
pub const WAY_ADDED: EventKind = EventKind {
    name: "account.way_added",
    zh: "添加了登录方式",
    en: "added a way to sign in",
    weight: 0,
    audience: Audience::Concerned,
};
/// A phone or mail address was removed.
pub const WAY_REMOVED: EventKind = EventKind {
    name: "account.way_removed",
    zh: "移除了登录方式",
    en: "removed a way to sign in",
    weight: 0,
    audience: Audience::Concerned,
};

const EVENTS: &[EventKind] = &[JOINED, SIGNED_IN, SIGNED_OUT, PASSWORD_SET, WAY_ADDED, WAY_REMOVED];

/// Accounts as a feature.
pub const FEATURE: Feature = Feature {
    name: "account",
    zh: "账号",
    en: "Accounts",
    schema: Some(include_str!("schema.sql")),
    steady: &["persona", "identity"],
    commands: &[
        CommandSpec::of::<request_code::RequestCode>(),
        CommandSpec::of::<sign_in::SignIn>(),
        CommandSpec::of::<sign_in_with_password::SignInWithPassword>(),
        CommandSpec::of::<sign_in_by_link::SignInByLink>(),
        CommandSpec::of::<recover::Recover>(),
        CommandSpec::of::<set_password::SetPassword>(),
        CommandSpec::of::<add_address::AddAddress>(),
        CommandSpec::of::<change_address::ChangeAddress>(),
        CommandSpec::of::<remove_address::RemoveAddress>(),
        CommandSpec::of::<end_session::EndSession>(),
        CommandSpec::of::<end_session::EndOtherSessions>(),
        CommandSpec::of::<sign_out::SignOut>(),
    ],
    queries: &[QuerySpec::of::<me::ShowMe>(), QuerySpec::of::<safety::Safety>()],
    events: EVENTS,
    silent: EVENTS,
    processors: &[ProcessorSpec {
        name: "account.mark_stale",
        mode: Mode::Acts,
        clear: &[],
        handle: |tx, act, events| Box::pin(stale::handle(tx, act, events)),
    }],
    reconcilers: &[
        ReconcilerSpec { name: "account.forget", run: |tx, act| Box::pin(forget::forget(tx, act)) },
        ReconcilerSpec { name: "account.reinstate", run: |tx, act| Box::pin(suspend::end_terms(tx, act)) },
    ],
    settings: SETTINGS,
    drawer: Drawer::Entry,
    checks: &[CheckSpec { name: "account.way_back", look: |tx, _| Box::pin(check::way_back(tx)) }],
    personal: personal::PERSONAL,
    kept: personal::KEPT,
    ..Feature::EMPTY
};
