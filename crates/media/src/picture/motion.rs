//! Moving GIFs: written anew frame by frame with their own colours, so that comments and blocks of applications stay
//! behind. What is too long or too large to move stands still.

use super::Still;
use gif::{ColorOutput, DecodeOptions, Encoder, MemoryLimit};
use std::num::NonZeroU64;

pub(super) const MIME: &str = "image/gif";
/// A longer file stands still.
const BYTES_MOST: usize = 8 << 20;
/// Pixels of all frames together.
const PIXELS_MOST: u64 = 150_000_000;
const FRAMES_MOST: usize = 600;

/// The GIF written anew; `None` when it does not move, or moves too much.
pub(super) fn rewrite(bytes: &[u8]) -> Option<Still> {
    if bytes.len() > BYTES_MOST {
        return None;
    }
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Bytes(NonZeroU64::new(PIXELS_MOST)?));
    let mut decoder = options.read_info(bytes).ok()?;
    let (width, height) = (decoder.width(), decoder.height());
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut encoder = Encoder::new(Vec::new(), width, height, &palette).ok()?;
    encoder.set_repeat(decoder.repeat()).ok()?;
    let (mut frames, mut pixels) = (0, 0);
    while let Ok(Some(frame)) = decoder.read_next_frame() {
        frames += 1;
        pixels += u64::from(frame.width) * u64::from(frame.height);
        if frames > FRAMES_MOST || pixels > PIXELS_MOST {
            return None;
        }
        let mut frame = frame.clone();
        // The lines were put in order when it was read.
        frame.interlaced = false;
        encoder.write_frame(&frame).ok()?;
    }
    let bytes = encoder.into_inner().ok()?;
    let still = Still { bytes, mime: MIME, width: width.into(), height: height.into() };
    (frames > 1).then_some(still)
}
