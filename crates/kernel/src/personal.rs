//! What a feature knows of a person, as data: export and erasure are derived from it.
//!
//! A statement gets the persona as `$1`. An export statement returns what the person may take along; erase
//! statements remove or blank it. Tables that hold nothing of a person declare nothing, and a test plants a
//! marker in every text field to see that nobody forgot.

use crate::{Act, App};
use std::sync::Arc;
use weilu_store::{Row, Scope, Sql, Tx, params, sql};
use weilu_vocabulary::{Audience, EventKind, Failure, Fault, PersonaId};

/// Somebody of the staff read what is kept of a member (charter V36); the body names the question.
pub const DATA_READ: EventKind = EventKind {
    name: "privacy.data_read",
    zh: "查看了成员资料",
    en: "read personal data of a member",
    weight: 0,
    audience: Audience::Nobody,
};

/// A member's data is gone; the personas that were him stand beside. Whoever keeps something of him outside the
/// database (an index, a cache) drops it now.
pub const ERASED: EventKind = EventKind {
    name: "member.erased",
    zh: "已注销",
    en: "closed the account",
    weight: 0,
    audience: Audience::Concerned,
};

/// Rows that the law wants kept for a time after an erasure. They go into the sealed archive, without
/// profile, and two officers together may open it; see the feature `privacy`.
#[derive(Clone, Copy)]
pub struct Kept {
    /// What it is: Chinese and English.
    pub title: (&'static str, &'static str),
    /// Name of its part in the archive.
    pub name: &'static str,
    /// Days it is kept after the erasure.
    pub days: i64,
    /// Rows of a persona (`$1`) without name, number or address.
    pub rows: fn() -> &'static Sql,
}

impl Kept {
    /// The rows of a persona.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(&self, tx: &mut Tx, persona: PersonaId) -> Result<Vec<serde_json::Value>, Fault> {
        let rows: Vec<Row> = tx.all((self.rows)(), params![persona]).await?;
        Ok(rows.iter().map(Row::to_json).collect())
    }
}

/// Removes what the kernel itself remembers of a person: answers under his keys, jobs that name him or one of
/// his addresses, locks and limits that do. Called by the erasure, after every feature's own part.
///
/// # Errors
/// When the database fails.
pub async fn forget_traces(tx: &mut Tx, personas: &[PersonaId], words: &[String]) -> Result<(), Fault> {
    for persona in personas {
        tx.exec(
            sql!("delete from idempotency where tenant = $tenant and substr(key, 1, length($1)) = $1"),
            params![format!("{persona}:")],
        )
        .await?;
    }
    let ids = personas.iter().map(ToString::to_string);
    for word in ids.chain(words.iter().cloned()) {
        // In a payload a value stands in quotation marks: a longer address that ends alike is somebody else's.
        let quoted = serde_json::Value::String(word.clone()).to_string();
        tx.exec(
            sql!("delete from job where tenant = $tenant and (replace(payload, $1, '') <> payload or replace(key, $2, '') <> key or replace(coalesce(error, ''), $2, '') <> coalesce(error, ''))"),
            params![quoted, &word],
        )
        .await?;
        tx.exec(
            sql!("delete from rate where tenant = $tenant and replace(key, $1, '') <> key"),
            params![&word],
        )
        .await?;
    }
    Ok(())
}

/// Writes down whose data a question read; the answer is given only after that is kept.
pub(crate) async fn record_reads(app: &App, act: &Act, question: &'static str) -> Result<(), Failure> {
    let members = act.take_data_reads();
    if members.is_empty() {
        return Ok(());
    }
    let act = Arc::new(act.again());
    let write = app.store.write(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        let (act, members) = (act.clone(), members.clone());
        Box::pin(async move {
            for member in members {
                tx.append(&act, DATA_READ.on(member).body(serde_json::json!({ "question": question })));
            }
            Ok::<(), Failure>(())
        })
    });
    write.await.map(drop)
}

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
