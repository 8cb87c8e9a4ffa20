//! The brand's face and calendar: name, short name, one sentence, logo, one accent, domain, time zone, and what
//! the house is used for.
//!
//! Rules: name and domain stand with the brand itself, the rest are settings, so that each shows its default; all
//! are changed by one command that says what does not fit, field by field. A new domain counts from the next
//! request. The logo belongs to the brand, not to whoever sent it, and is for anyone, because it stands before the
//! sign-in. When the calendar moves to another zone, every reading that counts by day is built again. The page
//! makes any accent readable; here it only has to be a colour.

mod change;
mod check;
mod recount;
mod state;
mod values;
mod views;

pub use change::Change;
pub use state::{Face, face};
pub use values::{Accent, Purpose};

use weilu_kernel::{
    CheckSpec, CommandSpec, Drawer, Feature, JobSpec, Mode, Permission, ProcessorSpec, QuerySpec, Role,
    Seers, Viewer, settings,
};
use weilu_vocabulary::{Audience, BlobId, EventKind, RefKind};

settings! {
    pub SHORT_NAME: String = String::new(), "brand.short_name" "简称（显示在页面顶部，留空就用全名）" "Short name (shown on top of pages; the full name when empty)";
    pub SLOGAN: String = String::new(), "brand.slogan" "一句话介绍" "One sentence about the brand";
    pub ACCENT: Accent = Accent::default(), "brand.accent" "主题色" "Accent colour";
    pub LOGO: Option<BlobId> = None, "brand.logo" "品牌标志：显示在每一页和浏览器标签上，最好是方形" "Logo of the brand, on every page and in the tab; square is best";
    pub PURPOSE: Purpose = Purpose::default(), "brand.purpose" "主要用来做什么（brand 品牌社群；dealers 经销商网络）" "What the house is for (brand: a brand's community; dealers: a network of dealers)";
}

/// The face or the calendar of the brand changed.
pub const CHANGED: EventKind = EventKind {
    name: "brand.changed",
    zh: "修改了品牌资料",
    en: "changed the brand's face",
    weight: 0,
    audience: Audience::Staff,
};

/// Changing the brand's face.
pub const CHANGE: Permission = Permission {
    name: "brand.change",
    zh: "修改品牌资料",
    en: "change the brand's face",
    roles: &[Role::Headquarters, Role::Operator],
};

/// The brand as a feature.
pub const FEATURE: Feature = Feature {
    name: "brand",
    zh: "品牌",
    en: "The brand",
    commands: &[CommandSpec::of::<change::Change>()],
    queries: &[QuerySpec::of::<views::Face>(), QuerySpec::of::<views::Show>()],
    events: &[CHANGED],
    permissions: &[CHANGE],
    processors: &[ProcessorSpec {
        name: "brand.recount",
        mode: Mode::Acts,
        clear: &[],
        handle: |tx, act, events| Box::pin(recount::ask(tx, act, events)),
    }],
    jobs: &[JobSpec { kind: "brand.recount", run: |app, job| Box::pin(recount::run(app, job)) }],
    settings: SETTINGS,
    drawer: Drawer::Brand,
    viewers: &[Viewer { kind: RefKind::Tenant, who: Seers::Anyone }],
    checks: &[CheckSpec { name: "brand.face", look: |tx, _| Box::pin(check::look(tx)) }],
    ..Feature::EMPTY
};
