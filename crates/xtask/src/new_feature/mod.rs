//! `cargo xtask new-feature CRATE NAME`: both folders of a feature, registered, compiling and tidy from the start.
//!
//! The name must stand in the glossary first: its Chinese word and its meaning are taken from there. What is made
//! is a small whole feature (start one, list them, export and erase) that is then rewritten into the real one; it
//! is registered by one line in the crate's list, and its id by one line in the vocabulary.

use crate::{Failure, Place, screen};
use std::collections::BTreeSet;
use std::fs;

const GLOSSARY: &str = "GLOSSARY.md";
const IDS: &str = "crates/vocabulary/src/id.rs";

/// Template and path of each file; `@…@` is filled in.
const FILES: [(&str, &str); 9] = [
    (include_str!("template/mod.rs.txt"), "crates/@crate@/src/@name@/mod.rs"),
    (include_str!("template/state.rs.txt"), "crates/@crate@/src/@name@/state.rs"),
    (include_str!("template/personal.rs.txt"), "crates/@crate@/src/@name@/personal.rs"),
    (include_str!("template/start.rs.txt"), "crates/@crate@/src/@name@/start.rs"),
    (include_str!("template/views.rs.txt"), "crates/@crate@/src/@name@/views.rs"),
    (include_str!("template/schema.sql.txt"), "crates/@crate@/src/@name@/schema.sql"),
    (include_str!("template/module.ts.txt"), "web/src/features/@kebab@/module.ts"),
    (include_str!("template/texts.ts.txt"), "web/src/features/@kebab@/texts.ts"),
    (include_str!("template/Page.vue.txt"), "web/src/features/@kebab@/member/@Name@Page.vue"),
];

/// A feature that does not exist yet, as its templates need it.
#[derive(Debug)]
struct Plan {
    krate: String,
    name: String,
    chinese: String,
    meaning: String,
}

/// Makes the folders and registers the feature.
///
/// # Errors
/// When the name is odd, taken, or not in the glossary.
pub fn command(place: &Place, arguments: &[String]) -> Result<(), Failure> {
    let [krate, name] = arguments else {
        return Err(Failure::usage("cargo xtask new-feature CRATE NAME, for example: community idea"));
    };
    let read = |path: &str| fs::read_to_string(place.at(path)).map_err(Failure::io(path));
    let plan = Plan::new(krate, name, &read(GLOSSARY)?)?;
    let list = format!("crates/{krate}/src/lib.rs");
    let lib = registered(&read(&list)?, name)?;
    let ids = with_id(&read(IDS)?, &plan)?;
    let files: Vec<(String, String)> =
        FILES.iter().map(|(text, path)| (plan.fill(path), plan.fill(text))).collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| place.at(path).exists()) {
        return Err(Failure::new(format!("{path} exists already")));
    }
    for (path, text) in files.iter().chain([&(list, lib), &(IDS.to_string(), ids)]) {
        write(place, path, text)?;
        screen::say(path);
    }
    screen::say("Next: cargo fmt; cargo xtask catalogue; then make it what it should be.");
    Ok(())
}

fn write(place: &Place, path: &str, text: &str) -> Result<(), Failure> {
    let at = place.at(path);
    if let Some(folder) = at.parent() {
        fs::create_dir_all(folder).map_err(Failure::io(path))?;
    }
    fs::write(&at, text).map_err(Failure::io(path))
}

impl Plan {
    fn new(krate: &str, name: &str, glossary: &str) -> Result<Self, Failure> {
        let is_word = |text: &str| {
            text.starts_with(|sign: char| sign.is_ascii_lowercase())
                && text.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
        };
        if !is_word(krate) || !is_word(name) {
            return Err(Failure::usage("crate and feature are words like `community` and `group_buy`"));
        }
        let (chinese, meaning) = entry(glossary, name).ok_or_else(|| {
            Failure::new(format!(
                "`{name}` is not in {GLOSSARY}: add it there first, with 中文 and its meaning"
            ))
        })?;
        Ok(Self { krate: krate.to_string(), name: name.to_string(), chinese, meaning })
    }

    /// `GroupBuy` for `group_buy`.
    fn pascal(&self) -> String {
        self.name.split('_').map(capital).collect()
    }

    fn english(&self) -> String {
        self.name.replace('_', " ")
    }

    fn fill(&self, template: &str) -> String {
        [
            ("@crate@", self.krate.clone()),
            ("@name@", self.name.clone()),
            ("@Name@", self.pascal()),
            ("@kebab@", self.name.replace('_', "-")),
            ("@zh@", self.chinese.clone()),
            ("@en@", self.english()),
            ("@En@", capital(&self.english())),
            ("@meaning@", self.meaning.clone()),
        ]
        .iter()
        .fold(template.to_string(), |text, (mark, value)| text.replace(mark, value))
    }
}

fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + signs.as_str())
}

/// Chinese word and meaning of a term. A row may hold several terms, whose Chinese words stand in the same order.
fn entry(glossary: &str, name: &str) -> Option<(String, String)> {
    let wanted = format!("`{name}`");
    let row = glossary.lines().find(|line| line.starts_with("| `") && line.contains(&wanted))?;
    let columns: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [codes, chinese, meaning] = columns.as_slice() else { return None };
    let at = codes.split('`').skip(1).step_by(2).position(|code| code == name)?;
    let words: Vec<&str> = chinese.split('、').collect();
    let word = words.get(at).or_else(|| words.first())?;
    Some(((*word).to_string(), (*meaning).to_string()))
}

/// The crate's `lib.rs` with the new module and the new line of its list.
fn registered(lib: &str, name: &str) -> Result<String, Failure> {
    let odd = || Failure::new("the crate's lib.rs has no `pub mod` and `pub const FEATURES: … = &[…];`");
    let last_module = lib.rfind("\npub mod ").ok_or_else(odd)? + 1;
    let line_end = lib.get(last_module..).and_then(|rest| rest.find('\n')).ok_or_else(odd)? + last_module;
    let list = lib.find("FEATURES: &[&Feature] = &[").ok_or_else(odd)?;
    let list_end = lib.get(list..).and_then(|rest| rest.find("];")).ok_or_else(odd)? + list;
    let parts = (lib.get(..line_end), lib.get(line_end..list_end), lib.get(list_end..));
    let (Some(head), Some(middle), Some(tail)) = parts else { return Err(odd()) };
    let comma = if middle.trim_end().ends_with([',', '[']) { " " } else { ", " };
    Ok(format!("{head}\npub mod {name};{}{comma}&{name}::FEATURE{tail}", middle.trim_end()))
}

/// The vocabulary's ids with one more, unless it is there.
fn with_id(ids: &str, plan: &Plan) -> Result<String, Failure> {
    let odd = || Failure::new(format!("{IDS} has no list `ids! {{ … }}`"));
    let start = ids.find("\nids! {").ok_or_else(odd)?;
    let end = ids.get(start..).and_then(|rest| rest.find("\n}")).ok_or_else(odd)? + start;
    let (Some(head), Some(list), Some(tail)) = (ids.get(..end), ids.get(start..end), ids.get(end..)) else {
        return Err(odd());
    };
    if list.contains(&format!("\"{}\"", plan.name)) {
        return Ok(ids.to_string());
    }
    let taken: BTreeSet<&str> = list.split('"').skip(1).step_by(2).collect();
    let prefix = prefix(&plan.name, &taken).ok_or_else(|| Failure::new("no three-letter prefix is left"))?;
    let (kind, english) = (plan.pascal(), capital(&plan.english()));
    Ok(format!("{head}\n    /// {english}.\n    {kind} {kind}Id \"{}\" \"{prefix}\";{tail}", plan.name))
}

/// Three letters of the name that no other id uses: its first letter and two that follow in their order.
fn prefix(name: &str, taken: &BTreeSet<&str>) -> Option<String> {
    let letters: Vec<char> = name.chars().filter(char::is_ascii_lowercase).collect();
    let (first, rest) = letters.split_first()?;
    let is_vowel = |sign: &&char| "aeiou".contains(**sign);
    let consonants = rest.iter().filter(|sign| !is_vowel(sign));
    // Consonants are easier to recognise; vowels are for short names.
    let ordered: Vec<char> = consonants.chain(rest.iter().filter(is_vowel)).copied().collect();
    let pairs = ordered.iter().enumerate().flat_map(|(at, second)| {
        ordered.iter().skip(at + 1).map(move |third| format!("{first}{second}{third}"))
    });
    pairs.into_iter().find(|prefix| !taken.contains(prefix.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::text_complaints;

    const GLOSS: &str =
        "| `idea` | 点子 | a proposal |\n| `sign_up`, `waiting_list` | 报名、候补 | a seat |\n";

    #[test]
    fn the_glossary_knows_the_word_first() {
        assert!(Plan::new("community", "idea", GLOSS).is_ok());
        assert_eq!(Plan::new("community", "waiting_list", GLOSS).unwrap().chinese, "候补");
        assert!(Plan::new("community", "widget", GLOSS).unwrap_err().to_string().contains("GLOSSARY"));
        assert!(Plan::new("community", "Group-Buy", GLOSS).is_err());
    }

    #[test]
    fn what_is_made_is_tidy() {
        let plan = Plan::new("community", "waiting_list", GLOSS).unwrap();
        for (text, path) in FILES {
            let (path, text) = (plan.fill(path), plan.fill(text));
            assert!(!text.contains('@') || text.contains("@/"), "{path} has an unfilled mark");
            assert_eq!(text_complaints(&path, &text), Vec::<String>::new());
        }
    }

    #[test]
    fn registration_is_one_line_in_the_list() {
        let lib =
            "//! Head.\n\npub mod post;\n\nuse x;\n\npub const FEATURES: &[&Feature] = &[&post::FEATURE];\n";
        let made = registered(lib, "idea").unwrap();
        assert!(made.contains("pub mod post;\npub mod idea;\n"), "{made}");
        assert!(made.contains("&[&post::FEATURE, &idea::FEATURE];"), "{made}");
    }

    #[test]
    fn an_id_gets_a_prefix_of_its_own() {
        let ids = "x\nids! {\n    /// One.\n    Post PostId \"post\" \"pst\";\n}\n";
        let plan = Plan::new("community", "idea", GLOSS).unwrap();
        assert!(with_id(ids, &plan).unwrap().contains("Idea IdeaId \"idea\" \"ide\";\n}"));
        assert_eq!(prefix("pistol", &BTreeSet::from(["pst"])).unwrap(), "psl");
        let post = Plan { name: "post".into(), ..plan };
        assert_eq!(with_id(ids, &post).unwrap(), ids);
    }
}
