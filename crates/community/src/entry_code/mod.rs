//! Entry codes 入群码（活码, S32): one printed code that never expires.
//!
//! Rules: a code stands for a space and a channel (shop counter, parcel, poster); behind it is a list of
//! targets in order, and a scan goes to the first that is open, not full and not lapsed; when none is left it
//! goes to the space itself, so that paper never leads nowhere. Scans and joins are counted; owners are warned
//! before the code of an outside group lapses. The token is kept as it is: it hangs on a wall and gives no
//! right, it only leads to a gate.

mod make;
mod personal;
mod print;
mod scan;
pub mod share;
pub mod state;
mod views;
mod warn;

use weilu_kernel::{
    Category, CommandSpec, Drawer, Feature, Locator, NoticeSpec, Place, QuerySpec, ReconcilerSpec, Tx,
    notice::to_space, settings,
};
use weilu_vocabulary::{Audience, EntryCodeId, EventKind, Fault, Outcome, RefKind, SpaceId};

settings! {
    pub WARN_HOURS: i64 = 48, "entry_code.warn_hours" "外部群码失效前多少小时提醒" "Hours of warning before an outside code lapses";
}

const fn event(name: &'static str, zh: &'static str, en: &'static str, audience: Audience) -> EventKind {
    EventKind { name, zh, en, weight: 0, audience }
}

/// A code was made.
pub const MADE: EventKind =
    event("entry_code.made", "做了一张入群码", "made an entry code", Audience::Concerned);
/// The targets of a code changed.
pub const ROUTED: EventKind =
    event("entry_code.routed", "调整了入群码的去向", "changed where a code leads", Audience::Concerned);
/// A code was scanned.
pub const SCANNED: EventKind =
    event("entry_code.scanned", "扫了入群码", "scanned an entry code", Audience::Nobody);
/// The code of an outside group lapses soon.
pub const LAPSING: EventKind =
    event("entry_code.lapsing", "外部群码快要失效", "an outside code lapses soon", Audience::Concerned);

/// The code of a token, when it leads into this space.
///
/// # Errors
/// When the database fails.
pub async fn scanned(tx: &mut Tx, space: SpaceId, token: Option<&str>) -> Outcome<Option<EntryCodeId>> {
    let Some(token) = token.filter(|t| !t.is_empty()) else { return Ok(None) };
    let Some(code) = state::by_token(tx, token).await? else { return Ok(None) };
    let leads = code.space == space || state::leads_to(tx, code.id, space).await?;
    Ok(leads.then_some(code.id))
}

/// Counts somebody who came in by a code.
///
/// # Errors
/// When the database fails.
pub fn count_join(tx: &mut Tx, code: EntryCodeId) -> Result<(), Fault> {
    state::count(tx, code, 0, 1)
}

/// Entry codes as a feature.
pub const FEATURE: Feature = Feature {
    name: "entry_code",
    zh: "入群码",
    en: "Entry codes",
    schema: Some(include_str!("schema.sql")),
    commands: &[
        CommandSpec::of::<make::Make>(),
        CommandSpec::of::<make::Route>(),
        CommandSpec::of::<make::Stop>(),
        CommandSpec::of::<scan::Scan>(),
    ],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<print::Print>()],
    events: &[MADE, ROUTED, SCANNED, LAPSING],
    reconcilers: &[ReconcilerSpec { name: "entry_code.warn", run: |tx, act| Box::pin(warn::warn(tx, act)) }],
    settings: SETTINGS,
    drawer: Drawer::Spaces,
    locators: &[Locator {
        kind: RefKind::EntryCode,
        locate: |tx, id| {
            Box::pin(async move {
                let found = state::load(tx, EntryCodeId::new(id)).await?;
                Ok(found.map(|c| Place { space: Some(c.space), branch: None, author: None }))
            })
        },
    }],
    personal: personal::PERSONAL,
    notices: &[NoticeSpec {
        leads: |event| to_space(event, "/codes"),
        ..NoticeSpec::of(
            LAPSING.name,
            Category::Space,
            "{space}的外部群码快要失效了，换一张吧",
            "The outside group code of {space} lapses soon; put another in its place",
        )
    }],
    shares: &[share::SHARE],
    ..Feature::EMPTY
};
