//! The DDL words `id i64 text bytes bool` spelt per engine, and the few statements that differ.

use weilu_vocabulary::Fault;

/// Which engine's spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Lite,
    Pg,
}

impl Dialect {
    fn kind(self, word: &str) -> Option<&'static str> {
        Some(match (self, word) {
            (Dialect::Lite, "id" | "i64" | "bool") => "INTEGER",
            (Dialect::Lite, "text") => "TEXT",
            (Dialect::Lite, "bytes") => "BLOB",
            (Dialect::Pg, "id" | "i64") => "BIGINT",
            (Dialect::Pg, "text") => "TEXT",
            (Dialect::Pg, "bytes") => "BYTEA",
            (Dialect::Pg, "bool") => "BOOLEAN",
            _ => return None,
        })
    }

    /// Spells one statement of a schema. Tables with a compound key are kept in key order on SQLite.
    pub(crate) fn spell(self, statement: &str) -> Result<String, Fault> {
        let lower = statement.trim_start().to_ascii_lowercase();
        if lower.starts_with("create table") {
            return self.table(statement);
        }
        if lower.starts_with("alter table") && lower.contains(" add column ") {
            return self.added_column(statement);
        }
        Ok(statement.to_owned())
    }

    fn table(self, statement: &str) -> Result<String, Fault> {
        let wrong = || Fault::new(format!("cannot read this table: {statement}"));
        let open = statement.find('(').ok_or_else(wrong)?;
        let close = statement.rfind(')').ok_or_else(wrong)?;
        let head = statement.get(..open).ok_or_else(wrong)?;
        let body = statement.get(open + 1..close).ok_or_else(wrong)?;
        let items = split_items(body).iter().map(|i| self.item(i)).collect::<Result<Vec<_>, _>>()?;
        let tail = match self {
            Dialect::Lite if body.contains("primary key (") => " STRICT, WITHOUT ROWID",
            Dialect::Lite => " STRICT",
            Dialect::Pg => "",
        };
        Ok(format!("{head}({}){tail}", items.join(", ")))
    }

    fn item(self, item: &str) -> Result<String, Fault> {
        let item = item.trim();
        let mut words = item.split_whitespace();
        let name = words.next().unwrap_or_default();
        if ["primary", "unique", "check", "foreign", "constraint"].contains(&name) {
            return Ok(item.to_owned());
        }
        let word = words.next().unwrap_or_default();
        let Some(kind) = self.kind(word) else {
            return Err(Fault::new(format!("column {name}: {word} is not one of id i64 text bytes bool")));
        };
        Ok(format!("{name} {kind} {}", words.collect::<Vec<_>>().join(" ")).trim_end().to_owned())
    }

    fn added_column(self, statement: &str) -> Result<String, Fault> {
        let at = statement.to_ascii_lowercase().find(" add column ").unwrap_or(0) + " add column ".len();
        let (head, column) = statement.split_at(at);
        Ok(format!("{head}{}", self.item(column)?))
    }
}

fn split_items(body: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in body.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                items.push(body.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(body.get(start..).unwrap_or_default());
    items
}

/// The statements of a migration: split at `;`, comments dropped.
pub(crate) fn statements(section: &str) -> Vec<String> {
    let text: String =
        section.lines().map(|l| l.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    text.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_each_engines_types() {
        let table = "create table a (tenant id not null, note text, on_top bool not null default false, primary key (tenant, note))";
        assert_eq!(
            Dialect::Lite.spell(table).expect("spelt"),
            "create table a (tenant INTEGER not null, note TEXT, on_top INTEGER not null default false, primary key (tenant, note)) STRICT, WITHOUT ROWID"
        );
        assert_eq!(
            Dialect::Pg.spell("alter table a add column b bytes").expect("spelt"),
            "alter table a add column b BYTEA"
        );
        assert!(Dialect::Pg.spell("create table a (b varchar)").is_err());
    }
}
