//! Answers: checked field by field against the form, and brought to one spelling.

use super::{Field, FieldKind, Form};
use crate::Flaw;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Answers by the key of their field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Json>);

impl Answers {
    /// The answer to a field.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }
}

weilu_vocabulary::refusals! {
    /// What is wrong with one answer.
    pub enum AnswerFlaw {
        /// Nothing was answered.
        Required => 422 "form.required" "这一题要回答。" "Please answer this one.";
        /// The form has no such field.
        UnknownField => 422 "form.unknown_field" "表单里没有这一题，请刷新页面再填。" "The form has no such question; reload the page and try again.";
        /// Not the kind of value that the field takes.
        WrongKind => 422 "form.wrong_kind" "这一题的填法不对，请重新填写。" "This is not how the question is answered; please fill it in again.";
        /// Too few characters.
        TooShort { min: u32 } => 422 "form.too_short" "请至少写 {min} 个字。" "Please write at least {min} characters.";
        /// Too many characters.
        TooLong { max: u32 } => 422 "form.too_long" "最多写 {max} 个字，请精简一些。" "At most {max} characters; please shorten it.";
        /// Not among the options.
        NotAChoice => 422 "form.not_a_choice" "请从列出的选项里选。" "Please choose one of the options shown.";
        /// Too few choices.
        TooFew { min: u32 } => 422 "form.too_few" "请至少选 {min} 项。" "Please choose at least {min}.";
        /// Too many choices.
        TooMany { max: usize } => 422 "form.too_many" "最多选 {max} 项。" "Please choose at most {max}.";
        /// Below the least number.
        TooSmall { min: i64 } => 422 "form.too_small" "这里最小填 {min}。" "The least is {min}.";
        /// Above the greatest number.
        TooLarge { max: i64 } => 422 "form.too_large" "这里最大填 {max}。" "The most is {max}.";
        /// Not a place of the wanted depth.
        NotARegion { parts: u32 } => 422 "form.not_a_region" "请从省开始选到第 {parts} 级。" "Please choose {parts} levels, beginning with the province.";
        /// Not a day.
        NotADate => 422 "form.not_a_date" "请填一个日期，例如 2026-11-21。" "Please give a day, for example 2026-11-21.";
        /// Before the first day.
        TooEarly { earliest: String } => 422 "form.too_early" "日期不能早于 {earliest}。" "The day may not be before {earliest}.";
        /// After the last day.
        TooLate { latest: String } => 422 "form.too_late" "日期不能晚于 {latest}。" "The day may not be after {latest}.";
        /// Not a phone number.
        NotAPhone => 422 "form.not_a_phone" "请填 11 位手机号；境外号码请以 + 和国家代码开头。" "Please give an 11-digit mainland number, or begin with + and the country code.";
    }
}

/// Every answer in its one spelling, blanks left out; or every flaw.
pub(super) fn read(form: &Form, given: &Answers) -> Result<Answers, Vec<Flaw>> {
    let mut read = BTreeMap::new();
    let mut flaws = Vec::new();
    for field in &form.fields {
        let answer = given.get(&field.key).filter(|a| !is_blank(a));
        match answer.map(|answer| one(field, answer)) {
            Some(Ok(answer)) => drop(read.insert(field.key.clone(), answer)),
            Some(Err(flaw)) => flaws.push(Flaw::at(path(&field.key), &flaw)),
            None if field.required => flaws.push(Flaw::at(path(&field.key), &AnswerFlaw::Required)),
            None => {}
        }
    }
    let unknown = given.0.keys().filter(|key| form.field(key).is_none());
    flaws.extend(unknown.map(|key| Flaw::at(path(key), &AnswerFlaw::UnknownField)));
    if flaws.is_empty() { Ok(Answers(read)) } else { Err(flaws) }
}

fn path(key: &str) -> String {
    format!("answers.{key}")
}

fn is_blank(answer: &Json) -> bool {
    match answer {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn one(field: &Field, answer: &Json) -> Result<Json, AnswerFlaw> {
    match &field.kind {
        FieldKind::Text { min_chars, max_chars, .. } => {
            let text = words(answer, *min_chars, *max_chars)?;
            if text.contains(['\n', '\r']) { Err(AnswerFlaw::WrongKind) } else { Ok(text.into()) }
        }
        FieldKind::LongText { min_chars, max_chars, .. } => Ok(words(answer, *min_chars, *max_chars)?.into()),
        FieldKind::Single { options } => {
            let key = answer.as_str().ok_or(AnswerFlaw::WrongKind)?;
            let known = options.iter().find(|o| o.key == key).ok_or(AnswerFlaw::NotAChoice)?;
            Ok(known.key.clone().into())
        }
        FieldKind::Multiple { min_choices, max_choices, .. } => {
            choices(field, answer, *min_choices, *max_choices)
        }
        FieldKind::Number { min, max, .. } => {
            let number = answer.as_i64().ok_or(AnswerFlaw::WrongKind)?;
            match (min, max) {
                (Some(min), _) if number < *min => Err(AnswerFlaw::TooSmall { min: *min }),
                (_, Some(max)) if number > *max => Err(AnswerFlaw::TooLarge { max: *max }),
                _ => Ok(number.into()),
            }
        }
        FieldKind::Region { parts } => region(answer, *parts),
        FieldKind::Date { earliest, latest } => date(answer, earliest.as_deref(), latest.as_deref()),
        FieldKind::Phone {} => phone(answer),
    }
}

fn words(answer: &Json, min: u32, max: u32) -> Result<&str, AnswerFlaw> {
    let text = answer.as_str().ok_or(AnswerFlaw::WrongKind)?.trim();
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if count < min {
        return Err(AnswerFlaw::TooShort { min });
    }
    if count > max { Err(AnswerFlaw::TooLong { max }) } else { Ok(text) }
}

/// Chosen keys in the order of the form, each once.
fn choices(field: &Field, answer: &Json, min: u32, max: Option<u32>) -> Result<Json, AnswerFlaw> {
    let chosen = answer.as_array().ok_or(AnswerFlaw::WrongKind)?;
    let options = field.kind.options();
    for item in chosen {
        let key = item.as_str().ok_or(AnswerFlaw::WrongKind)?;
        if !options.iter().any(|o| o.key == key) {
            return Err(AnswerFlaw::NotAChoice);
        }
    }
    let taken = options.iter().filter(|o| chosen.iter().any(|c| c.as_str() == Some(&o.key)));
    let keys: Vec<Json> = taken.map(|o| o.key.clone().into()).collect();
    if keys.len() < index(min) {
        return Err(AnswerFlaw::TooFew { min });
    }
    match max.map(index) {
        Some(max) if keys.len() > max => Err(AnswerFlaw::TooMany { max }),
        _ => Ok(keys.into()),
    }
}

pub(super) fn index(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn region(answer: &Json, parts: u32) -> Result<Json, AnswerFlaw> {
    let items = answer.as_array().ok_or(AnswerFlaw::WrongKind)?;
    let names: Vec<&str> = items.iter().filter_map(Json::as_str).map(str::trim).collect();
    let sound = names.len() == items.len()
        && names.len() == index(parts)
        && names.iter().all(|n| (1..=30).contains(&n.chars().count()));
    if sound { Ok(names.into()) } else { Err(AnswerFlaw::NotARegion { parts }) }
}

/// A day as written in the form or an answer.
pub(super) fn day(text: &str) -> Option<jiff::civil::Date> {
    let date: jiff::civil::Date = text.trim().parse().ok()?;
    (date.year() >= 1000).then_some(date)
}

fn date(answer: &Json, earliest: Option<&str>, latest: Option<&str>) -> Result<Json, AnswerFlaw> {
    let text = answer.as_str().ok_or(AnswerFlaw::WrongKind)?;
    let date = day(text).ok_or(AnswerFlaw::NotADate)?;
    if let Some(first) = earliest.and_then(day).filter(|first| date < *first) {
        return Err(AnswerFlaw::TooEarly { earliest: first.to_string() });
    }
    if let Some(last) = latest.and_then(day).filter(|last| date > *last) {
        return Err(AnswerFlaw::TooLate { latest: last.to_string() });
    }
    Ok(date.to_string().into())
}

fn phone(answer: &Json) -> Result<Json, AnswerFlaw> {
    let typed = answer.as_str().ok_or(AnswerFlaw::WrongKind)?;
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c),
        '＋' => '+',
        c => c,
    };
    let kept = |c: &char| !matches!(c, ' ' | '\u{3000}' | '-' | '(' | ')' | '（' | '）');
    let plain: String = typed.trim().chars().map(narrow).filter(kept).collect();
    let home = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086")).unwrap_or(&plain);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if home.len() == 11 && home.starts_with('1') && digits(home) {
        return Ok(home.into());
    }
    let abroad = plain.strip_prefix('+').filter(|_| !plain.starts_with("+86"));
    let sound = abroad.is_some_and(|d| digits(d) && (7..=15).contains(&d.len()) && !d.starts_with('0'));
    if sound { Ok(plain.into()) } else { Err(AnswerFlaw::NotAPhone) }
}
