//! Finding topics in a text, as people of the mainland (`#word#`) and elsewhere (`#word `) write them.

/// Most topics of one post.
pub const MOST: usize = 5;
const LONGEST: usize = 20;

/// The topics of a text, in their order, each once.
#[must_use]
pub fn written_in(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        let tail = rest.get(at + 1..).unwrap_or_default();
        let end = tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
        let word = tail.get(..end).unwrap_or_default();
        let behind = tail.get(end..).unwrap_or_default();
        if is_topic(word) && !out.iter().any(|known| fold(known) == fold(word)) {
            out.push(word.to_owned());
        }
        rest = if word.is_empty() { tail } else { behind.strip_prefix('#').unwrap_or(behind) };
    }
    out.truncate(MOST);
    out
}

/// Whether a word can be a topic: 1 to 20 letters, not digits alone (#1 is a number).
#[must_use]
pub fn is_topic(word: &str) -> bool {
    (1..=LONGEST).contains(&word.chars().count())
        && word.chars().all(is_word)
        && !word.chars().all(|c| c.is_ascii_digit())
}

/// The spelling by which topics are compared.
#[must_use]
pub fn fold(word: &str) -> String {
    weilu_search::normalise(word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-' || c == '·'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_are_found() {
        assert_eq!(written_in("今天 #老白茶# 开汤，#工夫茶 配点心。#Tea"), vec!["老白茶", "工夫茶", "Tea"]);
        assert_eq!(written_in("#茶##水#"), vec!["茶", "水"]);
    }

    #[test]
    fn numbers_twice_the_same_and_long_ones_are_none() {
        assert_eq!(written_in("#1 #茶 #茶 ##"), vec!["茶"]);
        assert!(is_topic(&"茶".repeat(20)) && !is_topic(&"茶".repeat(21)));
        assert_eq!(written_in("#a #b #c #d #e #f").len(), MOST);
    }

    #[test]
    fn spellings_meet() {
        assert_eq!(fold("Ｔｅａ"), fold("tea"));
        assert_eq!(fold("老白茶葉"), fold("老白茶叶"));
    }
}
