//! Files (附件): what somebody sends up is checked, made safe and kept; a feature takes it into use; whoever may see the
//! thing it hangs on may fetch it.
//!
//! Rules: what a file is is told by its bytes, never by its name; pictures are written anew (see [`crate::picture`]),
//! videos and sounds lose what says where they were taken ([`crate::clip`]), documents are only ever saved. A file
//! hangs on one thing or on none; on none, only its sender sees it, and after a day it is swept away. Taking into use
//! is [`claim`] (it stays the sender's and goes with him) or [`give`] (it becomes the thing's own: the face of a
//! space, a logo). Bytes are kept once however often they are sent, and go when the last row that names them goes. A
//! thing is seen by whom its feature says ([`weilu_kernel::Viewer`]); everybody else gets 404. There is no list of
//! files and no way to share one by itself: a file is a part of a thing.

mod admit;
mod claim;
mod drop;
mod fetch;
mod incoming;
mod limits;
mod make;
mod nature;
mod personal;
mod state;
mod upload;
mod view;

pub use admit::{Caps, admit};
pub use claim::{ClaimRefusal, Owner, change_face, claim, give, let_go, release};
pub use drop::{files_of, forget};
pub use fetch::{Served, find};
pub use incoming::{Incoming, Taken};
pub use limits::{Limits, ShowLimits};
pub use state::BlobRow;
pub use upload::{Upload, UploadRefusal};
pub use view::{BlobView, of, view};

pub(crate) use make::{Made, keep_still, room};
pub(crate) use upload::keep;

use weilu_kernel::{CommandSpec, Feature, JobSpec, QuerySpec, ReconcilerSpec, settings};

settings! {
    pub PICTURE_MB: i64 = 20, "blob.picture_mb" "一张图片最多多少 MB" "Most megabytes of a picture";
    pub PICTURE_MEGAPIXELS: i64 = 50, "blob.picture_megapixels" "一张图片最多多少百万像素" "Most megapixels of a picture";
    pub VIDEO_MB: i64 = 100, "blob.video_mb" "一段视频最多多少 MB" "Most megabytes of a video";
    pub FILE_MB: i64 = 20, "blob.file_mb" "一个文件或一段声音最多多少 MB" "Most megabytes of a document or a sound";
    pub UPLOADS_A_MINUTE: i64 = 10, "blob.uploads_a_minute" "一个人一分钟最多上传几个文件" "Most files one person sends in a minute";
    pub LOOSE_HOURS: i64 = 24, "blob.loose_hours" "上传后没有用上的文件保留几小时" "Hours a file is kept that nothing uses";
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Shown in its place.
    Picture,
    /// Played in its place.
    Video,
    /// Played, with nothing to look at.
    Sound,
    /// Only saved.
    Document,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Picture, Kind::Video, Kind::Sound, Kind::Document];

    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Picture => "picture",
            Kind::Video => "video",
            Kind::Sound => "sound",
            Kind::Document => "document",
        }
    }

    fn from_word(word: &str) -> Kind {
        Kind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(Kind::Document)
    }
}

/// Files as a feature.
pub const FEATURE: Feature = Feature {
    name: "blob",
    zh: "附件",
    en: "Files",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<Upload>()],
    queries: &[QuerySpec::of::<ShowLimits>()],
    reconcilers: &[ReconcilerSpec { name: "blob.sweep", run: |tx, act| Box::pin(drop::sweep(tx, act)) }],
    jobs: &[JobSpec { kind: "blob.drop", run: |app, job| Box::pin(drop::run(app, job)) }],
    settings: SETTINGS,
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
