//! The charter's coverage table: which rows stand, and which test proves each.
//!
//! `docs/generated/charter-coverage.tsv` has the columns `id status proof note`. `status` is `done` or `part`; a
//! part says in `note` what it waits for. `proof` is the name of one test (several are joined by `; `): a Rust test
//! as `runner::path::test`, or the full title of a browser test. After a whole `cargo xtask test` every proof must
//! have run and passed. It deliberately does not judge whether a proof is a good one: readers do.

use crate::report::{Report, Verdict};
use crate::{Failure, Place, screen};
use std::collections::BTreeSet;
use std::fs;

/// The table, relative to the checkout.
pub const TABLE: &str = "docs/generated/charter-coverage.tsv";
const HEADER: &str = "id\tstatus\tproof\tnote";
/// The list of the charter's rows, kept beside the checkout (it is not ours to commit).
const ROWS: &str = "../shared/charter-rows.tsv";

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, from 1.
    line: usize,
    id: String,
    proofs: Vec<String>,
}

/// Checks the table's form, its ids, and that each proof ran and passed.
///
/// # Errors
/// When anything is wrong; the message lists every line.
pub fn stage(place: &Place, report: &mut Report) -> Result<(), Failure> {
    let rows = parse(&read(place)?)?;
    let mut wrong = unknown_ids(place, &rows)?;
    for row in &rows {
        for proof in &row.proofs {
            match report.verdict(proof) {
                Some(Verdict::Passed) => {}
                Some(Verdict::Failed) => wrong.push(complaint(row, &format!("its proof failed: {proof}"))),
                Some(Verdict::Ignored) => {
                    wrong.push(complaint(row, &format!("its proof was skipped: {proof}")))
                }
                None => wrong.push(complaint(row, &format!("no such test ran: {proof}"))),
            }
        }
    }
    screen::say(&format!("{} rows of the charter stand in the table", rows.len()));
    if !place.at(ROWS).is_file() {
        screen::say(
            "the list of the charter's rows is not beside this checkout: their ids were not compared",
        );
    }
    report.test("charter coverage", if wrong.is_empty() { Verdict::Passed } else { Verdict::Failed });
    if wrong.is_empty() { Ok(()) } else { Err(Failure::new(wrong.join("\n"))) }
}

/// What is wrong with the table, as tidy sees it without running tests: unknown rows, and proofs that no function
/// of `functions` could be.
///
/// # Errors
/// When the table cannot be read or is malformed.
pub fn form(place: &Place, functions: &BTreeSet<&str>) -> Result<Vec<String>, Failure> {
    let rows = parse(&read(place)?)?;
    let mut wrong = unknown_ids(place, &rows)?;
    for row in &rows {
        let rust = row.proofs.iter().filter_map(|proof| Some((proof, proof.rsplit_once("::")?.1)));
        for (proof, _) in rust.filter(|(_, name)| !functions.contains(name)) {
            wrong.push(complaint(row, &format!("no test has this name: {proof}")));
        }
    }
    Ok(wrong)
}

fn read(place: &Place) -> Result<String, Failure> {
    fs::read_to_string(place.at(TABLE)).map_err(Failure::io(TABLE))
}

fn complaint(row: &Row, text: &str) -> String {
    format!("{TABLE}:{}: {}: {text}", row.line, row.id)
}

fn parse(text: &str) -> Result<Vec<Row>, Failure> {
    let mut lines = text.lines().enumerate();
    if lines.next().map(|(_, line)| line) != Some(HEADER) {
        return Err(Failure::new(format!(
            "{TABLE}: the first line must be `id status proof note`, tab separated"
        )));
    }
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, line) in lines {
        let row = parse_row(index + 1, line)
            .map_err(|why| Failure::new(format!("{TABLE}:{}: {why}", index + 1)))?;
        if !seen.insert(row.id.clone()) {
            return Err(Failure::new(format!("{TABLE}:{}: {} stands twice", row.line, row.id)));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn parse_row(line: usize, text: &str) -> Result<Row, String> {
    let fields: Vec<&str> = text.split('\t').collect();
    let [id, status, proof, note] = fields.as_slice() else {
        return Err(format!("{} fields instead of four (id, status, proof, note)", fields.len()));
    };
    let proofs: Vec<String> =
        proof.split("; ").map(str::trim).filter(|name| !name.is_empty()).map(str::to_string).collect();
    if proofs.is_empty() {
        return Err(format!("{id} has no proof"));
    }
    match *status {
        "done" => {}
        "part" if note.trim().is_empty() => {
            return Err(format!("{id} is `part`: its note must say what it waits for"));
        }
        "part" => {}
        other => return Err(format!("{id}: the status is `done` or `part`, not {other:?}")),
    }
    Ok(Row { line, id: (*id).to_string(), proofs })
}

/// The charter's settled tensions (its section 5) are proven beside its rows and stand in no list of their own.
fn is_tension(id: &str) -> bool {
    id.strip_prefix('t').and_then(|n| n.parse::<u8>().ok()).is_some_and(|n| (1..=38).contains(&n))
}

fn unknown_ids(place: &Place, rows: &[Row]) -> Result<Vec<String>, Failure> {
    let list = place.at(ROWS);
    if !list.is_file() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(&list).map_err(Failure::io(ROWS))?;
    let known: BTreeSet<&str> = text.lines().filter_map(|line| line.split('\t').next()).collect();
    let odd = rows.iter().filter(|row| !known.contains(row.id.as_str()) && !is_tension(&row.id));
    Ok(odd.map(|row| complaint(row, "the charter has no such row")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(line: &str) -> String {
        parse(&format!("{HEADER}\n{line}")).unwrap_err().to_string()
    }

    #[test]
    fn a_table_of_only_its_header_is_fine() {
        assert!(parse(HEADER).unwrap().is_empty());
    }

    #[test]
    fn several_proofs_stand_in_one_row() {
        let rows = parse(&format!("{HEADER}\nS1\tdone\ta::b; the gate lets in\t")).unwrap();
        assert_eq!(rows.first().unwrap().proofs, ["a::b", "the gate lets in"]);
    }

    #[test]
    fn malformed_rows_are_refused_with_their_reason() {
        assert!(refusal("S1\tdone").contains("2 fields"));
        assert!(refusal("S1\tdone\t\t").contains("no proof"));
        assert!(refusal("S1\tpart\ta::b\t").contains("waits for"));
        assert!(refusal("S1\tnearly\ta::b\t").contains("nearly"));
        assert!(refusal("S1\tdone\ta::b\t\nS1\tdone\ta::b\t").contains("twice"));
    }
}
