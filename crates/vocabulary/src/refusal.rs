//! Refusals: the domain's own "no". Each has a stable code, a status, a sentence in both languages that
//! says what to do, and typed fields. One enum per command, so that a reader sees every way it can say no.

use crate::{Fault, Text};
use serde_json::{Map, Value};

/// One answer of the domain.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Stable code, `feature.reason`.
    pub code: &'static str,
    /// HTTP status: 401, 403, 404, 409 (state), 422 (input), 429.
    pub status: u16,
    /// What to say.
    pub text: Text,
    /// Typed details, shown to programs.
    pub fields: Map<String, Value>,
}

/// One line of the catalogue of refusals.
#[derive(Clone, Copy, Debug)]
pub struct RefusalText {
    /// Stable code.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Chinese sentence with `{field}` places.
    pub zh: &'static str,
    /// English sentence with `{field}` places.
    pub en: &'static str,
}

/// An enum of refusals; made by [`refusals!`](crate::refusals).
pub trait Refuse {
    /// Every refusal of the enum, for the catalogue.
    const ALL: &'static [RefusalText];
    /// This one, filled in.
    fn refusal(&self) -> Refusal;
}

/// Why an act did not happen.
#[derive(Debug)]
pub enum Failure {
    /// The domain said no.
    Refused(Box<Refusal>),
    /// The world failed.
    Fault(Fault),
}

/// The result of an act.
pub type Outcome<T> = Result<T, Failure>;

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(Box::new(refusal))
    }
}

impl Failure {
    /// The code of a refusal; `None` for a fault.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Failure::Refused(refusal) => Some(refusal.code),
            Failure::Fault(_) => None,
        }
    }
}

/// Declares an enum of refusals with codes, statuses and both texts.
///
/// ```
/// weilu_vocabulary::refusals! {
///     /// Why a seat is not given.
///     pub enum SitRefusal {
///         /// No seat is left.
///         Full { seats: i64 } => 409 "table.full" "这桌 {seats} 个位子都坐满了，换一桌吧。" "All {seats} seats are taken; try another table.";
///     }
/// }
/// use weilu_vocabulary::Refuse;
/// assert_eq!(SitRefusal::Full { seats: 4 }.refusal().text.en, "All 4 seats are taken; try another table.");
/// ```
#[macro_export]
macro_rules! refusals {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident $({ $($field:ident : $ty:ty),* $(,)? })? => $status:literal $code:literal $zh:literal $en:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name { $($(#[$doc])* $variant $({ $(#[doc = "Shown in the sentence."] $field: $ty),* })?,)* }

        impl $crate::Refuse for $name {
            const ALL: &'static [$crate::RefusalText] =
                &[$($crate::RefusalText { code: $code, status: $status, zh: $zh, en: $en },)*];
            fn refusal(&self) -> $crate::Refusal {
                match self {
                    $($name::$variant $({ $($field),* })? => {
                        #[expect(unused_mut, reason = "a refusal without fields fills nothing in")]
                        let mut fields = $crate::reexport::serde_json::Map::new();
                        $($(fields.insert(stringify!($field).to_owned(), $crate::reexport::serde_json::json!($field));)*)?
                        $crate::Refusal { code: $code, status: $status, text: $crate::Text::new($zh, $en).fill(&fields), fields }
                    })*
                }
            }
        }
        impl From<$name> for $crate::Failure {
            fn from(refusal: $name) -> $crate::Failure { $crate::Refuse::refusal(&refusal).into() }
        }
    };
}
