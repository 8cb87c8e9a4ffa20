//! Lines for the person at the screen. The only place of xtask that prints.
//!
//! A closed pipe (`cargo xtask test | head`) is not an error worth dying of, so write errors are dropped.

use std::io::Write;

/// One line (or several) on standard output.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end_matches('\n'));
    let _ = out.flush();
}

/// A heading between the stages of a longer run.
pub fn heading(text: &str) {
    say(&format!("\n== {text}"));
}
