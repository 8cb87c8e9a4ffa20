//! Kinds of ids by which somebody is recognised, and what each is worth.

use super::decide::Reason;
use crate::account::Address;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_vocabulary::Text;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal $zh:literal $en:literal;)*) => {
        /// A kind of id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum IdentityKind { $($(#[$doc])* $name,)* }

        impl IdentityKind {
            /// As stored.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(IdentityKind::$name => $word,)* } }
            /// As read by people.
            #[must_use]
            pub const fn text(self) -> Text { match self { $(IdentityKind::$name => Text::new($zh, $en),)* } }
        }
    };
}

kinds! {
    /// WeChat's id of a person over all accounts of one company.
    UnionId "union_id" "微信 UnionID" "WeChat union id";
    /// Follower of the official account.
    OfficialAccount "official_account" "公众号粉丝" "Official-account follower";
    /// Contact of an adviser.
    Wecom "wecom" "企业微信联系人" "WeCom contact";
    /// Customer number of a shop's till.
    Till "till" "门店收银" "Shop till";
    /// Member card.
    Card "card" "会员卡" "Member card";
    /// Mobile number.
    Phone "phone" "手机号" "Phone";
    /// Mail address.
    Mail "mail" "邮箱" "Mail";
    /// Browser of somebody not signed in.
    Visitor "visitor" "网页访客" "Web visitor";
}

impl IdentityKind {
    /// Phone or mail: can be proven by a code, and can pass to somebody else.
    #[must_use]
    pub const fn is_address(self) -> bool {
        matches!(self, IdentityKind::Phone | IdentityKind::Mail)
    }

    /// An id that its source gives to one record only.
    #[must_use]
    pub const fn is_own(self) -> bool {
        matches!(
            self,
            IdentityKind::OfficialAccount | IdentityKind::Wecom | IdentityKind::Till | IdentityKind::Visitor
        )
    }
}

/// What sharing an id of a kind means.
#[must_use]
pub const fn reason(kind: IdentityKind, proven: bool) -> Reason {
    match kind {
        IdentityKind::UnionId => Reason::SameUnionId,
        IdentityKind::Card => Reason::SameCard,
        IdentityKind::Phone | IdentityKind::Mail if proven => Reason::VerifiedAddress,
        IdentityKind::Phone | IdentityKind::Mail => Reason::UnverifiedAddress,
        _ => Reason::SameId,
    }
}

/// A reason as stored.
#[must_use]
pub fn word_of(reason: Reason) -> &'static str {
    match reason {
        Reason::SameId => "same_id",
        Reason::SameUnionId => "same_union_id",
        Reason::VerifiedAddress => "verified_address",
        Reason::FactFits => "fact_fits",
        _ => "staff_says_so",
    }
}

/// An id brought to one form; none when it is no such id.
#[must_use]
pub fn normal(kind: IdentityKind, typed: &str) -> Option<String> {
    if kind.is_address() {
        let address = Address::read(typed)?;
        return (address.kind() == kind.word()).then(|| address.value().to_owned());
    }
    let value = typed.trim();
    let sound = (1..=100).contains(&value.chars().count()) && !value.chars().any(char::is_control);
    sound.then(|| value.to_owned())
}

/// An id as others may see it: enough to compare, not enough to use.
#[must_use]
pub fn masked(kind: &str, value: &str) -> String {
    match kind {
        "phone" => Address::Phone(value.to_owned()).masked(),
        "mail" => Address::Mail(value.to_owned()).masked(),
        _ => {
            let count = value.chars().count();
            let tail: String = value.chars().skip(count.saturating_sub(4)).collect();
            if count > 4 { format!("…{tail}") } else { tail }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_brought_to_one_form() {
        assert_eq!(normal(IdentityKind::Phone, "+86 123-0000-0001"), Some("12300000001".into()));
        assert_eq!(normal(IdentityKind::Phone, "a@b.cn"), None);
        assert_eq!(normal(IdentityKind::Till, " 7 "), Some("7".into()));
        assert_eq!(normal(IdentityKind::Card, "\u{7}"), None);
        assert_eq!(masked("till", "000123456"), "…3456");
    }
}
