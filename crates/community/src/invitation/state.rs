//! Rows of invitations, and the chain of who brought whom.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, InvitationId, MemberId, PersonaId, SpaceId, Time};

rows! {
    /// An invitation as it is checked at the door.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Invited {
        /// Which.
        pub id: InvitationId,
        /// Into which space.
        pub space: SpaceId,
        /// By whom.
        pub inviter: PersonaId,
        /// His name.
        pub inviter_name: String,
        /// Until when.
        pub expires_at: Time,
        /// When it was used.
        pub used_at: Option<Time>,
        /// When it was taken back.
        pub revoked_at: Option<Time>,
    }

    /// An invitation as its maker sees it.
    #[derive(Clone, Debug)]
    pub struct Made {
        /// Which.
        pub id: InvitationId,
        /// When it was made.
        pub created_at: Time,
        /// Until when it is valid.
        pub expires_at: Time,
        /// When it was taken back.
        pub revoked_at: Option<Time>,
        /// Who used it.
        pub guest: Option<MemberId>,
        /// His name.
        pub guest_name: Option<String>,
    }

    /// Somebody who came in by an invitation.
    #[derive(Clone, Debug)]
    pub struct Guest {
        /// Who.
        pub member: MemberId,
        /// Name as known now.
        pub name: String,
        /// Who brought him.
        pub inviter: MemberId,
        /// When, as far as he is still inside.
        pub since: Option<Time>,
        /// When he was removed, if he was.
        pub removed_at: Option<Time>,
    }
}

/// The invitation of a hash into a space.
///
/// # Errors
/// When the database fails.
pub async fn by_hash(tx: &mut Tx, space: SpaceId, hash: &[u8]) -> Result<Option<Invited>, Fault> {
    tx.one(
        sql!("select i.id, i.space, i.inviter, coalesce(m.name, '') as inviter_name, i.expires_at, i.used_at, i.revoked_at from invitation i left join persona p on p.tenant = i.tenant and p.id = i.inviter left join member m on m.tenant = i.tenant and m.id = p.member where i.tenant = $tenant and i.token_hash = $1 and i.space = $2"),
        params![hash, space],
    )
    .await
}

/// The invitation of a hash, whichever space it leads into.
///
/// # Errors
/// When the database fails.
pub async fn by_token(tx: &mut Tx, hash: &[u8]) -> Result<Option<Invited>, Fault> {
    tx.one(
        sql!("select i.id, i.space, i.inviter, coalesce(m.name, '') as inviter_name, i.expires_at, i.used_at, i.revoked_at from invitation i left join persona p on p.tenant = i.tenant and p.id = i.inviter left join member m on m.tenant = i.tenant and m.id = p.member where i.tenant = $tenant and i.token_hash = $1"),
        params![hash],
    )
    .await
}

/// An invitation that was brought along and nobody has used since.
///
/// # Errors
/// When the database fails.
pub async fn unused(tx: &mut Tx, id: InvitationId) -> Result<Option<Invited>, Fault> {
    tx.one(
        sql!("select i.id, i.space, i.inviter, coalesce(m.name, '') as inviter_name, i.expires_at, i.used_at, i.revoked_at from invitation i left join persona p on p.tenant = i.tenant and p.id = i.inviter left join member m on m.tenant = i.tenant and m.id = p.member where i.tenant = $tenant and i.id = $1 and i.used_at is null"),
        params![id],
    )
    .await
}

/// Writes an invitation.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx,
    act: &Act,
    id: InvitationId,
    space: SpaceId,
    inviter: PersonaId,
    hash: &[u8],
    until: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into invitation (tenant, id, space, inviter, token_hash, created_at, expires_at) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![id, space, inviter, hash, act.now, until],
    )
}

/// How many invitations of a person count against his quota: used, or still open.
///
/// # Errors
/// When the database fails.
pub async fn counted(tx: &mut Tx, space: SpaceId, member: MemberId, now: Time) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from invitation i join persona p on p.tenant = i.tenant and p.id = i.inviter where i.tenant = $tenant and i.space = $1 and p.member = $2 and i.revoked_at is null and (i.used_at is not null or i.expires_at > $3)"),
            params![space, member, now],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The invitations a person made into a space, newest first.
///
/// # Errors
/// When the database fails.
pub async fn made(tx: &mut Tx, space: SpaceId, member: MemberId) -> Result<Vec<Made>, Fault> {
    tx.all(
        sql!("select i.id, i.created_at, i.expires_at, i.revoked_at, g.id as guest, g.name as guest_name from invitation i join persona p on p.tenant = i.tenant and p.id = i.inviter left join persona q on q.tenant = i.tenant and q.id = i.used_by left join member g on g.tenant = i.tenant and g.id = q.member where i.tenant = $tenant and i.space = $1 and p.member = $2 order by i.id desc limit 50"),
        params![space, member],
    )
    .await
}

/// Takes an unused invitation of a person back; true when there was one.
///
/// # Errors
/// When the database fails.
pub async fn revoke(tx: &mut Tx, act: &Act, id: InvitationId, member: MemberId) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("update invitation set revoked_at = $3 where tenant = $tenant and id = $1 and used_at is null and revoked_at is null and inviter in (select id from persona where tenant = $tenant and member = $2)"),
            params![id, member, act.now],
        )
        .await?;
    Ok(touched > 0)
}

/// Marks an invitation as used.
///
/// # Errors
/// When the database fails.
pub fn mark_used(tx: &mut Tx, act: &Act, id: InvitationId, by: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("update invitation set used_by = $2, used_at = $3 where tenant = $tenant and id = $1"),
        params![id, by, act.now],
    )
}

/// The person behind a face.
///
/// # Errors
/// When the database fails.
pub async fn member_of(tx: &mut Tx, persona: PersonaId) -> Result<Option<MemberId>, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select member from persona where tenant = $tenant and id = $1"), params![persona])
        .await?;
    row.map_or(Ok(None), |r| r.first())
}

/// Everybody who came into a space by an invitation, those who were removed included.
///
/// # Errors
/// When the database fails.
pub async fn guests(tx: &mut Tx, space: SpaceId) -> Result<Vec<Guest>, Fault> {
    tx.all(
        sql!("select g.id as member, g.name, h.id as inviter, max(m.since) as since, max(case when r.lifted_at is null then r.at else null end) as removed_at from invitation i join persona q on q.tenant = i.tenant and q.id = i.used_by join member g on g.tenant = i.tenant and g.id = q.member join persona p on p.tenant = i.tenant and p.id = i.inviter join member h on h.tenant = i.tenant and h.id = p.member left join space_member m on m.tenant = i.tenant and m.space = i.space and m.persona = i.used_by left join space_removal r on r.tenant = i.tenant and r.space = i.space and r.persona = i.used_by where i.tenant = $tenant and i.space = $1 group by g.id, g.name, h.id order by g.id limit 5000"),
        params![space],
    )
    .await
}

/// Those whom a person brought into a space, and those whom they brought, level by level.
///
/// # Errors
/// When the database fails.
pub async fn guests_of(tx: &mut Tx, space: SpaceId, root: MemberId) -> Result<Vec<Guest>, Fault> {
    Ok(branch(guests(tx, space).await?, root))
}

/// The part of the chain below one person.
fn branch(mut all: Vec<Guest>, root: MemberId) -> Vec<Guest> {
    let mut above = std::collections::BTreeSet::from([root]);
    let mut found: Vec<Guest> = Vec::new();
    loop {
        let (below, rest): (Vec<Guest>, Vec<Guest>) =
            all.into_iter().partition(|g| above.contains(&g.inviter) && g.member != root);
        if below.is_empty() {
            return found;
        }
        above.extend(below.iter().map(|g| g.member));
        found.extend(below);
        all = rest;
    }
}

/// Whether a person has lost his invitations into a space.
///
/// # Errors
/// When the database fails.
pub async fn has_lost(tx: &mut Tx, space: SpaceId, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select l.guests from invitation_loss l join persona p on p.tenant = l.tenant and p.id = l.persona where l.tenant = $tenant and l.space = $1 and p.member = $2 and l.restored_at is null limit 1"),
            params![space, member],
        )
        .await?;
    Ok(row.is_some())
}

/// Writes that a person lost his invitations.
///
/// # Errors
/// When the database fails.
pub fn note_loss(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    persona: PersonaId,
    guests: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into invitation_loss (tenant, space, persona, guests, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, persona) do update set guests = excluded.guests, at = excluded.at, restored_at = null"),
        params![space, persona, guests, act.now],
    )
}

/// Gives the invitations back; true when they were lost.
///
/// # Errors
/// When the database fails.
pub async fn restore(tx: &mut Tx, act: &Act, space: SpaceId, member: MemberId) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("update invitation_loss set restored_at = $3 where tenant = $tenant and space = $1 and restored_at is null and persona in (select id from persona where tenant = $tenant and member = $2)"),
            params![space, member, act.now],
        )
        .await?;
    Ok(touched > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_goes_all_the_way_down_and_ends_also_in_a_ring() {
        let guest = |member: i64, inviter: i64| Guest {
            member: MemberId::new(member),
            name: String::new(),
            inviter: MemberId::new(inviter),
            since: None,
            removed_at: None,
        };
        let all = vec![guest(2, 1), guest(3, 2), guest(5, 4), guest(1, 3)];
        let below = branch(all, MemberId::new(1));
        assert_eq!(below.iter().map(|g| g.member).collect::<Vec<_>>(), [MemberId::new(2), MemberId::new(3)]);
    }
}
