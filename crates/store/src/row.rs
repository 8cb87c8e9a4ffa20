//! One row of an answer, read by column name.

use std::sync::Arc;
use weilu_vocabulary::{Fault, FromValue, Value};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// When there is no such column or its kind does not fit: a mistake in the program.
    #[track_caller]
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Fault> {
        let found = self.columns.iter().position(|c| c == column).and_then(|at| self.values.get(at));
        let Some(value) = found else {
            return Err(Fault::new(format!("no column {column} among {:?}", self.columns)));
        };
        T::from_value(value.clone()).ok_or_else(|| Fault::new(format!("column {column} holds {value:?}")))
    }

    /// The value of the first column.
    ///
    /// # Errors
    /// As [`Row::get`].
    #[track_caller]
    pub fn first<T: FromValue>(&self) -> Result<T, Fault> {
        let Some(value) = self.values.first() else { return Err(Fault::new("a row without columns")) };
        T::from_value(value.clone()).ok_or_else(|| Fault::new(format!("first column holds {value:?}")))
    }

    /// Takes the value of a column out of the row. `at` is where it probably stands, and then behind it: structs are
    /// mostly read in the order of their columns.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn take<T: FromValue>(&mut self, at: &mut usize, column: &str) -> Result<T, Fault> {
        let hint = self.columns.get(*at).is_some_and(|c| c == column).then_some(*at);
        let found = hint.or_else(|| self.columns.iter().position(|c| c == column));
        let Some((place, value)) = found.and_then(|place| Some((place, self.values.get_mut(place)?))) else {
            return Err(Fault::new(format!("no column {column} among {:?}", self.columns)));
        };
        *at = place + 1;
        let (value, kind) = (std::mem::replace(value, Value::Null), value.kind());
        T::from_value(value).ok_or_else(|| Fault::new(format!("column {column} holds {kind}")))
    }

    /// The row as JSON, for exports; bytes become hex.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let cell = |value: &Value| match value {
            Value::Int(v) => (*v).into(),
            Value::Text(v) => v.clone().into(),
            Value::Bool(v) => (*v).into(),
            Value::Bytes(v) => v.iter().map(|b| format!("{b:02x}")).collect::<String>().into(),
            Value::Null => serde_json::Value::Null,
        };
        self.columns
            .iter()
            .cloned()
            .zip(self.values.iter().map(cell))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// The typed row.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn into<R: FromRow>(&self) -> Result<R, Fault> {
        R::from_row(self.clone())
    }
}

/// A struct read from a row; made by [`rows!`](crate::rows).
pub trait FromRow: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When a column is missing or of another kind.
    fn from_row(row: Row) -> Result<Self, Fault>;
}

impl FromRow for Row {
    fn from_row(row: Row) -> Result<Self, Fault> {
        Ok(row)
    }
}

/// Declares structs that are read from rows, one column per field.
#[macro_export]
macro_rules! rows {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),* }
        impl $crate::FromRow for $name {
            fn from_row(mut row: $crate::Row) -> Result<Self, weilu_vocabulary::Fault> {
                let mut at = 0;
                Ok($name { $($field: row.take(&mut at, stringify!($field).trim_start_matches("r#"))?),* })
            }
        }
    )*};
}
