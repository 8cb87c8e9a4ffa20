//! What spaces declare: events, permissions, settings, commands, queries.

use super::{
    archive, charter, day, discipline, draft, edit, join, leave, office, open, own, personal, publish,
    searched, share, state, tell, views,
};
use weilu_kernel::{
    CommandSpec, Drawer, Feature, Locator, Mode, Permission, Place, ProcessorSpec, QuerySpec, Role, Seers,
    Viewer, settings,
};
use weilu_vocabulary::{Audience, EventKind, RefKind, SpaceId};

settings! {
    pub MOST_SILENT_DAYS: i64 = 30, "space.most_silent_days" "禁言最长天数" "Most days a silence lasts";
    pub MOST_ADMINS: i64 = 10, "space.most_admins" "每个群最多管理员人数" "Most administrators of a space";
    pub QUIET_DAYS: i64 = 7, "space.quiet_days" "几天没人说话算冷清" "Days without a word after which a space counts as quiet";
}

const fn event(
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    weight: i64,
    audience: Audience,
) -> EventKind {
    EventKind { name, zh, en, weight, audience }
}

/// A space was drafted.
pub const DRAFTED: EventKind =
    event("space.drafted", "起草了一个社群", "drafted a space", 1, Audience::Concerned);
/// A space was opened.
pub const OPENED: EventKind = event("space.opened", "开了一个社群", "opened a space", 5, Audience::Space);
/// A space was archived.
pub const ARCHIVED: EventKind =
    event("space.archived", "归档了社群", "archived the space", 0, Audience::Space);
/// A charter was written.
pub const CHARTER_WRITTEN: EventKind =
    event("space.charter_written", "写了群章程", "wrote the charter", 2, Audience::Space);
/// The face of a space changed.
pub const EDITED: EventKind =
    event("space.edited", "修改了社群资料", "changed the space's face", 0, Audience::Space);
/// Somebody came in.
pub const JOINED: EventKind = event("space.joined", "进了群", "joined the space", 2, Audience::Space);
/// A newcomer read the welcome.
pub const WELCOMED: EventKind =
    event("space.welcomed", "完成了入群仪式", "finished the welcome", 1, Audience::Space);
/// Somebody left.
pub const LEFT: EventKind = event("space.left", "离开了群", "left the space", 0, Audience::Space);
/// Somebody changed how he appears in a space.
pub const OWN_CHANGED: EventKind =
    event("space.own_changed", "改了群内设置", "changed settings in the space", 0, Audience::Concerned);
/// Somebody was silenced, or may speak again.
pub const SILENCED: EventKind =
    event("space.silenced", "调整了一位成员的发言", "silenced or unsilenced a member", 0, Audience::Space);
/// Somebody was sent away.
pub const REMOVED: EventKind =
    event("space.removed", "移出了一位成员", "removed a member", 0, Audience::Space);
/// A removal was lifted.
pub const LIFTED: EventKind =
    event("space.lifted", "允许一位成员重新申请", "let somebody apply again", 0, Audience::Space);
/// An office was given.
pub const OFFICE_GIVEN: EventKind =
    event("space.office_given", "接任了群职务", "took an office", 0, Audience::Space);
/// An office was taken back.
pub const OFFICE_TAKEN: EventKind =
    event("space.office_taken", "不再担任群职务", "gave up an office", 0, Audience::Space);

/// Drafting spaces.
pub const DRAFT: Permission = Permission {
    name: "space.draft",
    zh: "起草社群",
    en: "draft a space",
    roles: &[Role::Operator, Role::Headquarters, Role::BranchHead],
};
/// Seeing all spaces in the console.
pub const MANAGE: Permission = Permission {
    name: "space.manage",
    zh: "管理社群",
    en: "manage spaces",
    roles: &[Role::Operator, Role::Headquarters, Role::BranchHead],
};
/// Running a space: gate, pin, silence, remove.
pub const RUN: Permission = Permission {
    name: "space.run",
    zh: "打理社群",
    en: "run the space",
    roles: &[Role::Owner, Role::Admin, Role::Operator, Role::Headquarters],
};
/// Owning a space: opening, archiving, offices.
pub const OWN: Permission = Permission {
    name: "space.own",
    zh: "当家做主",
    en: "own the space",
    roles: &[Role::Owner, Role::Operator, Role::Headquarters],
};
/// Replacing an owner.
pub const REMOVE_OWNER: Permission = Permission {
    name: "space.replace_owner",
    zh: "撤换群主",
    en: "replace an owner",
    roles: &[Role::Operator, Role::Headquarters],
};
/// Reading a space.
pub const READ: Permission = Permission {
    name: "space.read",
    zh: "阅读社群",
    en: "read a space",
    roles: &[
        Role::Visitor,
        Role::Member,
        Role::Admin,
        Role::Owner,
        Role::Operator,
        Role::Headquarters,
        Role::Reviewer,
        Role::Auditor,
        Role::Service,
    ],
};
/// Seeing who is in a space.
pub const SEE_MEMBERS: Permission = Permission {
    name: "space.see_members",
    zh: "查看群成员",
    en: "see the members of a space",
    roles: &[
        Role::Member,
        Role::Admin,
        Role::Owner,
        Role::Operator,
        Role::Headquarters,
        Role::Reviewer,
        Role::Auditor,
        Role::Service,
    ],
};

/// Spaces as a feature.
pub const FEATURE: Feature = Feature {
    name: "space",
    zh: "社群",
    en: "Spaces",
    schema: Some(include_str!("schema.sql")),
    steady: &["space", "space_member", "space_silence"],
    commands: &[
        CommandSpec::of::<draft::Draft>(),
        CommandSpec::of::<charter::WriteCharter>(),
        CommandSpec::of::<open::Open>(),
        CommandSpec::of::<publish::Publish>(),
        CommandSpec::of::<archive::Archive>(),
        CommandSpec::of::<edit::Edit>(),
        CommandSpec::of::<join::Join>(),
        CommandSpec::of::<leave::Leave>(),
        CommandSpec::of::<own::SetOwn>(),
        CommandSpec::of::<discipline::Silence>(),
        CommandSpec::of::<discipline::Remove>(),
        CommandSpec::of::<discipline::LiftRemoval>(),
        CommandSpec::of::<office::SetAdmin>(),
        CommandSpec::of::<office::Transfer>(),
        CommandSpec::of::<office::ReplaceOwner>(),
    ],
    queries: &[
        QuerySpec::of::<views::list::List>(),
        QuerySpec::of::<views::list::Suggest>(),
        QuerySpec::of::<views::show::Show>(),
        QuerySpec::of::<views::members::Members>(),
        QuerySpec::of::<views::acts::Acts>(),
        QuerySpec::of::<views::console::Manage>(),
        QuerySpec::of::<views::quiet::Quiet>(),
        QuerySpec::of::<views::kinds::Kinds>(),
        QuerySpec::of::<views::charters::ShowCharter>(),
    ],
    events: &[
        DRAFTED,
        OPENED,
        ARCHIVED,
        CHARTER_WRITTEN,
        EDITED,
        JOINED,
        WELCOMED,
        LEFT,
        OWN_CHANGED,
        SILENCED,
        REMOVED,
        LIFTED,
        OFFICE_GIVEN,
        OFFICE_TAKEN,
    ],
    silent: &[JOINED, WELCOMED, LEFT],
    permissions: &[DRAFT, MANAGE, RUN, OWN, REMOVE_OWNER, READ, SEE_MEMBERS],
    processors: &[ProcessorSpec {
        name: "space.day",
        mode: Mode::Knows,
        clear: state::day::CLEAR,
        handle: |tx, act, events| Box::pin(day::handle(tx, act, events)),
    }],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    by_day: &["space.day"],
    locators: &[Locator {
        kind: RefKind::Space,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, SpaceId::new(id)).await?;
                Ok(found.map(|s| Place { space: Some(s.id), branch: s.branch, author: s.founder }))
            })
        },
    }],
    // The face of a space; what is said in it hangs on posts.
    viewers: &[Viewer { kind: RefKind::Space, who: Seers::Anyone }],
    personal: personal::PERSONAL,
    notices: tell::NOTICES,
    namers: &[tell::NAMER],
    silences: &[tell::QUIET],
    shares: &[share::SHARE],
    searchables: &[searched::SPACES],
    ..Feature::EMPTY
};
