//! What may be committed at all: no blobs, no foreign scripts, no download addresses, no paths of one machine, and
//! no file whose name says nothing.
//!
//! Third-party code comes from the registries when building, and the lock files name packages, not servers, so
//! that the same commit builds behind every mirror.

use super::{Entry, complaint};

const BLOB_BYTES: u64 = 200 * 1_024;
/// Written by tools and read by tools; their length says nothing.
const LONG_BY_NATURE: [&str; 3] = ["Cargo.lock", "web/package-lock.json", "docs/generated/openapi.json"];
const EMPTY_NAMES: [&str; 10] =
    ["util", "utils", "common", "helper", "helpers", "manager", "managers", "types", "misc", "miscellaneous"];
const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
/// A line longer than this in a script or style sheet was not written by a person.
const SCRIPT_LINE: usize = 1_000;

/// Checks every file.
pub fn check(entries: &[Entry]) -> Vec<String> {
    entries.iter().flat_map(check_one).collect()
}

fn check_one(entry: &Entry) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut say = |line: usize, text: &str| complaints.push(complaint(&entry.path, line, text));
    let name = entry.path.rsplit('/').next().unwrap_or_default();
    let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
    if entry.size > BLOB_BYTES && !LONG_BY_NATURE.contains(&entry.path.as_str()) {
        say(1, &format!("{} KB: large data does not live in the repository", entry.size / 1_024));
    }
    if matches!(kind, "rs" | "ts" | "vue" | "mjs") && EMPTY_NAMES.contains(&stem) {
        say(1, &format!("`{stem}` says nothing: name the file for what it holds"));
    }
    if matches!(kind, "wasm" | "woff" | "woff2" | "ttf" | "exe" | "so") || stem.ends_with(".min") {
        say(1, "foreign or built files are not committed: take them from a registry when building");
    }
    if let Some(text) = &entry.text {
        if matches!(kind, "js" | "mjs" | "cjs" | "css") {
            for (index, _) in text.lines().enumerate().filter(|(_, line)| line.len() > SCRIPT_LINE) {
                say(index + 1, "a line no person wrote: third-party scripts come from npm when building");
            }
        }
        complaints.extend(super::words::notes(&entry.path, text));
        complaints.extend(addresses(&entry.path, text));
        complaints.extend(machine_paths(&entry.path, text));
    }
    complaints
}

fn addresses(path: &str, text: &str) -> Vec<String> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_address = |line: &str| match name {
        "package-lock.json" => line.contains("\"resolved\": \"http"),
        "Cargo.lock" => line.starts_with("source = ") && line != CRATES_IO,
        ".npmrc" => line.trim_start().starts_with("registry") || line.contains(":registry"),
        "config.toml" => {
            line.trim_start().starts_with("[source") || line.trim_start().starts_with("[registr")
        }
        _ => false,
    };
    let lines = text.lines().enumerate().filter(|(_, line)| is_address(line));
    lines
        .map(|(index, _)| {
            complaint(path, index + 1, "a download address: mirrors are each machine's own affair")
        })
        .collect()
}

/// Folders of one machine. Put together here, so that this file does not complain about itself.
fn machine_paths(path: &str, text: &str) -> Vec<String> {
    let folders = ["home", "Users", "root", "work"].map(|folder| format!("/{folder}/"));
    let begins_path = |line: &str, at: usize| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|sign| !sign.is_alphanumeric() && !"./_-}$*~)>".contains(sign))
    };
    let names_machine = |line: &str| {
        folders.iter().any(|folder| line.match_indices(folder.as_str()).any(|(at, _)| begins_path(line, at)))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| names_machine(line));
    lines
        .map(|(index, _)| complaint(path, index + 1, "a path of one machine: make it relative or a setting"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> usize {
        let size = text.len() as u64;
        check(&[Entry { path: path.into(), size, text: Some(text.into()) }]).len()
    }

    #[test]
    fn lock_files_name_packages_and_not_servers() {
        assert_eq!(complaints("web/package-lock.json", "\"resolved\": \"https://example.org/a.tgz\""), 1);
        assert_eq!(complaints("Cargo.lock", CRATES_IO), 0);
        assert_eq!(complaints("Cargo.lock", "source = \"registry+https://example.org/index\""), 1);
        assert_eq!(complaints("web/.npmrc", "omit-lockfile-registry-resolved=true"), 0);
    }

    #[test]
    fn blobs_built_files_and_empty_names_are_named() {
        assert_eq!(complaints("docs/a.md", &"x".repeat(300_000)), 1);
        assert_eq!(complaints("web/src/vue.min.js", ""), 1);
        assert_eq!(complaints("web/src/a.js", &"x".repeat(1_001)), 1);
        assert_eq!(complaints("crates/kernel/src/helper.rs", ""), 1);
        assert_eq!(complaints("crates/kernel/src/link.rs", ""), 0);
    }

    #[test]
    fn paths_of_one_machine_are_named_and_addresses_of_pages_are_not() {
        assert_eq!(complaints("docs/a.md", &format!("see {}{}", "/ho", "me/me/x")), 1);
        assert_eq!(complaints("docs/a.md", &format!("open https://weilu.example{}{}", "/wo", "rk/plan")), 0);
    }
}
