//! Values of the brand that are more than text: a colour and a purpose. What does not fit is never kept, whichever
//! way it comes.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The accent that the pages carry unless the brand chooses another.
pub const OWN_ACCENT: &str = "#c2410c";

/// A colour as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Accent(String);

impl Accent {
    /// Reads a colour as typed: six digits, with or without `#`.
    #[must_use]
    pub fn read(typed: &str) -> Option<Accent> {
        let digits = typed.trim().trim_start_matches('#').to_lowercase();
        let sound = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        sound.then(|| Accent(format!("#{digits}")))
    }

    /// As `#rrggbb`.
    #[must_use]
    pub fn hex(&self) -> &str {
        &self.0
    }
}

impl Default for Accent {
    fn default() -> Accent {
        Accent(OWN_ACCENT.to_owned())
    }
}

impl TryFrom<String> for Accent {
    type Error = &'static str;
    fn try_from(typed: String) -> Result<Accent, Self::Error> {
        Accent::read(&typed).ok_or("#rrggbb")
    }
}

impl From<Accent> for String {
    fn from(accent: Accent) -> String {
        accent.0
    }
}

impl JsonSchema for Accent {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Accent".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "color" })
    }
}

/// What the house is mainly for. More purposes come with the features that serve them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BrandPurpose")]
pub enum Purpose {
    /// A brand with its customers and fans.
    #[default]
    Brand,
    /// A brand with its dealers and shops.
    Dealers,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_six_digits() {
        assert_eq!(Accent::read(" 2F7D5B ").unwrap().hex(), "#2f7d5b");
        assert_eq!(Accent::read("#2f7d5"), None);
        assert_eq!(Accent::read("#2f7d5bb"), None);
        assert_eq!(Accent::read("emerald"), None);
    }
}
