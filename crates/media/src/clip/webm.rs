//! WebM: elements with a name, a length and a content. Size and length are read from what comes before the first
//! cluster; tags are turned into empty space of the same size.

use super::{BOXES_MOST, Clip, NoClip, blot, bytes_at, seconds_up, write_at};
use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

const EBML: u32 = 0x1A45_DFA3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const SCALE: u32 = 0x002A_D7B1;
const LENGTH: u32 = 0x4489;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const TRACK_KIND: u32 = 0x83;
const VIDEO: u32 = 0xE0;
const WIDTH: u32 = 0xB0;
const HEIGHT: u32 = 0xBA;
const TAGS: u32 = 0x1254_C367;
const CLUSTER: u32 = 0x1F43_B675;
/// Nanoseconds of a tick where the file does not say.
const SCALE_USUAL: u64 = 1_000_000;
const NANOSECONDS: u64 = 1_000_000_000;

#[derive(Clone, Copy)]
struct Element {
    name: u32,
    head: u64,
    from: u64,
    to: u64,
    /// Its length was left open: it goes on until something of its parent's floor begins.
    open: bool,
}

#[derive(Default)]
struct Found {
    elements: usize,
    video: bool,
    sound: bool,
    data: bool,
    sides: (u32, u32),
    seconds: Option<i64>,
}

pub(super) fn settle(file: &mut File) -> Result<Clip, NoClip> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut found = Found::default();
    let head = element(file, 0, end, &mut found)?;
    if head.name != EBML || !is_webm(file, head, &mut found)? {
        return Err(NoClip);
    }
    let segment = element(file, head.to, end, &mut found)?;
    if segment.name != SEGMENT {
        return Err(NoClip);
    }
    walk(file, segment, &mut found)?;
    let (width, height) = found.sides;
    let sides = (width > 0 && height > 0).then_some((width, height)).unzip();
    match (found.data, found.video, found.sound) {
        (true, true, _) => {
            Ok(Clip { mime: "video/webm", width: sides.0, height: sides.1, seconds: found.seconds })
        }
        (true, false, true) => {
            Ok(Clip { mime: "audio/webm", width: None, height: None, seconds: found.seconds })
        }
        _ => Err(NoClip),
    }
}

fn is_webm(file: &mut File, head: Element, found: &mut Found) -> Result<bool, NoClip> {
    for inner in elements(file, head, found)? {
        if inner.name == DOC_TYPE {
            return Ok(inner.to - inner.from == 4 && &bytes_at::<4>(file, inner.from)? == b"webm");
        }
    }
    Ok(false)
}

fn walk(file: &mut File, segment: Element, found: &mut Found) -> Result<(), NoClip> {
    let mut at = segment.from;
    while at < segment.to {
        let part = element(file, at, segment.to, found)?;
        match part.name {
            INFO => info(file, part, found)?,
            TRACKS => tracks(file, part, found)?,
            TAGS => hide(file, part)?,
            CLUSTER => found.data = true,
            _ => {}
        }
        // What was recorded live leaves its clusters open; nothing of interest follows the first.
        if part.open {
            break;
        }
        at = part.to;
    }
    Ok(())
}

fn info(file: &mut File, part: Element, found: &mut Found) -> Result<(), NoClip> {
    let (mut scale, mut length) = (SCALE_USUAL, None);
    for inner in elements(file, part, found)? {
        match inner.name {
            SCALE => scale = number(file, inner)?,
            LENGTH => length = Some(float(file, inner)?),
            _ => {}
        }
    }
    let nanoseconds = length.map(|length| length * scale as f64);
    found.seconds =
        nanoseconds.filter(|n| (1.0..9e18).contains(n)).and_then(|n| seconds_up(n as u64, NANOSECONDS));
    Ok(())
}

fn tracks(file: &mut File, part: Element, found: &mut Found) -> Result<(), NoClip> {
    for track in elements(file, part, found)?.into_iter().filter(|inner| inner.name == TRACK) {
        for inner in elements(file, track, found)? {
            match inner.name {
                TRACK_KIND => match number(file, inner)? {
                    1 => found.video = true,
                    2 => found.sound = true,
                    _ => {}
                },
                VIDEO => {
                    for side in elements(file, inner, found)? {
                        let pixels = |n: u64| u32::try_from(n).unwrap_or(0);
                        match side.name {
                            WIDTH => found.sides.0 = pixels(number(file, side)?),
                            HEIGHT => found.sides.1 = pixels(number(file, side)?),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Turns an element into empty space (`Void`) of the same size.
fn hide(file: &mut File, part: Element) -> Result<(), NoClip> {
    let whole = part.to - part.head;
    if part.open || whole < 9 {
        return Err(NoClip);
    }
    write_at(file, part.head, &[0xEC])?;
    write_at(file, part.head + 1, &((whole - 9) | 1 << 56).to_be_bytes())?;
    blot(file, part.head + 9, part.to)
}

fn elements(file: &mut File, of: Element, found: &mut Found) -> Result<Vec<Element>, NoClip> {
    let (mut at, mut out) = (of.from, Vec::new());
    while at < of.to {
        let inner = element(file, at, of.to, found)?;
        at = inner.to;
        out.push(inner);
    }
    Ok(out)
}

fn element(file: &mut File, at: u64, to: u64, found: &mut Found) -> Result<Element, NoClip> {
    found.elements += 1;
    if found.elements > BOXES_MOST {
        return Err(NoClip);
    }
    let (name, name_length) = vint(file, at, false)?;
    let (length, length_length) = vint(file, at + name_length, true)?;
    let from = at + name_length + length_length;
    let open = length == (1 << (7 * length_length)) - 1;
    let end = if open { to } else { from.checked_add(length).filter(|end| *end <= to).ok_or(NoClip)? };
    Ok(Element { name: u32::try_from(name).map_err(|_| NoClip)?, head: at, from, to: end, open })
}

/// A number whose first bit that is set says how long it is; a name keeps that bit, a length does not.
fn vint(file: &mut File, at: u64, bare: bool) -> Result<(u64, u64), NoClip> {
    let [first] = bytes_at(file, at)?;
    let length = u64::from(first.leading_zeros()) + 1;
    if length > 8 {
        return Err(NoClip);
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(length).read_to_end(&mut bytes)?;
    let value = bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    Ok((if bare { value & !(1 << (7 * length)) } else { value }, length))
}

fn number(file: &mut File, of: Element) -> Result<u64, NoClip> {
    let length = of.to - of.from;
    if length > 8 {
        return Err(NoClip);
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(of.from))?;
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

fn float(file: &mut File, of: Element) -> Result<f64, NoClip> {
    match of.to - of.from {
        4 => Ok(f64::from(f32::from_be_bytes(bytes_at(file, of.from)?))),
        8 => Ok(f64::from_be_bytes(bytes_at(file, of.from)?)),
        _ => Err(NoClip),
    }
}
