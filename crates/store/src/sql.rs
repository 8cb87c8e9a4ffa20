//! Constant statements. `sql!("…")` is the only way to make one, so that a test can find and prepare all.

use crate::{many, memo::Tables};
use std::sync::{Arc, OnceLock};

/// A constant SQL statement in the common subset of both engines.
pub struct Sql {
    text: &'static str,
    parsed: OnceLock<Parsed>,
}

/// A statement as each engine wants it.
pub(crate) struct Parsed {
    /// With `?N`, since SQLite numbers `$N` by first appearance.
    pub lite: String,
    /// With `$N`.
    pub pg: String,
    /// Highest parameter written by the author.
    pub params: usize,
    /// Whether `$tenant` is bound, after the author's parameters.
    pub tenant: bool,
    /// Names of its columns, once SQLite said them.
    pub columns: OnceLock<Arc<[String]>>,
    /// The tables it names.
    pub tables: Tables,
    /// Taken apart, where it writes one row.
    pub row: OnceLock<Option<many::Row>>,
    /// Its text for many rows, once PostgreSQL said the types.
    pub many: OnceLock<String>,
}

impl Sql {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(text: &'static str) -> Sql {
        Sql { text, parsed: OnceLock::new() }
    }

    /// The text as written.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The tables it reads.
    #[must_use]
    pub fn reads(&'static self) -> &'static [&'static str] {
        &self.parsed().tables.reads
    }

    pub(crate) fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| parse(self.text))
    }
}

/// A constant statement: `sql!("select name from member where tenant = $tenant and id = $1")`.
#[macro_export]
macro_rules! sql {
    ($text:expr) => {{
        static STATEMENT: $crate::Sql = $crate::Sql::new($text);
        &STATEMENT
    }};
}

/// Values for the places of a statement, in order.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] as &[$crate::Value] };
}

enum Piece<'a> {
    Text(&'a str),
    Param(usize),
    Tenant,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut quoted = false;
    let mut start = 0;
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => quoted = !quoted,
            '$' if !quoted => {
                let tail = rest.get(at + 1..).unwrap_or_default();
                let len = tail.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tail.len());
                let word = tail.get(..len).unwrap_or_default();
                let piece = match word.parse() {
                    Ok(n) => Piece::Param(n),
                    Err(_) if word == "tenant" => Piece::Tenant,
                    Err(_) => continue,
                };
                out.push(Piece::Text(rest.get(start..at).unwrap_or_default()));
                out.push(piece);
                rest = rest.get(at + 1 + len..).unwrap_or_default();
                chars = rest.char_indices();
                start = 0;
            }
            _ => {}
        }
    }
    out.push(Piece::Text(rest.get(start..).unwrap_or_default()));
    out
}

fn parse(text: &'static str) -> Parsed {
    let pieces = pieces(text);
    let params = pieces.iter().map(|p| if let Piece::Param(n) = p { *n } else { 0 }).max().unwrap_or(0);
    let tenant = pieces.iter().any(|p| matches!(p, Piece::Tenant));
    let write = |mark: char| {
        pieces.iter().fold(String::new(), |mut out, piece| {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Param(n) => out.push_str(&format!("{mark}{n}")),
                Piece::Tenant => out.push_str(&format!("{mark}{}", params + 1)),
            }
            out
        })
    };
    Parsed {
        // SQLite's own `like` does not tell small letters from capitals.
        lite: write('?').replace(" ilike ", " like "),
        pg: write('$'),
        params,
        tenant,
        columns: OnceLock::new(),
        tables: Tables::of(text),
        row: OnceLock::new(),
        many: OnceLock::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_for_likeness_whatever_the_case() {
        let parsed = parse("select id from a where b ilike '%' || $1 || '%'");
        assert_eq!(parsed.lite, "select id from a where b like '%' || ?1 || '%'");
        assert_eq!(parsed.pg, "select id from a where b ilike '%' || $1 || '%'");
    }

    #[test]
    fn places_are_renumbered_and_quotes_left_alone() {
        let parsed = parse("select $2, $1, '$3 $tenant' from a where tenant = $tenant and b = $2");
        assert_eq!(parsed.lite, "select ?2, ?1, '$3 $tenant' from a where tenant = ?3 and b = ?2");
        assert_eq!(parsed.pg, "select $2, $1, '$3 $tenant' from a where tenant = $3 and b = $2");
        assert_eq!((parsed.params, parsed.tenant), (2, true));
    }
}
