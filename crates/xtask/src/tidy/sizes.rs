//! Lengths: functions, Rust and TypeScript files, Vue components; and that every Rust file says what it is for.
//!
//! Functions aim at 30 lines and end at 70; files aim at 300 and end at 800; components aim at 150 and end at 400.
//! Only the hard limits are checked: an aim is for people.

use super::source::{Kind, RustFile, Token};
use super::{Entry, complaint};

const FUNCTION_LINES: usize = 70;
const FILE_LINES: usize = 800;
const COMPONENT_LINES: usize = 400;

/// Lengths of files and heads of Rust files.
pub fn check_files(entries: &[Entry]) -> Vec<String> {
    let mut complaints = Vec::new();
    for entry in entries {
        let Some(text) = &entry.text else { continue };
        let (limit, advice) = match entry.path.rsplit('.').next() {
            Some("vue") => {
                (COMPONENT_LINES, "split the component: what is shown twice, or one part of the page")
            }
            Some("rs" | "ts" | "mjs" | "css") => (FILE_LINES, "split the file by what it is about"),
            _ => continue,
        };
        let lines = text.lines().count();
        if lines > limit {
            complaints.push(complaint(
                &entry.path,
                lines,
                &format!("{lines} lines, at most {limit}: {advice}"),
            ));
        }
        if entry.path.ends_with(".rs") && !text.trim_start().starts_with("//!") {
            let advice =
                "begin with a module head: //! what it is for, its rules, what it deliberately does not do";
            complaints.push(complaint(&entry.path, 1, advice));
        }
    }
    complaints
}

/// Lengths of functions, tests included.
pub fn check_functions(file: &RustFile) -> Vec<String> {
    let named = file.tokens.windows(2).enumerate().filter_map(|(index, pair)| match pair {
        [word, name] if word.text == "fn" && word.kind == Kind::Word && name.kind == Kind::Word => {
            Some((index, word, name))
        }
        _ => None,
    });
    let mut complaints = Vec::new();
    for (index, word, name) in named {
        let Some(end) = file.tokens.get(index..).and_then(last_line) else { continue };
        let lines = end - word.line + 1;
        if lines > FUNCTION_LINES {
            complaints.push(complaint(
                &file.path,
                word.line,
                &format!(
                    "`{}` has {lines} lines, at most {FUNCTION_LINES}: give its steps names of their own",
                    name.text
                ),
            ));
        }
    }
    complaints
}

/// The last line of the function that begins here; `None` when it has no body.
fn last_line(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut in_body = false;
    for token in tokens.iter().filter(|token| token.kind == Kind::Sign) {
        match token.text.as_str() {
            "{" if depth == 0 => (in_body, depth) = (true, 1),
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && in_body {
                    return Some(token.line);
                }
            }
            ";" if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> RustFile {
        let body = "    step();\n".repeat(lines - 2);
        let text = format!(
            "//! Head.\ntrait T {{ fn none(a: [u8; 3]); }}\nfn long(a: [u8; 2]) {{\n{body}}}\nfn short() {{}}\n"
        );
        RustFile::read("crates/kernel/src/lib.rs", &text).unwrap()
    }

    #[test]
    fn seventy_lines_are_fine_and_seventy_one_are_not() {
        assert!(check_functions(&function(70)).is_empty());
        let complaints = check_functions(&function(71));
        assert_eq!(complaints.len(), 1);
        assert!(complaints.first().unwrap().starts_with("crates/kernel/src/lib.rs:3: `long` has 71"));
    }

    #[test]
    fn files_and_components_have_their_own_limits() {
        let entry = |path: &str, lines: usize| Entry {
            path: path.into(),

            size: 0,
            text: Some(format!("//! Head.\n{}", "x\n".repeat(lines - 1))),
        };
        assert!(check_files(&[entry("a.rs", 800), entry("A.vue", 400), entry("a.md", 5_000)]).is_empty());
        assert_eq!(check_files(&[entry("a.rs", 801), entry("A.vue", 401)]).len(), 2);
    }

    #[test]
    fn a_file_without_head_is_named() {
        let entry = Entry { path: "a.rs".into(), size: 0, text: Some("fn a() {}".into()) };
        assert_eq!(check_files(&[entry]).len(), 1);
    }
}
