//! Texts a person reads, always in Chinese and in English.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The language somebody reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// `zh` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header that we speak; Chinese otherwise.
    #[must_use]
    pub fn negotiate(header: &str) -> Lang {
        for part in header.split(',') {
            let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if tag.starts_with("zh") {
                return Lang::Zh;
            }
            if tag.starts_with("en") {
                return Lang::En;
            }
        }
        Lang::Zh
    }
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// Chinese, written first.
    pub zh: Cow<'static, str>,
    /// English, complete.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A constant text.
    #[must_use]
    pub const fn new(zh: &'static str, en: &'static str) -> Text {
        Text { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// A text made at run time.
    #[must_use]
    pub fn owned(zh: impl Into<String>, en: impl Into<String>) -> Text {
        Text { zh: Cow::Owned(zh.into()), en: Cow::Owned(en.into()) }
    }

    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Puts values into `{name}` places, in both languages; a value that is a text itself is put in by language, a list
    /// with commas between.
    #[must_use]
    pub fn fill(&self, values: &serde_json::Map<String, serde_json::Value>) -> Text {
        let mut filled = self.clone();
        for (name, value) in values {
            let place = format!("{{{name}}}");
            filled = Text::owned(
                filled.zh.replace(&place, &shown(value, "zh", "、")),
                filled.en.replace(&place, &shown(value, "en", ", ")),
            );
        }
        filled
    }
}

/// A value as it stands in a sentence of a language.
fn shown(value: &serde_json::Value, lang: &str, comma: &str) -> String {
    let own = value.get(lang).unwrap_or(value);
    match own {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(many) => {
            many.iter().map(|one| shown(one, lang, comma)).collect::<Vec<_>>().join(comma)
        }
        other => other.to_string(),
    }
}

impl From<(&'static str, &'static str)> for Text {
    fn from((zh, en): (&'static str, &'static str)) -> Text {
        Text::new(zh, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins() {
        assert_eq!(Lang::negotiate("fr, en-GB;q=0.8, zh;q=0.5"), Lang::En);
        assert_eq!(Lang::negotiate("zh-CN,zh;q=0.9,en;q=0.8"), Lang::Zh);
        assert_eq!(Lang::negotiate(""), Lang::Zh);
    }

    #[test]
    fn lists_and_texts_are_said_in_each_language() {
        let called = Text::new("给谁", "for whom");
        let values = serde_json::json!({ "names": [called, "x"], "n": 3 });
        let filled = Text::new("还差{names}，{n}", "missing {names}, {n}").fill(values.as_object().unwrap());
        assert_eq!(
            (filled.get(Lang::Zh), filled.get(Lang::En)),
            ("还差给谁、x，3", "missing for whom, x, 3")
        );
    }
}
