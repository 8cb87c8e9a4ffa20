//! Posters 海报: a picture of its own that people pass on, with a code to press or scan.
//!
//! Rules: a poster says the brand's name, what it is about, one sentence, who invites, and shows a code of at
//! least 240 pixels with its quiet zone; it stands on light ground, whatever the reader's theme, so that the code
//! is read. The colours are the tokens of the page. It is drawn from an SVG made here and nowhere else, so no
//! text of a person becomes mark-up. The crate knows nothing of the house: it gets words and gives PNG.

mod lay;
mod press;
mod words;

pub use lay::svg;
pub use press::{NoFont, Press};

/// What stands on a poster.
#[derive(Clone, Copy, Debug)]
pub struct Poster<'a> {
    /// Name of the brand.
    pub brand: &'a str,
    /// What it is about.
    pub title: &'a str,
    /// One sentence.
    pub line: &'a str,
    /// Who invites or says it; its last character is the face where there is no picture.
    pub by: &'a str,
    /// Picture of the face: its bytes and media type (PNG, JPEG, WebP or GIF).
    pub picture: Option<(&'a [u8], &'a str)>,
    /// The address in the code.
    pub url: &'a str,
    /// What to do with the code.
    pub press: &'a str,
    /// A word below it.
    pub come: &'a str,
    /// The brand's accent, `#rrggbb`.
    pub accent: &'a str,
}

/// The three formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 3:4, 1080×1440.
    Tall,
    /// 1:1, 1080×1080.
    Square,
    /// 5:4, 1080×864.
    Wide,
}

impl Shape {
    /// Every format.
    pub const ALL: [Shape; 3] = [Shape::Tall, Shape::Square, Shape::Wide];

    /// As it stands in an address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Shape::Tall => "3x4",
            Shape::Square => "1x1",
            Shape::Wide => "5x4",
        }
    }

    /// From an address.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Shape> {
        Shape::ALL.into_iter().find(|shape| shape.word() == word)
    }

    /// Width and height in pixels.
    #[must_use]
    pub const fn size(self) -> (u32, u32) {
        match self {
            Shape::Tall => (1080, 1440),
            Shape::Square => (1080, 1080),
            Shape::Wide => (1080, 864),
        }
    }
}
