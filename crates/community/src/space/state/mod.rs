//! Rows of spaces.

pub mod act_log;
pub mod charter;
pub mod day;
pub mod member;

pub use member::{let_in, let_out};

use weilu_kernel::{Act, searchable};
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, BranchId, Fault, PersonaId, SpaceId, Time};

rows! {
    /// A space.
    #[derive(Clone, Debug)]
    pub struct SpaceRow {
        /// Which.
        pub id: SpaceId,
        /// Kind of space.
        pub kind: String,
        /// Name.
        pub name: String,
        /// Core value in one sentence.
        pub line: String,
        /// Product or topic.
        pub topic: String,
        /// `draft`, `open`, `archived`.
        pub state: String,
        /// Whether strangers may read.
        pub open_to_read: bool,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Who founded it.
        pub founder: Option<PersonaId>,
        /// Branch it belongs to.
        pub branch: Option<BranchId>,
        /// Modules switched on or off against the kind, as JSON.
        pub modules: serde_json::Value,
        /// How many are in.
        pub members: i64,
        /// Version of the charter; 0 when none was written.
        pub charter: i64,
        /// What a newcomer is told.
        pub welcome: String,
        /// What a newcomer is asked to do first.
        pub first_act: String,
        /// When it was drafted.
        pub created_at: Time,
        /// When it was opened.
        pub opened_at: Option<Time>,
    }
}

/// The space of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, space: SpaceId) -> Result<Option<SpaceRow>, Fault> {
    tx.memo(
        sql!("select id, kind, name, line, topic, state, open_to_read, avatar, founder, branch, modules, members, charter, welcome, first_act, created_at, opened_at from space where tenant = $tenant and id = $1"),
        params![space],
    )
    .await
}

/// The spaces of these numbers.
///
/// # Errors
/// When the database fails.
pub async fn load_some(tx: &mut Tx, ids: &[i64]) -> Result<Vec<SpaceRow>, Fault> {
    tx.all(
        sql!("select id, kind, name, line, topic, state, open_to_read, avatar, founder, branch, modules, members, charter, welcome, first_act, created_at, opened_at from space where tenant = $tenant and id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
        &searchable::twenty(ids),
    )
    .await
}

/// Every space of the brand.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx) -> Result<Vec<SpaceId>, Fault> {
    let rows: Vec<Row> =
        tx.all(sql!("select id from space where tenant = $tenant order by id limit 1000000"), &[]).await?;
    rows.iter().map(Row::first).collect()
}

/// What a new space begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewSpace<'a> {
    /// Kind of space.
    pub kind: &'a str,
    /// Name.
    pub name: &'a str,
    /// Core value in one sentence; may be empty until the charter is written.
    pub line: &'a str,
    /// Whether strangers may read.
    pub open_to_read: bool,
    /// Branch it belongs to.
    pub branch: Option<BranchId>,
    /// Who founds it.
    pub founder: PersonaId,
}

/// Writes a space in draft.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, id: SpaceId, new: &NewSpace<'_>) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space (tenant, id, kind, name, line, state, open_to_read, founder, branch, created_at) values ($tenant, $1, $2, $3, $4, 'draft', $5, $6, $7, $8)"),
        params![id, new.kind, new.name, new.line, new.open_to_read, new.founder, new.branch, act.now],
    )
}

/// Writes what an owner may change of the face of a space.
///
/// # Errors
/// When the database fails.
pub fn save_face(tx: &mut Tx, space: &SpaceRow) -> Result<(), Fault> {
    tx.queue(
        sql!("update space set name = $2, line = $3, open_to_read = $4, avatar = $5, welcome = $6, first_act = $7, modules = $8 where tenant = $tenant and id = $1"),
        params![space.id, &space.name, &space.line, space.open_to_read, space.avatar, &space.welcome, &space.first_act, &space.modules],
    )
}

/// Moves a space to another state, with the time of opening or archiving.
///
/// # Errors
/// When the database fails.
pub fn set_state(tx: &mut Tx, act: &Act, space: SpaceId, to: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update space set state = $2, opened_at = case when $2 = 'open' then cast($3 as bigint) else opened_at end, archived_at = case when $2 = 'archived' then cast($3 as bigint) else null end where tenant = $tenant and id = $1"),
        params![space, to, act.now],
    )
}
