//! Texts to index: the shared real ones, or generated ones of the same shape.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;

/// A fixed row of numbers, so that two runs ask the same.
pub(crate) struct Chance(u64);

impl Chance {
    /// Begins a row.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }

    /// A rank below `bound`, small ones more often, as words are in texts.
    pub(crate) fn rank(&mut self, bound: usize) -> usize {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((bound as f64).powf(share) as usize).min(bound.saturating_sub(1))
    }
}

/// Reads a packed file whole, if it is there.
pub(crate) fn unpack(path: &Path) -> Option<String> {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The texts of the real posts, or nothing where they are not.
pub(crate) fn real_posts(data: &Path) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for (name, column) in [("cascades.tsv.gz", 11), ("reposts.tsv.gz", 5)] {
        let file = std::fs::File::open(data.join("weibo_ced").join(name)).ok()?;
        for line in BufReader::new(GzDecoder::new(file)).lines().skip(1) {
            let line = line.ok()?;
            let text = line.split('\t').nth(column).unwrap_or_default().trim();
            if !text.is_empty() {
                texts.push(text.to_owned());
            }
        }
    }
    Some(texts)
}

/// Generated posts: words of two characters, as frequent as words are.
pub(crate) fn generated_posts(count: usize) -> Vec<String> {
    let mut chance = Chance::new(7);
    let letter = |chance: &mut Chance| char::from_u32(0x4e00 + chance.rank(6_000) as u32).unwrap_or('的');
    let words: Vec<String> =
        (0..40_000).map(|_| [letter(&mut chance), letter(&mut chance)].iter().collect()).collect();
    let post = |_| {
        let length = 4 + chance.below(20);
        (0..length).filter_map(|_| words.get(chance.rank(words.len()))).map(String::as_str).collect()
    };
    (0..count).map(post).collect()
}
