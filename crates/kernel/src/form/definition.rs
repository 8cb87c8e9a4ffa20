//! Whether a form makes sense, and its texts in both languages.

use super::{Choice, Field, FieldKind, Form, FormRefusal, answer::day};
use crate::Flaw;
use std::collections::BTreeSet;
use weilu_vocabulary::Text;

const MOST_FIELDS: usize = 60;
const MOST_OPTIONS: usize = 100;
const MOST_POINTS: i64 = 1000;
const LONGEST_LABEL: usize = 200;
const LONGEST_HELP: usize = 1000;

weilu_vocabulary::refusals! {
    /// What is wrong with one place of a form.
    pub enum FormFlaw {
        /// No field at all, or too many.
        FieldCount { most: usize } => 422 "form.field_count" "一份表单要有 1 到 {most} 道题。" "A form has 1 to {most} questions.";
        /// A key that is not spelt like a key.
        BadKey => 422 "form.bad_key" "题目和选项的代号请用小写英文字母开头，只含小写字母、数字和下划线，最长 40 个。" "A key begins with a small letter and holds only small letters, digits and underscores, at most 40.";
        /// A key used twice.
        DoubleKey { key: String } => 422 "form.double_key" "代号「{key}」用了两次，请改一个。" "The key “{key}” is used twice; change one of them.";
        /// A text that is blank or too long.
        BadText { most: usize } => 422 "form.bad_text" "这里要写字，最多 {most} 个。" "Write something here, at most {most} characters.";
        /// No option, or too many.
        OptionCount { most: usize } => 422 "form.option_count" "选择题要有 1 到 {most} 个选项。" "A choice has 1 to {most} options.";
        /// Least above most, or beyond what there is.
        BadLimits => 422 "form.bad_limits" "上限和下限对不上，请检查。" "The limits contradict each other; please check them.";
        /// Two ranges that overlap, or one turned round.
        BadRange => 422 "form.bad_range" "计分的数字范围不能重叠，也不能前大后小。" "Scored ranges may not overlap nor run backwards.";
        /// Too many points.
        BadPoints { most: i64 } => 422 "form.bad_points" "分值请在 -{most} 到 {most} 之间。" "Points lie between -{most} and {most}.";
        /// Not a day.
        BadDay => 422 "form.bad_day" "日期请写成 2026-11-21 这样。" "Write a day like 2026-11-21.";
        /// Nobody can pass.
        PassMark { max: i64 } => 422 "form.pass_mark" "满分只有 {max}，合格线定得太高，没有人能通过。" "The most that can be reached is {max}; nobody could pass this mark.";
    }
}

impl Form {
    /// The form as it may be stored: texts trimmed, a language left blank filled from the other one.
    ///
    /// # Errors
    /// Every flaw, with its path.
    pub fn settled(mut self) -> Result<Form, FormRefusal> {
        both(&mut self.title);
        self.intro.iter_mut().for_each(both);
        for field in &mut self.fields {
            both(&mut field.label);
            field.help.iter_mut().for_each(both);
            match &mut field.kind {
                FieldKind::Single { options } | FieldKind::Multiple { options, .. } => {
                    options.iter_mut().for_each(|o| both(&mut o.label));
                }
                FieldKind::Number { unit: Some(unit), .. } => both(unit),
                _ => {}
            }
        }
        let flaws = self.flaws();
        if flaws.is_empty() { Ok(self) } else { Err(FormRefusal::bad_form(flaws)) }
    }

    fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Flaws::default();
        flaws.text("title", &self.title, LONGEST_LABEL);
        if let Some(intro) = &self.intro {
            flaws.text("intro", intro, LONGEST_HELP);
        }
        if !(1..=MOST_FIELDS).contains(&self.fields.len()) {
            flaws.add("fields", FormFlaw::FieldCount { most: MOST_FIELDS });
        }
        flaws.keys("fields", self.fields.iter().map(|f| f.key.as_str()));
        for (at, field) in self.fields.iter().enumerate() {
            flaws.field(&format!("fields[{at}]"), field);
        }
        let max = self.max_points();
        if flaws.0.is_empty() && self.pass_mark.is_some_and(|mark| mark > max) {
            flaws.add("pass_mark", FormFlaw::PassMark { max });
        }
        flaws.0
    }
}

/// Trims both languages; a blank one takes the words of the other, since an owner may write only one.
fn both(text: &mut Text) {
    let (zh, en) = (text.zh.trim().to_owned(), text.en.trim().to_owned());
    *text = match (zh.is_empty(), en.is_empty()) {
        (true, _) => Text::owned(en.clone(), en),
        (_, true) => Text::owned(zh.clone(), zh),
        _ => Text::owned(zh, en),
    };
}

#[derive(Default)]
struct Flaws(Vec<Flaw>);

impl Flaws {
    fn add(&mut self, path: impl Into<String>, flaw: FormFlaw) {
        self.0.push(Flaw::at(path, &flaw));
    }

    fn text(&mut self, path: &str, text: &Text, most: usize) {
        let fits = |s: &str| (1..=most).contains(&s.chars().count());
        if !fits(&text.zh) || !fits(&text.en) {
            self.add(path, FormFlaw::BadText { most });
        }
    }

    fn keys<'a>(&mut self, path: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (at, key) in keys.enumerate() {
            if !is_key(key) {
                self.add(format!("{path}[{at}].key"), FormFlaw::BadKey);
            } else if !seen.insert(key) {
                self.add(format!("{path}[{at}].key"), FormFlaw::DoubleKey { key: key.to_owned() });
            }
        }
    }

    fn field(&mut self, path: &str, field: &Field) {
        self.text(&format!("{path}.label"), &field.label, LONGEST_LABEL);
        if let Some(help) = &field.help {
            self.text(&format!("{path}.help"), help, LONGEST_HELP);
        }
        let kind = format!("{path}.kind");
        match &field.kind {
            FieldKind::Text { min_chars, max_chars, .. } => self.chars(&kind, *min_chars, *max_chars, 200),
            FieldKind::LongText { min_chars, max_chars, .. } => {
                self.chars(&kind, *min_chars, *max_chars, 5000);
            }
            FieldKind::Single { options } => self.options(&kind, options),
            FieldKind::Multiple { options, min_choices, max_choices } => {
                self.options(&kind, options);
                let all = u32::try_from(options.len()).unwrap_or(u32::MAX);
                let most = max_choices.unwrap_or(all);
                if *min_choices < 1 || *min_choices > most || most > all {
                    self.add(kind, FormFlaw::BadLimits);
                }
            }
            FieldKind::Number { min, max, scores, .. } => {
                if matches!((min, max), (Some(min), Some(max)) if min > max) {
                    self.add(&kind, FormFlaw::BadLimits);
                }
                self.bands(&kind, scores);
            }
            FieldKind::Region { parts } if !(1..=4).contains(parts) => self.add(kind, FormFlaw::BadLimits),
            FieldKind::Date { earliest, latest } => {
                self.days(&kind, earliest.as_deref(), latest.as_deref());
            }
            FieldKind::Region { .. } | FieldKind::Phone {} => {}
        }
    }

    fn chars(&mut self, path: &str, min: u32, max: u32, most: u32) {
        if max < 1 || min > max || max > most {
            self.add(path, FormFlaw::BadLimits);
        }
    }

    fn options(&mut self, path: &str, options: &[Choice]) {
        let path = format!("{path}.options");
        if !(1..=MOST_OPTIONS).contains(&options.len()) {
            self.add(&path, FormFlaw::OptionCount { most: MOST_OPTIONS });
        }
        self.keys(&path, options.iter().map(|o| o.key.as_str()));
        for (at, option) in options.iter().enumerate() {
            self.text(&format!("{path}[{at}].label"), &option.label, LONGEST_LABEL);
            self.points(&format!("{path}[{at}].points"), option.points);
        }
    }

    fn points(&mut self, path: &str, points: i64) {
        if !(-MOST_POINTS..=MOST_POINTS).contains(&points) {
            self.add(path, FormFlaw::BadPoints { most: MOST_POINTS });
        }
    }

    fn bands(&mut self, path: &str, scores: &[super::Band]) {
        if scores.len() > MOST_OPTIONS {
            self.add(format!("{path}.scores"), FormFlaw::OptionCount { most: MOST_OPTIONS });
        }
        for (at, band) in scores.iter().enumerate() {
            let path = format!("{path}.scores[{at}]");
            self.points(&format!("{path}.points"), band.points);
            let before = scores.iter().take(at);
            if band.from > band.to || before.clone().any(|b| b.from <= band.to && band.from <= b.to) {
                self.add(path, FormFlaw::BadRange);
            }
        }
    }

    fn days(&mut self, path: &str, earliest: Option<&str>, latest: Option<&str>) {
        let (first, last) = (earliest.map(day), latest.map(day));
        if first == Some(None) || last == Some(None) {
            self.add(path, FormFlaw::BadDay);
        } else if matches!((first.flatten(), last.flatten()), (Some(first), Some(last)) if first > last) {
            self.add(path, FormFlaw::BadLimits);
        }
    }
}

pub(super) fn is_key(key: &str) -> bool {
    key.len() <= 40
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
