//! What SQLite is told of the sizes of tables, so that it plans every statement as for a large house.
//!
//! SQLite plans by the table `sqlite_stat1` and guesses where it is empty: that one brand is as rare as any other
//! value, so that a statement over one space may walk through every post of the brand. Measuring would lock the
//! house for seconds, and plans would change with its size; so it is told, once, the same everywhere (SQLite's
//! documentation, "Manual Control Of Query Plans Using SQLITE_STAT Tables"): a hundred million rows in each table, all
//! of one brand; columns with few values tell little apart, every other one much; a person has few faces. Small tables
//! are none the slower.
//! PostgreSQL measures by itself.

use crate::{Row, Tx, tx::Conn};
use weilu_vocabulary::Fault;

const ROWS: u64 = 100_000_000;
/// A partial index holds what is special.
const PART: u64 = 10;
/// How many places, people, things there are.
const MANY: u64 = 100_000;
/// A person has one face or two: the way from him to what is his starts with him.
const NEARLY_ONE: [(&str, &str); 1] = [("persona", "member")];
/// Columns that hold one of a few words.
const FEW: [&str; 18] = [
    "state",
    "kind",
    "category",
    "scope_kind",
    "carrier",
    "role",
    "what",
    "mode",
    "feature",
    "visibility",
    "template",
    "field",
    "lang",
    "ends",
    "source",
    "way",
    "type",
    "version",
];

/// Tells SQLite, where it was not told the same before.
pub(crate) async fn tell(tx: &mut Tx) -> Result<(), Fault> {
    let Conn::Lite(conn) = &mut tx.conn else { return Ok(()) };
    let mut lines = Vec::new();
    for index in conn.raw_rows(INDEXES)? {
        lines.push(line(&index, &conn.raw_rows(&columns(&index)?)?)?);
    }
    lines.sort();
    // The table exists only once something was measured.
    if !conn.raw_rows("select 1 as one from sqlite_schema where name = 'sqlite_stat1'")?.is_empty() {
        let known = conn.raw_rows(KNOWN)?.iter().map(Row::first).collect::<Result<Vec<String>, Fault>>()?;
        if known == lines {
            return Ok(());
        }
    }
    // What was measured is thrown away, so little is: a filled house does not wait for it. A table that comes and goes
    // lets every connection read the schema again, and with it what is told here.
    let told = lines.join(",");
    conn.script(&format!(
        "pragma analysis_limit = 1; analyze; delete from sqlite_stat1; insert into sqlite_stat1 (tbl, idx, stat) values {told};
         create table planner (told text) strict; drop table planner; analyze sqlite_schema;"
    ))
}

const KNOWN: &str = "select '(''' || tbl || ''', ''' || idx || ''', ''' || stat || ''')' as line from sqlite_stat1 order by line";

const INDEXES: &str = "select t.name as tbl, i.name as idx, i.\"unique\" as one, i.origin, i.partial
    from sqlite_schema t join pragma_index_list(t.name) i
    where t.type = 'table' and t.name not like 'sqlite_%' order by t.name, i.name";

fn columns(index: &Row) -> Result<String, Fault> {
    let name: String = index.get("idx")?;
    Ok(format!("select name from pragma_index_xinfo('{name}') where key = 1 order by seqno"))
}

/// One row of `sqlite_stat1`, as SQL: rows of the index, then how many share the first column, the first two, and so on.
fn line(index: &Row, columns: &[Row]) -> Result<String, Fault> {
    let (table, name): (String, String) = (index.get("tbl")?, index.get("idx")?);
    let mut left = if index.get("partial")? { ROWS / PART } else { ROWS };
    let mut counts = vec![left];
    let mut told_apart = false;
    for column in columns {
        let column: String = column.get("name")?;
        let nearly_one = NEARLY_ONE.contains(&(&table, &column));
        left = if nearly_one { 2 } else { (left / apart(&column, &mut told_apart)).max(2) };
        counts.push(left);
    }
    if index.get("one")?
        && let Some(last) = counts.last_mut()
    {
        *last = 1;
    }
    let stat = counts.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    // Tables in the order of their key are named themselves.
    let name = if index.get::<String>("origin")? == "pk" { &table } else { &name };
    Ok(format!("('{table}', '{name}', '{stat}')"))
}

/// Into how many parts a column cuts what is left.
fn apart(column: &str, told_apart: &mut bool) -> u64 {
    match column {
        "tenant" => 1,
        few if FEW.contains(&few) => 4,
        _ if std::mem::replace(told_apart, true) => 20,
        _ => MANY,
    }
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn a_brand_tells_nothing_apart_and_a_state_little() {
        let mut told = false;
        let cuts: Vec<u64> = ["tenant", "state", "space", "id"].iter().map(|c| apart(c, &mut told)).collect();
        assert_eq!(cuts, [1, 4, super::MANY, 20]);
    }
}
