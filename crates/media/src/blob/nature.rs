//! What a file is, by its first bytes. The name and what the sender says of it are never asked.

use super::Kind;
use crate::clip::{Container, is_picture_brand};

/// Bytes that are needed to tell.
pub(super) const HEAD: usize = 16;

/// What a file is, before it was looked at closely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// JPEG, PNG, WebP or GIF.
    Picture,
    /// A video or a sound.
    Clip(Container),
    /// PDF.
    Pdf,
    /// A zip that may be an Office document.
    Office,
}

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// This.
    Nature(Nature),
    /// A picture in the format of newer phones, which browsers do not show.
    PhonePicture,
    /// Nothing that is taken.
    Strange,
}

impl Nature {
    /// The kind whose cap counts while it comes in.
    pub(super) const fn kind(self) -> Kind {
        match self {
            Nature::Picture => Kind::Picture,
            Nature::Clip(_) => Kind::Video,
            Nature::Pdf | Nature::Office => Kind::Document,
        }
    }
}

pub(super) fn told(head: &[u8]) -> Told {
    let brand = head.get(8..12).and_then(|four| four.first_chunk::<4>());
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Told::Nature(Nature::Picture),
        _ if head.starts_with(b"\x89PNG\r\n\x1a\n") => Told::Nature(Nature::Picture),
        _ if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") => Told::Nature(Nature::Picture),
        _ if head.starts_with(b"RIFF") && brand == Some(b"WEBP") => Told::Nature(Nature::Picture),
        _ if head.get(4..8) == Some(b"ftyp") => match brand {
            Some(brand) if is_picture_brand(*brand) => Told::PhonePicture,
            _ => Told::Nature(Nature::Clip(Container::Mp4)),
        },
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Told::Nature(Nature::Clip(Container::Webm)),
        _ if head.starts_with(b"%PDF-") => Told::Nature(Nature::Pdf),
        _ if head.starts_with(b"PK\x03\x04") => Told::Nature(Nature::Office),
        _ => Told::Strange,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_a_file_is() {
        assert_eq!(told(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), Told::Nature(Nature::Picture));
        assert_eq!(told(b"RIFF\0\0\0\0WEBPVP8 "), Told::Nature(Nature::Picture));
        assert_eq!(told(b"\0\0\0\x18ftypisom"), Told::Nature(Nature::Clip(Container::Mp4)));
        assert_eq!(told(b"\0\0\0\x18ftypheic"), Told::PhonePicture);
        assert_eq!(told(b"%PDF-1.7"), Told::Nature(Nature::Pdf));
        for strange in [
            &b"<svg xmlns="[..],
            b"<!doctype html>",
            b"<?xml version",
            b"MZ\x90",
            b"#!/bin/sh",
            b"",
            b"\0\0\0\x18ftyp",
        ] {
            let told = told(strange);
            assert!(
                told == Told::Strange || strange.ends_with(b"ftyp"),
                "{told:?} {}",
                String::from_utf8_lossy(strange)
            );
        }
    }
}
