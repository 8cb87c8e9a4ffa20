//! Pictures as phones and pranksters send them.

use super::*;
use gif::{Encoder, Frame, Repeat};
use image::{ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage, codecs::png::PngEncoder};
use std::borrow::Cow;

const MOST: u64 = 50_000_000;
const SECRET: &[u8] = b"zqmarkerqz";

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

fn settled(bytes: &[u8]) -> Result<Picture, Flaw> {
    settle(bytes, Header::read(bytes, MOST)?)
}

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) },
    )
}

fn jpeg_of(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .write_image(picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// An EXIF block that says how the camera was held, and tells a secret.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut block = b"Exif\0\0".to_vec();
    block.extend(tiff);
    block.extend(SECRET);
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, 0xE1][..], &length, &block].concat()
}

fn photograph(orientation: u8) -> Vec<u8> {
    let plain = jpeg_of(&halves(640, 480));
    [&plain[..2], &exif(orientation), &plain[2..]].concat()
}

fn reopened(still: &Still) -> RgbImage {
    image::load_from_memory(&still.bytes).unwrap().into_rgb8()
}

#[test]
fn a_photograph_stands_upright_and_tells_nothing_but_its_pixels() {
    let sent = photograph(6);
    assert!(holds(&sent, SECRET));
    let picture = settled(&sent).unwrap();
    assert_eq!((picture.whole.mime, picture.whole.width, picture.whole.height), ("image/jpeg", 480, 640));
    let small = picture.small.clone().unwrap_or_else(|| picture.whole.clone());
    for still in [&picture.whole, &small] {
        assert!(!holds(&still.bytes, SECRET) && !holds(&still.bytes, b"Exif"));
    }
    // Held upright, the left half is the upper one.
    let pixels = reopened(&picture.whole);
    assert_eq!(pixels.dimensions(), (480, 640));
    assert!(pixels.get_pixel(240, 100).0[0] > 180 && pixels.get_pixel(240, 540).0[2] > 180);
    assert_eq!(settled(&photograph(1)).unwrap().whole.width, 640);
}

#[test]
fn what_is_large_is_scaled_and_lists_get_a_small_one() {
    let large = DynamicImage::ImageRgb8(halves(400, 300));
    assert!(scaled(&large, 120_000).unwrap().is_none());
    let less = scaled(&large, 30_000).unwrap().unwrap();
    assert_eq!((less.width(), less.height()), (200, 150));
    assert!(less.to_rgb8().get_pixel(20, 70).0[0] > 200 && less.to_rgb8().get_pixel(180, 70).0[2] > 200);
    let picture = settled(&jpeg_of(&halves(1_000, 750))).unwrap();
    assert_eq!((picture.whole.width, picture.whole.height), (1_000, 750));
    assert_eq!(picture.small.map(|s| (s.width, s.height, s.mime)), Some((640, 480, "image/jpeg")));
    let strip = settled(&jpeg_of(&halves(200, 2_000))).unwrap();
    assert_eq!((strip.whole.width, strip.whole.height), (200, 2_000));
    assert_eq!(strip.small.map(|s| (s.width, s.height)), Some((200, 400)), "cut around the middle");
    assert!(settled(&jpeg_of(&halves(100, 80))).unwrap().small.is_none(), "small enough");
}

#[test]
fn what_is_transparent_stays_so_and_loses_its_words() {
    let drawing =
        RgbaImage::from_fn(600, 600, |x, y| Rgba([10, 120, 60, if (x + y) % 2 == 0 { 255 } else { 0 }]));
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&drawing, 600, 600, image::ExtendedColorType::Rgba8).unwrap();
    // A chunk of text right after the head.
    let text = [&b"Comment\0"[..], SECRET].concat();
    let mut chunk = u32::try_from(text.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend([&b"tEXt"[..], &text, &[0; 4]].concat());
    bytes.splice(33..33, chunk);
    let picture = settled(&bytes).unwrap();
    assert_eq!(picture.whole.mime, "image/webp");
    assert!(!holds(&picture.whole.bytes, SECRET));
    let back = image::load_from_memory(&picture.whole.bytes).unwrap().into_rgba8();
    assert_eq!(back, drawing, "nothing is lost");
}

#[test]
fn bombs_are_refused_by_their_head() {
    let small = jpeg_of(&halves(640, 480));
    assert_eq!(Header::read(&small, 640 * 480).map(|h| h.pixels()), Ok(307_200));
    assert_eq!(Header::read(&small, 640 * 480 - 1).unwrap_err(), Flaw::TooManyPixels);
    // A PNG that claims 60,000 × 60,000 in its head.
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&halves(8, 8), 8, 8, image::ExtendedColorType::Rgb8).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let claimed = Header::read(&bytes, MOST);
    assert!(claimed.is_err(), "{claimed:?}");
}

#[test]
fn what_is_broken_or_no_picture_is_refused() {
    let whole = photograph(1);
    for bytes in [
        &whole[..40],
        &whole[..whole.len() / 2],
        &whole[..whole.len() - 2],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html>",
        b"",
    ] {
        assert_eq!(settled(bytes).err(), Some(Flaw::Unreadable));
    }
}

fn moving(frames: usize) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new(), 40, 30, &[255, 0, 0, 0, 0, 255]).unwrap();
    encoder.set_repeat(Repeat::Infinite).unwrap();
    encoder.write_raw_extension(gif::AnyExtension(0xFE), &[SECRET]).unwrap();
    for n in 0..frames {
        let pixels = vec![u8::try_from(n % 2).unwrap(); 40 * 30];
        let frame =
            Frame { width: 40, height: 30, delay: 10, buffer: Cow::Owned(pixels), ..Frame::default() };
        encoder.write_frame(&frame).unwrap();
    }
    encoder.into_inner().unwrap()
}

#[test]
fn a_gif_goes_on_moving_without_its_comments() {
    let sent = moving(5);
    assert!(holds(&sent, SECRET));
    let picture = settled(&sent).unwrap();
    assert_eq!((picture.whole.mime, picture.whole.width), ("image/gif", 40));
    assert!(!holds(&picture.whole.bytes, SECRET));
    let mut decoder = gif::DecodeOptions::new().read_info(&*picture.whole.bytes).unwrap();
    let mut frames = 0;
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        assert_eq!((frame.delay, frame.buffer[0]), (10, u8::try_from(frames % 2).unwrap()));
        frames += 1;
    }
    assert_eq!(frames, 5);
    assert_eq!(settled(&moving(1)).unwrap().whole.mime, "image/webp", "one frame does not move");
    assert_ne!(settled(&moving(700)).unwrap().whole.mime, "image/gif", "too long to move");
}

#[test]
fn wide_colours_are_brought_to_the_usual_ones() {
    let red = RgbImage::from_pixel(64, 64, Rgb([234, 51, 35]));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    encoder.set_icc_profile(moxcms::ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    encoder.write_image(&red, 64, 64, image::ExtendedColorType::Rgb8).unwrap();
    let picture = settled(&bytes).unwrap();
    assert!(!holds(&picture.whole.bytes, b"ICC_PROFILE"));
    // This colour of Display P3 is the full red of sRGB.
    let [r, g, b] = reopened(&picture.whole).get_pixel(30, 30).0;
    assert!(r > 248 && g < 14 && b < 14, "{r} {g} {b}");
}

#[test]
fn sides_keep_their_shape() {
    assert_eq!(small_sides(3_000, 4_000), (480, 640));
    assert_eq!(small_sides(300, 200), (300, 200));
    assert_eq!(small_sides(10_000, 100), (200, 100));
    let (width, height) = within(8_000, 6_000, WHOLE_PIXELS);
    assert!((width, height) == (3_265, 2_449) || (width, height) == (3_266, 2_449), "{width} {height}");
    assert_eq!(within(4_000_000, 3, 8), (4, 1).max(within(4_000_000, 3, 8)), "never nothing");
}
