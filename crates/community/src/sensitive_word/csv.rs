//! A list of words as text: one word a line, with action and sentence behind commas.

use super::{Action, Entry, matcher::plain};

/// Most characters of a word.
pub const WORD_MAX: usize = 40;
/// Most characters of a sentence.
pub const SENTENCE_MAX: usize = 100;

/// A word that can be listed: at least two letters, not too long.
#[must_use]
pub fn fits(word: &str, sentence: &str) -> bool {
    plain(word).chars().count() >= 2
        && word.chars().count() <= WORD_MAX
        && sentence.chars().count() <= SENTENCE_MAX
}

/// Reads a list; lines that do not fit are given back with their numbers. A word without action is held.
#[must_use]
pub fn read(text: &str) -> (Vec<Entry>, Vec<i64>) {
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in (1_i64..).zip(text.lines()) {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with("词语,") || line.starts_with("word,") {
            continue;
        }
        let line = line.replace('，', ",");
        let mut parts = line.splitn(3, ',').map(|p| p.trim().trim_matches('"').to_owned());
        let word = parts.next().unwrap_or_default();
        let action = parts.next().filter(|a| !a.is_empty());
        let action = action.map_or(Some(Action::Hold), |a| Action::from_word(&a));
        let sentence = parts.next().unwrap_or_default();
        match action {
            Some(action) if fits(&word, &sentence) => entries.push(Entry { word, action, sentence }),
            _ => bad.push(number),
        }
    }
    (entries, bad)
}

/// Writes a list as it is read again.
#[must_use]
pub fn write(entries: &[Entry]) -> String {
    let mut out = "word,action,sentence\n".to_owned();
    for entry in entries {
        let word = entry.word.replace([',', '\n'], " ");
        let sentence = entry.sentence.replace('\n', " ");
        out.push_str(&format!("{word},{},{sentence}\n", entry.action.word()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_as_it_was_written_and_bad_lines_are_named() {
        let (entries, bad) = read("word,action,sentence\n代购\n返利，拒绝，不谈返利\nx,mask\n什么,吓,\n");
        assert_eq!(entries.len(), 2);
        assert_eq!(bad, [4, 5]);
        assert_eq!(entries[0].action, Action::Hold);
        assert_eq!(read(&write(&entries)), (entries, Vec::new()));
    }

    #[test]
    fn a_word_has_two_letters_at_least() {
        assert!(fits("代购", "") && !fits("代", "") && !fits("- -", ""));
        assert!(fits(&"长".repeat(WORD_MAX), "") && !fits(&"长".repeat(WORD_MAX + 1), ""));
    }
}
