//! Before a file is let in: who sends it, how often, and how large it may be. Asked before the first byte is read.

use super::{FILE_MB, PICTURE_MB, PICTURE_MEGAPIXELS, UPLOADS_A_MINUTE, VIDEO_MB};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{
    Act, Command, Need, Tx,
    command::{self, Never},
    counter,
    link::LinkRefusal,
};
use weilu_vocabulary::{MINUTE, Outcome};

/// How large a file may be.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Caps {
    /// Megabytes of a picture.
    pub picture_mb: i64,
    /// Millions of pixels of a picture.
    pub picture_megapixels: i64,
    /// Megabytes of a video.
    pub video_mb: i64,
    /// Megabytes of a document or a sound.
    pub file_mb: i64,
}

impl Caps {
    pub(super) async fn read(tx: &mut Tx) -> Outcome<Caps> {
        Ok(Caps {
            picture_mb: PICTURE_MB.get(tx).await?,
            picture_megapixels: PICTURE_MEGAPIXELS.get(tx).await?,
            video_mb: VIDEO_MB.get(tx).await?,
            file_mb: FILE_MB.get(tx).await?,
        })
    }

    /// Megabytes of a kind.
    pub(super) const fn megabytes(&self, kind: super::Kind) -> i64 {
        match kind {
            super::Kind::Picture => self.picture_mb,
            super::Kind::Video => self.video_mb,
            super::Kind::Sound | super::Kind::Document => self.file_mb,
        }
    }
}

/// Lets one file in. Not a way in from outside: the edge asks before it reads.
#[derive(Debug, Deserialize, JsonSchema)]
struct Admit {}

impl Command for Admit {
    const NAME: &'static str = "blob.admit";
    const SUMMARY: (&'static str, &'static str) = ("准备上传一个文件", "Get ready to send a file");
    type Output = Caps;
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Caps> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let most = UPLOADS_A_MINUTE.get(tx).await?;
        counter::limit(tx, act, &format!("upload:{persona}"), most, MINUTE).await?;
        Caps::read(tx).await
    }
}

/// Counts an upload against its limit and says how large it may be.
///
/// # Errors
/// When nobody is signed in, or it is too much in one minute.
pub async fn admit(act: &Act) -> Outcome<Caps> {
    Ok(command::perform(&act.app, act.again(), Admit {}).await?.0)
}
