//! Pictures made safe: what comes in is decoded, put upright, brought to sRGB and written anew, so that what goes
//! out is pixels and nothing else: no place, no camera, no hidden text, no script.
//!
//! Rules: the number of pixels is read before anything is decoded and has a limit; what is large is scaled down to
//! [`WHOLE_PIXELS`]; beside the whole stands a small one for lists. Photographs leave as JPEG, drawings and what is
//! transparent as WebP without loss, moving GIFs as GIF. It knows no file and no database; it computes for long and
//! needs room, so callers run [`settle`] on a thread of its own and ask for room by [`Header::pixels`].

mod colour;
mod jpeg;
mod motion;
#[cfg(test)]
pub(crate) mod tests;

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};
use std::io::Cursor;

/// A picture is kept with at most so many pixels: sharp on every screen, and a poster of many screens stays legible.
pub const WHOLE_PIXELS: u64 = 8_000_000;
/// Shorter side of the small variant.
pub const SMALL_SIDE: u32 = 480;
/// The small variant of a strip is cut to this many times its shorter side, around the middle.
const SMALL_STRETCH: u32 = 2;
const WHOLE_QUALITY: u8 = 86;
const SMALL_QUALITY: u8 = 80;
/// Without loss up to here; beyond it only while JPEG is no better than half.
const LOSSLESS_BYTES: usize = 600_000;
/// Bytes a decoder may ask for beside the pixels themselves.
const ROOM_BESIDE: u64 = 64 << 20;

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be decoded.
    Unreadable,
    /// It has more pixels than are allowed.
    TooManyPixels,
}

/// What stands in the head of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Header {
    format: ImageFormat,
    /// Columns, as stored.
    pub width: u32,
    /// Lines, as stored.
    pub height: u32,
}

/// A written picture.
#[derive(Clone, Debug)]
pub struct Still {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its kind.
    pub mime: &'static str,
    /// Columns.
    pub width: u32,
    /// Lines.
    pub height: u32,
}

/// A picture as it is kept.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The whole.
    pub whole: Still,
    /// For lists; none when the whole is small itself.
    pub small: Option<Still>,
}

impl Header {
    /// Reads the head, and refuses what would need too much room.
    ///
    /// # Errors
    /// When it is no picture or has too many pixels.
    pub fn read(bytes: &[u8], pixels_most: u64) -> Result<Header, Flaw> {
        let format = image::guess_format(bytes).map_err(|_| Flaw::Unreadable)?;
        let reader = ImageReader::with_format(Cursor::new(bytes), format);
        let (width, height) = reader.into_dimensions().map_err(|_| Flaw::Unreadable)?;
        let header = Header { format, width, height };
        match header.pixels() {
            0 => Err(Flaw::Unreadable),
            pixels if pixels > pixels_most => Err(Flaw::TooManyPixels),
            _ => Ok(header),
        }
    }

    /// How many pixels there are to decode.
    #[must_use]
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// Makes a picture safe.
///
/// # Errors
/// When it cannot be decoded.
pub fn settle(bytes: &[u8], header: Header) -> Result<Picture, Flaw> {
    let upright = decode(bytes, header)?;
    let whole = scaled(&upright, WHOLE_PIXELS)?.unwrap_or(upright);
    let opaque = !is_transparent(&whole);
    let small = small_of(&whole)?.map(|small| still(small, opaque, true, SMALL_QUALITY)).transpose()?;
    let moving = if header.format == ImageFormat::Gif { motion::rewrite(bytes) } else { None };
    let whole = match moving {
        Some(moving) => moving,
        None => still(whole, opaque, header.format == ImageFormat::Jpeg, WHOLE_QUALITY)?,
    };
    // A file that is short anyway needs no second one; a moving one does, because lists stand still.
    let short =
        whole.mime != motion::MIME && small.as_ref().is_some_and(|s| s.bytes.len() >= whole.bytes.len());
    Ok(Picture { whole, small: if short { None } else { small } })
}

/// Only the small variant: for pictures that are shown small everywhere.
///
/// # Errors
/// When it cannot be decoded.
pub fn settle_small(bytes: &[u8], header: Header) -> Result<Still, Flaw> {
    let upright = decode(bytes, header)?;
    let opaque = !is_transparent(&upright);
    still(small_of(&upright)?.unwrap_or(upright), opaque, true, SMALL_QUALITY)
}

/// The pixels, upright and in sRGB, with three or four channels of eight bits.
fn decode(bytes: &[u8], header: Header) -> Result<DynamicImage, Flaw> {
    if header.format == ImageFormat::Jpeg && !jpeg::is_whole(bytes) {
        return Err(Flaw::Unreadable);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), header.format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(header.width);
    limits.max_image_height = Some(header.height);
    limits.max_alloc = Some(header.pixels().saturating_mul(8).saturating_add(ROOM_BESIDE));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Flaw::Unreadable)?;
    let orientation = decoder.orientation().map_err(|_| Flaw::Unreadable)?;
    let profile = decoder.icc_profile().ok().flatten();
    let decoded = DynamicImage::from_decoder(decoder).map_err(|_| Flaw::Unreadable)?;
    let flat = match decoded {
        plain @ (DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_)) => plain,
        deep if deep.has_alpha() => DynamicImage::ImageRgba8(deep.into_rgba8()),
        deep => DynamicImage::ImageRgb8(deep.into_rgb8()),
    };
    // Scaled before it is turned and coloured, so that the dear steps see few pixels.
    let mut upright = scaled(&flat, WHOLE_PIXELS)?.unwrap_or(flat);
    upright.apply_orientation(orientation);
    if let Some(profile) = profile {
        colour::to_srgb(&mut upright, &profile);
    }
    Ok(upright)
}

/// Scaled down to a number of pixels; `None` when it has no more.
fn scaled(picture: &DynamicImage, most: u64) -> Result<Option<DynamicImage>, Flaw> {
    let (width, height) = picture.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= most {
        return Ok(None);
    }
    let (width, height) = within(width, height, most);
    resized(picture, width, height, &ResizeOptions::new()).map(Some)
}

/// The sides of a picture with at most so many pixels.
fn within(width: u32, height: u32, most: u64) -> (u32, u32) {
    let pixels = u64::from(width) * u64::from(height);
    // Whole-number square root of the share in millionths keeps this free of rounding surprises.
    let share = (most.saturating_mul(1_000_000_000_000) / pixels.max(1)).isqrt();
    let side = |side: u32| u32::try_from(u64::from(side) * share / 1_000_000).unwrap_or(1).max(1);
    (side(width), side(height))
}

/// The small variant; `None` when the picture is that small.
fn small_of(picture: &DynamicImage) -> Result<Option<DynamicImage>, Flaw> {
    let (width, height) = picture.dimensions();
    let (to_width, to_height) = small_sides(width, height);
    if (to_width, to_height) == (width, height) {
        return Ok(None);
    }
    let cut = ResizeOptions::new().fit_into_destination(Some((0.5, 0.5)));
    resized(picture, to_width, to_height, &cut).map(Some)
}

/// The sides of the small variant.
fn small_sides(width: u32, height: u32) -> (u32, u32) {
    let (short, long) = (u64::from(width.min(height)), u64::from(width.max(height)));
    let to_short = short.min(u64::from(SMALL_SIDE)).max(1);
    let to_long =
        ((long * to_short + short / 2) / short.max(1)).clamp(to_short, to_short * u64::from(SMALL_STRETCH));
    let side = |n: u64| u32::try_from(n).unwrap_or(SMALL_SIDE);
    if width <= height { (side(to_short), side(to_long)) } else { (side(to_long), side(to_short)) }
}

fn resized(
    picture: &DynamicImage,
    width: u32,
    height: u32,
    options: &ResizeOptions,
) -> Result<DynamicImage, Flaw> {
    let mut out = DynamicImage::new(width, height, picture.color());
    let options = options.resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(picture, &mut out, &options).map_err(|_| Flaw::Unreadable)?;
    Ok(out)
}

fn is_transparent(picture: &DynamicImage) -> bool {
    picture.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|pixel| pixel.0.last() != Some(&u8::MAX)))
}

/// Writes a picture: photographs with loss, what is transparent without, everything else by what is shorter.
fn still(picture: DynamicImage, opaque: bool, photograph: bool, quality: u8) -> Result<Still, Flaw> {
    let (width, height) = picture.dimensions();
    let picture = if opaque { DynamicImage::ImageRgb8(picture.into_rgb8()) } else { picture };
    let made = |bytes: Vec<u8>, mime| Still { bytes, mime, width, height };
    let lossless = if opaque && photograph { None } else { Some(webp(&picture)?) };
    match lossless {
        Some(bytes) if !opaque || bytes.len() <= LOSSLESS_BYTES => Ok(made(bytes, "image/webp")),
        Some(bytes) => {
            let lossy = jpeg(&picture, quality)?;
            let far_shorter = lossy.len() < bytes.len() / 2;
            Ok(if far_shorter { made(lossy, "image/jpeg") } else { made(bytes, "image/webp") })
        }
        None => Ok(made(jpeg(&picture, quality)?, "image/jpeg")),
    }
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, Flaw> {
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
        .map_err(|_| Flaw::Unreadable)?;
    Ok(bytes)
}

fn webp(picture: &DynamicImage) -> Result<Vec<u8>, Flaw> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).map_err(|_| Flaw::Unreadable)?;
    Ok(bytes)
}
