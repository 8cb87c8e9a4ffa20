//! From a query to terms: what must occur, what must not, and what makes a match better.
//!
//! A Chinese run asks for the bigrams of its words, so that a word is found wherever its characters
//! stand side by side, whether or not the dictionary cut the document in the same place. Single
//! characters between words (的, 在) are not asked for. A Latin word may stand as it is or be the
//! spelling of Chinese words. If nothing has everything, the *relaxed* terms rank what has most.
//! Deliberately not here: statistics and cursors; the plan is the same for every shard.

use crate::document::Column;
use crate::fold::{FoldedChar, fold};
use crate::query::{Clause, Query};
use crate::tokenizer::{Class, Run, Tokenizer, cut, runs};

/// The words that a spelling may stand for, at most.
const MAX_SPELLED_WORDS: usize = 16;
/// A spelling of several words is tried as that many.
const MAX_SPELLING_PARTS: usize = 3;
/// Words that ask and are rarely in the answer. They are left out beside other words.
const ASKING: [&str; 26] = [
    "什么",
    "什么样",
    "什么时候",
    "为什么",
    "怎么",
    "怎么样",
    "怎么办",
    "怎样",
    "如何",
    "哪",
    "哪里",
    "哪儿",
    "哪个",
    "哪些",
    "哪位",
    "谁",
    "多少",
    "几",
    "是否",
    "吗",
    "呢",
    "请问",
    "有没有",
    "是不是",
    "能不能",
    "可不可以",
];
/// The shortest spelling that is worth taking apart.
const MIN_SPLIT_LETTERS: usize = 6;

/// A term of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedTerm {
    pub(crate) column: Column,
    pub(crate) text: String,
}

/// Terms that must follow one another at given distances. Numbers point into [`Plan::terms`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) parts: Vec<(usize, u32)>,
}

/// Two neighbours in the query and their distance there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) first: usize,
    pub(crate) second: usize,
    pub(crate) distance: u32,
}

/// What to mark in a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    pub(crate) chars: Vec<char>,
    /// Letters that may be the spelling of Chinese characters.
    pub(crate) spelling: bool,
}

/// How much of the question must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mode {
    /// Everything.
    #[default]
    Strict,
    /// As much as there is.
    Relaxed,
}

/// See the module. Numbers point into `terms`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) mode: Mode,
    pub(crate) terms: Vec<PlannedTerm>,
    /// Each group must be met by one of its terms.
    pub(crate) required: Vec<Vec<usize>>,
    pub(crate) phrases: Vec<Sequence>,
    pub(crate) excluded: Vec<Sequence>,
    /// What makes a match better: title terms, words of a strict match, characters of a relaxed one
    /// (rare names are in no dictionary, and words would drown them; measured on questions).
    pub(crate) extras: Vec<usize>,
    pub(crate) pairs: Vec<Pair>,
    /// What is ranked when nothing has everything; empty when that would make no sense.
    pub(crate) relaxed: Vec<usize>,
    pub(crate) needles: Vec<Needle>,
}

/// Finds the terms of the pinyin column with a given prefix, commonest first.
pub(crate) type Expander<'a> = dyn Fn(&str) -> Vec<String> + 'a;

impl Plan {
    /// Plans a query.
    pub(crate) fn of(query: &Query, mode: Mode, tokenizer: &Tokenizer, expand: &Expander<'_>) -> Self {
        let mut plan = Self { mode, ..Self::default() };
        for clause in &query.clauses {
            let folded = fold(&clause.text);
            let runs = runs(&folded, 0);
            if clause.negative {
                plan.exclude(&runs);
            } else {
                plan.require(clause, &folded, &runs, tokenizer, expand);
            }
        }
        for tag in &query.tags {
            plan.require_tag(tag);
        }
        for tag in &query.without_tags {
            let term = plan.term(Column::Tags, tag.clone());
            plan.excluded.push(Sequence { parts: vec![(term, 0)] });
        }
        plan
    }

    /// Asks for a tag, folded.
    pub(crate) fn require_tag(&mut self, tag: &str) {
        let term = self.term(Column::Tags, tag.to_owned());
        self.require_any(vec![term]);
    }

    /// The number of a term, noting it if it is new.
    fn term(&mut self, column: Column, text: String) -> usize {
        let term = PlannedTerm { column, text };
        self.terms.iter().position(|known| *known == term).unwrap_or_else(|| {
            self.terms.push(term);
            self.terms.len() - 1
        })
    }

    fn text_term(&mut self, token: &[char]) -> usize {
        self.term(Column::Text, token.iter().collect())
    }

    fn require_any(&mut self, group: Vec<usize>) {
        if !group.is_empty() && !self.required.contains(&group) {
            self.required.push(group);
        }
    }

    fn require(
        &mut self,
        clause: &Clause,
        folded: &[FoldedChar],
        runs: &[Run],
        tokenizer: &Tokenizer,
        expand: &Expander<'_>,
    ) {
        let telling = telling_parts(runs);
        let runs = if clause.phrase || telling.is_empty() { runs } else { &telling };
        if clause.phrase {
            self.require_phrase(runs);
        } else {
            for run in runs {
                self.require_run(run, expand);
            }
        }
        self.add_neighbours(runs);
        if self.mode == Mode::Relaxed {
            for ch in runs.iter().filter(|run| run.class == Class::Cjk).flat_map(|run| &run.chars) {
                self.add_extra(Column::Chars, ch.to_string());
            }
        }
        for word in tokenizer.word_terms(folded, runs) {
            if self.mode == Mode::Strict {
                self.add_extra(Column::Words, word.clone());
            }
            self.add_extra(Column::Title, word);
        }
        for (token, _) in runs.iter().flat_map(Run::bigrams) {
            self.add_extra(Column::Title, token.iter().collect());
        }
    }

    fn require_run(&mut self, run: &Run, expand: &Expander<'_>) {
        match run.class {
            Class::Cjk if run.chars.len() == 1 => {
                let term = self.term(Column::Chars, run.chars.iter().collect());
                self.require_any(vec![term]);
                self.add_relaxed(term);
                self.add_needle(&run.chars, false);
            }
            Class::Cjk => {
                for word in required_words(&run.chars) {
                    for bigram in word.windows(2) {
                        let term = self.text_term(bigram);
                        self.require_any(vec![term]);
                    }
                    self.add_needle(word, false);
                }
            }
            _ => self.require_letters(&run.bigrams(), run.class == Class::Letter, expand),
        }
    }

    /// A Latin word, a number, an emoji: as it stands, or as the spelling of a word.
    fn require_letters(&mut self, tokens: &[(Vec<char>, u32)], may_be_spelling: bool, expand: &Expander<'_>) {
        for (token, _) in tokens {
            let letters: String = token.iter().collect();
            let spelled = may_be_spelling && token.len() > 1 && letters.is_ascii();
            let text = self.text_term(token);
            let words = if spelled { self.spelled(&letters, expand) } else { Vec::new() };
            self.add_relaxed(text);
            if spelled && words.is_empty() {
                let parts = split_spelling(&letters, expand, MAX_SPELLING_PARTS);
                for part in &parts {
                    let group = self.spelled(part, expand);
                    self.require_any(group);
                    self.add_needle(&part.chars().collect::<Vec<_>>(), true);
                }
                if !parts.is_empty() {
                    continue;
                }
            }
            self.require_any(std::iter::once(text).chain(words).collect());
            self.add_needle(token, spelled);
        }
    }

    /// The terms for words with this spelling.
    fn spelled(&mut self, letters: &str, expand: &Expander<'_>) -> Vec<usize> {
        let words = expand(&format!("{letters} ")).into_iter().take(MAX_SPELLED_WORDS);
        let terms: Vec<usize> = words.map(|word| self.term(Column::Pinyin, word)).collect();
        for term in &terms {
            self.add_relaxed(*term);
        }
        terms
    }

    fn require_phrase(&mut self, runs: &[Run]) {
        let parts = self.sequence(runs);
        for (term, _) in &parts {
            self.require_any(vec![*term]);
        }
        for run in runs {
            self.add_needle(&run.chars, false);
        }
        if parts.len() > 1 {
            self.phrases.push(Sequence { parts });
        }
    }

    fn exclude(&mut self, runs: &[Run]) {
        let parts = self.sequence(runs);
        if !parts.is_empty() {
            self.excluded.push(Sequence { parts });
        }
    }

    /// The tokens of a phrase with their positions from its start.
    fn sequence(&mut self, runs: &[Run]) -> Vec<(usize, u32)> {
        if let [run] = runs
            && run.class == Class::Cjk
            && run.chars.len() == 1
        {
            return vec![(self.term(Column::Chars, run.chars.iter().collect()), 0)];
        }
        runs.iter().flat_map(Run::bigrams).map(|(token, at)| (self.text_term(&token), at)).collect()
    }

    /// Notes which tokens stand side by side, and everything that a loose match may have.
    fn add_neighbours(&mut self, runs: &[Run]) {
        let tokens: Vec<(Vec<char>, u32)> = runs.iter().flat_map(Run::bigrams).collect();
        let numbered: Vec<(usize, u32)> =
            tokens.iter().map(|(token, at)| (self.text_term(token), *at)).collect();
        for (one, two) in numbered.iter().zip(numbered.iter().skip(1)) {
            let pair = Pair { first: one.0, second: two.0, distance: two.1.saturating_sub(one.1) };
            if pair.first != pair.second && !self.pairs.contains(&pair) {
                self.pairs.push(pair);
            }
        }
        for ((token, _), (term, _)) in tokens.iter().zip(&numbered) {
            if token.len() > 1 {
                self.add_relaxed(*term);
            }
        }
    }

    fn add_extra(&mut self, column: Column, text: String) {
        let term = self.term(column, text);
        if !self.extras.contains(&term) {
            self.extras.push(term);
        }
    }

    fn add_relaxed(&mut self, term: usize) {
        if !self.relaxed.contains(&term) {
            self.relaxed.push(term);
        }
    }

    fn add_needle(&mut self, chars: &[char], spelling: bool) {
        let needle = Needle { chars: chars.to_vec(), spelling };
        if !self.needles.contains(&needle) {
            self.needles.push(needle);
        }
    }
}

/// The runs without the words that only ask.
fn telling_parts(runs: &[Run]) -> Vec<Run> {
    runs.iter()
        .flat_map(|run| if run.class == Class::Cjk { without_asking(run) } else { vec![run.clone()] })
        .collect()
}

fn without_asking(run: &Run) -> Vec<Run> {
    let mut parts: Vec<Run> = Vec::new();
    let mut at = 0;
    let mut joined = false;
    for length in cut(&run.chars) {
        let piece = run.chars.get(at..at + length).unwrap_or_default();
        let asks = ASKING.contains(&piece.iter().collect::<String>().as_str());
        match parts.last_mut() {
            Some(part) if joined && !asks => part.chars.extend(piece),
            _ if !asks => parts.push(Run {
                class: run.class,
                chars: piece.to_vec(),
                offset: run.offset + at,
                position: run.position + at as u32,
            }),
            _ => {}
        }
        joined = !asks;
        at += length;
    }
    // What is left of 什么是 is no question.
    parts.retain(|part| part.chars.len() > 1 || run.chars.len() == 1);
    parts
}

/// The stretches of a Chinese run that a document must have: its words, and neighbouring single
/// characters together (names are often cut so). A run without any is asked for as a whole.
fn required_words(run: &[char]) -> Vec<&[char]> {
    if run.len() < 4 {
        return vec![run];
    }
    let mut words: Vec<&[char]> = Vec::new();
    let mut at = 0;
    let mut singles_from = 0;
    for length in cut(run).into_iter().chain([usize::MAX]) {
        if length > 1 {
            words.extend(run.get(singles_from..at).filter(|singles| singles.len() > 1));
            let end = at.saturating_add(length);
            words.extend(run.get(at..end));
            singles_from = end;
        }
        at = at.saturating_add(length);
    }
    if words.is_empty() { vec![run] } else { words }
}

/// Takes a spelling of several words apart, longest word first: `dushuhuodong`.
fn split_spelling(letters: &str, expand: &Expander<'_>, parts: usize) -> Vec<String> {
    if letters.len() < MIN_SPLIT_LETTERS || !letters.is_ascii() || parts < 2 {
        return Vec::new();
    }
    for end in (3..letters.len() - 2).rev() {
        let (head, tail) = letters.split_at(end);
        if expand(&format!("{head} ")).is_empty() {
            continue;
        }
        if !expand(&format!("{tail} ")).is_empty() {
            return vec![head.to_owned(), tail.to_owned()];
        }
        let rest = split_spelling(tail, expand, parts - 1);
        if !rest.is_empty() {
            return std::iter::once(head.to_owned()).chain(rest).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        let known = |prefix: &str| match prefix {
            "dushu " => vec!["dushu 读书".to_owned()],
            "huodong " => vec!["huodong 活动".to_owned()],
            _ => Vec::new(),
        };
        Plan::of(&Query::parse(text), Mode::Strict, &Tokenizer::new(), &known)
    }

    fn required(text: &str) -> Vec<Vec<String>> {
        let plan = plan(text);
        plan.required
            .iter()
            .map(|group| group.iter().map(|term| plan.terms[*term].text.clone()).collect())
            .collect()
    }

    #[test]
    fn words_ask_for_their_bigrams_and_particles_for_nothing() {
        assert_eq!(required("读书会的活动"), [["读书"], ["书会"], ["活动"]]);
        assert_eq!(required("读书"), [["读书"]]);
        assert_eq!(required("茶"), [["茶"]]);
        assert_eq!(required("张三丰"), [["张三"], ["三丰"]]);
    }

    #[test]
    fn spellings_stand_beside_the_letters() {
        assert_eq!(required("dushu"), [["dushu", "dushu 读书"]]);
        assert_eq!(required("dushuhuodong"), [["dushu 读书"], ["huodong 活动"]]);
        assert_eq!(required("kol"), [["kol"]]);
    }

    #[test]
    fn phrases_and_exclusions_keep_their_order() {
        let plan = plan("“a股市场” -读书会");
        assert_eq!(plan.phrases.len(), 1);
        assert_eq!(plan.phrases[0].parts.iter().map(|(_, at)| *at).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(plan.excluded[0].parts.len(), 2);
    }
}
