//! The texts that the law wants shown (V36, V39): terms, privacy, what data is collected, with whom it is
//! shared; and the lines of the footer.
//!
//! Rules: every text has versions, in both languages; version 1 is built in, with the brand's name filled in, so
//! that a new house is never without; publishing makes the next version and asks everybody for consent again
//! (see `consent`). Versions are never changed or removed: what somebody accepted can be read again. A text is
//! plain, with `## ` before headings and `- ` before points. It gives no legal advice: its check says what an
//! operator still has to write himself.

mod builtin;
mod check;
mod publish;
mod state;
mod views;

pub use publish::Publish;
pub use state::{Kind, PolicyText, current, current_version};

use weilu_kernel::{CheckSpec, CommandSpec, Drawer, Feature, Permission, QuerySpec, Role, settings};
use weilu_vocabulary::{Audience, EventKind};

settings! {
    pub COMPANY: String = String::new(), "policy.company" "运营主体（公司全名，写进协议；留空就写品牌名）" "Who runs the community (the company's full name, written into the texts; the brand's name when empty)";
    pub RECORD_NUMBER: String = String::new(), "policy.record_number" "备案号（显示在页脚）" "Record number of the site (shown in the footer)";
    pub LICENCE: String = String::new(), "policy.licence" "营业执照（统一社会信用代码或链接，显示在页脚）" "Business licence (registration code or link, shown in the footer)";
}

/// A new version of a text was published.
pub const PUBLISHED: EventKind = EventKind {
    name: "policy.published",
    zh: "更新了协议文本",
    en: "published a policy text",
    weight: 0,
    audience: Audience::Staff,
};

/// Publishing texts.
pub const PUBLISH: Permission = Permission {
    name: "policy.publish",
    zh: "修改协议与隐私文本",
    en: "publish terms and privacy texts",
    roles: &[Role::Headquarters, Role::Operator],
};

/// Policy texts as a feature.
pub const FEATURE: Feature = Feature {
    name: "policy",
    zh: "协议与公示",
    en: "Policy texts",
    schema: Some(include_str!("schema.sql")),
    steady: &["policy"],
    commands: &[CommandSpec::of::<Publish>()],
    queries: &[
        QuerySpec::of::<views::Show>(),
        QuerySpec::of::<views::Versions>(),
        QuerySpec::of::<views::Footer>(),
    ],
    events: &[PUBLISHED],
    permissions: &[PUBLISH],
    settings: SETTINGS,
    drawer: Drawer::Law,
    checks: &[CheckSpec { name: "policy.notices", look: |tx, _| Box::pin(check::notices(tx)) }],
    ..Feature::EMPTY
};
