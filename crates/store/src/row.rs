//! One row of an answer, read by column name.

use std::sync::Arc;
use weilu_vocabulary::{Fault, FromValue, Value};

/// A row.
#[derive(Clone, Debug)]
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
        R::from_row(self)
    }
}

/// A struct read from a row; made by [`rows!`](crate::rows).
pub trait FromRow: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When a column is missing or of another kind.
    fn from_row(row: &Row) -> Result<Self, Fault>;
}

impl FromRow for Row {
    fn from_row(row: &Row) -> Result<Self, Fault> {
        Ok(row.clone())
    }
}

/// Declares structs that are read from rows, one column per field.
#[macro_export]
macro_rules! rows {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),* }
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row) -> Result<Self, weilu_vocabulary::Fault> {
                Ok($name { $($field: row.get(stringify!($field).trim_start_matches("r#"))?),* })
            }
        }
    )*};
}
