//! Migrations never change once they are listed: somebody's database has already run them.
//!
//! A feature's `schema.sql` (and the store's own tables, a literal in Rust) is a run of sections that begin with
//! `-- migration N`, numbered from 1. Each section's
//! fingerprint stands in `docs/generated/migrations.lock` (`path number sha256`). `cargo xtask tidy --bless` adds
//! new sections and never rewrites one: a mistake is mended by the next number. The list begins with the first
//! release; until it exists, sections may change.

use super::source::{Kind, RustFile};
use super::{Entry, complaint};
use crate::{Failure, Place, fingerprint};
use std::collections::BTreeMap;
use std::fs;

/// The list of fingerprints, relative to the checkout.
pub const LOCK: &str = "docs/generated/migrations.lock";
const HEAD: &str = "-- migration ";

type Sections = BTreeMap<(String, u32), String>;

/// Compares every section with the list.
///
/// # Errors
/// When the list cannot be read.
pub fn check(place: &Place, entries: &[Entry], rust: &[RustFile]) -> Result<Vec<String>, Failure> {
    let (sections, mut complaints) = sections(&schemas(entries, rust));
    // Without a list nothing was ever released and no database has run anything: sections may still change.
    if place.at(LOCK).is_file() {
        complaints.extend(compare(&listed(place)?, &sections));
    }
    Ok(complaints)
}

/// Adds the sections that are not listed yet; how many.
///
/// # Errors
/// When the list cannot be read or written.
pub fn bless(place: &Place, entries: &[Entry], rust: &[RustFile]) -> Result<usize, Failure> {
    let (sections, _) = sections(&schemas(entries, rust));
    let mut all = listed(place)?;
    let before = all.len();
    for (key, hash) in sections {
        all.entry(key).or_insert(hash);
    }
    let lines: Vec<String> =
        all.iter().map(|((path, number), hash)| format!("{path}\t{number}\t{hash}\n")).collect();
    fs::write(place.at(LOCK), lines.concat()).map_err(Failure::io(LOCK))?;
    Ok(all.len() - before)
}

fn compare(listed: &Sections, sections: &Sections) -> Vec<String> {
    let mut complaints = Vec::new();
    for ((path, number), hash) in listed {
        match sections.get(&(path.clone(), *number)) {
            Some(now) if now == hash => {}
            Some(_) => complaints.push(complaint(path, 1, &format!(
                "migration {number} was changed after it was listed: restore it and write the next number \
                 (only if no database anywhere has run it: remove its line from {LOCK} and bless again)"
            ))),
            None => complaints.push(complaint(path, 1, &format!("migration {number} is listed and gone: restore it"))),
        }
    }
    for (path, number) in sections.keys().filter(|key| !listed.contains_key(*key)) {
        complaints.push(complaint(
            path,
            1,
            &format!("migration {number} is not listed: cargo xtask tidy --bless"),
        ));
    }
    complaints
}

fn listed(place: &Place) -> Result<Sections, Failure> {
    let path = place.at(LOCK);
    if !path.is_file() {
        return Ok(Sections::new());
    }
    let text = fs::read_to_string(path).map_err(Failure::io(LOCK))?;
    let mut sections = Sections::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [path, number, hash] = fields.as_slice() else {
            return Err(Failure::new(format!("{LOCK}: {line:?} is not `path number sha256`")));
        };
        let number = number.parse().map_err(|_| Failure::new(format!("{LOCK}: {number:?} is no number")))?;
        sections.insert(((*path).to_string(), number), (*hash).to_string());
    }
    Ok(sections)
}

/// Path and text of everything that holds migrations.
fn schemas<'a>(entries: &'a [Entry], rust: &'a [RustFile]) -> Vec<(&'a str, &'a str)> {
    let files = entries.iter().filter(|entry| entry.path.ends_with("/schema.sql"));
    let files = files.filter_map(|entry| Some((entry.path.as_str(), entry.text.as_deref()?)));
    let literals = rust.iter().filter(|file| file.krate() == "store").flat_map(|file| {
        let texts = file.tokens.iter().filter(|token| token.kind == Kind::Text && !token.test);
        texts.map(|token| (file.path.as_str(), token.text.as_str()))
    });
    files
        .chain(literals.filter(|(_, text)| split(text).iter().any(|(_, number, _)| number.is_some())))
        .collect()
}

/// Every section with its fingerprint, and what is wrong with the form of the texts.
fn sections(schemas: &[(&str, &str)]) -> (Sections, Vec<String>) {
    let mut all = Sections::new();
    let mut complaints = Vec::new();
    for (path, text) in schemas {
        let mut expected = 1;
        for (line, number, body) in split(text) {
            if number != Some(expected) {
                complaints.push(complaint(path, line, &format!("this must be `{HEAD}{expected}`")));
            }
            all.insert(((*path).to_string(), expected), fingerprint::of_bytes(body.as_bytes()));
            expected += 1;
        }
        if expected == 1 {
            complaints.push(complaint(path, 1, &format!("sections begin with a line `{HEAD}N`, from 1")));
        }
    }
    (all, complaints)
}

/// Line, number and body of each section. Space at line ends and around the body does not count.
fn split(text: &str) -> Vec<(usize, Option<u32>, String)> {
    let mut found: Vec<(usize, Option<u32>, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(rest) = line.strip_prefix(HEAD) {
            let number =
                rest.split(|sign: char| !sign.is_ascii_digit()).next().and_then(|word| word.parse().ok());
            found.push((index + 1, number, String::new()));
        } else if let Some((_, _, body)) = found.last_mut() {
            body.push_str(line.trim_end());
            body.push('\n');
        }
    }
    found.into_iter().map(|(line, number, body)| (line, number, body.trim().to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> (&str, &str) {
        ("crates/deals/src/group_buy/schema.sql", text)
    }

    const ONE: &str = "-- what it holds\n-- migration 1\ncreate table group_buy (id id);\n";

    #[test]
    fn a_listed_migration_may_not_change_and_a_new_one_must_be_listed() {
        let (listed, _) = sections(&[entry(ONE)]);
        assert!(compare(&listed, &sections(&[entry(ONE)]).0).is_empty());
        let changed = ONE.replace("id id", "id id, x i64");
        assert!(compare(&listed, &sections(&[entry(&changed)]).0).concat().contains("was changed"));
        let longer = format!("{ONE}-- migration 2\nalter table group_buy add x i64;\n");
        assert!(compare(&listed, &sections(&[entry(&longer)]).0).concat().contains("--bless"));
        assert!(compare(&listed, &Sections::new()).concat().contains("gone"));
    }

    #[test]
    fn the_stores_own_tables_are_listed_too() {
        let text = "//! Head.\nconst SCHEMA: &str = \"\n-- migration 1\ncreate table event (pos i64);\";";
        let file = RustFile::read("crates/store/src/log.rs", text).unwrap();
        let (listed, complaints) = sections(&schemas(&[], &[file]));
        assert_eq!((listed.len(), complaints.len()), (1, 0));
    }

    #[test]
    fn numbers_are_consecutive() {
        let (_, complaints) = sections(&[entry("-- migration 1\na\n-- migration 3\nb\n")]);
        assert!(complaints.concat().contains("-- migration 2"));
        assert_eq!(sections(&[entry("create table x (id id);")]).1.len(), 1);
    }
}
