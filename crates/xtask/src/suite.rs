//! `cargo xtask test`: every check that a change must pass, in named stages, with one summary.
//!
//! Cheap stages come first; a failed stage does not hide the next. Stages are chosen by name, and the comparison
//! with the charter's coverage table runs only when all of them ran, since it asks which tests passed. Whatever a
//! stage starts is gone when it ends. The closing lines are those of a test runner, over all runners together.

use crate::mail::MailServer;
use crate::postgres::{Durability, Postgres};
use crate::process::{self, Scratch};
use crate::report::{CargoLines, Report, Verdict, read_vitest};
use crate::{Failure, Place, browser, catalogue, coverage, page, screen, tidy};
use std::process::Command;
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_secs(600);
const COMPILE_LIMIT: Duration = Duration::from_secs(2_700);
const TEST_LIMIT: Duration = Duration::from_secs(2_400);
const BROWSER_LIMIT: Duration = Duration::from_secs(2_400);

/// One stage: its name and what it does.
type Stage = (&'static str, fn(&Place, &mut Report) -> Result<(), Failure>);

const STAGES: [Stage; 8] = [
    ("fmt", fmt),
    ("tidy", tidy_stage),
    ("web", web),
    ("clippy", clippy),
    ("rust", rust),
    ("catalogue", catalogue_stage),
    ("browser", browser_stage),
    ("coverage", coverage::stage),
];

/// Runs the named stages, or all.
///
/// # Errors
/// When a stage is unknown or anything failed.
pub fn run(place: &Place, names: &[String]) -> Result<(), Failure> {
    let known: Vec<&str> = STAGES.iter().map(|(name, _)| *name).collect();
    if let Some(odd) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(Failure::usage(format!("there is no stage {odd:?}; there are: {}", known.join(" "))));
    }
    process::stop_all_on_interrupt()?;
    let began = Instant::now();
    let mut report = Report::default();
    for (name, stage) in STAGES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            one(place, name, stage, &mut report);
            process::not_interrupted()?;
        }
    }
    report.close(began.elapsed())
}

fn one(
    place: &Place,
    name: &str,
    stage: fn(&Place, &mut Report) -> Result<(), Failure>,
    report: &mut Report,
) {
    screen::heading(name);
    let began = Instant::now();
    let failed_before = report.failed();
    let outcome = stage(place, report);
    if let Err(failure) = &outcome {
        screen::say(&format!("{name}: {failure}"));
        // A stage that broke off without naming a failed test must still count as one.
        if report.failed() == failed_before {
            report.test(&format!("stage {name}"), Verdict::Failed);
        }
    }
    let fine = outcome.is_ok() && report.failed() == failed_before;
    report.stage(name, fine, began.elapsed());
}

/// Runs one thing that either passes or not, and counts it as a test.
fn single(report: &mut Report, name: &str, outcome: Result<(), Failure>) {
    if let Err(failure) = &outcome {
        screen::say(&format!("{name}: {failure}"));
    }
    report.test(name, if outcome.is_ok() { Verdict::Passed } else { Verdict::Failed });
}

fn cargo(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(place.at("")).env("CARGO_TERM_COLOR", "never");
    command
}

fn fmt(place: &Place, report: &mut Report) -> Result<(), Failure> {
    let outcome = process::step("cargo fmt --check", cargo(place, &["fmt", "--all", "--check"]), SHORT);
    single(report, "cargo fmt --check", outcome);
    Ok(())
}

fn tidy_stage(place: &Place, report: &mut Report) -> Result<(), Failure> {
    single(report, "tidy", tidy::command(place, &[]));
    Ok(())
}

fn clippy(place: &Place, report: &mut Report) -> Result<(), Failure> {
    let command = cargo(place, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    single(report, "cargo clippy", process::step("clippy", command, COMPILE_LIMIT));
    Ok(())
}

/// Compiles the tests, and with them the server. Every stage that needs the server takes this one: built alone it
/// would have other features, and cargo would compile half of its dependencies a second time.
fn compile(place: &Place) -> Result<(), Failure> {
    let command = cargo(place, &["test", "--workspace", "--no-run", "--quiet"]);
    process::step("compiling the tests", command, COMPILE_LIMIT)
}

fn rust(place: &Place, report: &mut Report) -> Result<(), Failure> {
    compile(place)?;
    let postgres = Postgres::start(Durability::None)?;
    let mail = MailServer::start()?;
    let mut command = cargo(place, &["test", "--workspace", "--no-fail-fast"]);
    command.env("WEILU_TEST_PG", postgres.url());
    command.env("WEILU_TEST_SMTP", mail.address()).env("WEILU_TEST_MAILDIR", mail.letters());
    let mut lines = CargoLines::default();
    let fine = process::watched("cargo test", command, TEST_LIMIT, |line| {
        screen::say(line);
        lines.read(line, report);
    })?;
    if fine { Ok(()) } else { Err(Failure::new("cargo test failed")) }
}

fn web(place: &Place, report: &mut Report) -> Result<(), Failure> {
    page::install(place)?;
    single(report, "page: types", process::step("npm run check", page::npm(place, &["run", "check"]), SHORT));
    vitest(place, "test", &[], SHORT, report)?;
    single(report, "page: build and sizes", page::build(place));
    Ok(())
}

/// Runs one of the page's vitest scripts and takes its tests into the report.
fn vitest(
    place: &Place,
    script: &str,
    settings: &[(&str, String)],
    limit: Duration,
    report: &mut Report,
) -> Result<(), Failure> {
    let folder: Scratch = process::scratch("vitest")?;
    let file = folder.path().join("report.json");
    let output = format!("--outputFile.json={}", file.display());
    let mut command =
        page::npm(place, &["run", script, "--", "--reporter=default", "--reporter=json", output.as_str()]);
    command.envs(settings.iter().map(|(name, value)| (*name, value.as_str())));
    let fine = process::watched(script, command, limit, screen::say)?;
    let text = std::fs::read_to_string(&file)
        .map_err(|_| Failure::new(format!("npm run {script} ended without a report of its tests")))?;
    let seen = read_vitest(&text, report)?;
    if fine && seen == 0 {
        return Err(Failure::new(format!("npm run {script} ran no test at all")));
    }
    if fine { Ok(()) } else { Err(Failure::new(format!("npm run {script} failed"))) }
}

fn catalogue_stage(place: &Place, report: &mut Report) -> Result<(), Failure> {
    compile(place)?;
    single(report, "generated documents are current", catalogue::check(place));
    Ok(())
}

fn browser_stage(place: &Place, report: &mut Report) -> Result<(), Failure> {
    page::build(place)?;
    compile(place)?;
    let village = browser::Village::start(place)?;
    let outcome = vitest(place, "e2e", &village.settings(), BROWSER_LIMIT, report);
    if outcome.is_err() {
        screen::say(&format!("last lines of the server:\n{}", village.last_lines()));
    }
    outcome
}
