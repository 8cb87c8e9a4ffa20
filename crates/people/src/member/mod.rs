//! Members: the list, the one page for all departments, how a member shows himself, what others call him.
//!
//! Rules: staff see fields by permission, not by which department fills them (charter P3); opening a page is
//! an event; phones in lists are masked; taking phones out needs its own permission, a reason and leaves an
//! event. A member's page belongs to his home branch: who runs another branch does not see it.

mod ask_field;
mod edit;
pub mod export;
pub mod field;
mod open;
mod personal;
mod remark;
mod saved_view;
mod searched;
pub mod state;
pub mod typed;
pub mod views;

pub use edit::rename;

use weilu_kernel::{
    Category, CommandSpec, Drawer, Feature, Locator, NoticeSpec, Permission, Place, QuerySpec, Role, Seers,
    Viewer, settings,
};
use weilu_vocabulary::{Audience, EventKind, MemberId, RefKind};

settings! {
    pub VISIT_MINUTES: i64 = 30, "member.visit_minutes" "打开成员页一次可以看多少分钟" "Minutes a member's page stays readable after it was opened";
}

/// A member changed how he is shown.
pub const EDITED: EventKind = EventKind {
    name: "member.edited",
    zh: "更新了资料",
    en: "edited the profile",
    weight: 0,
    audience: Audience::Concerned,
};
/// Staff opened a member's page.
pub const OPENED: EventKind = EventKind {
    name: "member.page_opened",
    zh: "查看了成员页",
    en: "opened a member's page",
    weight: 0,
    audience: Audience::Nobody,
};
/// A department asked for a field.
pub const FIELD_ASKED: EventKind = EventKind {
    name: "member.field_asked",
    zh: "申请查看字段",
    en: "asked for a field",
    weight: 0,
    audience: Audience::Staff,
};
/// An owner answered.
pub const FIELD_DECIDED: EventKind = EventKind {
    name: "member.field_decided",
    zh: "答复了字段申请",
    en: "answered a request for a field",
    weight: 0,
    audience: Audience::Staff,
};

/// Seeing the list of members.
pub const LIST: Permission = Permission {
    name: "member.list",
    zh: "查看成员列表",
    en: "see the list of members",
    roles: &[
        Role::Operator,
        Role::Headquarters,
        Role::Service,
        Role::Marketer,
        Role::Auditor,
        Role::Reviewer,
        Role::BranchHead,
        Role::SubBranchHead,
    ],
};
/// Seeing a member's page.
pub const SEE: Permission = Permission {
    name: "member.see",
    zh: "查看成员页",
    en: "see a member's page",
    roles: &[
        Role::Operator,
        Role::Headquarters,
        Role::Service,
        Role::Marketer,
        Role::Product,
        Role::Auditor,
        Role::Reviewer,
        Role::BranchHead,
        Role::SubBranchHead,
        Role::Employee,
        Role::Dealer,
    ],
};

/// Members as a feature.
pub const FEATURE: Feature = Feature {
    name: "member",
    zh: "成员",
    en: "Members",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<edit::Edit>(),
        CommandSpec::of::<open::Open>(),
        CommandSpec::of::<remark::SetRemark>(),
        CommandSpec::of::<remark::SetGroupName>(),
        CommandSpec::of::<ask_field::AskField>(),
        CommandSpec::of::<ask_field::DecideField>(),
        CommandSpec::of::<saved_view::SaveView>(),
        CommandSpec::of::<saved_view::DropView>(),
    ],
    queries: &[
        QuerySpec::of::<views::List>(),
        QuerySpec::of::<views::Count>(),
        QuerySpec::of::<views::Regions>(),
        QuerySpec::of::<views::MemberPage>(),
        QuerySpec::of::<views::FieldRequests>(),
        QuerySpec::of::<views::Views>(),
        QuerySpec::of::<views::Names>(),
    ],
    events: &[EDITED, OPENED, FIELD_ASKED, FIELD_DECIDED],
    notices: &[NoticeSpec {
        leads: |_| "/console/members/fields".to_owned(),
        ..NoticeSpec::of(
            FIELD_DECIDED.name,
            Category::Work,
            "{actor} 答复了你们部门的字段申请",
            "{actor} answered your department's request for a field",
        )
    }],
    permissions: &[LIST, SEE],
    settings: SETTINGS,
    drawer: Drawer::Law,
    locators: &[Locator {
        kind: RefKind::Member,
        locate: |tx, id| {
            Box::pin(async move {
                let id = MemberId::new(id);
                if state::load(tx, id).await?.is_none() {
                    return Ok(None);
                }
                Ok(Some(Place { space: None, branch: state::home(tx, id).await?, author: None }))
            })
        },
    }],
    viewers: &[Viewer { kind: RefKind::Member, who: Seers::Anyone }],
    personal: personal::PERSONAL,
    searchables: &[searched::MEMBERS],
    ..Feature::EMPTY
};
