//! Rows of notices: what was told to whom, folded while unread.

pub(super) mod choice;
pub(super) mod person;
pub(super) mod way_out;

use weilu_kernel::Act;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, NotificationId, PersonaId, SpaceId, Time};

/// A notice about to be told.
#[derive(Debug)]
pub(super) struct New<'a> {
    pub persona: PersonaId,
    pub kind: &'static str,
    pub category: &'static str,
    pub about: &'a str,
    pub latest: &'a str,
    pub path: &'a str,
    pub space: Option<SpaceId>,
    pub actor: Option<PersonaId>,
    pub facts: &'a str,
    pub pos: i64,
    pub at: Time,
    pub mail_at: Option<Time>,
}

pub(super) fn insert(tx: &mut Tx, act: &Act, new: &New<'_>) -> Result<(), Fault> {
    let id: NotificationId = act.id();
    tx.queue(
        sql!("insert into notification (tenant, id, persona, kind, category, about, latest, path, space, actor, people, facts, pos, at, mail_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13)"),
        params![id, new.persona, new.kind, new.category, new.about, new.latest, new.path, new.space, new.actor, new.facts, new.pos, new.at, new.mail_at],
    )?;
    new.actor.map_or(Ok(()), |actor| add_actor(tx, id, actor, new.at))
}

fn add_actor(tx: &mut Tx, notification: NotificationId, actor: PersonaId, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into notification_actor (tenant, notification, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, notification, persona) do update set at = excluded.at"),
        params![notification, actor, at],
    )
}

/// The unread notice of one kind about one thing, if somebody has one.
pub(super) async fn unread_about(
    tx: &mut Tx,
    persona: PersonaId,
    kind: &str,
    about: &str,
) -> Result<Option<NotificationId>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select id from notification where tenant = $tenant and about = $1 and kind = $2 and persona = $3 and read_at is null order by pos desc limit 1"),
            params![about, kind, persona],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}

/// Adds what happened to an unread notice: it comes up again, with one more person.
pub(super) fn fold(tx: &mut Tx, id: NotificationId, new: &New<'_>) -> Result<(), Fault> {
    if let Some(actor) = new.actor {
        add_actor(tx, id, actor, new.at)?;
    }
    tx.queue(
        sql!("update notification set pos = $2, at = $3, actor = $4, latest = $5, facts = $6, path = $7, people = (select count(*) from notification_actor a where a.tenant = $tenant and a.notification = $1) where tenant = $tenant and id = $1"),
        params![id, new.pos, new.at, new.actor, new.latest, new.facts, new.path],
    )
}

/// Takes somebody out of the unread notices of one kind about one thing; what nobody is left in goes.
pub(super) async fn take_back(tx: &mut Tx, kind: &str, about: &str, actor: PersonaId) -> Result<(), Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select n.id from notification n join notification_actor a on a.tenant = n.tenant and a.notification = n.id where n.tenant = $tenant and n.about = $1 and n.kind = $2 and n.read_at is null and a.persona = $3 limit 100"),
            params![about, kind, actor],
        )
        .await?;
    for row in rows {
        let id: NotificationId = row.first()?;
        tx.exec(
            sql!(
                "delete from notification_actor where tenant = $tenant and notification = $1 and persona = $2"
            ),
            params![id, actor],
        )
        .await?;
        let left: Option<Row> = tx
            .one(
                sql!("select persona, (select count(*) from notification_actor b where b.tenant = $tenant and b.notification = $1) as people from notification_actor where tenant = $tenant and notification = $1 order by at desc, persona desc limit 1"),
                params![id],
            )
            .await?;
        match left {
            Some(left) => tx.queue(
                sql!("update notification set actor = $2, people = $3 where tenant = $tenant and id = $1"),
                params![id, left.get::<PersonaId>("persona")?, left.get::<i64>("people")?],
            )?,
            None => {
                tx.queue(sql!("delete from notification where tenant = $tenant and id = $1"), params![id])?
            }
        }
    }
    Ok(())
}

/// Whether the notice is one of the member's, read or not.
pub(super) async fn is_of(tx: &mut Tx, id: NotificationId, member: MemberId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select n.id from notification n join persona p on p.tenant = n.tenant and p.id = n.persona where n.tenant = $tenant and n.id = $1 and p.member = $2"),
            params![id, member],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) fn mark_read(tx: &mut Tx, act: &Act, id: NotificationId) -> Result<(), Fault> {
    tx.queue(
        sql!("update notification set read_at = $2, mail_at = null where tenant = $tenant and id = $1 and read_at is null"),
        params![id, act.now],
    )
}

/// Marks as read what a member has up to a position: all, or of one category.
pub(super) async fn mark_all_read(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    category: Option<&str>,
    up_to: i64,
) -> Result<u64, Fault> {
    tx.exec(
        sql!("update notification set read_at = $2, mail_at = null where tenant = $tenant and persona in (select id from persona where tenant = $tenant and member = $1) and read_at is null and pos <= $3 and (cast($4 as text) is null or category = $4)"),
        params![member, act.now, up_to, category.map(ToOwned::to_owned)],
    )
    .await
}

/// Marks as read what leads a member to one page.
pub(super) async fn mark_path_read(
    tx: &mut Tx,
    act: &Act,
    member: MemberId,
    path: &str,
) -> Result<u64, Fault> {
    tx.exec(
        sql!("update notification set read_at = $2, mail_at = null where tenant = $tenant and persona in (select id from persona where tenant = $tenant and member = $1) and read_at is null and path = $3"),
        params![member, act.now, path],
    )
    .await
}

rows! {
    /// Somebody for whom letters are due.
    #[derive(Clone, Copy, Debug)]
    pub(super) struct Due { pub(super) persona: PersonaId, pub(super) member: Option<MemberId> }
}

/// The faces that have notices to go out by mail now.
pub(super) async fn due_by_mail(tx: &mut Tx, now: Time, limit: i64) -> Result<Vec<Due>, Fault> {
    tx.all(
        sql!("select n.persona, p.member from (select persona, min(mail_at) as mail_at from notification where tenant = $tenant and mail_at <= $1 group by persona order by min(mail_at) limit $2) n left join persona p on p.tenant = $tenant and p.id = n.persona order by n.mail_at"),
        params![now, limit],
    )
    .await
}

/// They are going out, or need not: none waits for a letter any longer.
pub(super) async fn mailed(tx: &mut Tx, persona: PersonaId, now: Time) -> Result<(), Fault> {
    tx.exec(
        sql!(
            "update notification set mail_at = null where tenant = $tenant and persona = $1 and mail_at <= $2"
        ),
        params![persona, now],
    )
    .await?;
    Ok(())
}

/// Puts letters of a face off.
pub(super) fn put_off(tx: &mut Tx, persona: PersonaId, now: Time, until: Time) -> Result<(), Fault> {
    tx.queue(
        sql!(
            "update notification set mail_at = $3 where tenant = $tenant and persona = $1 and mail_at <= $2"
        ),
        params![persona, now, until],
    )
}

/// Forgets notices older than `before`, a slice at a time.
pub(super) async fn forget(tx: &mut Tx, before: Time) -> Result<u64, Fault> {
    let floor = weilu_vocabulary::id_floor(before);
    tx.exec(
        sql!("delete from notification_actor where tenant = $tenant and notification in (select id from notification where tenant = $tenant and id < $1 order by id limit 500)"),
        params![floor],
    )
    .await?;
    tx.exec(
        sql!("delete from notification where tenant = $tenant and id in (select id from notification where tenant = $tenant and id < $1 order by id limit 500)"),
        params![floor],
    )
    .await
}
