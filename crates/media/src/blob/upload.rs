//! Sending a file up.

use super::{
    BlobView, Taken, incoming,
    make::{self, Made},
    state::{self, NewBlob},
    view,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Fault, Outcome, refusals};

const NAME_MAX: usize = 120;

/// Sends one file up: a picture, a video, a sound or a document. A video may bring the picture that stands before it
/// is played as `poster`, ahead of `file`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Upload {
    /// Under which name a document is saved; pictures and videos keep none.
    #[serde(default)]
    pub name: String,
    #[serde(skip)]
    taken: Option<Taken>,
    #[serde(skip)]
    poster: Option<Taken>,
    #[serde(skip)]
    made: Option<Made>,
}

/// What was kept.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Uploaded {
    /// Name it where it is to be used, within a day.
    #[serde(flatten)]
    pub blob: BlobView,
}

refusals! {
    /// Why a file is not taken.
    pub enum UploadRefusal {
        /// There is none.
        NoFile => 422 "blob.no_file" "没有收到文件，请重新选一个。" "No file arrived; please pick one again.";
        /// It broke off.
        BrokenOff => 422 "blob.broken_off" "上传中断了，再传一次就好。" "The upload broke off; please send it again.";
        /// Nothing that is taken.
        BadKind => 422 "blob.bad_kind" "这种文件放不了。图片用 JPEG、PNG、WebP 或 GIF，视频用 MP4 或 WebM，文档用 PDF 或 Office。" "This kind of file cannot be used. Pictures: JPEG, PNG, WebP or GIF; videos: MP4 or WebM; documents: PDF or Office.";
        /// HEIC or AVIF.
        PhonePicture => 422 "blob.phone_picture" "这张图片是 HEIC 格式，很多手机看不到。在相册里另存为 JPEG，再选它就好。" "This picture is in HEIC format, which many phones cannot show. Save it as JPEG in your album and pick that.";
        /// Too many bytes.
        TooLarge { most: i64 } => 413 "blob.too_large" "文件超过 {most} MB，换一个小些的吧。" "The file is over {most} MB; please pick a smaller one.";
        /// Too many pixels.
        TooManyPixels => 422 "blob.too_many_pixels" "这张图片的尺寸太大，先缩小一些再传。" "This picture has too many pixels; please make it smaller first.";
        /// Broken, or not what it says.
        Unreadable => 422 "blob.unreadable" "这个文件打不开，可能没有存完整，换一个试试。" "This file does not open; it may be incomplete. Please try another.";
    }
}

impl Upload {
    /// A file that has come in.
    #[must_use]
    pub fn of(taken: incoming::Taken, poster: Option<incoming::Taken>, name: String) -> Upload {
        Upload { name, taken: Some(taken), poster, made: None }
    }
}

impl Command for Upload {
    const NAME: &'static str = "blob.upload";
    const SUMMARY: (&'static str, &'static str) = ("上传一个文件", "Send one file up");
    const FILE: bool = true;
    type Output = Uploaded;
    type Refusal = UploadRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn prepare(&mut self, act: &Act) -> Outcome<()> {
        if act.actor.member.is_none() {
            return Err(LinkRefusal::SignIn.into());
        }
        let taken = self.taken.take().ok_or(UploadRefusal::NoFile)?;
        self.made = Some(make::make(&act.app.blobs, taken, self.poster.take()).await?);
        Ok(())
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Uploaded> {
        let made = self.made.as_ref().ok_or(UploadRefusal::NoFile)?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let name = if made.kind == super::Kind::Document { kept_name(&self.name) } else { String::new() };
        let id = keep(tx, act, Some(persona), made, (&name, None)).await?;
        let row =
            state::load(tx, id).await?.ok_or_else(|| Fault::new("a file that was kept is not there"))?;
        Ok(Uploaded { blob: view(&row) })
    }
}

/// Writes the row of what was made; its bytes are guarded against being dropped at the same moment.
pub(crate) async fn keep(
    tx: &mut Tx,
    act: &Act,
    persona: Option<weilu_vocabulary::PersonaId>,
    made: &Made,
    (name, on): (&str, Option<weilu_vocabulary::Ref>),
) -> Result<weilu_vocabulary::BlobId, Fault> {
    let mut hashes = vec![made.hash.as_str()];
    hashes.extend(made.small.as_ref().map(|small| small.hash.as_str()));
    hashes.sort_unstable();
    for hash in &hashes {
        tx.lock_name(hash)?;
    }
    let new = NewBlob {
        kind: made.kind,
        mime: made.mime,
        bytes: made.bytes,
        sides: made.sides,
        seconds: made.seconds,
        hash: &made.hash,
        small: made.small.clone(),
        name,
        on,
    };
    let id = state::insert(tx, act, persona, &new).await?;
    for hash in hashes {
        if !act.app.blobs.has(hash)? {
            return Err(Fault::new("the bytes of a file were dropped while it was being kept"));
        }
    }
    Ok(id)
}

/// A name that can stand in a header and in a folder.
fn kept_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !"\"<>|:*?".contains(*c)).collect();
    let kept = kept.trim_matches([' ', '.']);
    let chars: Vec<char> = kept.chars().collect();
    // What is too long loses its middle, so that the ending stays.
    match chars.len() <= NAME_MAX {
        true => kept.to_owned(),
        false => chars.iter().take(NAME_MAX - 20).chain(chars.iter().skip(chars.len() - 20)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::kept_name;

    #[test]
    fn names_are_safe_and_keep_their_ending() {
        assert_eq!(kept_name("../../报价 单.pdf"), "报价 单.pdf");
        assert_eq!(kept_name("C:\\tmp\\a\"b\n.docx"), "ab.docx");
        let long = kept_name(&format!("{}.xlsx", "长".repeat(300)));
        assert!(long.chars().count() == 120 && long.ends_with(".xlsx"), "{long}");
        assert_eq!(kept_name("..."), "");
    }
}
