//! Rows of announcements and of who confirmed them.

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{AnnouncementId, Fault, Id, MemberId, PersonaId, SpaceId, Time};

rows! {
    /// A notice.
    #[derive(Clone, Debug)]
    pub struct NoticeRow {
        /// Which.
        pub id: AnnouncementId,
        /// In which space.
        pub space: SpaceId,
        /// By whom.
        pub author: Option<PersonaId>,
        /// What it says.
        pub text: String,
        /// Whether reading is to be confirmed.
        pub confirm: bool,
        /// When.
        pub at: Time,
        /// When it was taken down.
        pub taken_down_at: Option<Time>,
        /// When people were last reminded.
        pub reminded_at: Option<Time>,
    }

    /// A notice as read.
    #[derive(Clone, Debug)]
    pub struct NoticeView {
        /// Which.
        pub id: AnnouncementId,
        /// What it says.
        pub text: String,
        /// Whether reading is to be confirmed.
        pub confirm: bool,
        /// When.
        pub at: Time,
        /// When it was taken down.
        pub taken_down_at: Option<Time>,
        /// Who wrote it.
        pub author: Option<String>,
        /// How many have confirmed and are still inside.
        pub confirmed: i64,
        /// Whether I have.
        pub mine: i64,
    }
}

/// The notice of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: AnnouncementId) -> Result<Option<NoticeRow>, Fault> {
    tx.one(
        sql!("select id, space, author, text, confirm, at, taken_down_at, reminded_at from announcement where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// Writes a notice.
///
/// # Errors
/// When the database fails.
pub fn insert(
    tx: &mut Tx,
    act: &Act,
    id: AnnouncementId,
    space: SpaceId,
    text: &str,
    confirm: bool,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into announcement (tenant, id, space, author, text, confirm, at) values ($tenant, $1, $2, $3, $4, $5, $6)"),
        params![id, space, act.actor.persona, text, confirm, act.now],
    )
}

/// Takes a notice down.
///
/// # Errors
/// When the database fails.
pub fn take_down(tx: &mut Tx, act: &Act, id: AnnouncementId) -> Result<(), Fault> {
    tx.queue(
        sql!("update announcement set taken_down_at = $2 where tenant = $tenant and id = $1"),
        params![id, act.now],
    )
}

/// Marks when people were reminded.
///
/// # Errors
/// When the database fails.
pub fn mark_reminded(tx: &mut Tx, act: &Act, id: AnnouncementId) -> Result<(), Fault> {
    tx.queue(
        sql!("update announcement set reminded_at = $2 where tenant = $tenant and id = $1"),
        params![id, act.now],
    )
}

/// Writes that a persona has read a notice; true the first time.
///
/// # Errors
/// When the database fails.
pub async fn confirm(tx: &mut Tx, act: &Act, id: AnnouncementId, persona: PersonaId) -> Result<bool, Fault> {
    let touched = tx
        .exec(
            sql!("insert into announcement_read (tenant, announcement, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, announcement, persona) do nothing"),
            params![id, persona, act.now],
        )
        .await?;
    Ok(touched > 0)
}

/// The notices of a space, newest first, with how many of those inside have confirmed each.
///
/// # Errors
/// When the database fails.
pub async fn of_space(tx: &mut Tx, act: &Act, space: SpaceId) -> Result<Vec<NoticeView>, Fault> {
    tx.all(
        sql!("select a.id, a.text, a.confirm, a.at, a.taken_down_at, m.name as author, (select count(distinct q.member) from announcement_read r join persona q on q.tenant = r.tenant and q.id = r.persona join space_member i on i.tenant = r.tenant and i.space = a.space and i.persona = r.persona where r.tenant = $tenant and r.announcement = a.id) as confirmed, (select count(*) from announcement_read r join persona q on q.tenant = r.tenant and q.id = r.persona where r.tenant = $tenant and r.announcement = a.id and q.member = $2) as mine from announcement a left join persona p on p.tenant = a.tenant and p.id = a.author left join member m on m.tenant = a.tenant and m.id = p.member where a.tenant = $tenant and a.space = $1 order by a.id desc limit 20"),
        params![space, act.actor.member.map_or(-1, Id::raw)],
    )
    .await
}

/// The faces inside a space that have not confirmed a notice, in the order of entry.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    tx: &mut Tx,
    notice: &NoticeRow,
    limit: i64,
) -> Result<Vec<(PersonaId, Option<MemberId>, String)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select i.persona, p.member, coalesce(i.nickname, m.name, '') as name from space_member i left join persona p on p.tenant = i.tenant and p.id = i.persona left join member m on m.tenant = i.tenant and m.id = p.member where i.tenant = $tenant and i.space = $1 and not exists (select r.persona from announcement_read r join persona q on q.tenant = r.tenant and q.id = r.persona where r.tenant = $tenant and r.announcement = $2 and (r.persona = i.persona or q.member = p.member)) order by i.number limit $3"),
            params![notice.space, notice.id, limit],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("persona")?, r.get("member")?, r.get("name")?))).collect()
}
