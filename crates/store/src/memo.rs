//! What is remembered of tables that are seldom written: settings, consents, who is silent where.
//!
//! An answer stands until a statement writes a table it was read from, whoever's row that was. On SQLite one connection
//! writes, and it alone remembers; what another process wrote, what was rolled back and what came in unread
//! (migrations, archives) lets it forget, and debug builds read again each time and compare. On PostgreSQL a
//! transaction that writes such a table raises its turn in `memo_turn` with the commit, and every transaction reads the
//! turns as it begins, and again whenever it got a lock: what one node remembers, another's commit ends.

use crate::{Row, Sql, Value};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};
use weilu_vocabulary::Event;

/// Answers kept at most; then all are forgotten.
const MOST: usize = 50_000;

/// The turns of steady tables, on PostgreSQL.
pub(crate) const TURNS: &str =
    "create table if not exists memo_turn (name text primary key, turn bigint not null)";

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

/// For each table a number that is another one after every writing; 0 before the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(HashMap<Box<str>, i64>);

impl Turns {
    fn of(&self, table: &str) -> i64 {
        self.0.get(table).copied().unwrap_or(0)
    }

    pub fn set(&mut self, table: &str, turn: i64) {
        match self.0.get_mut(table) {
            Some(known) => *known = turn,
            None => drop(self.0.insert(table.into(), turn)),
        }
    }

    fn of_all(&self, tables: &Tables) -> Vec<i64> {
        tables.reads.iter().map(|table| self.of(table)).collect()
    }
}

#[derive(Debug)]
struct Answer {
    /// The turns of the tables it was read from, in the statement's order.
    turns: Vec<i64>,
    rows: Vec<Row>,
}

/// Answers of statements.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// By the statement's place in memory, then by its values.
    answers: HashMap<usize, HashMap<Vec<Value>, Answer>>,
    count: usize,
}

impl Memo {
    pub fn forget(&mut self) {
        self.answers.clear();
        self.count = 0;
    }

    /// What a statement answered, if its tables were not written since.
    pub fn get(&self, sql: &'static Sql, params: &[Value], turns: &Turns) -> Option<Vec<Row>> {
        let answer = self.answers.get(&place(sql))?.get(params)?;
        let reads = &sql.parsed().tables.reads;
        let stands = reads.iter().zip(&answer.turns).all(|(table, turn)| turns.of(table) == *turn);
        stands.then(|| answer.rows.clone())
    }

    /// Keeps an answer that was read in these turns.
    pub fn keep(&mut self, sql: &'static Sql, params: &[Value], rows: &[Row], turns: &Turns) {
        if self.count >= MOST {
            self.forget();
        }
        let answer = Answer { turns: turns.of_all(&sql.parsed().tables), rows: rows.to_vec() };
        if self.answers.entry(place(sql)).or_default().insert(params.to_vec(), answer).is_none() {
            self.count += 1;
        }
    }
}

fn place(sql: &'static Sql) -> usize {
    std::ptr::from_ref(sql).addr()
}

/// Answers one transaction keeps at most: what is asked twice is asked twice soon.
const SEEN: usize = 16;

/// What one transaction read by [`crate::Tx::once`] and did not touch since.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<(usize, Vec<Value>, Vec<Row>)>);

impl Seen {
    pub fn get(&self, sql: &'static Sql, params: &[Value]) -> Option<Vec<Row>> {
        let same = |known: &&(usize, Vec<Value>, _)| known.0 == place(sql) && known.1 == params;
        self.0.iter().find(same).map(|(.., rows)| rows.clone())
    }

    pub fn keep(&mut self, sql: &'static Sql, params: Vec<Value>, rows: Vec<Row>) {
        if self.0.len() == SEEN {
            self.0.remove(0);
        }
        self.0.push((place(sql), params, rows));
    }

    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// What the one connection remembers that writes.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    memo: Memo,
    turns: Turns,
    last: i64,
    /// Tables written since [`Writer::begin`].
    fresh: Vec<&'static str>,
    /// Whether anything may have been written since.
    wrote: bool,
    /// What the act has read.
    pub seen: Seen,
    /// The latest slices of the log.
    slices: Slices,
}

/// The latest pieces of the log, decoded; each with the state of the house in which it stands.
#[derive(Debug, Default)]
pub(crate) struct Slices(VecDeque<(SliceKey, Arc<[Event]>)>);

/// Behind which position, how many at most, in which state.
type SliceKey = (i64, i64, [i64; 2]);

/// Slices kept at most: readers stand at few places.
const SLICES: usize = 4;

impl Slices {
    pub fn get(&self, key: SliceKey) -> Option<Arc<[Event]>> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, events)| events.clone())
    }

    pub fn keep(&mut self, key: SliceKey, events: &Arc<[Event]>) {
        self.0.truncate(SLICES - 1);
        self.0.push_front((key, events.clone()));
    }

    pub fn forget(&mut self) {
        self.0.clear();
    }
}

impl Writer {
    /// Before a statement runs.
    pub fn note(&mut self, tables: &Tables) {
        if let Some(table) = tables.writes {
            self.seen.forget();
            self.wrote = true;
            self.touch(table);
            if !self.fresh.contains(&table) {
                self.fresh.push(table);
            }
        }
    }

    fn touch(&mut self, table: &str) {
        self.last += 1;
        self.turns.set(table, self.last);
    }

    /// An act begins that may be rolled back.
    pub fn begin(&mut self) {
        self.fresh.clear();
        self.wrote = false;
        self.seen.forget();
    }

    /// Whether there is something to roll back.
    pub fn wrote(&self) -> bool {
        self.wrote
    }

    /// What was read of tables which the act wrote does not stand.
    pub fn roll_back(&mut self) {
        for table in std::mem::take(&mut self.fresh) {
            self.touch(table);
        }
    }

    /// Somebody else wrote, nobody knows what.
    pub fn forget(&mut self) {
        self.memo.forget();
        self.slices.forget();
        self.seen.forget();
        self.wrote = true;
    }

    fn log_turns(&self) -> [i64; 2] {
        ["event", "event_body"].map(|table| self.turns.of(table))
    }

    pub fn slice(&self, pos: i64, limit: i64) -> Option<Arc<[Event]>> {
        self.slices.get((pos, limit, self.log_turns()))
    }

    pub fn keep_slice(&mut self, pos: i64, limit: i64, events: &Arc<[Event]>) {
        let turns = self.log_turns();
        self.slices.keep((pos, limit, turns), events);
    }

    pub fn get(&self, sql: &'static Sql, params: &[Value]) -> Option<Vec<Row>> {
        self.memo.get(sql, params, &self.turns)
    }

    pub fn keep(&mut self, sql: &'static Sql, params: &[Value], rows: &[Row]) {
        self.memo.keep(sql, params, rows, &self.turns);
    }
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
