//! Reading the readings. People are resolved here: two faces of one person are one, and so is a merged record.

use super::Window;
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, MemberId, SpaceId, Time};

const SPACES_MOST: i64 = 20;
const PEOPLE_MOST: i64 = 100;
const WAITING_MOST: i64 = 10;

rows! {
    /// How often a kind of event happened on a day.
    #[derive(Clone, Debug)]
    pub struct KindDay {
        /// Number of the day.
        pub day: i64,
        /// The kind.
        pub kind: String,
        /// How often.
        pub count: i64,
        /// How often with a value of 0.
        pub zeros: i64,
    }

    /// What was said in a space.
    #[derive(Clone, Debug)]
    pub struct SpaceSum {
        /// Which.
        pub space: SpaceId,
        /// Posts and questions.
        pub posts: i64,
        /// Replies and answers.
        pub replies: i64,
        /// People who acted.
        pub active: i64,
    }

    /// Somebody behind a figure.
    #[derive(Clone, Debug)]
    pub struct Somebody {
        /// Who.
        pub id: MemberId,
        /// Name.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Acts in the window.
        pub acts: i64,
    }

    /// Something that waits.
    #[derive(Clone, Debug)]
    pub struct Waiting {
        /// Which.
        pub thing: i64,
        /// Where.
        pub space: i64,
        /// Since when.
        pub opened_at: Time,
    }
}

fn number(row: Option<Row>) -> Result<i64, Fault> {
    row.map_or(Ok(0), |r| r.first())
}

/// The first day of which anything is known.
pub async fn first_day(tx: &mut Tx) -> Result<Option<i64>, Fault> {
    let row: Option<Row> =
        tx.one(sql!("select min(day) from pulse_day where tenant = $tenant and space = 0"), &[]).await?;
    row.map_or(Ok(None), |r| r.first())
}

/// Every kind by day.
pub async fn kinds(tx: &mut Tx, space: i64, window: Window) -> Result<Vec<KindDay>, Fault> {
    tx.all(
        sql!("select day, kind, count, zeros from pulse_day where tenant = $tenant and space = $1 and day >= $2 and day <= $3 order by day, kind"),
        params![space, window.from, window.to],
    )
    .await
}

/// People who acted in a window.
pub async fn active(tx: &mut Tx, space: i64, window: Window) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct coalesce(p.member, -r.persona)) from pulse_person r left join persona p on p.tenant = r.tenant and p.id = r.persona where r.tenant = $tenant and r.space = $1 and r.day >= $2 and r.day <= $3"),
            params![space, window.from, window.to],
        )
        .await?;
    number(row)
}

/// People who acted, by day.
pub async fn active_by_day(tx: &mut Tx, space: i64, window: Window) -> Result<Vec<(i64, i64)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select r.day, count(distinct coalesce(p.member, -r.persona)) as people from pulse_person r left join persona p on p.tenant = r.tenant and p.id = r.persona where r.tenant = $tenant and r.space = $1 and r.day >= $2 and r.day <= $3 group by r.day order by r.day"),
            params![space, window.from, window.to],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("day")?, r.get("people")?))).collect()
}

/// Active people of each day, added up.
pub async fn sum_of_days(tx: &mut Tx, space: i64, window: Window) -> Result<i64, Fault> {
    Ok(active_by_day(tx, space, window).await?.iter().map(|(_, people)| people).sum())
}

/// People whose first act lies in a window.
pub async fn new_people(tx: &mut Tx, space: i64, window: Window) -> Result<i64, Fault> {
    Ok(new_by_day(tx, space, window).await?.iter().map(|(_, people)| people).sum())
}

/// People whose first act lies in a window, by day.
pub async fn new_by_day(tx: &mut Tx, space: i64, window: Window) -> Result<Vec<(i64, i64)>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("with firsts (who, day) as (select coalesce(p.member, -f.persona), min(f.day) from pulse_first f left join persona p on p.tenant = f.tenant and p.id = f.persona where f.tenant = $tenant and f.space = $1 group by coalesce(p.member, -f.persona))
                  select day, count(*) as people from firsts where day >= $2 and day <= $3 group by day order by day"),
            params![space, window.from, window.to],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("day")?, r.get("people")?))).collect()
}

/// The people who acted in a window, or those of them whose first act lies in it; erased ones have no name and are
/// left out.
pub async fn people(tx: &mut Tx, space: i64, window: Window, fresh: bool) -> Result<Vec<Somebody>, Fault> {
    tx.all(
        sql!("with firsts (who, day) as (select p.member, min(f.day) from pulse_first f join persona p on p.tenant = f.tenant and p.id = f.persona where f.tenant = $tenant and f.space = $1 group by p.member)
              select m.id, m.name, m.avatar, cast(sum(r.acts) as bigint) as acts from pulse_person r join persona p on p.tenant = r.tenant and p.id = r.persona join member m on m.tenant = p.tenant and m.id = p.member join firsts f on f.who = m.id
              where r.tenant = $tenant and r.space = $1 and r.day >= $2 and r.day <= $3 and m.state <> 'erased' and (not $4 or f.day >= $2)
              group by m.id, m.name, m.avatar order by acts desc, m.id limit $5"),
        params![space, window.from, window.to, fresh, PEOPLE_MOST],
    )
    .await
}

/// What was said where.
pub async fn spaces(tx: &mut Tx, window: Window) -> Result<Vec<SpaceSum>, Fault> {
    tx.all(
        sql!("with said (space, posts, replies) as (select d.space, cast(sum(case when d.kind in ('post.written', 'question.asked') then d.count else 0 end) as bigint), cast(sum(case when d.kind in ('post.replied', 'question.answered') then d.count else 0 end) as bigint) from pulse_day d where d.tenant = $tenant and d.space <> 0 and d.day >= $1 and d.day <= $2 group by d.space)
              select s.space, s.posts, s.replies, (select count(distinct coalesce(p.member, -r.persona)) from pulse_person r left join persona p on p.tenant = r.tenant and p.id = r.persona where r.tenant = $tenant and r.space = s.space and r.day >= $1 and r.day <= $2) as active
              from said s where s.posts + s.replies > 0 order by s.posts + s.replies desc, s.space limit $3"),
        params![window.from, window.to, SPACES_MOST],
    )
    .await
}

/// How many questions nobody else answered.
pub async fn unanswered_count(tx: &mut Tx, space: i64) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from pulse_waiting w left join persona q on q.tenant = w.tenant and q.id = w.asker where w.tenant = $tenant and w.what = 'question' and w.opened_at is not null and w.closed_at is null and not w.gone and (w.space = $1 or $1 = 0) and not exists (select 1 from pulse_answer a left join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.thing = w.thing and coalesce(p.member, -a.persona) <> coalesce(q.member, -w.asker, 0))"),
            params![space],
        )
        .await?;
    number(row)
}

/// The oldest questions nobody else answered.
pub async fn unanswered(tx: &mut Tx) -> Result<Vec<Waiting>, Fault> {
    tx.all(
        sql!("select w.thing, w.space, w.opened_at from pulse_waiting w left join persona q on q.tenant = w.tenant and q.id = w.asker where w.tenant = $tenant and w.what = 'question' and w.opened_at is not null and w.closed_at is null and not w.gone and not exists (select 1 from pulse_answer a left join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.thing = w.thing and coalesce(p.member, -a.persona) <> coalesce(q.member, -w.asker, 0)) order by w.opened_at, w.thing limit $1"),
        params![WAITING_MOST],
    )
    .await
}

/// How many things of a kind wait for a decision.
pub async fn waiting_count(tx: &mut Tx, what: &str, space: i64) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from pulse_waiting where tenant = $tenant and what = $1 and opened_at is not null and closed_at is null and not gone and (space = $2 or $2 = 0)"),
            params![what, space],
        )
        .await?;
    number(row)
}

/// How many questions of a time somebody else answered.
pub async fn answered_count(tx: &mut Tx, space: i64, from: Time, to: Time) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from pulse_waiting w left join persona q on q.tenant = w.tenant and q.id = w.asker where w.tenant = $tenant and w.what = 'question' and w.opened_at >= $2 and w.opened_at < $3 and (w.space = $1 or $1 = 0) and exists (select 1 from pulse_answer a left join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.thing = w.thing and coalesce(p.member, -a.persona) <> coalesce(q.member, -w.asker, 0))"),
            params![space, from, to],
        )
        .await?;
    number(row)
}

/// The time to the first answer of somebody else, of the question at a place in the order of these times.
pub async fn answered_after(
    tx: &mut Tx,
    space: i64,
    from: Time,
    to: Time,
    at: i64,
) -> Result<Option<i64>, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select min(a.at) - w.opened_at as took from pulse_waiting w left join persona q on q.tenant = w.tenant and q.id = w.asker join pulse_answer a on a.tenant = w.tenant and a.thing = w.thing left join persona p on p.tenant = a.tenant and p.id = a.persona where w.tenant = $tenant and w.what = 'question' and w.opened_at >= $2 and w.opened_at < $3 and (w.space = $1 or $1 = 0) and coalesce(p.member, -a.persona) <> coalesce(q.member, -w.asker, 0) group by w.thing, w.opened_at order by took, w.thing limit 1 offset $4"),
            params![space, from, to, at],
        )
        .await?;
    row.map(|r| r.first()).transpose()
}
