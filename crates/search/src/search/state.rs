//! Rows of what was searched: who typed which word on which day, and what of that others may see.

use super::WORD_PEOPLE;
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, PersonaId};

/// What the projection owns.
pub(super) const CLEAR: &[fn() -> &'static Sql] = &[
    || sql!("delete from search_typed"),
    || sql!("delete from search_word"),
    || sql!("delete from search_day"),
];

rows! {
    /// A word that at least three people typed.
    #[derive(Clone, Debug)]
    pub struct WordRow {
        /// The word, folded.
        pub word: String,
        /// How often it was searched.
        pub times: i64,
        /// How often nothing was found.
        pub without_result: i64,
    }

    /// How much was searched.
    #[derive(Clone, Copy, Debug)]
    pub struct SumRow {
        /// How often.
        pub times: i64,
        /// How often nothing was found.
        pub without_result: i64,
    }
}

/// Counts a search on a day, whoever it was.
///
/// # Errors
/// When the database fails.
pub(super) fn add_day(tx: &mut Tx, day: i64, without_result: bool) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into search_day (tenant, day, times, without_result) values ($tenant, $1, 1, $2) on conflict (tenant, day) do update set times = search_day.times + 1, without_result = search_day.without_result + excluded.without_result"),
        params![day, i64::from(without_result)],
    )
}

/// Counts a word that somebody typed.
///
/// # Errors
/// When the database fails.
pub(super) fn add_typed(
    tx: &mut Tx,
    day: i64,
    word: &str,
    persona: PersonaId,
    without_result: bool,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into search_typed (tenant, day, word, persona, times, without_result) values ($tenant, $1, $2, $3, 1, $4) on conflict (tenant, word, day, persona) do update set times = search_typed.times + 1, without_result = search_typed.without_result + excluded.without_result"),
        params![day, word, persona, i64::from(without_result)],
    )
}

/// Brings what others may see of a word up to what was typed.
///
/// # Errors
/// When the database fails.
pub(super) fn publish(tx: &mut Tx, word: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into search_word (tenant, day, word, times, without_result) select tenant, day, word, cast(sum(times) as bigint), cast(sum(without_result) as bigint) from search_typed where tenant = $tenant and word = $1 and (select count(distinct t.persona) from search_typed t where t.tenant = $tenant and t.word = $1) >= $2 group by tenant, day, word on conflict (tenant, day, word) do update set times = excluded.times, without_result = excluded.without_result"),
        params![word, WORD_PEOPLE],
    )
}

/// One word that somebody typed before a day; to be forgotten.
///
/// # Errors
/// When the database fails.
pub(super) async fn oldest_before(tx: &mut Tx, day: i64, most: i64) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select distinct word from search_typed where tenant = $tenant and day < $1 order by word limit $2"),
            params![day, most],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Forgets who typed a word before a day, and what others saw of it, unless three people typed it since.
///
/// # Errors
/// When the database fails.
pub(super) async fn forget(tx: &mut Tx, word: &str, day: i64) -> Result<(), Fault> {
    tx.exec(
        sql!("delete from search_typed where tenant = $tenant and word = $1 and day < $2"),
        params![word, day],
    )
    .await?;
    tx.exec(sql!("delete from search_word where tenant = $tenant and word = $1"), params![word]).await?;
    publish(tx, word)
}

/// Forgets the counts of days before one; returns how many.
///
/// # Errors
/// When the database fails.
pub(super) async fn forget_days(tx: &mut Tx, day: i64) -> Result<u64, Fault> {
    tx.exec(sql!("delete from search_day where tenant = $tenant and day < $1"), params![day]).await
}

/// The words most searched since a day; with `without`, those most searched in vain.
///
/// # Errors
/// When the database fails.
pub async fn words_since(tx: &mut Tx, day: i64, without: bool, most: i64) -> Result<Vec<WordRow>, Fault> {
    tx.all(
        sql!("select word, cast(sum(times) as bigint) as times, cast(sum(without_result) as bigint) as without_result from search_word where tenant = $tenant and day >= $1 group by word having (not $2 or sum(without_result) > 0) order by case when $2 then cast(sum(without_result) as bigint) else cast(sum(times) as bigint) end desc, word limit $3"),
        params![day, without, most],
    )
    .await
}

/// How much was searched since a day, by anybody.
///
/// # Errors
/// When the database fails.
pub async fn sum_since(tx: &mut Tx, day: i64) -> Result<SumRow, Fault> {
    let row: Option<SumRow> = tx
        .one(
            sql!("select cast(coalesce(sum(times), 0) as bigint) as times, cast(coalesce(sum(without_result), 0) as bigint) as without_result from search_day where tenant = $tenant and day >= $1"),
            params![day],
        )
        .await?;
    Ok(row.unwrap_or(SumRow { times: 0, without_result: 0 }))
}
