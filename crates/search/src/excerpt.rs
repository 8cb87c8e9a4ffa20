//! The piece of a text that shows why it was found, with the places to mark.
//!
//! An excerpt is plain text and byte ranges, never markup: the page escapes the text and puts its
//! own marks. Rules: ranges rise, do not overlap, and lie on character borders; the text is a
//! verbatim part of the original; it is cut around the place with the most marks.

use std::ops::Range;

use crate::fold::{FoldedChar, fold};
use crate::plan::Needle;
use crate::reading;
use crate::tokenizer::{Class, class_of, is_border};

/// What stands before the first mark, in characters.
const LEAD: usize = 20;
/// Marks around which an excerpt is tried.
const MAX_CENTRES: usize = 32;
/// A spelling covers at most this many characters.
const MAX_SPELLED_CHARS: usize = 12;

/// Part of a text with marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// Plain text; escape it.
    pub text: String,
    /// Byte ranges of `text` to mark, rising.
    pub marks: Vec<Range<usize>>,
    /// Something was left out before.
    pub cut_before: bool,
    /// Something was left out after.
    pub cut_after: bool,
}

/// An excerpt of at most `room` characters.
pub(crate) fn excerpt(text: &str, needles: &[Needle], room: usize) -> Excerpt {
    let marks = marks(text, needles);
    let window = window(text, &marks, room);
    let inside = marks.into_iter().filter(|mark| mark.start >= window.start && mark.end <= window.end);
    Excerpt {
        text: text.get(window.clone()).unwrap_or_default().to_owned(),
        marks: inside.map(|mark| mark.start - window.start..mark.end - window.start).collect(),
        cut_before: window.start > 0,
        cut_after: window.end < text.len(),
    }
}

/// Where the needles stand in the original text; touching places are one.
fn marks(text: &str, needles: &[Needle]) -> Vec<Range<usize>> {
    if needles.is_empty() {
        return Vec::new();
    }
    let folded = fold(text);
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while from < folded.len() {
        let length = needles.iter().filter_map(|needle| length_at(&folded, from, needle)).max();
        let ends = length.and_then(|length| folded.get(from + length - 1)).map(|last| last.end);
        if let (Some(first), Some(end)) = (folded.get(from), ends) {
            match marks.last_mut() {
                Some(last) if last.end >= first.start => last.end = last.end.max(end),
                _ => marks.push(first.start..end),
            }
        }
        from += 1;
    }
    marks
}

/// How many folded characters from `from` on are the needle, if they are.
fn length_at(folded: &[FoldedChar], from: usize, needle: &Needle) -> Option<usize> {
    let length = needle.chars.len();
    let literal = folded
        .get(from..from + length)
        .is_some_and(|part| part.iter().map(|f| f.ch).eq(needle.chars.iter().copied()));
    if literal && length > 0 && is_border(folded, from) && is_border(folded, from + length) {
        return Some(length);
    }
    if !needle.spelling || folded.get(from).is_none_or(|f| class_of(f.ch) != Class::Cjk) {
        return None;
    }
    let letters: String = needle.chars.iter().collect();
    let part: Vec<char> = folded.iter().skip(from).take(MAX_SPELLED_CHARS).map(|f| f.ch).collect();
    reading::spelled_length(&part, &letters).filter(|length| *length > 1)
}

/// The bytes to show: the stretch of `room` characters with the most marked bytes, earliest first.
fn window(text: &str, marks: &[Range<usize>], room: usize) -> Range<usize> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let count = starts.len() - 1;
    if count <= room {
        return 0..text.len();
    }
    let byte = |index: usize| starts.get(index.min(count)).copied().unwrap_or(text.len());
    let index_of = |at: usize| starts.partition_point(|start| *start < at);
    let mut best = 0..byte(room);
    let mut best_marked = 0;
    for mark in marks.iter().take(MAX_CENTRES) {
        let from = index_of(mark.start).saturating_sub(LEAD.min(room / 4)).min(count - room);
        let candidate = byte(from)..byte(from + room);
        let inside =
            marks.iter().filter(|other| other.start >= candidate.start && other.end <= candidate.end);
        let marked: usize = inside.map(|other| other.end - other.start).sum();
        if marked > best_marked {
            (best, best_marked) = (candidate, marked);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needle(text: &str, spelling: bool) -> Needle {
        Needle { chars: text.chars().collect(), spelling }
    }

    fn marked(text: &str, needles: &[Needle]) -> Vec<String> {
        marks(text, needles).into_iter().map(|mark| text[mark].to_owned()).collect()
    }

    #[test]
    fn marks_fall_on_the_original_spelling() {
        assert_eq!(
            marked("今晚讀書會，ＫＯＬ到场", &[needle("读书会", false), needle("kol", true)]),
            ["讀書會", "ＫＯＬ"]
        );
        assert_eq!(marked("读书会见", &[needle("dushuhui", true)]), ["读书会"]);
        assert_eq!(marked("he said ai", &[needle("ai", false)]), ["ai"]);
    }

    #[test]
    fn touching_marks_become_one() {
        assert_eq!(
            marked("读书会活动", &[needle("读书", false), needle("书会", false), needle("活动", false)]),
            ["读书会活动"]
        );
    }

    #[test]
    fn long_texts_are_cut_around_the_marks() {
        let text = format!("{}长江大桥{}", "前".repeat(300), "后".repeat(300));
        let excerpt = excerpt(&text, &[needle("长江大桥", false)], 60);
        assert_eq!(excerpt.text.chars().count(), 60);
        assert_eq!(&excerpt.text[excerpt.marks[0].clone()], "长江大桥");
        assert!(excerpt.cut_before && excerpt.cut_after);
    }

    #[test]
    fn markup_stays_text() {
        let excerpt = excerpt("<b>读书</b>&amp;", &[needle("读书", false)], 60);
        assert_eq!(excerpt.text, "<b>读书</b>&amp;");
        assert_eq!(excerpt.marks.first(), Some(&(3..9)));
    }
}
