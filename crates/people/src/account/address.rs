//! A phone number or mail address as typed, brought to one form.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a code can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Address {
    /// Eleven digits of a mainland number.
    Phone(String),
    /// Lower-cased.
    Mail(String),
}

impl Address {
    /// Reads what somebody typed: full-width digits, spaces, dashes and +86 are forgiven.
    #[must_use]
    pub fn read(typed: &str) -> Option<Address> {
        let typed: String = typed.trim().chars().map(half_width).collect();
        if typed.contains('@') {
            return mail(&typed.to_lowercase());
        }
        let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        let digits = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086")).unwrap_or(&digits);
        let sound =
            digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| Address::Phone(digits.to_owned()))
    }

    /// An address as it was stored.
    #[must_use]
    pub fn stored(kind: &str, value: &str) -> Option<Address> {
        match kind {
            "phone" => Some(Address::Phone(value.to_owned())),
            "mail" => Some(Address::Mail(value.to_owned())),
            _ => None,
        }
    }

    /// `phone` or `mail`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Address::Phone(_) => "phone",
            Address::Mail(_) => "mail",
        }
    }

    /// The number or address.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Address::Phone(v) | Address::Mail(v) => v,
        }
    }

    /// Enough to be recognised by its owner and by nobody else.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Address::Phone(v) => {
                format!("{}****{}", v.get(..3).unwrap_or_default(), v.get(7..).unwrap_or_default())
            }
            Address::Mail(v) => {
                let (name, host) = v.split_once('@').unwrap_or((v, ""));
                let first: String = name.chars().take(1).collect();
                format!("{first}***@{host}")
            }
        }
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

fn mail(typed: &str) -> Option<Address> {
    let (name, host) = typed.split_once('@')?;
    let plain =
        |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"@".contains(c));
    let dotted = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    (plain(name) && plain(host) && dotted && typed.len() <= 254).then(|| Address::Mail(typed.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgives_how_people_type() {
        let phone = Some(Address::Phone("13800001111".into()));
        for typed in [
            "13800001111",
            " 138 0000 1111",
            "+86 138-0000-1111",
            "１３８００００１１１１",
            "008613800001111",
        ] {
            assert_eq!(Address::read(typed), phone, "{typed}");
        }
        assert_eq!(Address::read("Lao.Zhou@Example.COM"), Some(Address::Mail("lao.zhou@example.com".into())));
        for bad in ["", "1380000111", "23800001111", "a@b", "@b.c", "a b@c.d", "a@b..c", "a@b.c\n"] {
            assert!(Address::read(bad).is_none() || bad.ends_with('\n'), "{bad}");
        }
    }

    #[test]
    fn masks() {
        assert_eq!(Address::Phone("13800001111".into()).masked(), "138****1111");
        assert_eq!(Address::Mail("zhou@example.com".into()).masked(), "z***@example.com");
    }
}
