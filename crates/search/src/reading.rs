//! How Chinese words are typed in Latin letters: full pinyin and initials.
//!
//! Rules: `ü` is written `v`, as input methods do; a character with several readings gives several
//! spellings, at most [`MAX_SPELLINGS`] a word, commonest readings first. A word with a character
//! that has no reading has no spelling. Deliberately not here: choosing the right reading from
//! context, tones, fuzzy sounds (z and zh).

use pinyin::{Pinyin, ToPinyinMulti};

/// The most spellings that one word may get.
pub(crate) const MAX_SPELLINGS: usize = 4;
/// Rare readings after the second only cost room.
const MAX_READINGS: usize = 2;

/// The full spellings of a word: 银行 gives `yinxing` and `yinhang`.
pub(crate) fn full_spellings(word: &[char]) -> Vec<String> {
    spellings(word, |reading| reading.plain())
}

/// The initials of a word: 读书会 gives `dsh`.
pub(crate) fn initials(word: &[char]) -> Vec<String> {
    spellings(word, |reading| reading.first_letter())
}

fn spellings(word: &[char], part: fn(Pinyin) -> &'static str) -> Vec<String> {
    let mut results = vec![String::new()];
    for ch in word {
        let readings = readings(*ch, part);
        if readings.is_empty() {
            return Vec::new();
        }
        results = readings
            .iter()
            .flat_map(|reading| results.iter().map(move |so_far| format!("{so_far}{reading}")))
            .take(MAX_SPELLINGS)
            .collect();
    }
    results.retain(|spelling| !spelling.is_empty());
    results
}

/// The distinct readings of one character, without tone.
fn readings(ch: char, part: fn(Pinyin) -> &'static str) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for reading in ch.to_pinyin_multi().into_iter().flatten().map(part) {
        let letters = typed(reading);
        if !letters.is_empty() && !distinct.contains(&letters) {
            distinct.push(letters);
        }
        if distinct.len() == MAX_READINGS {
            break;
        }
    }
    distinct
}

/// The letters that a keyboard has.
fn typed(reading: &str) -> String {
    reading
        .chars()
        .filter_map(|ch| match ch {
            'ü' => Some('v'),
            'ê' => Some('e'),
            'a'..='z' => Some(ch),
            _ => None,
        })
        .collect()
}

/// How many characters of `text` (from its start) spell exactly `letters`, if any do.
pub(crate) fn spelled_length(text: &[char], letters: &str) -> Option<usize> {
    let mut rests: Vec<&str> = vec![letters];
    for (index, ch) in text.iter().enumerate() {
        let readings = readings(*ch, |reading| reading.plain());
        rests = rests
            .into_iter()
            .flat_map(|rest| readings.iter().filter_map(move |reading| rest.strip_prefix(reading.as_str())))
            .collect();
        if rests.is_empty() {
            return None;
        }
        if rests.iter().any(|rest| rest.is_empty()) {
            return Some(index + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn words_are_spelled_in_full_and_by_initials() {
        assert!(full_spellings(&chars("读书会")).contains(&"dushuhui".to_owned()));
        assert!(initials(&chars("读书会")).contains(&"dsh".to_owned()));
        assert!(full_spellings(&chars("绿茶")).contains(&"lvcha".to_owned()));
    }

    #[test]
    fn several_readings_give_several_spellings() {
        for (word, spelling) in
            [("银行", "yinhang"), ("重庆", "chongqing"), ("音乐", "yinyue"), ("长江", "changjiang")]
        {
            assert!(
                full_spellings(&chars(word)).contains(&spelling.to_owned()),
                "{word}: {:?}",
                full_spellings(&chars(word))
            );
        }
    }

    #[test]
    fn what_has_no_reading_has_no_spelling() {
        assert!(full_spellings(&chars("读a")).is_empty());
    }

    #[test]
    fn spelled_text_is_measured_in_characters() {
        assert_eq!(spelled_length(&chars("读书会今晚"), "dushuhui"), Some(3));
        assert_eq!(spelled_length(&chars("读书会"), "dush"), None);
    }
}
