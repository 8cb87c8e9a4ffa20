//! The five kinds of value that both engines store alike: i64, text, bytes, bool, null.

use crate::{Lang, Money, Time};

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Whole number; also times (microseconds), money (fen) and ids.
    Int(i64),
    /// UTF-8 text; also JSON.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Truth; SQLite keeps 0 and 1.
    Bool(bool),
    /// Nothing.
    Null,
}

impl Value {
    /// The name of its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Int(_) => "a number",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
            Value::Bool(_) => "truth",
            Value::Null => "nothing",
        }
    }
}

/// What can be read out of a stored value.
pub trait FromValue: Sized {
    /// The typed value, or `None` when the stored kind does not fit.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! from {
    ($($ty:ty => $v:ident $made:expr;)*) => {$(
        impl From<$ty> for Value { fn from($v: $ty) -> Value { $made } }
    )*};
}

from! {
    i64 => v Value::Int(v);
    i32 => v Value::Int(v.into());
    u32 => v Value::Int(v.into());
    u16 => v Value::Int(v.into());
    bool => v Value::Bool(v);
    String => v Value::Text(v);
    &str => v Value::Text(v.to_owned());
    &String => v Value::Text(v.clone());
    Vec<u8> => v Value::Bytes(v);
    &[u8] => v Value::Bytes(v.to_vec());
    [u8; 16] => v Value::Bytes(v.to_vec());
    [u8; 32] => v Value::Bytes(v.to_vec());
    Time => v Value::Int(v.0);
    Money => v Value::Int(v.0);
    Lang => v Value::Text(v.code().to_owned());
    &serde_json::Value => v Value::Text(v.to_string());
}

impl From<std::borrow::Cow<'_, str>> for Value {
    fn from(v: std::borrow::Cow<'_, str>) -> Value {
        Value::Text(v.into_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Value {
        v.map_or(Value::Null, Into::into)
    }
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(v) => Some(v),
            Value::Bool(v) => Some(v.into()),
            _ => None,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bool(v) => Some(v),
            Value::Int(v) => Some(v != 0),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(v) => Some(v),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(v) => Some(v),
            _ => None,
        }
    }
}

impl FromValue for Time {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Time)
    }
}

impl FromValue for Money {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Money)
    }
}

impl FromValue for Lang {
    fn from_value(value: Value) -> Option<Self> {
        Some(if String::from_value(value)? == "en" { Lang::En } else { Lang::Zh })
    }
}

impl FromValue for serde_json::Value {
    fn from_value(value: Value) -> Option<Self> {
        serde_json::from_str(&String::from_value(value)?).ok()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
