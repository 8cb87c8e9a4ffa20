//! Videos and sounds: looked at, never decoded. The container must be what it says, how long and how large it is
//! is read from it, and what says where and by whom it was taken is blotted out in place.
//!
//! Rules: MP4 (with QuickTime, which phones write) and WebM only; a container without a picture track is a sound. A
//! number of boxes and a depth are never exceeded, whatever the file claims. It does not convert: whether a phone can
//! play a codec is for the player to say.

mod mp4;
#[cfg(test)]
pub(crate) mod tests;
mod webm;

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
};

/// More boxes than any honest file has at the places that are looked at.
const BOXES_MOST: usize = 20_000;

/// What a video or sound is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clip {
    /// Its kind.
    pub mime: &'static str,
    /// Columns as shown; none of a sound.
    pub width: Option<u32>,
    /// Lines as shown; none of a sound.
    pub height: Option<u32>,
    /// How long it is, rounded up; none when the file does not say.
    pub seconds: Option<i64>,
}

impl Clip {
    /// Whether there is something to look at.
    #[must_use]
    pub fn is_video(&self) -> bool {
        self.mime.starts_with("video/")
    }
}

/// It is not a whole video or sound of a kind that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoClip;

impl From<std::io::Error> for NoClip {
    fn from(_: std::io::Error) -> NoClip {
        NoClip
    }
}

/// Which container a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// MP4 and its relatives.
    Mp4,
    /// WebM.
    Webm,
}

/// Looks at a file and blots out what is nobody's business.
///
/// # Errors
/// When it is not what it says, or broken.
pub fn settle(file: &mut File, container: Container) -> Result<Clip, NoClip> {
    match container {
        Container::Mp4 => mp4::settle(file),
        Container::Webm => webm::settle(file),
    }
}

/// Reads exactly so many bytes at a place.
fn bytes_at<const N: usize>(file: &mut File, at: u64) -> Result<[u8; N], NoClip> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Writes zeros over a stretch.
fn blot(file: &mut File, from: u64, to: u64) -> Result<(), NoClip> {
    file.seek(SeekFrom::Start(from))?;
    std::io::copy(&mut std::io::repeat(0).take(to.saturating_sub(from)), file)?;
    Ok(())
}

fn write_at(file: &mut File, at: u64, bytes: &[u8]) -> Result<(), NoClip> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)?;
    Ok(())
}

fn seconds_up(length: u64, per_second: u64) -> Option<i64> {
    let seconds = length.checked_div(per_second)? + u64::from(!length.is_multiple_of(per_second));
    i64::try_from(seconds).ok().filter(|seconds| *seconds > 0)
}

/// Whether a brand is that of a picture in an MP4-like container (HEIC, AVIF).
#[must_use]
pub fn is_picture_brand(brand: [u8; 4]) -> bool {
    mp4::PICTURE_BRANDS.contains(&&brand)
}
