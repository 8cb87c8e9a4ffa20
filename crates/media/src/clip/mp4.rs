//! MP4: a tree of boxes. The brand is checked, size and length are read, and boxes of descriptions (`udta`, `meta`,
//! `uuid`: place, device, names) are turned into free space of the same size, so that nothing else moves.

use super::{BOXES_MOST, Clip, NoClip, blot, bytes_at, seconds_up, write_at};
use std::{fs::File, io::Seek};

/// Brands of pictures that share the container.
pub const PICTURE_BRANDS: [&[u8; 4]; 8] =
    [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"];
/// Brands of videos and sounds that browsers play.
const BRANDS: [&[u8; 4]; 20] = [
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42",
    b"mp71", b"avc1", b"av01", b"M4V ", b"M4VH", b"M4A ", b"qt  ", b"dash", b"3gp5",
];
const DESCRIPTIONS: [&[u8; 4]; 3] = [b"udta", b"meta", b"uuid"];

/// One box.
#[derive(Clone, Copy)]
struct Part {
    kind: [u8; 4],
    /// Where its head begins.
    head: u64,
    /// Where its content begins.
    from: u64,
    /// Where it ends.
    to: u64,
}

/// What was found on the way.
#[derive(Default)]
struct Found {
    boxes: usize,
    movie: bool,
    sound: bool,
    data: bool,
    sides: Option<(u32, u32)>,
    seconds: Option<i64>,
}

pub(super) fn settle(file: &mut File) -> Result<Clip, NoClip> {
    let end = file.seek(std::io::SeekFrom::End(0))?;
    let mut found = Found::default();
    let top = parts(file, 0, end, &mut found)?;
    let first = top.first().filter(|part| &part.kind == b"ftyp").ok_or(NoClip)?;
    check_brand(file, first)?;
    for part in &top {
        match &part.kind {
            b"moov" => movie(file, part, &mut found)?,
            b"mdat" | b"moof" => found.data = true,
            _ => hide(file, part)?,
        }
    }
    let (width, height) = found.sides.unzip();
    match (found.data, found.movie, found.sound) {
        (true, true, _) => Ok(Clip { mime: "video/mp4", width, height, seconds: found.seconds }),
        (true, false, true) => {
            Ok(Clip { mime: "audio/mp4", width: None, height: None, seconds: found.seconds })
        }
        _ => Err(NoClip),
    }
}

fn check_brand(file: &mut File, part: &Part) -> Result<(), NoClip> {
    let known = |brand: &[u8; 4]| BRANDS.contains(&brand);
    if known(&bytes_at(file, part.from)?) {
        return Ok(());
    }
    // The brands it is compatible with follow, four bytes each.
    let mut at = part.from + 8;
    while at + 4 <= part.to.min(part.from + 256) {
        if known(&bytes_at(file, at)?) {
            return Ok(());
        }
        at += 4;
    }
    Err(NoClip)
}

/// The boxes between two places.
fn parts(file: &mut File, from: u64, to: u64, found: &mut Found) -> Result<Vec<Part>, NoClip> {
    let (mut at, mut out) = (from, Vec::new());
    while at + 8 <= to {
        found.boxes += 1;
        if found.boxes > BOXES_MOST {
            return Err(NoClip);
        }
        let head: [u8; 8] = bytes_at(file, at)?;
        let [a, b, c, d, kind @ ..] = head;
        let (size, content) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (to - at, 8),
            1 => (u64::from_be_bytes(bytes_at(file, at + 8)?), 16),
            size => (u64::from(size), 8),
        };
        let end = at.checked_add(size).filter(|end| *end <= to && size >= content).ok_or(NoClip)?;
        out.push(Part { kind, head: at, from: at + content, to: end });
        at = end;
    }
    Ok(out)
}

fn movie(file: &mut File, part: &Part, found: &mut Found) -> Result<(), NoClip> {
    for inner in parts(file, part.from, part.to, found)? {
        match &inner.kind {
            b"mvhd" => found.seconds = length(file, &inner)?,
            b"trak" => track(file, &inner, found)?,
            _ => hide(file, &inner)?,
        }
    }
    Ok(())
}

/// Length in seconds out of `mvhd`: version 1 holds wide numbers.
fn length(file: &mut File, part: &Part) -> Result<Option<i64>, NoClip> {
    let [version] = bytes_at(file, part.from)?;
    let (scale, length) = if version == 1 {
        (bytes_at::<4>(file, part.from + 20)?, u64::from_be_bytes(bytes_at(file, part.from + 24)?))
    } else {
        let length = u32::from_be_bytes(bytes_at(file, part.from + 16)?);
        // All ones: not known when it was written.
        let known = if length == u32::MAX { 0 } else { length };
        (bytes_at::<4>(file, part.from + 12)?, u64::from(known))
    };
    Ok(seconds_up(length, u64::from(u32::from_be_bytes(scale))))
}

fn track(file: &mut File, part: &Part, found: &mut Found) -> Result<(), NoClip> {
    let inner = parts(file, part.from, part.to, found)?;
    let mut kind = [0; 4];
    for media in inner.iter().filter(|inner| &inner.kind == b"mdia") {
        for handler in parts(file, media.from, media.to, found)? {
            match &handler.kind {
                b"hdlr" => kind = bytes_at(file, handler.from + 8)?,
                _ => hide(file, &handler)?,
            }
        }
    }
    match &kind {
        b"vide" => {
            found.movie = true;
            if let Some(head) = inner.iter().find(|inner| &inner.kind == b"tkhd") {
                found.sides = found.sides.or(sides(file, head)?);
            }
        }
        b"soun" => found.sound = true,
        // A track of notes along the film (phones write the place into one) goes as a whole.
        b"meta" => {
            write_at(file, part.head + 4, b"free")?;
            return blot(file, part.from, part.to);
        }
        _ => {}
    }
    for description in &inner {
        hide(file, description)?;
    }
    Ok(())
}

/// Columns and lines as shown, out of the end of `tkhd`: a matrix, then two numbers with sixteen bits of fraction.
fn sides(file: &mut File, head: &Part) -> Result<Option<(u32, u32)>, NoClip> {
    let end = head.to.checked_sub(44).filter(|at| *at >= head.from).ok_or(NoClip)?;
    let numbers: [u8; 44] = bytes_at(file, end)?;
    let number = |at: usize| {
        let bytes = numbers.get(at..at + 4).and_then(|four| four.first_chunk::<4>());
        bytes.map_or(0, |four| u32::from_be_bytes(*four))
    };
    let (width, height) = (number(36) >> 16, number(40) >> 16);
    // A quarter turn has nothing on the diagonal of the matrix.
    let turned = number(0) == 0 && number(16) == 0;
    let sides = if turned { (height, width) } else { (width, height) };
    Ok((width > 0 && height > 0).then_some(sides))
}

/// Turns a box of descriptions into free space.
fn hide(file: &mut File, part: &Part) -> Result<(), NoClip> {
    if !DESCRIPTIONS.contains(&&part.kind) {
        return Ok(());
    }
    write_at(file, part.head + 4, b"free")?;
    blot(file, part.from, part.to)
}
