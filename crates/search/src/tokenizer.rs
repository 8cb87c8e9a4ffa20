//! The Chinese tokenizer: how a text becomes what can be found.
//!
//! A folded text is cut into runs: Chinese, Latin letters, digits, single emoji. A Chinese run gives
//! every bigram (so that every substring of two characters finds the text), every character (in a
//! column of its own) and the words of the dictionary in search mode (for ranking and suggestions).
//! `iPhone15` and `iPhone 15` are the same two tokens. Blanks separate runs without distance,
//! punctuation costs one position.
//! Rules: index and query go through the same cutting; positions never fall; custom words add
//! tokens and can change at run time: what was indexed before keeps being found by its bigrams.
//! Deliberately not here: guessing unknown words, stemming, stop words.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jieba_rs::Jieba;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Document;
use crate::fold::{FoldedChar, fold, normalise};
use crate::reading;
use crate::tokens::TokenList;

/// Longer Latin tokens are cut: nobody types them, and they fill the dictionary.
const MAX_TOKEN_CHARS: usize = 40;
/// Distance between title, body and tags, so that no phrase reaches over.
const PART_GAP: u32 = 16;
/// Longer titles are no names to complete.
const MAX_NAME_CHARS: usize = 32;
/// Longer names are not spelled as a whole.
const MAX_SPELLED_NAME_CHARS: usize = 12;

/// What a folded character is to the tokenizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Chinese characters, kana and hangul: cut into bigrams.
    Cjk,
    /// Letters of other scripts.
    Letter,
    /// Digits and other numbers.
    Digit,
    /// Emoji and dingbats, each a token.
    Emoji,
    /// Blanks.
    Blank,
    /// Everything else.
    Punctuation,
}

/// Classifies a folded character.
pub(crate) fn class_of(ch: char) -> Class {
    match ch {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{2_0000}'..='\u{3_23af}' => Class::Cjk,
        '\u{2300}'..='\u{23ff}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}' => Class::Emoji,
        _ if ch.is_whitespace() || ch.is_control() => Class::Blank,
        _ if ch.is_numeric() => Class::Digit,
        _ if ch.is_alphabetic() => Class::Letter,
        _ => Class::Punctuation,
    }
}

/// A stretch of characters of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Never blank or punctuation.
    pub(crate) class: Class,
    /// The folded characters.
    pub(crate) chars: Vec<char>,
    /// Index of the first one in the folded text.
    pub(crate) offset: usize,
    /// Position of the first token.
    pub(crate) position: u32,
}

impl Run {
    /// How many positions the run takes: one per Chinese character, one per word otherwise.
    fn positions(&self) -> u32 {
        if self.class == Class::Cjk { self.chars.len() as u32 } else { 1 }
    }

    /// The tokens of the text column: bigrams, and the single characters at both ends, which let a
    /// phrase go on over the border to another script.
    pub(crate) fn text_tokens(&self) -> Vec<(Vec<char>, u32)> {
        if self.class != Class::Cjk {
            return vec![(self.chars.iter().take(MAX_TOKEN_CHARS).copied().collect(), self.position)];
        }
        let last = self.chars.len().saturating_sub(1);
        let mut tokens = Vec::with_capacity(self.chars.len() + 2);
        for (index, ch) in self.chars.iter().enumerate() {
            let position = self.position + index as u32;
            if index == 0 || index == last {
                tokens.push((vec![*ch], position));
            }
            if let Some(next) = self.chars.get(index + 1) {
                tokens.push((vec![*ch, *next], position));
            }
        }
        tokens
    }

    /// The bigrams alone (a single character if there is no more), or the word.
    pub(crate) fn bigrams(&self) -> Vec<(Vec<char>, u32)> {
        let mut tokens = self.text_tokens();
        if self.class == Class::Cjk && self.chars.len() > 1 {
            tokens.retain(|(token, _)| token.len() == 2);
        }
        tokens
    }
}

/// Cuts a folded text into runs, numbering positions from `position`.
pub(crate) fn runs(folded: &[FoldedChar], mut position: u32) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut gap = false;
    let mut open: Option<Run> = None;
    for (offset, folded_char) in folded.iter().enumerate() {
        let class = class_of(folded_char.ch);
        if let Some(run) = open.as_mut()
            && run.class == class
            && class != Class::Emoji
        {
            run.chars.push(folded_char.ch);
            continue;
        }
        if let Some(run) = open.take() {
            position = run.position + run.positions();
            runs.push(run);
        }
        match class {
            Class::Blank => {}
            Class::Punctuation => gap = true,
            _ => {
                position += u32::from(std::mem::take(&mut gap) && !runs.is_empty());
                open = Some(Run { class, chars: vec![folded_char.ch], offset, position });
            }
        }
    }
    runs.extend(open);
    runs
}

/// A word found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The folded word.
    pub text: String,
    /// First byte in the original text.
    pub start: usize,
    /// One past the last byte in the original text.
    pub end: usize,
}

/// Custom words by their first character.
type CustomWords = FxHashMap<char, Vec<Vec<char>>>;

/// Cuts texts into words. Cheap to create: the dictionary is loaded once per process, at first use.
#[derive(Debug, Default)]
pub struct Tokenizer {
    custom: RwLock<Arc<CustomWords>>,
}

/// The dictionary that ships inside the program, loaded at first use.
fn dictionary() -> &'static Jieba {
    static DICTIONARY: OnceLock<Jieba> = OnceLock::new();
    DICTIONARY.get_or_init(Jieba::new)
}

impl Tokenizer {
    /// A tokenizer without custom words.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces the custom words: names of brands, products and people that the dictionary lacks.
    /// They hold from the next document and the next query on; words of one character are ignored.
    pub fn set_custom_words<'a>(&self, words: impl IntoIterator<Item = &'a str>) {
        let mut by_first: CustomWords = FxHashMap::default();
        for word in words {
            let chars: Vec<char> = normalise(word).chars().filter(|ch| !ch.is_whitespace()).collect();
            if let (Some(first), true) = (chars.first(), chars.len() > 1) {
                by_first.entry(*first).or_default().push(chars);
            }
        }
        *self.custom.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(by_first);
    }

    /// The words of a text in search mode (long words and the words inside them), each with the
    /// bytes of the original text that it covers. Latin words and numbers are among them.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let folded = fold(text);
        let mut words = Vec::new();
        for run in runs(&folded, 0) {
            let found = match run.class {
                Class::Cjk => cut_for_search(&run.chars),
                _ => vec![(run.chars.iter().collect(), 0, run.chars.len())],
            };
            for (text, from, to) in found {
                words.extend(word_at(&folded, text, run.offset + from, run.offset + to));
            }
        }
        for (from, to) in self.custom_spans(&folded) {
            let text = folded.get(from..to).unwrap_or_default().iter().map(|f| f.ch).collect();
            words.extend(word_at(&folded, text, from, to));
        }
        words.sort_by_key(|word| (word.start, word.end));
        words.dedup();
        words
    }

    /// Words of two characters and more, as the words column holds them.
    pub(crate) fn word_terms(&self, folded: &[FoldedChar], runs: &[Run]) -> Vec<String> {
        let mut terms = Vec::new();
        for run in runs.iter().filter(|run| run.class == Class::Cjk && run.chars.len() > 1) {
            terms.extend(
                cut_for_search(&run.chars)
                    .into_iter()
                    .filter(|(_, from, to)| to - from > 1)
                    .map(|(word, ..)| word),
            );
        }
        for (from, to) in self.custom_spans(folded) {
            let word: String = folded.get(from..to).unwrap_or_default().iter().map(|f| f.ch).collect();
            if !dictionary().has_word(&word) {
                terms.push(word);
            }
        }
        terms
    }

    /// Where custom words stand. Inside a Latin word or a number nothing matches.
    fn custom_spans(&self, folded: &[FoldedChar]) -> Vec<(usize, usize)> {
        let custom = Arc::clone(&self.custom.read().unwrap_or_else(PoisonError::into_inner));
        if custom.is_empty() {
            return Vec::new();
        }
        let mut spans = Vec::new();
        for (from, first) in folded.iter().enumerate() {
            for word in custom.get(&first.ch).into_iter().flatten() {
                let to = from + word.len();
                let same = folded
                    .get(from..to)
                    .is_some_and(|part| part.iter().map(|f| f.ch).eq(word.iter().copied()));
                if same && is_border(folded, from) && is_border(folded, to) {
                    spans.push((from, to));
                }
            }
        }
        spans
    }

    /// Everything that makes a document findable.
    pub(crate) fn analyse(&self, document: &Document) -> Analysis {
        let mut analysis = Analysis::default();
        let title = fold(&document.title);
        let mut position = self.add_part(&mut analysis, &title, 0);
        self.add_title(&mut analysis, &title);
        position = self.add_part(&mut analysis, &fold(&document.body), position);
        for tag in &document.tags {
            let name = normalise_tag(tag);
            if !name.is_empty() {
                analysis.tags.push(name.chars(), 0);
                position = self.add_part(&mut analysis, &fold(&name), position);
            }
        }
        analysis.finish();
        analysis
    }

    fn add_part(&self, analysis: &mut Analysis, folded: &[FoldedChar], position: u32) -> u32 {
        let runs = runs(folded, position);
        let mut end = position;
        for run in &runs {
            for (token, at) in run.text_tokens() {
                analysis.text.push(token, at);
            }
            if run.class == Class::Cjk {
                for ch in &run.chars {
                    analysis.chars.push([*ch], 0);
                }
            }
            end = run.position + run.positions();
        }
        for word in self.word_terms(folded, &runs) {
            analysis.words.push(word.chars(), 0);
            analysis.spelled.insert(word);
        }
        if runs.is_empty() { position } else { end + PART_GAP }
    }

    fn add_title(&self, analysis: &mut Analysis, folded: &[FoldedChar]) {
        let runs = runs(folded, 0);
        for run in &runs {
            for (token, _) in run.bigrams() {
                analysis.title.push(token, 0);
            }
            if run.class == Class::Cjk && (2..=MAX_SPELLED_NAME_CHARS).contains(&run.chars.len()) {
                analysis.spelled.insert(run.chars.iter().collect());
                analysis.add_initials(&run.chars);
            }
        }
        for word in self.word_terms(folded, &runs) {
            analysis.title.push(word.chars(), 0);
            analysis.add_initials(&word.chars().collect::<Vec<_>>());
        }
        analysis.add_name(folded);
    }
}

/// A tag as it is compared: folded, without `#`.
pub(crate) fn normalise_tag(tag: &str) -> String {
    normalise(tag).trim_matches(|ch: char| ch == '#' || ch.is_whitespace()).to_owned()
}

/// The words of a Chinese run with their ranges in characters.
fn cut_for_search(chars: &[char]) -> Vec<(String, usize, usize)> {
    let text: String = chars.iter().collect();
    dictionary()
        .cut_for_search(&text, false)
        .into_iter()
        .map(|token| (token.word.to_owned(), token.start, token.end))
        .collect()
}

/// The words of a Chinese run, side by side: their lengths in characters.
pub(crate) fn cut(chars: &[char]) -> Vec<usize> {
    let text: String = chars.iter().collect();
    dictionary().cut(&text, false).into_iter().map(|token| token.end - token.start).collect()
}

fn word_at(folded: &[FoldedChar], text: String, from: usize, to: usize) -> Option<Word> {
    let start = folded.get(from)?.start;
    let end = folded.get(to.checked_sub(1)?)?.end;
    Some(Word { text, start, end })
}

/// Whether a word may begin or end before the character at `index`.
pub(crate) fn is_border(folded: &[FoldedChar], index: usize) -> bool {
    let class = |at: Option<usize>| at.and_then(|at| folded.get(at)).map(|f| class_of(f.ch));
    match (class(index.checked_sub(1)), class(Some(index))) {
        (Some(before), Some(after)) => before != after || !matches!(after, Class::Letter | Class::Digit),
        _ => true,
    }
}

/// A document cut into tokens, one list per column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analysis {
    pub(crate) text: TokenList,
    pub(crate) chars: TokenList,
    pub(crate) words: TokenList,
    pub(crate) title: TokenList,
    pub(crate) pinyin: TokenList,
    pub(crate) names: TokenList,
    pub(crate) tags: TokenList,
    /// Words that wait for their spelling.
    spelled: FxHashSet<String>,
}

impl Analysis {
    /// The lists in the order of [`crate::document::Column::ALL`].
    pub(crate) fn lists(&self) -> [&TokenList; 7] {
        [&self.text, &self.chars, &self.words, &self.title, &self.pinyin, &self.names, &self.tags]
    }

    fn add_initials(&mut self, word: &[char]) {
        for initials in reading::initials(word) {
            self.pinyin.push(initials.chars().chain([' ']).chain(word.iter().copied()), 0);
        }
    }

    fn add_name(&mut self, folded: &[FoldedChar]) {
        let name: String = folded.iter().map(|f| f.ch).collect::<String>();
        let name = normalise(&name);
        let count = name.chars().count();
        if count == 0 || count > MAX_NAME_CHARS {
            return;
        }
        self.names.push(name.chars(), 0);
        let chinese: Vec<char> = name.chars().filter(|ch| class_of(*ch) == Class::Cjk).collect();
        if chinese.len() > MAX_SPELLED_NAME_CHARS {
            return;
        }
        for spelling in reading::full_spellings(&chinese).into_iter().chain(reading::initials(&chinese)) {
            self.names.push(spelling.chars().chain([' ']).chain(name.chars()), 0);
        }
    }

    fn finish(&mut self) {
        let mut words: Vec<String> = std::mem::take(&mut self.spelled).into_iter().collect();
        words.sort_unstable();
        for word in words {
            let chars: Vec<char> = word.chars().collect();
            for spelling in reading::full_spellings(&chars) {
                self.pinyin.push(spelling.chars().chain([' ']).chain(chars.iter().copied()), 0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        Tokenizer::new().words(text).into_iter().map(|word| word.text).collect()
    }

    fn text_tokens(text: &str) -> Vec<String> {
        let document = Document { body: text.to_owned(), ..Document::default() };
        Tokenizer::new().analyse(&document).text.iter().map(|(token, at)| format!("{token}{at}")).collect()
    }

    #[test]
    fn search_mode_gives_long_words_and_their_parts() {
        let words = words_of("南京市長江大橋");
        for word in ["南京市", "长江", "大桥", "长江大桥"] {
            assert!(words.contains(&word.to_owned()), "{word} in {words:?}");
        }
        assert!(!words.contains(&"市长".to_owned()));
    }

    #[test]
    fn runs_of_all_scripts_become_tokens_with_positions() {
        assert_eq!(text_tokens("买A股 iPhone15👍"), ["买0", "a1", "股2", "iphone3", "154", "👍5"]);
        assert_eq!(text_tokens("读书会，今晚"), ["读0", "读书0", "书会1", "会2", "今4", "今晚4", "晚5"]);
    }

    #[test]
    fn words_know_their_bytes_in_the_original() {
        let text = "今晚ＫＯＬ讀書會";
        for word in Tokenizer::new().words(text) {
            assert_eq!(normalise(&text[word.start..word.end]), word.text);
        }
    }

    #[test]
    fn custom_words_hold_from_now_on_and_respect_borders() {
        let tokenizer = Tokenizer::new();
        let has = |text: &str, word: &str| tokenizer.words(text).iter().any(|found| found.text == word);
        assert!(!has("去围炉夜话吧", "围炉夜话"));
        tokenizer.set_custom_words(["圍爐夜話", "C-Pop", "ai"]);
        assert!(has("去围炉夜话吧", "围炉夜话"));
        assert!(has("我爱c-pop的歌", "c-pop"));
        assert!(!has("he said", "ai"));
        tokenizer.set_custom_words([]);
        assert!(!has("去围炉夜话吧", "围炉夜话"));
    }
}
