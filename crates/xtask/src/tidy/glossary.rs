//! The glossary: every term once, and every feature in it.
//!
//! A feature is a folder whose `mod.rs` declares `FEATURE`; the folder, the feature's `name` and a term of
//! `GLOSSARY.md` are one word. It deliberately does not read every identifier: readers keep those honest.

use super::source::{Kind, RustFile};
use super::{Entry, complaint};
use std::collections::BTreeMap;

const GLOSSARY: &str = "GLOSSARY.md";

/// Checks the glossary and the features' names.
pub fn check(entries: &[Entry], rust: &[RustFile]) -> Vec<String> {
    let Some(text) =
        entries.iter().find(|entry| entry.path == GLOSSARY).and_then(|entry| entry.text.as_deref())
    else {
        return vec![complaint(GLOSSARY, 1, "the glossary is missing")];
    };
    let (terms, mut complaints) = terms(text);
    for (folder, name, file) in rust.iter().filter_map(feature) {
        if folder != name {
            complaints.push(complaint(
                &file.path,
                1,
                &format!("the folder is {folder}, the feature {name}: one word"),
            ));
        }
        if !terms.contains_key(name) {
            complaints.push(complaint(
                &file.path,
                1,
                &format!("`{name}` is not in {GLOSSARY}: add it with 中文"),
            ));
        }
    }
    complaints
}

/// The terms of the first column with their line, and those that stand twice or lack a column.
fn terms(text: &str) -> (BTreeMap<&str, usize>, Vec<String>) {
    let mut terms = BTreeMap::new();
    let mut complaints = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("| `")) {
        let columns: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if columns.len() != 3 || columns.iter().any(|column| column.is_empty()) {
            complaints.push(complaint(GLOSSARY, index + 1, "a term has three columns: code, 中文, meaning"));
        }
        let codes = columns.first().copied().unwrap_or_default().split('`').skip(1).step_by(2);
        for code in codes {
            if let Some(first) = terms.insert(code, index + 1) {
                complaints.push(complaint(
                    GLOSSARY,
                    index + 1,
                    &format!("`{code}` stands in line {first} already"),
                ));
            }
        }
    }
    (terms, complaints)
}

/// Folder and declared name of the feature in this file, if it declares one.
fn feature(file: &RustFile) -> Option<(&str, &str, &RustFile)> {
    let folder = file.path.strip_suffix("/mod.rs")?.rsplit('/').next()?;
    let tokens = &file.tokens;
    let at = tokens
        .windows(2)
        .position(|pair| matches!(pair, [a, b] if a.text == "const" && b.text == "FEATURE"))?;
    let mut after = tokens.get(at..)?.windows(3).filter_map(|window| match window {
        [name, colon, value] if name.text == "name" && colon.text == ":" && value.kind == Kind::Text => {
            Some(value.text.as_str())
        }
        _ => None,
    });
    Some((folder, after.next()?, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLOSS: &str = "| code | 中文 | meaning |\n|---|---|---|\n| `post`, `reply` | 帖子、回复 | talk |\n";

    fn complaints(glossary: &str, path: &str) -> Vec<String> {
        let entry = Entry { path: GLOSSARY.into(), size: 0, text: Some(glossary.to_string()) };
        let text = "//! Head.\npub const FEATURE: Feature = Feature { name: \"post\", ..Feature::EMPTY };";
        check(&[entry], &[RustFile::read(path, text).unwrap()])
    }

    #[test]
    fn a_feature_is_one_word_in_three_places() {
        assert!(complaints(GLOSS, "crates/community/src/post/mod.rs").is_empty());
        assert_eq!(complaints(GLOSS, "crates/community/src/posts/mod.rs").len(), 1);
        assert_eq!(complaints("", "crates/community/src/post/mod.rs").len(), 1);
    }

    #[test]
    fn a_term_stands_once() {
        let twice = format!("{GLOSS}| `post` | 贴 | again |\n");
        assert_eq!(complaints(&twice, "crates/community/src/post/mod.rs").len(), 1);
    }
}
