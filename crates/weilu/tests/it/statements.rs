//! Every constant statement of the program is planned by both engines, uses only the five kinds of value,
//! and binds the brand wherever a table has one.

use crate::house::House;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use weilu_store::Sql;

struct Found {
    file: String,
    text: String,
}

fn rust_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The statements of all crates' sources, as written in `sql!("…")`.
fn statements() -> Vec<Found> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for entry in fs::read_dir(&crates).unwrap().flatten() {
        let src = entry.path().join("src");
        if src.is_dir() && !entry.path().ends_with("xtask") {
            rust_files(&src, &mut files);
        }
    }
    let mut out = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&crates).unwrap_or(&file).display().to_string();
        for part in source.split("sql!(").skip(1) {
            // A doc comment names the macro with an ellipsis.
            if let Some(text) = literal(part.trim_start()).filter(|t| t != "…") {
                out.push(Found { file: name.clone(), text });
            }
        }
    }
    out
}

/// The string literal a piece of source begins with.
fn literal(source: &str) -> Option<String> {
    let body = source.strip_prefix('"')?;
    let (mut out, mut chars) = (String::new(), body.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                '\n' => {
                    let rest = chars.as_str().trim_start();
                    chars = rest.chars();
                }
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
    None
}

fn leak(text: &str) -> &'static Sql {
    Box::leak(Box::new(Sql::new(Box::leak(text.to_owned().into_boxed_str()))))
}

/// Statements of the store that only one engine runs.
fn foreign_to(pg: bool, found: &Found) -> bool {
    let only_pg = ["event_inbox", "skip locked", "pg_advisory", "strpos"];
    let only_lite = ["instr("];
    let words: &[&str] = if pg { &only_lite } else { &only_pg };
    found.file.starts_with("store") && words.iter().any(|w| found.text.contains(w))
}

async fn check(pg: bool) {
    let house = House::open(pg).await;
    let all = statements();
    assert!(all.len() > 50, "the statements were not found");
    let mut wrong = Vec::new();
    for found in all.iter().filter(|f| !foreign_to(pg, f)) {
        match house.app.store.check_statement(leak(&found.text)).await {
            Err(fault) => wrong.push(format!("{}: {fault}\n  {}", found.file, found.text)),
            Ok(kinds) => {
                let odd =
                    kinds.iter().find(|k| !["int8", "text", "bytea", "bool", "void"].contains(&k.as_str()));
                let own = found.file.starts_with("store");
                if let Some(odd) =
                    odd.filter(|odd| !(own || *odd == "int4" && found.text.starts_with("select 1")))
                {
                    wrong.push(format!("{}: a value of kind {odd}\n  {}", found.file, found.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} statements:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_sqlite() {
    check(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_postgresql_and_uses_five_kinds() {
    if crate::house::postgres().is_some() {
        check(true).await;
    }
}

#[test]
fn every_statement_binds_the_brand_of_its_tables() {
    let mut tables = BTreeSet::new();
    for schema in weilu::wiring::features().iter().filter_map(|f| f.schema).chain([weilu_kernel::SCHEMA.text])
    {
        for part in schema.split("create table ").skip(1) {
            let (name, body) = part.split_once('(').unwrap();
            if body.split(',').any(|item| item.trim().starts_with("tenant ")) {
                tables.insert(name.trim().to_owned());
            }
        }
    }
    let mut wrong = Vec::new();
    for found in statements().iter().filter(|f| !f.file.starts_with("store")) {
        let words: BTreeSet<&str> = found.text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        let touches = tables.iter().any(|t| words.contains(t.as_str()));
        // Emptying a projection before it is rebuilt is the one act over all brands.
        let clears = found.text.starts_with("delete from ") && !words.contains("where");
        if touches && !clears && !found.text.contains("$tenant") {
            wrong.push(format!("{}: {}", found.file, found.text));
        }
    }
    assert!(wrong.is_empty(), "statements without $tenant:\n{}", wrong.join("\n"));
}
