//! Text as it comes out of old books and scanned pages: the reading of a character stands behind it
//! in brackets, 網(wǎng) for 網, now and then with a line break inside.
//!
//! Rule: brackets are taken out only when they hold a reading of the very character before them;
//! every other bracket stays. Doing it twice changes nothing. Deliberately not here: guessing broken
//! characters, joining lines elsewhere.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::fold::normalise;
use crate::reading;

/// No reading is longer, line break included.
const MAX_READING_CHARS: usize = 12;
/// The two dots of `ü`, taken apart.
const DOTS: char = '\u{308}';

/// The text without the readings that were written into it.
#[must_use]
pub fn without_readings(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', '（']) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut clean = String::with_capacity(text.len());
    let (mut at, mut before) = (0, None);
    while let Some(ch) = chars.get(at).copied() {
        let rest = chars.get(at..).unwrap_or_default();
        match before.and_then(|before| reading_length(before, rest)) {
            Some(length) => at += length,
            None => {
                clean.push(ch);
                at += 1;
                // A line may break between a character and its reading.
                before = if ch == '\n' { before } else { Some(ch) };
            }
        }
    }
    if clean.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(clean) }
}

/// How many characters the bracket takes that `rest` begins with, if it holds a reading of `before`.
fn reading_length(before: char, rest: &[char]) -> Option<usize> {
    if !matches!(rest.first(), Some('(' | '（')) {
        return None;
    }
    let close = rest.iter().take(MAX_READING_CHARS).position(|ch| matches!(ch, ')' | '）'))?;
    let inside = rest.get(1..close)?;
    let letters = letters(inside);
    let simple: Vec<char> = normalise(&before.to_string()).chars().collect();
    // A character whose simplified form has other readings is asked itself.
    let fits = |word: &[char]| reading::spelled_length(word, &letters) == Some(1);
    let is_reading = !letters.is_empty() && inside.iter().all(|ch| is_letter(*ch));
    (is_reading && (fits(&simple) || fits(&[before]))).then_some(close + 1)
}

fn is_letter(ch: char) -> bool {
    ch.is_whitespace() || (ch.is_alphabetic() && ch < '\u{2e80}') || ('\u{300}'..'\u{370}').contains(&ch)
}

/// The letters of a keyboard, tones taken off; `ü` is written `v`.
fn letters(inside: &[char]) -> String {
    let mut letters = String::new();
    for ch in inside.iter().copied().nfd() {
        match ch {
            'a'..='z' => letters.push(ch),
            'A'..='Z' => letters.push(ch.to_ascii_lowercase()),
            'ɡ' => letters.push('g'),
            'ɑ' => letters.push('a'),
            DOTS if letters.ends_with('u') => {
                letters.pop();
                letters.push('v');
            }
            _ => {}
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_taken_out_and_other_brackets_stay() {
        for (given, clean) in [
            ("移動互聯(lián)網(wǎng)時代的新4C法則(第3版)", "移動互聯網時代的新4C法則(第3版)"),
            ("現(xiàn)在轉(\nzhuǎn)而關(guān)注關(guān)系", "現在轉而關注關系"),
            ("許多企業(y\nè)雖然", "許多企業雖然"),
            ("真誠（zhen cheng）推薦", "真誠（zhen cheng）推薦"),
            ("苹果(apple)和人(RMB)", "苹果(apple)和人(RMB)"),
            ("女(nǚ)兒和旅(lǚ)行", "女兒和旅行"),
            ("没有(", "没有("),
        ] {
            assert_eq!(without_readings(given), clean);
            assert_eq!(without_readings(clean), clean);
        }
    }
}
