//! Rows of spaces.

use weilu_kernel::{Act, Role, counter};
use weilu_people::role::{self, Site};
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, PersonaId, SpaceId};

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
        /// `draft`, `open`, `archived`.
        pub state: String,
        /// Whether strangers may read.
        pub open_to_read: bool,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Who founded it.
        pub founder: Option<PersonaId>,
    }
}

/// The space of an id in this brand.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, space: SpaceId) -> Result<Option<SpaceRow>, Fault> {
    tx.one(
        sql!("select id, kind, name, line, state, open_to_read, avatar, founder from space where tenant = $tenant and id = $1"),
        params![space],
    )
    .await
}

pub(super) fn insert(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    name: &str,
    line: &str,
    open_to_read: bool,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space (tenant, id, kind, name, line, state, open_to_read, founder, created_at, opened_at) values ($tenant, $1, 'circle', $2, $3, 'open', $4, $5, $6, $6)"),
        params![space, name, line, open_to_read, act.actor.persona, act.now],
    )
}

/// Lets a persona in; the number he got, or `None` when he was in already.
///
/// # Errors
/// When the database fails.
pub async fn let_in(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    persona: PersonaId,
) -> Result<Option<i64>, Fault> {
    if !role::grant(tx, act, persona, Role::Member, Site::Space(space)).await? {
        return Ok(None);
    }
    let number = counter::next_number(tx, &format!("space:{space}")).await?;
    tx.queue(
        sql!("insert into space_member (tenant, space, persona, number, since) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, persona) do nothing"),
        params![space, persona, number, act.now],
    )?;
    Ok(Some(number))
}
