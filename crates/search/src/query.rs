//! What a person types: words, "phrases", -exclusions, #tags and from:@names.
//!
//! Words are joined by "and"; quotes (straight, curly or corner) make a phrase; a leading minus
//! excludes; `tag:x`, `话题:x`, `#x` and `#x#` ask for a tag; `from:@x` and `作者:@x` for an author,
//! whose name the caller resolves. Rules: parsing never fails; what makes no sense (an open quote, a
//! lonely minus) is read as the plain text it looks like; the text is folded first, so that full
//! width signs work. Deliberately not here: "or", brackets, wildcards.

use crate::fold::normalise;
use crate::tokenizer::normalise_tag;

/// Longer queries are cut, which bounds the work of one.
const MAX_QUERY_CHARS: usize = 200;

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) tags: Vec<String>,
    pub(crate) without_tags: Vec<String>,
    from: Vec<String>,
}

/// A stretch of text that must (or must not) occur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Folded.
    pub(crate) text: String,
    /// Word for word.
    pub(crate) phrase: bool,
    /// Must not occur.
    pub(crate) negative: bool,
}

impl Query {
    /// Reads a query. Never fails.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let folded: Vec<char> = normalise(text).chars().take(MAX_QUERY_CHARS).collect();
        let mut query = Self::default();
        let mut at = 0;
        while let Some(ch) = folded.get(at) {
            if ch.is_whitespace() {
                at += 1;
                continue;
            }
            at = query.read_clause(&folded, at);
        }
        query
    }

    /// The names after `from:@`, folded, for the caller to turn into authors.
    #[must_use]
    pub fn from(&self) -> &[String] {
        &self.from
    }

    /// Whether nothing at all is asked for by words or tags.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && !self.clauses.iter().any(|clause| !clause.negative)
    }

    /// Reads one clause that starts at `at`; returns where the next one may start.
    fn read_clause(&mut self, folded: &[char], at: usize) -> usize {
        let followed = folded.get(at + 1).is_some_and(|next| !next.is_whitespace());
        let negative = folded.get(at) == Some(&'-') && followed;
        let start = at + usize::from(negative);
        if let Some(close) = folded.get(start).and_then(|open| closing_quotes(*open)) {
            let inside = folded.get(start + 1..).unwrap_or_default();
            let length = inside.iter().position(|ch| close.contains(ch)).unwrap_or(inside.len());
            let text: String = inside.iter().take(length).collect();
            self.add_text(text, true, negative);
            return start + length + 2;
        }
        let word = folded.get(start..).unwrap_or_default().iter();
        let word: String = word.take_while(|ch| !ch.is_whitespace() && **ch != '"').collect();
        let end = start + word.chars().count();
        self.add_word(&word, negative);
        end.max(at + 1)
    }

    fn add_word(&mut self, word: &str, negative: bool) {
        if let Some(tag) = strip_any(word, &["tag:", "话题:", "#"]).map(normalise_tag)
            && !tag.is_empty()
        {
            let list = if negative { &mut self.without_tags } else { &mut self.tags };
            list.push(tag);
            return;
        }
        let name = strip_any(word, &["from:", "作者:"]).map(|name| name.trim_start_matches('@'));
        match name {
            Some(name) if !name.is_empty() && !negative => self.from.push(name.to_owned()),
            _ => self.add_text(word.to_owned(), false, negative),
        }
    }

    fn add_text(&mut self, text: String, phrase: bool, negative: bool) {
        if !text.trim().is_empty() {
            self.clauses.push(Clause { text, phrase, negative });
        }
    }
}

fn strip_any<'a>(word: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    prefixes.iter().find_map(|prefix| word.strip_prefix(prefix))
}

/// What ends a phrase; straight and curly quotes are often mixed.
fn closing_quotes(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' => Some(&['"', '”']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(query: &Query) -> Vec<(&str, bool, bool)> {
        query.clauses.iter().map(|c| (c.text.as_str(), c.phrase, c.negative)).collect()
    }

    #[test]
    fn every_sign_is_understood() {
        let query =
            Query::parse("讀書會 「长江 大桥」 -广告 -“买 一 送 一” tag:夜跑 #摄影# －＃抽奖 from:@老王");
        assert_eq!(
            texts(&query),
            [
                ("读书会", false, false),
                ("长江 大桥", true, false),
                ("广告", false, true),
                ("买 一 送 一", true, true)
            ]
        );
        assert_eq!(query.tags, ["夜跑", "摄影"]);
        assert_eq!(query.without_tags, ["抽奖"]);
        assert_eq!(query.from(), ["老王"]);
    }

    #[test]
    fn nonsense_degrades_to_text() {
        assert_eq!(texts(&Query::parse("\"没有关上")), [("没有关上", true, false)]);
        assert_eq!(
            texts(&Query::parse("- tag: from: #")),
            [("-", false, false), ("tag:", false, false), ("from:", false, false), ("#", false, false)]
        );
        for text in ["", "   ", "\"\"", "-", "--", "-\"", "“", "\u{0}", "-#"] {
            let _ = Query::parse(text);
        }
    }

    #[test]
    fn long_queries_are_cut() {
        let query = Query::parse(&"字".repeat(10_000));
        assert_eq!(query.clauses[0].text.chars().count(), MAX_QUERY_CHARS);
    }
}
