//! Who is in a space, under which number and name, who brought him, and who was sent away.

use weilu_kernel::{Act, Role, counter};
use weilu_people::role::{self, Site};
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, SpaceId, Time};

rows! {
    /// One membership.
    #[derive(Clone, Debug)]
    pub struct Membership {
        /// The face that came in.
        pub persona: PersonaId,
        /// Number in the order of entry.
        pub number: i64,
        /// Since when.
        pub since: Time,
        /// Name used in this space.
        pub nickname: Option<String>,
        /// Whether he wants no notifications from here.
        pub muted: bool,
        /// Who invited him.
        pub inviter: Option<PersonaId>,
        /// When he finished the welcome.
        pub welcomed_at: Option<Time>,
    }

    /// Somebody sent away.
    #[derive(Clone, Debug)]
    pub struct Removal {
        /// Why, as told to him.
        pub reason: String,
        /// When.
        pub at: Time,
    }
}

/// How somebody came in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry<'a> {
    /// `founder`, `gate`, `application`, `invitation` or `entry_code`.
    pub via: &'a str,
    /// Who invited him.
    pub inviter: Option<PersonaId>,
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
    entry: Entry<'_>,
) -> Result<Option<i64>, Fault> {
    if !role::grant(tx, act, persona, Role::Member, Site::Space(space)).await? {
        return Ok(None);
    }
    let number = counter::next_number(tx, &format!("space:{space}")).await?;
    tx.queue(
        sql!("insert into space_member (tenant, space, persona, number, since, via, inviter) values ($tenant, $1, $2, $3, $4, $5, $6) on conflict (tenant, space, persona) do nothing"),
        params![space, persona, number, act.now, entry.via, entry.inviter],
    )?;
    tx.queue(
        sql!("update space set members = members + 1 where tenant = $tenant and id = $1"),
        params![space],
    )?;
    Ok(Some(number))
}

/// Takes a persona out, with every office he held there.
///
/// # Errors
/// When the database fails.
pub async fn let_out(tx: &mut Tx, act: &Act, space: SpaceId, persona: PersonaId) -> Result<(), Fault> {
    role::revoke_all_in(tx, act, persona, Site::Space(space)).await?;
    let gone = tx
        .exec(
            sql!("delete from space_member where tenant = $tenant and space = $1 and persona = $2"),
            params![space, persona],
        )
        .await?;
    if gone > 0 {
        tx.queue(
            sql!("update space set members = members - 1 where tenant = $tenant and id = $1"),
            params![space],
        )?;
    }
    Ok(())
}

/// The membership of a person in a space, by any of his faces.
///
/// # Errors
/// When the database fails.
pub async fn of(tx: &mut Tx, space: SpaceId, member: MemberId) -> Result<Option<Membership>, Fault> {
    tx.one(
        sql!("select m.persona, m.number, m.since, m.nickname, m.muted, m.inviter, m.welcomed_at from space_member m join persona p on p.tenant = m.tenant and p.id = m.persona where m.tenant = $tenant and m.space = $1 and p.member = $2 order by m.number limit 1"),
        params![space, member],
    )
    .await
}

/// Writes what a member may set for himself in a space.
///
/// # Errors
/// When the database fails.
pub fn save_own(tx: &mut Tx, space: SpaceId, own: &Membership) -> Result<(), Fault> {
    tx.queue(
        sql!("update space_member set nickname = $3, muted = $4, welcomed_at = $5 where tenant = $tenant and space = $1 and persona = $2"),
        params![space, own.persona, own.nickname.clone(), own.muted, own.welcomed_at],
    )
}

/// Keeps that somebody was sent away, so that he does not walk in again by another door.
///
/// # Errors
/// When the database fails.
pub fn note_removal(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    gone: &Membership,
    reason: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space_removal (tenant, space, persona, inviter, reason, removed_by, at) values ($tenant, $1, $2, $3, $4, $5, $6) on conflict (tenant, space, persona) do update set inviter = excluded.inviter, reason = excluded.reason, removed_by = excluded.removed_by, at = excluded.at, lifted_at = null"),
        params![space, gone.persona, gone.inviter, reason, act.actor.persona, act.now],
    )
}

/// The removal that still keeps a person out of a space.
///
/// # Errors
/// When the database fails.
pub async fn removal(tx: &mut Tx, space: SpaceId, member: MemberId) -> Result<Option<Removal>, Fault> {
    tx.one(
        sql!("select r.reason, r.at from space_removal r join persona p on p.tenant = r.tenant and p.id = r.persona where r.tenant = $tenant and r.space = $1 and p.member = $2 and r.lifted_at is null order by r.at desc limit 1"),
        params![space, member],
    )
    .await
}

/// Lets somebody who was sent away knock again.
///
/// # Errors
/// When the database fails.
pub fn lift_removal(tx: &mut Tx, act: &Act, space: SpaceId, member: MemberId) -> Result<(), Fault> {
    tx.queue(
        sql!("update space_removal set lifted_at = $3 where tenant = $tenant and space = $1 and lifted_at is null and persona in (select id from persona where tenant = $tenant and member = $2)"),
        params![space, member, act.now],
    )
}

/// From how many spaces a person has been sent away, not counting lifted removals.
///
/// # Errors
/// When the database fails.
pub async fn removals_elsewhere(tx: &mut Tx, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from space_removal r join persona p on p.tenant = r.tenant and p.id = r.persona where r.tenant = $tenant and p.member = $1 and r.lifted_at is null"),
            params![member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// How many of those whom a person invited into a space were sent away again.
///
/// # Errors
/// When the database fails.
pub async fn removed_guests(tx: &mut Tx, space: SpaceId, inviter: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from space_removal r join persona p on p.tenant = r.tenant and p.id = r.inviter where r.tenant = $tenant and r.space = $1 and p.member = $2 and r.lifted_at is null"),
            params![space, inviter],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// Silences a persona in a space until a time, or lifts it when the time has passed.
///
/// # Errors
/// When the database fails.
pub fn silence(
    tx: &mut Tx,
    space: SpaceId,
    persona: PersonaId,
    until: Time,
    reason: &str,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space_silence (tenant, space, persona, until, reason) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, persona) do update set until = excluded.until, reason = excluded.reason"),
        params![space, persona, until, reason],
    )
}

/// Until when a person is silenced in a space, with the reason; `None` when he may speak at `now`.
///
/// # Errors
/// When the database fails.
pub async fn silenced(
    tx: &mut Tx,
    space: SpaceId,
    member: MemberId,
    now: Time,
) -> Result<Option<(Time, String)>, Fault> {
    let row: Option<Row> = tx
        .memo(
            sql!("select s.until, s.reason from space_silence s join persona p on p.tenant = s.tenant and p.id = s.persona where s.tenant = $tenant and s.space = $1 and p.member = $2 order by s.until desc limit 1"),
            params![space, member],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let until: Time = row.get("until")?;
    if until > now { Ok(Some((until, row.get("reason")?))) } else { Ok(None) }
}

/// One face of a person, to name him in the log.
///
/// # Errors
/// When the database fails.
pub async fn face_of(tx: &mut Tx, member: MemberId) -> Result<Option<PersonaId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select id from persona where tenant = $tenant and member = $1 order by id limit 1"),
            params![member],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// The name of a person.
///
/// # Errors
/// When the database fails.
pub async fn name_of(tx: &mut Tx, member: MemberId) -> Result<Option<String>, Fault> {
    let row: Option<Row> =
        tx.one(sql!("select name from member where tenant = $tenant and id = $1"), params![member]).await?;
    row.map(|r| r.first()).transpose()
}

/// Above this many people the whole space is read at once.
const MANY: usize = 16;

/// Those of `whom` who want no notifications from a space.
///
/// # Errors
/// When the database fails.
pub async fn quiet_among(tx: &mut Tx, space: SpaceId, whom: &[PersonaId]) -> Result<Vec<PersonaId>, Fault> {
    if whom.len() > MANY {
        let rows: Vec<Row> = tx
            .all(
                sql!("select persona from space_member where tenant = $tenant and space = $1 and muted"),
                params![space],
            )
            .await?;
        return rows.iter().map(Row::first).collect();
    }
    let mut out = Vec::new();
    for persona in whom {
        // He may be inside under another of his faces.
        let row: Option<Row> = tx
            .memo(
                sql!("select m.persona from persona p join persona q on q.tenant = p.tenant and (q.id = p.id or q.member = p.member) join space_member m on m.tenant = q.tenant and m.space = $1 and m.persona = q.id where p.tenant = $tenant and p.id = $2 and m.muted limit 1"),
                params![space, *persona],
            )
            .await?;
        out.extend(row.map(|_| *persona));
    }
    Ok(out)
}
