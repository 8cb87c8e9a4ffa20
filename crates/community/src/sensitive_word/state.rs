//! Rows of words; number 0 stands for the list of the whole site.

use super::{Action, Entry, matcher::plain};
use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, Id, SpaceId, Time, WordId};

/// What a list is known by.
pub type Digest = Vec<u8>;

/// Most words of a list.
pub const MOST: i64 = 50_000;

rows! {
    /// A listed word.
    #[derive(Clone, Debug)]
    pub(super) struct WordRow {
        pub id: WordId,
        pub word: String,
        pub action: String,
        pub sentence: String,
        pub at: Time,
    }
}

fn list(space: Option<SpaceId>) -> i64 {
    space.map_or(0, Id::raw)
}

pub(super) async fn digest(tx: &mut Tx, space: Option<SpaceId>) -> Result<Option<Digest>, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!(
                "select digest from sensitive_word_list where tenant = $tenant and space = $1 and words > 0"
            ),
            params![list(space)],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

pub(super) async fn entries(tx: &mut Tx, space: Option<SpaceId>) -> Result<Vec<Entry>, Fault> {
    let rows: Vec<WordRow> = tx
        .all(
            sql!("select id, word, action, sentence, at from sensitive_word where tenant = $tenant and space = $1 order by plain limit $2"),
            params![list(space), MOST],
        )
        .await?;
    Ok(rows.into_iter().map(WordRow::entry).collect())
}

impl WordRow {
    fn entry(self) -> Entry {
        let action = Action::from_word(&self.action).unwrap_or(Action::Hold);
        Entry { word: self.word, action, sentence: self.sentence }
    }
}

/// A page of a list, words that hold `find` only.
pub(super) async fn page(
    tx: &mut Tx,
    space: Option<SpaceId>,
    find: &str,
    after: i64,
    most: i64,
) -> Result<Vec<WordRow>, Fault> {
    tx.all(
        sql!("select id, word, action, sentence, at from sensitive_word where tenant = $tenant and space = $1 and id < $2 and (cast($3 as text) = '' or replace(plain, $3, '') <> plain) order by id desc limit $4"),
        params![list(space), after, plain(find), most],
    )
    .await
}

pub(super) async fn number(tx: &mut Tx, space: Option<SpaceId>) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from sensitive_word where tenant = $tenant and space = $1"),
            params![list(space)],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

pub(super) fn put(tx: &mut Tx, act: &Act, space: Option<SpaceId>, entry: &Entry) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into sensitive_word (tenant, id, space, word, plain, action, sentence, set_by, at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant, space, plain) do update set word = excluded.word, action = excluded.action, sentence = excluded.sentence, set_by = excluded.set_by, at = excluded.at"),
        params![
            act.id::<WordId>(),
            list(space),
            &entry.word,
            plain(&entry.word),
            entry.action.word(),
            &entry.sentence,
            act.actor.persona,
            act.now
        ],
    )
}

pub(super) fn remove(tx: &mut Tx, word: WordId) -> Result<(), Fault> {
    tx.queue(sql!("delete from sensitive_word where tenant = $tenant and id = $1"), params![word])
}

pub(super) fn clear(tx: &mut Tx, space: Option<SpaceId>) -> Result<(), Fault> {
    tx.queue(sql!("delete from sensitive_word where tenant = $tenant and space = $1"), params![list(space)])
}

/// Writes what the list is known by now.
pub(super) async fn seal(tx: &mut Tx, space: Option<SpaceId>) -> Result<i64, Fault> {
    let entries = entries(tx, space).await?;
    let mut hash = blake3::Hasher::new();
    for entry in &entries {
        for part in [entry.word.as_str(), entry.action.word(), entry.sentence.as_str()] {
            hash.update(part.as_bytes()).update(b"\0");
        }
    }
    let words = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    tx.queue(
        sql!("insert into sensitive_word_list (tenant, space, digest, words) values ($tenant, $1, $2, $3) on conflict (tenant, space) do update set digest = excluded.digest, words = excluded.words"),
        params![list(space), hash.finalize().as_bytes().to_vec(), words],
    )?;
    Ok(words)
}

/// In which space's list a word stands; the inner `None` is the site's.
pub(super) async fn space_of(tx: &mut Tx, word: WordId) -> Result<Option<Option<SpaceId>>, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select space from sensitive_word where tenant = $tenant and id = $1"), params![word])
        .await?;
    let space: Option<i64> = row.map(|r| r.first()).transpose()?;
    Ok(space.map(|s| (s != 0).then(|| SpaceId::new(s))))
}
