//! Many rows in one statement, on PostgreSQL: what a transaction queues with the same statement one after the other is
//! written at once.
//!
//! `insert into t (a, b) values ($1, $2) on conflict …` becomes `insert into t (a, b) select x.p1, x.p2 from
//! unnest($1::…[], $2::…[]) as x (p1, p2) on conflict …`. Rule: no two rows of one statement have the same key, for the
//! second would have to change what the first has just written.

use crate::{Sql, Value};
use std::collections::HashSet;

/// A statement that writes one row of given values, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Up to the list of values.
    head: String,
    /// The values: a place of a parameter, or a constant.
    values: Vec<Given>,
    /// What follows.
    tail: String,
    /// Places of the parameters that make the key, where another row may be met.
    key: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    /// Counted from 0.
    Param(usize),
    Constant(String),
}

impl Row {
    /// Of a statement as PostgreSQL reads it; none where it is no such statement.
    pub fn of(text: &str) -> Option<Row> {
        let (head, rest) = text.split_once(" values (")?;
        let (values, tail) = rest.split_once(')')?;
        let names = head.strip_prefix("insert into ")?.split_once('(')?.1.strip_suffix(')')?;
        if values.contains(['(', '\'']) || tail.contains('$') || tail.contains("returning") {
            return None;
        }
        let values: Vec<Given> = values.split(',').map(|one| given(one.trim())).collect();
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let place = |name: &str| names.iter().position(|known| *known == name).and_then(|at| values.get(at));
        let mut key = Vec::new();
        if let Some((_, target)) = tail.split_once("on conflict") {
            let target = target.trim_start().strip_prefix('(')?.split_once(')')?.0;
            for name in target.split(',').map(str::trim) {
                if let Given::Param(at) = place(name)? {
                    key.push(*at);
                }
            }
        }
        Some(Row { head: head.to_owned(), values, tail: tail.to_owned(), key })
    }

    /// The statement for many rows; each parameter is an array of the type's name.
    pub fn text(&self, types: &[&str]) -> String {
        let arrays: Vec<String> = (1..).zip(types).map(|(n, name)| format!("${n}::{name}[]")).collect();
        let names: Vec<String> = (1..=types.len()).map(|n| format!("p{n}")).collect();
        let values: Vec<String> = self.values.iter().map(Given::of_row).collect();
        let (head, tail) = (&self.head, &self.tail);
        format!(
            "{head} select {} from unnest({}) as x ({}){tail}",
            values.join(", "),
            arrays.join(", "),
            names.join(", ")
        )
    }

    fn key_of<'a>(&self, params: &'a [Value]) -> Vec<&'a Value> {
        self.key.iter().filter_map(|at| params.get(*at)).collect()
    }

    /// How many of these rows, from the first on, go into one statement.
    pub fn fit<'a>(&self, rows: impl Iterator<Item = &'a [Value]>) -> usize {
        let mut seen = HashSet::new();
        let mut fit = 0;
        for row in rows {
            if !self.tail.is_empty() && !seen.insert(self.key_of(row)) {
                break;
            }
            fit += 1;
        }
        fit
    }
}

impl Given {
    fn of_row(&self) -> String {
        match self {
            Given::Param(at) => format!("x.p{}", at + 1),
            Given::Constant(text) => text.clone(),
        }
    }
}

fn given(text: &str) -> Given {
    let place = text.strip_prefix('$').and_then(|n| n.parse::<usize>().ok());
    place.and_then(|n| n.checked_sub(1)).map_or_else(|| Given::Constant(text.to_owned()), Given::Param)
}

/// The statement taken apart, where it writes one row; looked at once.
pub(crate) fn row(sql: &'static Sql) -> Option<&'static Row> {
    let parsed = sql.parsed();
    parsed.row.get_or_init(|| Row::of(&parsed.pg)).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: &str = "insert into a (tenant, b, c) values ($3, $1, $2) on conflict (tenant, b) do update set c = a.c + excluded.c";

    #[test]
    fn a_row_of_values_becomes_many() {
        let row = Row::of(COUNT).unwrap();
        assert_eq!(
            row.text(&["int8", "text", "int8"]),
            "insert into a (tenant, b, c) select x.p3, x.p1, x.p2 from unnest($1::int8[], $2::text[], $3::int8[]) as x (p1, p2, p3) on conflict (tenant, b) do update set c = a.c + excluded.c"
        );
        let plain = Row::of("insert into a (b, c) values ($1, 1)").unwrap();
        assert_eq!(
            plain.text(&["int8"]),
            "insert into a (b, c) select x.p1, 1 from unnest($1::int8[]) as x (p1)"
        );
    }

    #[test]
    fn the_same_key_waits_for_the_next_statement() {
        let row = Row::of(COUNT).unwrap();
        let [a, b, c, d] =
            [(1, 1), (2, 1), (1, 2), (3, 1)].map(|(b, c)| vec![Value::Int(b), Value::Int(c), Value::Int(7)]);
        let all = [a.as_slice(), &b, &c, &d];
        assert_eq!(row.fit(all.iter().copied()), 2);
        let plain = Row::of("insert into a (tenant, b, c) values ($3, $1, $2)").unwrap();
        assert_eq!(plain.fit(all.iter().copied()), 4);
    }

    #[test]
    fn what_writes_no_plain_row_stays_as_it_is() {
        for text in [
            "insert into a (b) select $1",
            "insert into a (b) values (lower($1))",
            "insert into a (b) values ($1) on conflict (b) do update set c = $2",
            "insert into a (b) values ($1) returning b",
            "update a set b = $1",
        ] {
            assert_eq!(Row::of(text), None, "{text}");
        }
    }
}
