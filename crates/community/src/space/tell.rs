//! Whom spaces concern: offices, discipline, the end of a space; how spaces are called; who wants quiet from one.

use super::{ARCHIVED, LIFTED, OFFICE_GIVEN, OFFICE_TAKEN, REMOVED, SILENCED, state};
use weilu_kernel::{
    Category, Namer, NoticeSpec, SilenceSpec, Whom,
    notice::{Hush, to_space},
};
use weilu_vocabulary::{Event, RefKind, SpaceId};

/// Whether a silence begins here; otherwise it ends.
fn begins(event: &Event) -> bool {
    event.body.get("until").and_then(serde_json::Value::as_i64).is_some_and(|until| until > event.at.0)
}

pub(super) const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        whom: Whom::Inside,
        leads: |event| to_space(event, ""),
        ..NoticeSpec::of(
            ARCHIVED.name,
            Category::Space,
            "{space}归档了，以后只能看",
            "{space} was archived and can only be read from now on",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, "/manage"),
        firm: true,
        ..NoticeSpec::of(
            OFFICE_GIVEN.name,
            Category::Space,
            "你接任了{space}的群职务",
            "You took an office in {space}",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, ""),
        firm: true,
        ..NoticeSpec::of(
            OFFICE_TAKEN.name,
            Category::Space,
            "你不再担任{space}的群职务",
            "You no longer hold an office in {space}",
        )
    },
    NoticeSpec {
        when: begins,
        leads: |event| to_space(event, ""),
        firm: true,
        ..NoticeSpec::of(
            SILENCED.name,
            Category::Moderation,
            "你在{space}暂时不能发言，进去看看原因和期限",
            "You may not speak in {space} for a time; see why and for how long",
        )
    },
    NoticeSpec {
        name: "space.silenced.ended",
        when: |event| !begins(event),
        leads: |event| to_space(event, ""),
        firm: true,
        ..NoticeSpec::of(
            SILENCED.name,
            Category::Moderation,
            "你在{space}又可以发言了",
            "You may speak in {space} again",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, ""),
        firm: true,
        ..NoticeSpec::of(
            REMOVED.name,
            Category::Moderation,
            "你被移出了{space}",
            "You were removed from {space}",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, ""),
        firm: true,
        ..NoticeSpec::of(
            LIFTED.name,
            Category::Moderation,
            "{space}的门又开了，你可以重新申请",
            "The door of {space} is open again; you may apply",
        )
    },
];

pub(super) const NAMER: Namer = Namer {
    kind: RefKind::Space,
    names: |tx, ids| {
        Box::pin(async move {
            let mut out = Vec::with_capacity(ids.len());
            for id in ids {
                out.extend(state::load(tx, SpaceId::new(*id)).await?.map(|s| (*id, s.name)));
            }
            Ok(out)
        })
    },
};

/// 免打扰: nothing of the daily talk. Being named and one's own standing still come through.
pub(super) const QUIET: SilenceSpec = SilenceSpec {
    name: "space.quiet",
    silent: |tx, hush| {
        Box::pin(async move {
            match hush.event.space.filter(|_| is_talk(hush)) {
                Some(space) => state::member::quiet_among(tx, space, hush.whom).await,
                None => Ok(Vec::new()),
            }
        })
    },
};

fn is_talk(hush: &Hush<'_>) -> bool {
    matches!(hush.category, Category::Reply | Category::Like | Category::Space | Category::Chat)
}
