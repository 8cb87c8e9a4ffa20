//! WeChat 微信: coming in through an official account, by official interfaces only (charter O1, t14).
//!
//! Rules: sign-in is silent and begins when the person asks for it; name and union id are taken over only when he
//! agrees; a state belongs to one browser and counts once; a desk comes in when the phone that scanned says yes;
//! nobody gets an account without consent, and the phone that the law wants is asked for later like anybody's.
//! The vendor is believed by signature and time only, and told nothing beyond its own ids. Credentials are shared
//! by all processes and fetched by one. It deliberately automates no personal account, reads no chats, and sends
//! no messages: deliveries do.

mod begin;
mod carrier;
mod credential;
mod desk;
mod enter;
mod follow;
mod join;
mod message;
mod official;
mod personal;
mod receive;
pub mod refusal;
pub mod sealed;
mod signature;
mod state;
mod vendor;
mod views;
mod vouch;

pub use carrier::Carrier;

use data_encoding::HEXLOWER;
use weilu_kernel::{
    Act, CommandSpec, Feature, JobSpec, Permission, QuerySpec, ReconcilerSpec, Role, Tx, counter, settings,
};
use weilu_store::Scope;
use weilu_vocabulary::{Audience, EventKind, Failure, HOUR, MINUTE, Outcome};

settings! {
    pub APP_ID: String = String::new(), "wechat.app_id" "公众号 AppID（空着就不开微信登录）" "App id of the official account (empty: no sign-in by WeChat)";
    pub APP_SECRET: String = String::new(), "wechat.app_secret" "公众号 AppSecret" "App secret of the official account";
    pub CALLBACK_TOKEN: String = String::new(), "wechat.callback_token" "公众号消息推送的 Token，地址填 /wechat/callback" "Token for messages of the official account; its address is /wechat/callback";
    pub AES_KEY: String = String::new(), "wechat.aes_key" "消息加解密密钥 EncodingAESKey（填了就只收加密消息）" "EncodingAESKey (when set, only sealed messages are taken)";
    pub VERIFY_FILE: String = String::new(), "wechat.verify_file" "网页授权域名校验文件名里的那串字符（MP_verify_ 与 .txt 之间）" "The characters between MP_verify_ and .txt in the name of the file that proves the domain";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience: Audience::Staff }
}

/// Somebody followed the official account.
pub const FOLLOWED: EventKind = event("wechat.followed", "关注了公众号", "followed the official account");
/// Somebody follows it no longer.
pub const UNFOLLOWED: EventKind =
    event("wechat.unfollowed", "取消关注了公众号", "follows the official account no longer");

/// Seeing how the official account stands.
pub const MANAGE: Permission = Permission {
    name: "wechat.manage",
    zh: "查看公众号状态",
    en: "see how the official account stands",
    roles: &[Role::Headquarters, Role::Operator],
};

/// Rows under way are forgotten so long after they ended.
const FORGET_AFTER: i64 = 10 * MINUTE;

/// WeChat as a feature.
pub const FEATURE: Feature = Feature {
    name: "wechat",
    zh: "微信",
    en: "WeChat",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<begin::Begin>(),
        CommandSpec::of::<enter::Enter>(),
        CommandSpec::of::<join::Join>(),
        CommandSpec::of::<join::Attach>(),
        CommandSpec::of::<desk::OpenDesk>(),
        CommandSpec::of::<desk::EnterDesk>(),
        CommandSpec::of::<desk::AnswerDesk>(),
        CommandSpec::of::<receive::Receive>(),
    ],
    queries: &[
        QuerySpec::of::<views::Door>(),
        QuerySpec::of::<views::Health>(),
        QuerySpec::of::<join::Waiting>(),
        QuerySpec::of::<desk::DeskState>(),
        QuerySpec::of::<desk::ShowDesk>(),
        QuerySpec::of::<signature::Signature>(),
        QuerySpec::of::<receive::Greet>(),
    ],
    events: &[FOLLOWED, UNFOLLOWED],
    permissions: &[MANAGE],
    reconcilers: &[
        ReconcilerSpec { name: "wechat.keep_fresh", run: |tx, act| Box::pin(signature::keep_fresh(tx, act)) },
        ReconcilerSpec { name: "wechat.forget", run: |tx, act| Box::pin(forget(tx, act)) },
    ],
    jobs: &[
        JobSpec { kind: "wechat.refresh", run: |app, job| Box::pin(signature::refresh(app, job)) },
        JobSpec { kind: "wechat.follow", run: |app, job| Box::pin(follow::follow(app, job)) },
    ],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};

async fn forget(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let forgotten = state::forget_before(tx, act.now - FORGET_AFTER).await?;
    Ok(usize::try_from(forgotten).unwrap_or(0))
}

/// Counts an act against the sender's address.
async fn limit(tx: &mut Tx, act: &Act, what: &str, most: i64) -> Outcome<()> {
    let Some(source) = act.source else { return Ok(()) };
    counter::limit(tx, act, &format!("wechat-{what}:{}", HEXLOWER.encode(&source)), most, HOUR).await
}

/// As [`limit`], before anything is asked of the vendor.
async fn limit_apart(act: &Act, what: &'static str, most: i64) -> Outcome<()> {
    let counted = std::sync::Arc::new(act.again());
    act.app
        .store
        .write(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            let counted = counted.clone();
            Box::pin(async move { limit(tx, &counted, what, most).await })
        })
        .await
        .map(drop)
}
