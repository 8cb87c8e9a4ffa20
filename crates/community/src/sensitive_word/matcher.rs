//! Finding listed words in a text: one pass of an automaton over the folded letters, whatever the length of the
//! list. Spaces and signs between letters are passed over; words of Latin letters and digits must stand alone.

use daachorse::CharwiseDoubleArrayAhoCorasick;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_search::{FoldedChar, fold};
use weilu_vocabulary::Fault;

/// What happens when a word is met; a later one is harder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WordAction")]
pub enum Action {
    /// Shown as ＊＊.
    Mask,
    /// Published, and looked at afterwards.
    Note,
    /// Looked at before it is published.
    Hold,
    /// Not taken.
    Refuse,
}

impl Action {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Action::Mask => "mask",
            Action::Note => "note",
            Action::Hold => "hold",
            Action::Refuse => "refuse",
        }
    }

    /// From storage, or from a list that somebody wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Action> {
        match word.trim() {
            "mask" | "遮盖" => Some(Action::Mask),
            "note" | "后审" => Some(Action::Note),
            "hold" | "先审" => Some(Action::Hold),
            "refuse" | "拒绝" => Some(Action::Refuse),
            _ => None,
        }
    }
}

/// A listed word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As written.
    pub word: String,
    /// What happens.
    pub action: Action,
    /// What its author is told when it is refused.
    pub sentence: String,
}

/// Where a word was met: bytes of the text, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Which word.
    pub entry: &'a Entry,
}

/// A list made ready.
pub struct Matcher {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    entries: Vec<Entry>,
}

/// The letters that are compared: folded, without spaces and signs.
#[must_use]
pub fn plain(text: &str) -> String {
    fold(text).iter().map(|c| c.ch).filter(|c| c.is_alphanumeric()).collect()
}

impl Matcher {
    /// Makes a list ready; of two words with the same letters the harder one counts.
    ///
    /// # Errors
    /// When the automaton cannot be built.
    pub fn build(entries: Vec<Entry>) -> Result<Matcher, Fault> {
        let mut by_plain: BTreeMap<String, Entry> = BTreeMap::new();
        for entry in entries {
            let plain = plain(&entry.word);
            let harder = by_plain.get(&plain).is_none_or(|known| known.action < entry.action);
            if harder && !plain.is_empty() {
                by_plain.insert(plain, entry);
            }
        }
        if by_plain.is_empty() {
            return Ok(Matcher { automaton: None, entries: Vec::new() });
        }
        let numbered = by_plain.keys().zip(0_u32..);
        let automaton = CharwiseDoubleArrayAhoCorasick::with_values(numbered)
            .map_err(|e| Fault::new(format!("words could not be made ready: {e}")))?;
        Ok(Matcher { automaton: Some(automaton), entries: by_plain.into_values().collect() })
    }

    /// Every place where a listed word stands.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Hit<'_>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let letters: Vec<FoldedChar> = fold(text).into_iter().filter(|c| c.ch.is_alphanumeric()).collect();
        let mut plain = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(letters.len());
        for letter in &letters {
            starts.push(plain.len());
            plain.push(letter.ch);
        }
        let mut hits = Vec::new();
        for found in automaton.find_overlapping_iter(&plain) {
            let (first, after) = (
                starts.partition_point(|s| *s < found.start()),
                starts.partition_point(|s| *s < found.end()),
            );
            let entry = usize::try_from(found.value()).ok().and_then(|n| self.entries.get(n));
            let ends = (letters.get(first), letters.get(after.saturating_sub(1)), entry);
            if let (Some(from), Some(to), Some(entry)) = ends
                && stands_alone(text, from, to)
            {
                hits.push(Hit { start: from.start, end: to.end, entry });
            }
        }
        hits
    }
}

/// A word that begins or ends with a Latin letter or digit must not go on there: "class" is not "ass".
fn stands_alone(text: &str, first: &FoldedChar, last: &FoldedChar) -> bool {
    let goes_on = |edge: char, beside: Option<char>| {
        edge.is_ascii_alphanumeric() && beside.is_some_and(|c| c.is_ascii_alphanumeric())
    };
    let before = text.get(..first.start).and_then(|t| t.chars().next_back());
    let after = text.get(last.end..).and_then(|t| t.chars().next());
    !goes_on(first.ch, before) && !goes_on(last.ch, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(words: &[(&str, Action)]) -> Matcher {
        let entries = words.iter().map(|(word, action)| Entry {
            word: (*word).to_owned(),
            action: *action,
            sentence: String::new(),
        });
        Matcher::build(entries.collect()).unwrap()
    }

    fn met(matcher: &Matcher, text: &str) -> Vec<String> {
        matcher.hits(text).iter().map(|h| text[h.start..h.end].to_owned()).collect()
    }

    #[test]
    fn what_stands_between_the_letters_width_case_and_traditional_do_not_hide_a_word() {
        let list = matcher(&[("代购", Action::Hold), ("加微信", Action::Mask), ("vx", Action::Mask)]);
        assert_eq!(met(&list, "找我代 - 購呀"), ["代 - 購"]);
        assert_eq!(met(&list, "加。微。信 ＶＸ：abc"), ["加。微。信", "ＶＸ"]);
        assert!(met(&list, "今天代人购了茶").is_empty());
    }

    #[test]
    fn a_latin_word_counts_only_where_it_stands_alone() {
        let list = matcher(&[("ass", Action::Mask), ("v信", Action::Hold)]);
        assert!(met(&list, "a class of tea").is_empty());
        assert_eq!(met(&list, "you ass!"), ["ass"]);
        assert_eq!(met(&list, "我的v信号"), ["v信"]);
    }

    #[test]
    fn of_two_words_with_the_same_letters_the_harder_counts() {
        let list = matcher(&[("返 利", Action::Mask), ("返利", Action::Refuse), ("", Action::Refuse)]);
        assert_eq!(list.hits("高额返利")[0].entry.action, Action::Refuse);
        assert!(matcher(&[]).hits("什么都行").is_empty());
    }

    #[test]
    fn overlapping_words_are_all_met() {
        let list = matcher(&[("日入过千", Action::Refuse), ("过千", Action::Note)]);
        assert_eq!(met(&list, "日入过千").len(), 2);
    }
}
