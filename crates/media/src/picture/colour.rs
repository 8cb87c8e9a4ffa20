//! Colours: a picture that brings a profile of its own (iPhones do) is brought to sRGB, and the profile is left behind.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Changes the pixels from a profile to sRGB; a profile that makes no sense is passed over.
pub(super) fn to_srgb(picture: &mut DynamicImage, profile: &[u8]) {
    let Ok(from) = ColorProfile::new_from_slice(profile) else { return };
    if from.color_space != DataColorSpace::Rgb {
        return;
    }
    let (layout, pixels): (Layout, &mut [u8]) = match picture {
        DynamicImage::ImageRgb8(p) => (Layout::Rgb, p),
        DynamicImage::ImageRgba8(p) => (Layout::Rgba, p),
        _ => return,
    };
    let to = ColorProfile::new_srgb();
    let transform = from.create_transform_8bit(layout, &to, layout, TransformOptions::default());
    let mut out = vec![0; pixels.len()];
    if transform.is_ok_and(|transform| transform.transform(pixels, &mut out).is_ok()) {
        pixels.copy_from_slice(&out);
    }
}
