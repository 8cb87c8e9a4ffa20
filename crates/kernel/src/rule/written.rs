//! The text form: `label.has(label: "lbl_…") and (level.at_least(level: 3) or not role.held(role: "owner"))`.
//!
//! `and` binds closer than `or`; groups inside groups are written with parentheses; `anyone` is the rule
//! that holds for everybody; parameters are `name: JSON`. Writing what was read gives the same rule again,
//! and reading what was written gives the same text.

use super::{Leaf, Rule, RuleFlaw, RuleRefusal, is_kind};
use crate::Flaw;
use serde_json::{Map, Value as Json};
use weilu_vocabulary::Text;

/// Longest text that is read, in bytes.
const LONGEST: usize = 20_000;
/// Deepest nesting that is read; deeper rules are refused anyway, and the stack stays small.
const DEEPEST: usize = 20;

impl Rule {
    /// The rule as text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Rule::All(parts) if parts.is_empty() => "anyone".to_owned(),
            Rule::Any(parts) if parts.is_empty() => "not anyone".to_owned(),
            Rule::All(parts) => join(parts, " and "),
            Rule::Any(parts) => join(parts, " or "),
            Rule::Not(part) => format!("not {}", inner(part)),
            Rule::Leaf(leaf) => leaf_text(leaf),
        }
    }

    /// Reads a text. What it means is checked by [`Rule::settled`].
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn parse(text: &str) -> Result<Rule, RuleRefusal> {
        if text.len() > LONGEST {
            return Err(RuleRefusal::of(vec![Flaw::at(
                "rule",
                &RuleFlaw::TooLarge { most: super::MOST_NODES },
            )]));
        }
        let mut reader = Reader { text, at: 0, depth: 0 };
        let read = reader.any().and_then(|rule| if reader.rest().is_empty() { Ok(rule) } else { Err(&JOIN) });
        read.map_err(|expected| {
            let column = text.get(..reader.at).unwrap_or(text).chars().count() + 1;
            let (expected_zh, expected_en) = (expected.zh.to_string(), expected.en.to_string());
            let flaw = RuleFlaw::Unreadable { column, expected_zh, expected_en };
            RuleRefusal::of(vec![Flaw::at("text", &flaw)])
        })
    }
}

fn join(parts: &[Rule], word: &str) -> String {
    parts.iter().map(inner).collect::<Vec<_>>().join(word)
}

/// Inside another rule: groups stand in parentheses, and so does a group of one, which is not that one.
fn inner(part: &Rule) -> String {
    match part {
        Rule::All(parts) | Rule::Any(parts) if !parts.is_empty() => format!("({})", part.text()),
        _ => part.text(),
    }
}

fn leaf_text(leaf: &Leaf) -> String {
    if leaf.params.is_empty() {
        return leaf.kind.clone();
    }
    let params: Vec<String> = leaf
        .params
        .iter()
        .map(|(name, value)| {
            let plain = is_kind(name) && !name.contains('.');
            if plain { format!("{name}: {value}") } else { format!("{}: {value}", Json::from(name.as_str())) }
        })
        .collect();
    format!("{}({})", leaf.kind, params.join(", "))
}

/// Reads from left to right; an error names what would have been expected at `at`.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, &'static Text>;

static JOIN: Text = Text::new("结尾，或者 and、or", "the end, or and, or");
static SHALLOWER: Text = Text::new("更少的括号", "fewer parentheses");
static CLOSE: Text = Text::new("右括号 )", "a closing )");
static PART: Text =
    Text::new("not、anyone、左括号 ( 或者一个条件", "not, anyone, an opening ( or a condition");
static COLON: Text = Text::new("冒号 :", "a colon");
static NEW_NAME: Text = Text::new("一个没用过的名称", "a name not used before");
static NEXT: Text = Text::new("逗号或右括号", "a comma or a closing )");
static NAME: Text = Text::new("一个名称", "a name");
static VALUE: Text =
    Text::new("数字、带引号的文字、true、false 或列表", "a number, a text in quotes, true, false or a list");

impl<'a> Reader<'a> {
    /// What is left, without blanks before it.
    fn rest(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let left = rest.trim_start();
        self.at += rest.len() - left.len();
        left
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn peek_word(&mut self) -> &'a str {
        let rest = self.rest();
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        rest.get(..rest.find(|c| !part(c)).unwrap_or(rest.len())).unwrap_or_default()
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.peek_word() == word;
        if found {
            self.at += word.len();
        }
        found
    }

    fn any(&mut self) -> Read<Rule> {
        self.group("or", Reader::all, Rule::Any)
    }

    fn all(&mut self) -> Read<Rule> {
        self.group("and", Reader::one, Rule::All)
    }

    fn group(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Read<Rule>,
        make: fn(Vec<Rule>) -> Rule,
    ) -> Read<Rule> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.word(word) {
            parts.push(part(self)?);
        }
        Ok(match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                make(parts)
            }
        })
    }

    fn one(&mut self) -> Read<Rule> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(&SHALLOWER);
        }
        let read = self.unbounded();
        self.depth -= 1;
        read
    }

    fn unbounded(&mut self) -> Read<Rule> {
        if self.word("not") {
            return Ok(Rule::Not(Box::new(self.one()?)));
        }
        if self.word("anyone") {
            return Ok(Rule::All(Vec::new()));
        }
        if self.sign('(') {
            let rule = self.any()?;
            return if self.sign(')') { Ok(rule) } else { Err(&CLOSE) };
        }
        let kind = self.peek_word();
        if !is_kind(kind) || !kind.contains('.') {
            return Err(&PART);
        }
        self.at += kind.len();
        let params = if self.sign('(') { self.params()? } else { Map::new() };
        Ok(Rule::Leaf(Leaf { kind: kind.to_owned(), params }))
    }

    fn params(&mut self) -> Read<Map<String, Json>> {
        let mut params = Map::new();
        if self.sign(')') {
            return Ok(params);
        }
        loop {
            let name = self.name()?;
            if !self.sign(':') {
                return Err(&COLON);
            }
            let value = self.json()?;
            if params.insert(name, value).is_some() {
                return Err(&NEW_NAME);
            }
            if self.sign(')') {
                return Ok(params);
            }
            if !self.sign(',') {
                return Err(&NEXT);
            }
        }
    }

    fn name(&mut self) -> Read<String> {
        if self.rest().starts_with('"') {
            let name = self.json()?;
            return name.as_str().map(ToOwned::to_owned).ok_or(&NAME);
        }
        let name = self.peek_word();
        if !is_kind(name) || name.contains('.') {
            return Err(&NAME);
        }
        self.at += name.len();
        Ok(name.to_owned())
    }

    fn json(&mut self) -> Read<Json> {
        let rest = self.rest();
        if !rest.starts_with(['"', '[', '{']) {
            let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            let bare = rest.get(..rest.find(|c| !part(c)).unwrap_or(rest.len())).unwrap_or_default();
            let value = serde_json::from_str(bare).map_err(|_| &VALUE)?;
            self.at += bare.len();
            return Ok(value);
        }
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
        match values.next() {
            Some(Ok(value)) => {
                self.at += values.byte_offset();
                Ok(value)
            }
            _ => Err(&VALUE),
        }
    }
}
