//! What the writer remembers of tables that are seldom written: settings, consents, who is silent where.
//!
//! An answer stands until a statement writes a table it was read from, whoever's row that was. This is exact: one
//! connection writes, and it alone remembers; what another process wrote, what was rolled back and what came in
//! unread (migrations, archives) lets it forget. Debug builds read again each time and compare.

use crate::{Row, Sql, Value};
use std::collections::HashMap;

/// Answers kept at most; then all are forgotten.
const MOST: usize = 50_000;

/// The tables a statement names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    /// What it reads.
    pub reads: Vec<&'static str>,
    /// What it writes.
    pub writes: Option<&'static str>,
}

impl Tables {
    /// Of a statement as written: reads stand behind `from` and `join`, what is written behind `insert into`,
    /// `update` and `delete from`.
    pub fn of(text: &'static str) -> Tables {
        let mut tables = Tables::default();
        let mut before = ["", ""];
        // How deep in brackets, and whether a table may follow a comma there: `from one a, other b`.
        let (mut depth, mut listing): (usize, Vec<usize>) = (0, Vec::new());
        for token in tokens(text) {
            let expects = match before {
                [_, "from" | "join"] => true,
                [_, ","] => listing.last() == Some(&depth),
                _ => false,
            };
            let is_name = token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            match token {
                "(" => depth += 1,
                ")" => {
                    listing.retain(|at| *at < depth);
                    depth = depth.saturating_sub(1);
                }
                "from" => listing.push(depth),
                "where" | "order" | "group" | "limit" | "union" | "returning" | "set" => {
                    listing.retain(|at| *at != depth);
                }
                name if is_name => match before {
                    ["insert", "into"] | ["delete", "from"] => tables.writes = Some(name),
                    [way, "update"] if way != "do" && way != "for" => tables.writes = Some(name),
                    _ if expects => tables.reads.push(name),
                    _ => {}
                },
                _ => {}
            }
            before = [before[1], token];
        }
        tables
    }
}

/// Words, and single signs between them; without texts in quotes.
fn tokens(text: &'static str) -> impl Iterator<Item = &'static str> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let unquoted = text.split('\'').step_by(2);
    unquoted.flat_map(move |part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            let end = if word(first) { rest.find(|c| !word(c)) } else { Some(first.len_utf8()) };
            let (token, tail) = rest.split_at(end.unwrap_or(rest.len()));
            rest = tail;
            Some(token)
        })
    })
}

#[derive(Debug)]
struct Answer {
    /// The turn in which it was read.
    turn: u64,
    rows: Vec<Row>,
}

/// What one connection remembers.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// Counts what was written.
    turn: u64,
    /// The turn in which each table was last written.
    written: HashMap<&'static str, u64>,
    /// Tables written since [`Memo::begin`].
    fresh: Vec<&'static str>,
    /// By the statement's place in memory, then by its values.
    answers: HashMap<usize, HashMap<Vec<Value>, Answer>>,
    count: usize,
}

impl Memo {
    /// Before a statement runs.
    pub fn note(&mut self, tables: &Tables) {
        if let Some(table) = tables.writes {
            self.turn += 1;
            self.written.insert(table, self.turn);
            if !self.fresh.contains(&table) {
                self.fresh.push(table);
            }
        }
    }

    /// An act begins that may be rolled back.
    pub fn begin(&mut self) {
        self.fresh.clear();
    }

    /// What was read of tables which the act wrote does not stand.
    pub fn roll_back(&mut self) {
        self.turn += 1;
        for table in self.fresh.drain(..) {
            self.written.insert(table, self.turn);
        }
    }

    /// Somebody else wrote, nobody knows what.
    pub fn forget(&mut self) {
        self.answers.clear();
        self.count = 0;
    }

    /// What a statement answered, if it would answer the same now.
    pub fn get(&self, sql: &'static Sql, tables: &Tables, params: &[Value]) -> Option<Vec<Row>> {
        let Answer { turn, rows } = self.answers.get(&place(sql))?.get(params)?;
        let stands = |table: &&str| self.written.get(table).is_none_or(|written| written <= turn);
        tables.reads.iter().all(stands).then(|| rows.clone())
    }

    /// Remembers an answer.
    pub fn keep(&mut self, sql: &'static Sql, params: &[Value], rows: &[Row]) {
        if self.count >= MOST {
            self.forget();
        }
        let answer = Answer { turn: self.turn, rows: rows.to_vec() };
        if self.answers.entry(place(sql)).or_default().insert(params.to_vec(), answer).is_none() {
            self.count += 1;
        }
    }
}

fn place(sql: &'static Sql) -> usize {
    std::ptr::from_ref(sql).addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &'static str) -> Vec<&'static str> {
        Tables::of(text).reads
    }

    #[test]
    fn the_tables_of_a_statement_are_found() {
        assert_eq!(reads("select value from setting where tenant = $tenant and name = $1"), ["setting"]);
        assert_eq!(
            reads(
                "select a, b from one o left join two t on t.id = o.id where o.x in (select id from three where 'from four' = z) order by a, b"
            ),
            ["one", "two", "three"]
        );
        assert_eq!(reads("select 1 from one a, two b where a.id = b.id and a.k in (1, 2)"), ["one", "two"]);
        assert_eq!(
            reads("select max(x) from (select x from one, two limit 10) latest, three"),
            ["one", "two", "three"]
        );
    }

    #[test]
    fn what_a_statement_writes_is_found() {
        let writes = |text| Tables::of(text).writes;
        let upsert =
            "insert into one (a, b) select x, y from two on conflict (a) do update set b = excluded.b";
        assert_eq!(writes(upsert), Some("one"));
        assert_eq!(writes("update one set a = $1 where id in (select id from two for update)"), Some("one"));
        assert_eq!(writes("delete from one where a = $1 returning hash"), Some("one"));
        assert_eq!(
            writes("with old as (select id from two) delete from one where id in (select id from old)"),
            Some("one")
        );
        assert_eq!(writes("select a from one"), None);
    }
}
