//! Words that may not stand in the code, and words that may stand only in some places.
//!
//! Nowhere: unfinished work, debugging left over, `#[allow]` (use `#[expect(reason = ...)]`). Outside `store`: the
//! name of a database, since a feature that branches on the engine is a feature that runs on one of them. SQL only
//! where somebody looks for it: the store, the kernel, and a feature's `state.rs`, `views.rs` and `personal.rs`.

use super::complaint;
use super::source::{Kind, RustFile, Token};

const MACROS: [&str; 3] = ["todo", "unimplemented", "dbg"];
const NOTES: [&str; 3] = ["FIXME", "TODO", "XXX"];
const ENGINES: [&str; 4] = ["sqlite", "postgres", "postgresql", "is_pg"];

/// Crates that may name an engine: the store speaks to them, the binary is configured with one, xtask starts one.
const MAY_NAME_ENGINES: [&str; 3] = ["store", "weilu", "xtask"];
/// Crates that hold SQL wherever they like: it is their trade (the simulator compares tables with one another).
const MAY_HOLD_SQL: [&str; 5] = ["store", "kernel", "facts", "simulator", "xtask"];
/// Files (or folders) of a feature that hold its SQL.
const SQL_PLACES: [&str; 3] = ["state", "views", "personal"];

/// Checks one file.
pub fn check(file: &RustFile) -> Vec<String> {
    let mut complaints = banned(file);
    if !MAY_NAME_ENGINES.contains(&file.krate()) {
        complaints.extend(engines(file));
    }
    if !MAY_HOLD_SQL.contains(&file.krate()) && !is_sql_place(&file.path) {
        complaints.extend(sql(file));
    }
    complaints
}

fn banned(file: &RustFile) -> Vec<String> {
    let mut complaints = Vec::new();
    for window in file.tokens.windows(4) {
        let words: Vec<&str> = window.iter().map(|token| token.text.as_str()).collect();
        let line = window.first().map_or(0, |token| token.line);
        match words.as_slice() {
            [name, "!", ..] if MACROS.contains(name) => {
                complaints.push(complaint(
                    &file.path,
                    line,
                    &format!("`{name}!`: finish it or leave it out"),
                ));
            }
            ["#", "[", "allow", "("] | ["!", "[", "allow", "("] => {
                let advice =
                    "#[allow]: use #[expect(lint, reason = \"...\")], which says why and ends by itself";
                complaints.push(complaint(&file.path, line, advice));
            }
            _ => {}
        }
    }
    complaints
}

/// Notes of unfinished work in any text file that people write code in.
pub fn notes(path: &str, text: &str) -> Vec<String> {
    let code = ["rs", "ts", "vue", "mjs", "sql", "css", "html"]
        .contains(&path.rsplit('.').next().unwrap_or_default());
    // This folder names the words it bans.
    if !code || path.starts_with("crates/xtask/src/tidy/") {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut words = line.split(|sign: char| !sign.is_ascii_alphanumeric());
        if let Some(note) = words.find(|word| NOTES.contains(word)) {
            complaints.push(complaint(path, index + 1, &format!("{note}: do it, or open an issue")));
        }
    }
    complaints
}

fn engines(file: &RustFile) -> Vec<String> {
    let names_engine = |token: &&Token| {
        let lower = token.text.to_ascii_lowercase();
        let mut words = lower.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
        words.any(|word| ENGINES.contains(&word) || word.split('_').any(|part| ENGINES.contains(&part)))
    };
    product(file)
        .filter(|token| matches!(token.kind, Kind::Word | Kind::Text))
        .filter(names_engine)
        .map(|token| {
            let advice = "names a database engine: what differs between the two belongs into crates/store";
            complaint(&file.path, token.line, &format!("`{}` {advice}", shortened(&token.text)))
        })
        .collect()
}

fn sql(file: &RustFile) -> Vec<String> {
    product(file)
        .filter(|token| token.kind == Kind::Text && is_sql(&token.text))
        .map(|token| {
            let advice = "SQL stands in a feature's state.rs, views.rs or personal.rs";
            complaint(&file.path, token.line, &format!("`{}`: {advice}", shortened(&token.text)))
        })
        .collect()
}

fn product(file: &RustFile) -> impl Iterator<Item = &Token> {
    file.tokens.iter().filter(|token| !token.test)
}

fn is_sql_place(path: &str) -> bool {
    path.split('/').any(|part| SQL_PLACES.contains(&part.trim_end_matches(".rs")))
}

/// Whether a text is SQL. Sentences begin with one capital letter, statements with none or all.
fn is_sql(text: &str) -> bool {
    let mut words =
        text.split(|sign: char| sign.is_whitespace() || sign == '\\').filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    if first.chars().any(char::is_lowercase) && first.chars().any(char::is_uppercase) {
        return false;
    }
    let rest: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    let has = |word: &str| rest.iter().any(|other| other == word);
    let begins = |word: &str| rest.first().is_some_and(|other| other == word);
    match first.to_ascii_lowercase().as_str() {
        "select" => has("from"),
        "insert" => begins("into"),
        "update" => has("set"),
        "delete" => begins("from"),
        "with" => has("as") && has("select") || has("(select"),
        "create" | "alter" | "drop" => begins("table") || begins("index") || begins("unique"),
        _ => false,
    }
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, code: &str) -> Vec<String> {
        let text = format!("//! Head.\n{code}\n");
        let mut all = check(&RustFile::read(path, &text).unwrap());
        all.extend(notes(path, &text));
        all
    }

    #[test]
    fn unfinished_work_is_named() {
        let path = "crates/deals/src/group_buy/join.rs";
        assert_eq!(complaints(path, "fn a() { todo!() }").len(), 1);
        assert_eq!(complaints(path, "fn a() { dbg!(1); }").len(), 1);
        assert_eq!(complaints(path, "#[allow(dead_code)]\nfn a() {}").len(), 1);
        assert_eq!(complaints(path, "// FIXME later\nfn a() {}").len(), 1);
        assert!(complaints(path, "#[expect(dead_code, reason = \"why\")]\nfn a() {}").is_empty());
    }

    #[test]
    fn engines_are_named_only_in_the_store_and_in_tests() {
        let code = "fn a() { if engine.is_postgres() { b() } }";
        assert_eq!(complaints("crates/community/src/post/write.rs", code).len(), 1);
        assert!(complaints("crates/store/src/tx.rs", code).is_empty());
        let test = format!("#[cfg(test)]\nmod tests {{ {code} }}");
        assert!(complaints("crates/community/src/post/write.rs", &test).is_empty());
    }

    #[test]
    fn sql_has_its_places() {
        let code = "const A: &str = \"select id from post where id = $1\";";
        assert_eq!(complaints("crates/community/src/post/write.rs", code).len(), 1);
        assert!(complaints("crates/community/src/post/state.rs", code).is_empty());
        assert!(complaints("crates/community/src/post/views/feed.rs", code).is_empty());
        assert!(complaints("crates/kernel/src/job.rs", code).is_empty());
    }

    #[test]
    fn sentences_are_not_statements() {
        assert!(!is_sql("Select a space from the list"));
        assert!(!is_sql("update your profile"));
        assert!(is_sql("UPDATE post SET hidden = true"));
        assert!(is_sql("insert into post (id) values ($1)"));
    }
}
