//! What ran and how it went: the stages with their times, every test by name, and the closing lines.
//!
//! Test names are `runner::path::test`: the runner is the crate (or the integration test file) as cargo prints it;
//! browser and page tests are named by their title. The coverage table of the charter points at these names.
//! A stage without a runner of its own (format, clippy) counts as one test, so that no failure is invisible.

use crate::process::spoken;
use crate::{Failure, screen};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// How one test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It ran and passed.
    Passed,
    /// It ran and failed.
    Failed,
    /// It did not run.
    Ignored,
}

/// Everything that one `cargo xtask test` saw.
#[derive(Debug, Default)]
pub struct Report {
    tests: BTreeMap<String, Verdict>,
    passed: usize,
    failed: usize,
    ignored: usize,
    stages: Vec<(String, bool, Duration)>,
    failures: Vec<String>,
}

impl Report {
    /// Notes one test. A name seen twice (two engines) stands as its worse verdict.
    pub fn test(&mut self, name: &str, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => {
                self.failed += 1;
                self.failures.push(name.to_string());
            }
            Verdict::Ignored => self.ignored += 1,
        }
        let worse = self.tests.get(name) != Some(&Verdict::Failed);
        if worse {
            self.tests.insert(name.to_string(), verdict);
        }
    }

    /// How the test of this name ended, if it was seen.
    pub fn verdict(&self, name: &str) -> Option<Verdict> {
        self.tests.get(name).copied()
    }

    /// How many tests failed so far.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// Notes the end of a stage.
    pub fn stage(&mut self, name: &str, fine: bool, took: Duration) {
        screen::say(&format!("-- {name}: {} in {}", if fine { "ok" } else { "FAILED" }, spoken(took)));
        self.stages.push((name.to_string(), fine, took));
    }

    /// Prints the closing lines.
    ///
    /// # Errors
    /// When anything failed.
    pub fn close(&self, took: Duration) -> Result<(), Failure> {
        screen::heading("summary");
        for (name, fine, took) in &self.stages {
            screen::say(&format!(
                "{:<10} {:<6} {}",
                name,
                if *fine { "ok" } else { "FAILED" },
                spoken(*took)
            ));
        }
        if !self.failures.is_empty() {
            screen::say("\nfailures:");
            self.failures.iter().for_each(|name| screen::say(&format!("    {name}")));
        }
        screen::say(&self.closing_lines(took));
        if self.fine() { Ok(()) } else { Err(Failure::new("not everything passed")) }
    }

    fn fine(&self) -> bool {
        self.failed == 0 && self.stages.iter().all(|(_, fine, _)| *fine)
    }

    fn closing_lines(&self, took: Duration) -> String {
        let (passed, failed, ignored) = (self.passed, self.failed, self.ignored);
        let verdict = if self.fine() { "ok" } else { "FAILED" };
        let seconds = took.as_secs_f64();
        format!(
            "\ntest result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; \
             0 filtered out; finished in {seconds:.2}s\n{passed} passed, {failed} failed"
        )
    }
}

/// Reads what `cargo test` prints, line by line.
#[derive(Debug, Default)]
pub struct CargoLines {
    runner: String,
}

impl CargoLines {
    /// Takes one line and notes the test it tells of, if any.
    pub fn read(&mut self, line: &str, into: &mut Report) {
        let text = line.trim_start();
        if let Some(rest) = text.strip_prefix("Running ") {
            self.runner = runner_of(rest).unwrap_or_default();
        } else if let Some(name) = text.strip_prefix("Doc-tests ") {
            self.runner = format!("{name}::doc");
        } else if let Some((name, verdict)) = line.strip_prefix("test ").and_then(told) {
            into.test(&format!("{}::{name}", self.runner), verdict);
        }
    }
}

/// `unittests src/lib.rs (target/debug/deps/weilu_store-0a1b)` names the runner `weilu_store`.
fn runner_of(rest: &str) -> Option<String> {
    let path = rest.rsplit_once('(')?.1.trim_end_matches(')');
    let file = path.rsplit('/').next()?;
    Some(file.rsplit_once('-').map_or(file, |(stem, _)| stem).to_string())
}

fn told(rest: &str) -> Option<(&str, Verdict)> {
    let (name, outcome) = rest.rsplit_once(" ... ")?;
    let name = name.trim_end_matches(" - should panic");
    match outcome.split([' ', ',']).next()? {
        "ok" => Some((name, Verdict::Passed)),
        "FAILED" => Some((name, Verdict::Failed)),
        "ignored" => Some((name, Verdict::Ignored)),
        _ => None,
    }
}

/// Reads the JSON report that vitest wrote; the number of tests it told of.
///
/// # Errors
/// When it is not such a report.
pub fn read_vitest(text: &str, into: &mut Report) -> Result<usize, Failure> {
    let document: Value =
        serde_json::from_str(text).map_err(|error| Failure::new(format!("the report of vitest: {error}")))?;
    let files = document.get("testResults").and_then(Value::as_array);
    let files = files.ok_or_else(|| Failure::new("the report of vitest names no test files"))?;
    let mut seen = 0;
    for file in files {
        let tests =
            file.get("assertionResults").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for test in tests {
            let verdict = match text_of(test, "status") {
                "passed" => Verdict::Passed,
                "failed" => Verdict::Failed,
                _ => Verdict::Ignored,
            };
            into.test(text_of(test, "fullName").trim(), verdict);
            seen += 1;
        }
        if tests.is_empty() && text_of(file, "status") == "failed" {
            into.test(&format!("{}: {}", text_of(file, "name"), text_of(file, "message")), Verdict::Failed);
        }
    }
    Ok(seen)
}

fn text_of<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_lines_become_named_tests() {
        let mut report = Report::default();
        let mut lines = CargoLines::default();
        for line in [
            "     Running unittests src/lib.rs (target/debug/deps/weilu_store-0a1b2c)",
            "test lite::tests::rolls_back ... ok",
            "test lite::tests::dies - should panic ... ok",
            "     Running tests/http.rs (/cache/debug/deps/http-99ff)",
            "test gate ... FAILED",
            "test slow ... ignored, needs a disk",
            "   Doc-tests weilu_store",
            "test result: FAILED. 1 passed; 1 failed",
        ] {
            lines.read(line, &mut report);
        }
        assert_eq!(report.verdict("weilu_store::lite::tests::rolls_back"), Some(Verdict::Passed));
        assert_eq!(report.verdict("weilu_store::lite::tests::dies"), Some(Verdict::Passed));
        assert_eq!(report.verdict("http::gate"), Some(Verdict::Failed));
        assert_eq!(report.verdict("http::slow"), Some(Verdict::Ignored));
        assert_eq!((report.passed, report.failed, report.ignored), (2, 1, 1));
    }

    #[test]
    fn a_test_that_failed_on_one_engine_stays_failed() {
        let mut report = Report::default();
        report.test("a::b", Verdict::Failed);
        report.test("a::b", Verdict::Passed);
        assert_eq!(report.verdict("a::b"), Some(Verdict::Failed));
        assert!(report.closing_lines(Duration::ZERO).ends_with("1 passed, 1 failed"));
        assert!(!report.fine());
    }

    #[test]
    fn vitest_reports_are_read() {
        let mut report = Report::default();
        let text = r#"{"testResults":[{"name":"a.ts","status":"passed","assertionResults":[
            {"fullName":"post a member writes","status":"passed"},{"fullName":"later","status":"skipped"}]},
            {"name":"b.ts","status":"failed","message":"does not compile","assertionResults":[]}]}"#;
        assert_eq!(read_vitest(text, &mut report).unwrap(), 2);
        assert_eq!(report.verdict("post a member writes"), Some(Verdict::Passed));
        assert_eq!(report.verdict("later"), Some(Verdict::Ignored));
        assert_eq!(report.failed(), 1);
    }
}
