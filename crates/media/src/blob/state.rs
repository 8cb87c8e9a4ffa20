//! Rows of files.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, PersonaId, Ref, RefKind, Time};

rows! {
    /// A file as stored.
    #[derive(Clone, Debug)]
    pub struct BlobRow {
        /// Which.
        pub id: BlobId,
        /// Whose; nobody's when it belongs to the thing.
        pub persona: Option<PersonaId>,
        /// `picture`, `video`, `sound`, `document`.
        pub kind: String,
        /// As it is handed out.
        pub mime: String,
        /// Length.
        pub bytes: i64,
        /// Columns.
        pub width: Option<i64>,
        /// Lines.
        pub height: Option<i64>,
        /// How long it plays, rounded up.
        pub seconds: Option<i64>,
        /// Its bytes.
        pub hash: String,
        /// The bytes for lists, or what stands before a video is played.
        pub small_hash: Option<String>,
        /// Kind of those.
        pub small_mime: Option<String>,
        /// Length of those.
        pub small_bytes: Option<i64>,
        /// Under which name a document is saved; empty otherwise.
        pub name: String,
        /// Kind of the thing it hangs on.
        pub thing_kind: Option<String>,
        /// The thing it hangs on.
        pub thing: Option<i64>,
        /// When it came.
        pub created_at: Time,
    }
}

impl BlobRow {
    /// The thing it hangs on.
    #[must_use]
    pub fn on(&self) -> Option<Ref> {
        let kind = RefKind::from_word(self.thing_kind.as_deref()?)?;
        Some(Ref { kind, id: self.thing? })
    }

    /// Hash, kind and length of the small variant.
    pub(super) fn small(&self) -> Option<(String, String, i64)> {
        Some((self.small_hash.clone()?, self.small_mime.clone()?, self.small_bytes?))
    }
}

/// A file that is about to be kept.
#[derive(Clone, Debug)]
pub(crate) struct NewBlob<'a> {
    pub kind: super::Kind,
    pub mime: &'a str,
    pub bytes: i64,
    pub sides: Option<(u32, u32)>,
    pub seconds: Option<i64>,
    pub hash: &'a str,
    pub small: Option<super::make::Small>,
    pub name: &'a str,
    pub on: Option<Ref>,
}

/// Writes a file; it waits for the database, so that what was locked before holds from here on.
pub(crate) async fn insert(
    tx: &mut Tx,
    act: &Act,
    persona: Option<PersonaId>,
    new: &NewBlob<'_>,
) -> Result<BlobId, Fault> {
    let id: BlobId = act.id();
    let (width, height) = new.sides.unzip();
    let small = new.small.as_ref();
    tx.exec(
        sql!("insert into blob (tenant, id, persona, kind, mime, bytes, width, height, seconds, hash, small_hash, small_mime, small_bytes, name, thing_kind, thing, created_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"),
        params![
            id, persona, new.kind.word(), new.mime, new.bytes, width, height, new.seconds, new.hash,
            small.map(|s| s.hash.as_str()), small.map(|s| s.mime), small.map(|s| s.bytes), new.name, new.on.map(|on| on.kind.word()), new.on.map(|on| on.id), act.now
        ],
    )
    .await?;
    Ok(id)
}

/// The file of an id in this brand.
pub(super) async fn load(tx: &mut Tx, id: BlobId) -> Result<Option<BlobRow>, Fault> {
    tx.one(
        sql!("select id, persona, kind, mime, bytes, width, height, seconds, hash, small_hash, small_mime, small_bytes, name, thing_kind, thing, created_at from blob where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Hangs a file on a thing, at a place among the others; it keeps or loses its owner.
pub(super) fn hang(
    tx: &mut Tx,
    id: BlobId,
    thing: Ref,
    place: i64,
    owner: Option<PersonaId>,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update blob set thing_kind = $2, thing = $3, place = $4, persona = $5 where tenant = $tenant and id = $1"),
        params![id, thing.kind.word(), thing.id, place, owner],
    )
}

/// The last place that is taken on a thing; -1 when nothing hangs on it.
pub(super) async fn last_place(tx: &mut Tx, thing: Ref) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select coalesce(max(place), -1) from blob where tenant = $tenant and thing = $1 and thing_kind = $2"),
            params![thing.id, thing.kind.word()],
        )
        .await?;
    row.map_or(Ok(-1), |row| row.first())
}

/// Things asked for at once.
pub(super) const AT_ONCE: usize = 20;

/// What hangs on some things, in its order. The numbers of things are distinct but for the kinds a caller checks.
pub(super) async fn on_things(tx: &mut Tx, things: &[i64; AT_ONCE]) -> Result<Vec<BlobRow>, Fault> {
    let params: Vec<weilu_store::Value> = things.iter().map(|thing| (*thing).into()).collect();
    tx.all(
        sql!("select id, persona, kind, mime, bytes, width, height, seconds, hash, small_hash, small_mime, small_bytes, name, thing_kind, thing, created_at from blob where tenant = $tenant and thing in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) order by thing, place, id"),
        &params,
    )
    .await
}

fn hashes(rows: &[Row]) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for row in rows {
        out.push(row.get("hash")?);
        out.extend(row.get::<Option<String>>("small_hash")?);
    }
    Ok(out)
}

/// Takes one file off a thing and out of the list; returns the hashes that may have become useless.
pub(super) async fn remove_one(tx: &mut Tx, id: BlobId, thing: Ref) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("delete from blob where tenant = $tenant and id = $1 and thing = $2 and thing_kind = $3 returning hash, small_hash"),
            params![id, thing.id, thing.kind.word()],
        )
        .await?;
    hashes(&rows)
}

/// As [`remove_one`], everything that hangs on a thing.
pub(super) async fn remove_all(tx: &mut Tx, thing: Ref) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("delete from blob where tenant = $tenant and thing = $1 and thing_kind = $2 returning hash, small_hash"),
            params![thing.id, thing.kind.word()],
        )
        .await?;
    hashes(&rows)
}

/// As [`remove_one`], everything of a persona.
pub(super) async fn remove_of(tx: &mut Tx, persona: PersonaId) -> Result<Vec<String>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("delete from blob where tenant = $tenant and persona = $1 returning hash, small_hash"),
            params![persona],
        )
        .await?;
    hashes(&rows)
}

/// As [`remove_one`], some of what nothing used since a time; also how many files that were.
pub(super) async fn remove_loose(tx: &mut Tx, before: Time) -> Result<(usize, Vec<String>), Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("delete from blob where tenant = $tenant and id in (select id from blob where tenant = $tenant and thing is null and created_at <= $1 order by created_at limit 100) returning hash, small_hash"),
            params![before],
        )
        .await?;
    Ok((rows.len(), hashes(&rows)?))
}

/// Whether a row of this brand still names bytes.
pub(super) async fn is_named(tx: &mut Tx, hash: &str) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select 1 from blob where tenant = $tenant and hash = $1 union all select 1 from blob where tenant = $tenant and small_hash = $1 limit 1"),
            params![hash],
        )
        .await?;
    Ok(row.is_some())
}

/// The files of a persona.
pub(super) async fn of_persona(tx: &mut Tx, persona: PersonaId) -> Result<Vec<BlobRow>, Fault> {
    tx.all(
        sql!("select id, persona, kind, mime, bytes, width, height, seconds, hash, small_hash, small_mime, small_bytes, name, thing_kind, thing, created_at from blob where tenant = $tenant and persona = $1 order by id limit 10000"),
        params![persona],
    )
    .await
}
