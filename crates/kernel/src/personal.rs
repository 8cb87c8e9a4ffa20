//! What a feature knows of a person, as data: export and erasure are derived from it.
//!
//! A statement gets the persona as `$1`. An export statement returns what the person may take along; erase
//! statements remove or blank it. Tables that hold nothing of a person declare nothing, and a test plants a
//! marker in every text field to see that nobody forgot.

use weilu_store::{Row, Sql, Tx, params};
use weilu_vocabulary::{Fault, PersonaId};

/// One table with personal data.
#[derive(Clone, Copy)]
pub struct Personal {
    /// What it is, as shown in the export: Chinese and English.
    pub title: (&'static str, &'static str),
    /// Name of its part in the export file.
    pub name: &'static str,
    /// Rows to export, all columns.
    pub export: fn() -> &'static Sql,
    /// Statements that erase.
    pub erase: &'static [fn() -> &'static Sql],
}

impl Personal {
    /// The rows of a persona.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows(&self, tx: &mut Tx, persona: PersonaId) -> Result<Vec<serde_json::Value>, Fault> {
        let rows: Vec<Row> = tx.all((self.export)(), params![persona]).await?;
        Ok(rows.iter().map(Row::to_json).collect())
    }

    /// Erases what it knows of a persona.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erase(&self, tx: &mut Tx, persona: PersonaId) -> Result<(), Fault> {
        for statement in self.erase {
            tx.exec(statement(), params![persona]).await?;
        }
        Ok(())
    }
}
