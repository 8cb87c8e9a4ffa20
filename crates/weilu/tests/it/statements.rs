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
    /// Whether its answer is remembered.
    memo: bool,
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
        let parts: Vec<&str> = source.split("sql!(").collect();
        for (before, part) in parts.iter().zip(parts.iter().skip(1)) {
            // A doc comment names the macro with an ellipsis.
            if let Some(text) = literal(part.trim_start()).filter(|t| t != "…") {
                let memo = before.trim_end().ends_with(".memo(");
                out.push(Found { file: name.clone(), text, memo });
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
    let only_pg = ["memo_turn", "event_inbox", "skip locked", "pg_advisory", "strpos"];
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
            Ok(checked) => {
                let odd = checked
                    .kinds
                    .iter()
                    .find(|k| !["int8", "text", "bytea", "bool", "void"].contains(&k.as_str()));
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

/// A table that is not declared is written without anybody being told.
#[tokio::test]
async fn what_is_remembered_is_read_of_steady_tables_alone() {
    let house = House::open(false).await;
    let schemas = house.app.features.iter().filter_map(|feature| feature.tables());
    let steady: BTreeSet<&str> =
        schemas.chain([weilu_kernel::SCHEMA]).flat_map(|schema| schema.steady).copied().collect();
    let remembered: Vec<Found> = statements().into_iter().filter(|found| found.memo).collect();
    assert!(remembered.len() > 5, "the remembered statements were not found");
    for found in remembered {
        let reads = leak(&found.text).reads();
        assert!(!reads.is_empty() && reads.iter().all(|table| steady.contains(table)), "{}", found.text);
    }
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

/// Where a walk through all of a brand is meant: its few settings and rules, lists that only its staff asks for, what
/// lapses within days, an index over the few rows a statement itself chose; and the ledger, when all of it is verified.
const MEANT: [(&str, &str); 50] = [
    ("channels/src/delivery/views.rs", "SEARCH delivery_failure "),
    ("channels/src/wechat/state.rs", "SEARCH wechat_"),
    ("community/src/belonging/state.rs", "SEARCH belonging "),
    ("community/src/belonging/state.rs", "SEARCH t "),
    ("community/src/chat/views/list.rs", "BLOOM FILTER ON r "),
    ("community/src/chat/views/list.rs", "SEARCH r USING AUTOMATIC "),
    ("community/src/chat/views/search.rs", "BLOOM FILTER ON r "),
    ("community/src/chat/views/search.rs", "SEARCH r USING AUTOMATIC "),
    ("community/src/circle/state.rs", "SEARCH a "),
    ("community/src/gate/state.rs", "SEARCH gate_word "),
    ("community/src/hot_list/state.rs", "SEARCH hot_thread USING COVERING INDEX hot_thread_at "),
    ("community/src/playbook/state.rs", "SEARCH member "),
    ("community/src/playbook/state.rs", "SEARCH playbook"),
    ("community/src/question/views/help.rs", "SEARCH h "),
    ("community/src/sanction/state.rs", "SEARCH c "),
    ("community/src/setup/state.rs", "SEARCH setup"),
    ("community/src/setup/state.rs", "SEARCH space "),
    ("community/src/space/state/mod.rs", "SEARCH space "),
    ("community/src/tag/state.rs", "SEARCH tag "),
    ("community/src/tag/views.rs", "SEARCH post_tag "),
    ("insight/src/pulse/views/read.rs", "BLOOM FILTER ON f "),
    ("insight/src/pulse/views/read.rs", "SEARCH d "),
    ("insight/src/pulse/views/read.rs", "SEARCH f USING AUTOMATIC "),
    ("kernel/src/setting.rs", "SEARCH setting "),
    ("ledger/src/ledger/views.rs", ""),
    ("people/src/account/state/security_log.rs", "SEARCH sign_in_"),
    ("people/src/admission/state.rs", "SEARCH admission "),
    ("people/src/backup/state.rs", "SEARCH backup "),
    ("people/src/care/views.rs", "SEARCH c "),
    ("people/src/care/views.rs", "SEARCH h "),
    ("people/src/identity/views.rs", "SEARCH merge_case "),
    ("people/src/label/views.rs", "SEARCH k "),
    ("people/src/label/views.rs", "SEARCH l "),
    ("people/src/label/views.rs", "SEARCH label_kind "),
    ("people/src/label/views.rs", "SEARCH x "),
    ("people/src/member/export/state.rs", "SEARCH member_export "),
    ("people/src/member/state.rs", "SEARCH field_"),
    ("people/src/member/views/mod.rs", "SEARCH member USING COVERING INDEX member_directory "),
    ("people/src/member/views/page.rs", "SEARCH g "),
    ("people/src/member/views/small.rs", "SEARCH r "),
    ("people/src/organisation/views.rs", "SEARCH b "),
    ("people/src/organisation/views.rs", "SEARCH branch "),
    ("people/src/organisation/views.rs", "SEARCH g "),
    ("people/src/privacy/state.rs", "SEARCH sealed_record "),
    ("people/src/profile/views.rs", "SEARCH target_persona "),
    ("people/src/visitor/views.rs", "SEARCH s "),
    ("search/src/search/state.rs", "SEARCH search_"),
    ("simulator/src/", ""),
    ("store/src/archive.rs", "SCAN event "),
    ("store/src/jobs.rs", "SCAN job "),
];

/// What a feature knows of a person is asked for when he takes it with him or is erased, hours after he asked.
fn is_meant(file: &str, step: &str) -> bool {
    file.ends_with("/personal.rs") || MEANT.iter().any(|meant| allows(meant, file, step))
}

fn allows((place, what): &(&str, &str), file: &str, step: &str) -> bool {
    file.starts_with(place) && step.starts_with(what)
}

/// A plan that walks through a whole brand, or builds an index on the way.
fn walks(step: &str) -> bool {
    step.contains("AUTOMATIC")
        || step.contains("BLOOM FILTER ON")
        || step.ends_with("(tenant=?)")
        || (step.contains("ANY(") && !step.contains("ANY(role)"))
        || (step.starts_with("SCAN ") && step.contains(" USING "))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_walks_through_a_large_table() {
    let house = House::open(false).await;
    let (mut wrong, mut walked) = (Vec::new(), Vec::new());
    for found in statements().iter().filter(|f| !foreign_to(false, f)) {
        let plan = house.app.store.check_statement(leak(&found.text)).await.unwrap().plan;
        for step in plan.into_iter().filter(|step| walks(step)) {
            if !is_meant(&found.file, &step) {
                wrong.push(format!("{}: {step}\n  {}", found.file, found.text));
            }
            walked.push((found.file.clone(), step));
        }
    }
    assert!(wrong.is_empty(), "{} statements:\n{}", wrong.len(), wrong.join("\n"));
    let unused = MEANT.iter().filter(|meant| !walked.iter().any(|(file, step)| allows(meant, file, step)));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&(&str, &str)>::new(), "no statement walks there any more");
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
    // The log of all brands is read by the store, and by what keeps account of what it touched.
    let whole_log = |file: &str| file.starts_with("store") || file == "kernel/src/touched.rs";
    for found in statements().iter().filter(|f| !whole_log(&f.file)) {
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
