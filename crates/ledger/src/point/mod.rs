//! Points 积分 (I1): what somebody earns by what he does, and may spend.
//!
//! Rules: a rule names a kind of event, how many points it is worth, to whom they go (who did it, or whom it was done
//! for) and how many a day at most; what is done away with again takes its points back; points have a last day and the
//! oldest are spent first; staff give and take by hand with a reason, up to a limit. Helping is unpaid unless a brand
//! says otherwise (charter t11, I14). Nothing is earned by bringing people in (t18).
//!
//! Invariants: every change is a transfer of the book [`POINTS`]; what somebody can spend never goes below zero, and
//! what had to be taken back after it was spent stands as a debt that the next points pay; the lots that remain of a
//! person are what he has. It deliberately sells nothing: what points buy belongs to the features that offer it.

mod earn;
mod expire;
mod hand;
mod personal;
mod purse;
mod rule;
mod state;
mod views;

pub use rule::{Rule, To};

use crate::ledger::{Book, Reason, Role as AccountRole};
use weilu_kernel::{
    CommandSpec, Drawer, Feature, Mode, Permission, ProcessorSpec, QuerySpec, ReconcilerSpec, Role, settings,
};
use weilu_vocabulary::{Audience, EventKind, Text};

/// The book of points.
pub static POINTS: Book = Book { word: "points" };

/// What somebody can spend.
pub static AVAILABLE: AccountRole = AccountRole { word: "available", floor: true };
/// What somebody owes because it was taken back after he had spent it.
pub static DEBT: AccountRole = AccountRole { word: "debt", floor: false };
/// What the house gave out, below zero.
pub static ISSUED: AccountRole = AccountRole { word: "issued", floor: false };
/// What nobody spent in time.
pub static EXPIRED: AccountRole = AccountRole { word: "expired", floor: true };

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $word:literal $zh:literal $en:literal;)*) => {
        $($(#[$doc])* pub static $name: Reason = Reason { word: $word, text: Text::new($zh, $en) };)*
        static REASONS: &[&Reason] = &[$(&$name),*];
    };
}

reasons! {
    /// Somebody did something.
    EARNED "point.earned" "参与获得" "Earned by taking part";
    /// What he did was done away with.
    TAKEN_BACK "point.taken_back" "内容撤销，积分收回" "Taken back with what it was earned for";
    /// What was taken back stood as a debt.
    DEBT_PAID "point.debt_paid" "抵扣之前待扣的积分" "Paid what was owed";
    /// Staff gave some.
    GIVEN "point.given" "运营发放" "Given by staff";
    /// Staff took some.
    TAKEN "point.taken" "运营扣除" "Taken by staff";
    /// They were not used in time.
    PAST "point.past" "到期失效" "Expired";
}

/// Why points change, by the word that is stored.
fn reason_text(word: &str) -> Option<Text> {
    REASONS.iter().find(|reason| reason.word == word).map(|reason| reason.text.clone())
}

settings! {
    pub RULES: Vec<Rule> = rule::defaults(), "point.rules" "做什么事得多少积分" "What is worth how many points";
    pub VALID_DAYS: i64 = 365, "point.valid_days" "积分多少天后到期（0 为永久有效）" "Days after which points expire (0: never)";
    pub HAND_MOST: i64 = 2_000, "point.hand_most" "手工发放或扣除一次最多多少积分" "Most points given or taken by hand at once";
}

/// Staff gave or took points by hand; the body holds the reason.
pub const ADJUSTED: EventKind = EventKind {
    name: "point.adjusted",
    zh: "调整了你的积分",
    en: "changed your points",
    weight: 0,
    audience: Audience::Concerned,
};
/// Seeing and changing rules, giving and taking points.
pub const MANAGE: Permission = Permission {
    name: "point.manage",
    zh: "管理积分",
    en: "manage points",
    roles: &[Role::Operator, Role::Headquarters],
};

/// Points as a feature.
pub const FEATURE: Feature = Feature {
    name: "point",
    zh: "积分",
    en: "Points",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<hand::Adjust>(), CommandSpec::of::<rule::SetRules>()],
    queries: &[
        QuerySpec::of::<views::Mine>(),
        QuerySpec::of::<views::Statement>(),
        QuerySpec::of::<views::Of>(),
        QuerySpec::of::<views::Rules>(),
        QuerySpec::of::<views::Board>(),
        QuerySpec::of::<views::Holders>(),
    ],
    events: &[ADJUSTED],
    permissions: &[MANAGE],
    processors: &[ProcessorSpec {
        name: "point.earn",
        mode: Mode::Knows,
        clear: &[],
        handle: |tx, act, events| Box::pin(earn::handle(tx, act, events)),
    }],
    reconcilers: &[ReconcilerSpec { name: "point.expire", run: |tx, act| Box::pin(expire::run(tx, act)) }],
    settings: SETTINGS,
    drawer: Drawer::Content,
    notices: hand::NOTICES,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
