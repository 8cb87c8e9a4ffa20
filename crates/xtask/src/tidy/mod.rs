//! `cargo xtask tidy`: the habits of the house, checked by machine in a few seconds and without compiling it.
//!
//! Each check lives in a file of its own, takes the files of the repository and returns complaints; a complaint
//! names file and line and says what to do. Rules stand in `STYLE.md` and `ARCHITECTURE.md`; the numbers and lists
//! stand beside their check. Exceptions are lists of paths with a reason in the code here, never marks in the
//! checked files, so that each one is seen in review.

mod direction;
mod files;
mod glossary;
mod languages;
mod migrations;
mod sizes;
mod source;
mod words;

use crate::{Failure, Place, coverage, process, screen};
use source::RustFile;
use std::process::Command;
use std::time::Duration;

/// One file of the repository.
#[derive(Debug)]
pub struct Entry {
    /// Path inside the repository, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its text; `None` when it is not UTF-8.
    pub text: Option<String>,
}

/// `cargo xtask tidy [--bless]`.
///
/// # Errors
/// When there is anything to complain about.
pub fn command(place: &Place, arguments: &[String]) -> Result<(), Failure> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {}
        ["--bless"] => {
            let entries = entries(place)?;
            let added = migrations::bless(place, &entries, &read_rust(&entries).0)?;
            screen::say(&format!("{added} migrations added to {}", migrations::LOCK));
        }
        _ => return Err(Failure::usage("cargo xtask tidy [--bless]")),
    }
    let complaints = complaints(place)?;
    if complaints.is_empty() {
        screen::say("tidy: nothing to complain about");
        return Ok(());
    }
    Err(Failure::new(format!("{}\n{} complaints", complaints.join("\n"), complaints.len())))
}

/// Everything that is not tidy, a line each.
///
/// # Errors
/// When the repository cannot be read.
pub fn complaints(place: &Place) -> Result<Vec<String>, Failure> {
    let entries = entries(place)?;
    let (rust, mut all) = read_rust(&entries);
    all.extend(files::check(&entries));
    all.extend(sizes::check_files(&entries));
    all.extend(languages::check_page(&entries));
    all.extend(migrations::check(place, &entries, &rust)?);
    all.extend(direction::check(place)?);
    all.extend(coverage::form(place, &rust.iter().flat_map(RustFile::functions).collect())?);
    all.extend(glossary::check(&entries, &rust));
    for file in &rust {
        all.extend(sizes::check_functions(file));
        all.extend(words::check(file));
        all.extend(languages::check_rust(file));
    }
    Ok(all)
}

/// What is wrong with the text of one file by itself: for files that are about to be written.
#[cfg(test)]
pub fn text_complaints(path: &str, text: &str) -> Vec<String> {
    let size = text.len() as u64;
    let entries = [Entry { path: path.into(), size, text: Some(text.into()) }];
    let (rust, mut all) = read_rust(&entries);
    all.extend(files::check(&entries));
    all.extend(sizes::check_files(&entries));
    all.extend(languages::check_page(&entries));
    for file in &rust {
        all.extend(sizes::check_functions(file));
        all.extend(words::check(file));
        all.extend(languages::check_rust(file));
    }
    all
}

/// Every Rust file, and a complaint for each that does not read as Rust.
fn read_rust(entries: &[Entry]) -> (Vec<RustFile>, Vec<String>) {
    let mut files = Vec::new();
    let mut complaints = Vec::new();
    for entry in entries.iter().filter(|entry| entry.path.ends_with(".rs")) {
        match RustFile::read(&entry.path, entry.text.as_deref().unwrap_or_default()) {
            Ok(file) => files.push(file),
            Err(why) => complaints.push(format!("{}: {why}", entry.path)),
        }
    }
    (files, complaints)
}

/// The files that are, or would be, committed.
fn entries(place: &Place) -> Result<Vec<Entry>, Failure> {
    let mut git = Command::new("git");
    // CI often checks out as one user and runs as another, which git refuses unless told that this is meant.
    git.args(["-c", "safe.directory=*", "-c", "core.quotepath=off"]);
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(place.at(""));
    let listed = process::quiet("git ls-files", git, Duration::from_secs(60))?;
    let mut entries = Vec::new();
    for path in listed.lines() {
        // A file deleted but not yet committed is still listed.
        let Ok(bytes) = std::fs::read(place.at(path)) else { continue };
        let size = bytes.len() as u64;
        entries.push(Entry { path: path.to_string(), size, text: String::from_utf8(bytes).ok() });
    }
    Ok(entries)
}

/// A complaint about a line.
fn complaint(path: &str, line: usize, text: &str) -> String {
    format!("{path}:{line}: {text}")
}
