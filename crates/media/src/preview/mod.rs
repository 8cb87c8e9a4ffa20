//! Link previews (链接卡片): what a link leads to, read once by the house and shown as a card.
//!
//! Rules: whoever writes asks with [`wanted`] and keeps the id beside his text; a job reads the page, its title,
//! description, site and picture, as text and as a picture of our own, so that no reader's phone ever asks the foreign
//! server; what was read counts for a week. Where nothing can be read the card is the plain link. Seen is a card by
//! whoever sees the text; the picture is public as it was. A card belongs to whoever asked first and goes when he
//! does: then the link is plain until somebody asks again.

mod link;
mod page;
mod personal;
mod read;
mod state;
mod want;

pub use link::first_link;
pub use state::{Card, of};
pub use want::wanted;

use weilu_kernel::{Feature, JobSpec, Seers, Viewer, settings};
use weilu_vocabulary::{Audience, EventKind, RefKind};

settings! {
    pub READS: bool = true, "preview.reads" "自动读取帖子里链接的标题和图片" "Read title and picture of links in posts";
    pub DAYS: i64 = 7, "preview.days" "链接卡片几天后重新读取" "Days until a link is read again";
}

/// A link was read.
pub const READ: EventKind = EventKind {
    name: "preview.read",
    zh: "读取了链接",
    en: "read a link",
    weight: 0,
    audience: Audience::Space,
};

/// Link previews as a feature.
pub const FEATURE: Feature = Feature {
    name: "preview",
    zh: "链接卡片",
    en: "Link previews",
    schema: Some(include_str!("schema.sql")),
    events: &[READ],
    jobs: &[JobSpec { kind: "preview.read", run: |app, job| Box::pin(read::run(app, job)) }],
    settings: SETTINGS,
    viewers: &[Viewer { kind: RefKind::Preview, who: Seers::Anyone }],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
