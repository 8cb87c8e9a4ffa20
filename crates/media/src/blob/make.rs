//! From what came in to what is kept: pictures written anew, videos cleaned, documents told; all of it on a thread of
//! its own and before any transaction.

use super::{Kind, Taken, nature::Nature, upload::UploadRefusal};
use crate::{
    clip, document,
    picture::{self, Flaw, Header, Still},
};
use std::{
    io::{Seek, SeekFrom},
    sync::Arc,
};
use tokio::sync::Semaphore;
use weilu_store::BlobStore;
use weilu_vocabulary::{Failure, Faulty, Outcome};

const MEGA: u64 = 1_000_000;
/// Millions of pixels that are decoded at the same time, over all uploads.
const MEGAPIXELS_AT_ONCE: u32 = 64;
static ROOM: Semaphore = Semaphore::const_new(MEGAPIXELS_AT_ONCE as usize);

/// A file as it lies in the store.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub kind: Kind,
    pub mime: &'static str,
    pub bytes: i64,
    pub sides: Option<(u32, u32)>,
    pub seconds: Option<i64>,
    pub hash: String,
    /// What stands for it in lists.
    pub small: Option<Small>,
}

/// A small variant as it lies in the store.
#[derive(Clone, Debug)]
pub(crate) struct Small {
    pub hash: String,
    pub mime: &'static str,
    pub bytes: i64,
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

impl From<Flaw> for UploadRefusal {
    fn from(flaw: Flaw) -> UploadRefusal {
        match flaw {
            Flaw::Unreadable => UploadRefusal::Unreadable,
            Flaw::TooManyPixels => UploadRefusal::TooManyPixels,
        }
    }
}

/// Makes and keeps a file, with what is shown before it is played.
pub(super) async fn make(blobs: &Arc<dyn BlobStore>, taken: Taken, poster: Option<Taken>) -> Outcome<Made> {
    match taken.nature {
        Nature::Picture => make_picture(blobs, taken).await,
        Nature::Clip(container) => {
            let made = aside(blobs, move |blobs| keep_clip(blobs, taken, container)).await?;
            match poster {
                Some(poster) if made.kind == Kind::Video => with_poster(blobs, made, poster).await,
                _ => Ok(made),
            }
        }
        Nature::Pdf | Nature::Office => aside(blobs, move |blobs| keep_document(blobs, taken)).await,
    }
}

/// Runs work on a thread where it may block.
async fn aside<T: Send + 'static>(
    blobs: &Arc<dyn BlobStore>,
    work: impl FnOnce(&dyn BlobStore) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    let blobs = blobs.clone();
    tokio::task::spawn_blocking(move || work(&*blobs)).await.context("the work on a file ended")?
}

async fn make_picture(blobs: &Arc<dyn BlobStore>, mut taken: Taken) -> Outcome<Made> {
    let most = u64::try_from(taken.caps.picture_megapixels).unwrap_or(0).saturating_mul(MEGA);
    let (bytes, header) = aside(blobs, move |_| {
        let bytes = taken.bytes()?;
        let header = Header::read(&bytes, most).map_err(UploadRefusal::from)?;
        Ok((bytes, header))
    })
    .await?;
    let _room = room(header).await?;
    aside(blobs, move |blobs| {
        let picture = picture::settle(&bytes, header).map_err(UploadRefusal::from)?;
        keep_picture(blobs, &picture)
    })
    .await
}

/// Waits until there is room for the pixels of a picture.
pub(crate) async fn room(header: Header) -> Outcome<tokio::sync::SemaphorePermit<'static>> {
    let wanted = u32::try_from(header.pixels().div_ceil(MEGA)).unwrap_or(MEGAPIXELS_AT_ONCE);
    Ok(ROOM.acquire_many(wanted.clamp(1, MEGAPIXELS_AT_ONCE)).await.context("waiting for room")?)
}

fn keep_picture(blobs: &dyn BlobStore, picture: &picture::Picture) -> Outcome<Made> {
    let small = match &picture.small {
        Some(small) => {
            Some(Small { hash: blobs.put(&small.bytes)?, mime: small.mime, bytes: length(&small.bytes) })
        }
        None => None,
    };
    Ok(Made { small, ..keep_still(blobs, &picture.whole)? })
}

/// Keeps one written picture.
pub(crate) fn keep_still(blobs: &dyn BlobStore, still: &Still) -> Outcome<Made> {
    Ok(Made {
        kind: Kind::Picture,
        mime: still.mime,
        bytes: length(&still.bytes),
        sides: Some((still.width, still.height)),
        seconds: None,
        hash: blobs.put(&still.bytes)?,
        small: None,
    })
}

fn keep_clip(blobs: &dyn BlobStore, mut taken: Taken, container: clip::Container) -> Outcome<Made> {
    let clip = clip::settle(&mut taken.file, container).map_err(|_| UploadRefusal::Unreadable)?;
    let kind = if clip.is_video() { Kind::Video } else { Kind::Sound };
    within_cap(&taken, kind)?;
    keep_file(blobs, taken, kind, clip.mime).map(|made| Made {
        sides: clip.width.zip(clip.height),
        seconds: clip.seconds,
        ..made
    })
}

fn keep_document(blobs: &dyn BlobStore, mut taken: Taken) -> Outcome<Made> {
    let mime = match taken.nature {
        Nature::Pdf => "application/pdf",
        _ => document::office(&mut taken.file).ok_or(UploadRefusal::BadKind)?,
    };
    keep_file(blobs, taken, Kind::Document, mime)
}

/// A sound came in under the cap of videos.
fn within_cap(taken: &Taken, kind: Kind) -> Result<(), UploadRefusal> {
    let most = taken.caps.megabytes(kind);
    let fits = taken.length <= u64::try_from(most).unwrap_or(0) << 20;
    if fits { Ok(()) } else { Err(UploadRefusal::TooLarge { most }) }
}

fn keep_file(blobs: &dyn BlobStore, mut taken: Taken, kind: Kind, mime: &'static str) -> Outcome<Made> {
    taken.file.seek(SeekFrom::Start(0)).context("reading what came in")?;
    let hash = blobs.put_from(&mut taken.file)?;
    let bytes = i64::try_from(taken.length).unwrap_or(i64::MAX);
    Ok(Made { kind, mime, bytes, sides: None, seconds: None, hash, small: None })
}

/// A video with the picture its sender's browser took of it. Without one it is a video all the same.
async fn with_poster(blobs: &Arc<dyn BlobStore>, mut made: Made, poster: Taken) -> Outcome<Made> {
    match make_picture(blobs, poster).await {
        Ok(picture) => {
            let whole = Small { hash: picture.hash, mime: picture.mime, bytes: picture.bytes };
            made.small = Some(picture.small.unwrap_or(whole));
            made.sides = made.sides.or(picture.sides);
            Ok(made)
        }
        Err(Failure::Refused(_)) => Ok(made),
        Err(fault) => Err(fault),
    }
}
