//! Rows of what is hot, and of what was.

use super::heat;
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, HOUR, Id, PersonaId, PostId, SpaceId, Time};

/// How long single acts are kept: enough to work out anew whatever is still on the list.
const KEEP_ACTS: i64 = 2 * heat::WINDOW + HOUR;
const USUAL_DAYS: i64 = 7;

rows! {
    /// How hot a thread was at a time.
    #[derive(Clone, Debug)]
    pub(super) struct WarmRow {
        pub thread: PostId,
        pub space: i64,
        pub sum_millionth: i64,
        pub at: Time,
        pub usual_millionth: i64,
    }

    /// An act on a thread, and the person behind it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) struct ActRow { pub at: Time, pub person: i64, pub persona: PersonaId }

    /// A thread that was hot at a moment.
    #[derive(Clone, Debug)]
    pub(super) struct MomentRow { pub at: Time, pub thread: PostId, pub heat_thousandth: i64 }
}

impl WarmRow {
    /// How hot it is now.
    pub fn heat(&self, now: Time) -> f64 {
        let usual = heat::from_millionths(self.usual_millionth);
        heat::heat(heat::from_millionths(self.sum_millionth), self.at, usual, now)
    }

    /// In thousandths, as told.
    pub fn thousandths(&self, now: Time) -> i64 {
        heat::millionths(self.heat(now)) / 1_000
    }
}

/// The acts on a thread that are still known, in the order of time.
pub(super) async fn acts(tx: &mut Tx, thread: PostId) -> Result<Vec<ActRow>, Fault> {
    tx.all(
        sql!("select a.at, coalesce(p.member, -a.persona) as person, a.persona from hot_act a left join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.thread = $1 order by a.at, person"),
        params![thread],
    )
    .await
}

/// The person behind a face, as [`acts`] tells it.
pub(super) async fn person(tx: &mut Tx, persona: PersonaId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .memo(sql!("select member from persona where tenant = $tenant and id = $1"), params![persona])
        .await?;
    row.map_or(Ok(-persona.raw()), |r| r.first())
}

pub(super) fn add(tx: &mut Tx, thread: PostId, persona: PersonaId, at: Time) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into hot_act (tenant, thread, persona, at) values ($tenant, $1, $2, $3) on conflict (tenant, thread, persona, at) do nothing"),
        params![thread, persona, at],
    )
}

pub(super) fn add_day(tx: &mut Tx, thread: PostId, day: i64, acts: i64) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into hot_day (tenant, thread, day, acts) values ($tenant, $1, $2, $3) on conflict (tenant, thread, day) do update set acts = hot_day.acts + excluded.acts"),
        params![thread, day, acts],
    )
}

/// The threads a persona warmed lately.
pub(super) async fn warmed_by(tx: &mut Tx, persona: PersonaId) -> Result<Vec<PostId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select distinct thread from hot_act where tenant = $tenant and persona = $1"),
            params![persona],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Works out the sum of a thread as of its last act, two faces of one person counting once.
pub(super) async fn recount(
    tx: &mut Tx,
    thread: PostId,
    acts: &[ActRow],
    day: impl Fn(Time) -> i64,
) -> Result<(), Fault> {
    let Some(last) = acts.last().map(|act| act.at) else { return Ok(()) };
    let counted = acts.iter().filter(|act| act.at > last - heat::WINDOW);
    let acts: Vec<(i64, Time)> = counted.map(|act| (act.person, act.at)).collect();
    let today = day(last);
    let week: Option<Row> = tx
        .one(
            sql!("select coalesce(cast(sum(acts) as bigint), 0) as acts from hot_day where tenant = $tenant and thread = $1 and day >= $2 and day < $3"),
            params![thread, today - USUAL_DAYS, today],
        )
        .await?;
    let usual = heat::usual(week.map_or(Ok(0), |r| r.first())?);
    let sum = heat::sum(&acts);
    tx.queue(
        sql!("insert into hot_thread (tenant, thread, space, sum_millionth, at, usual_millionth, height) select tenant, id, coalesce(space, 0), cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint) from post where tenant = $tenant and id = $1 on conflict (tenant, thread) do update set sum_millionth = excluded.sum_millionth, at = excluded.at, usual_millionth = excluded.usual_millionth, height = excluded.height"),
        params![thread, heat::millionths(sum), last, heat::millionths(usual), heat::height(sum, last, usual)],
    )
}

/// Forgets what is cold by the time of the latest act there is.
pub(super) async fn forget(tx: &mut Tx, day: impl Fn(Time) -> i64) -> Result<(), Fault> {
    let row: Option<Row> =
        tx.one(sql!("select max(at) as at from hot_thread where tenant = $tenant"), &[]).await?;
    let Some(latest) = row.map_or(Ok(None), |r| r.first::<Option<Time>>())? else { return Ok(()) };
    tx.queue(
        sql!("delete from hot_thread where tenant = $tenant and at < $1"),
        params![latest - heat::WINDOW],
    )?;
    tx.queue(sql!("delete from hot_act where tenant = $tenant and at < $1"), params![latest - KEEP_ACTS])?;
    tx.queue(
        sql!("delete from hot_day where tenant = $tenant and day < $1"),
        params![day(latest) - USUAL_DAYS - 1],
    )
}

/// The hottest threads of a space.
pub(super) async fn of_space(
    tx: &mut Tx,
    space: SpaceId,
    least: i64,
    most: i64,
) -> Result<Vec<WarmRow>, Fault> {
    tx.all(
        sql!("select thread, space, sum_millionth, at, usual_millionth from hot_thread where tenant = $tenant and space = $1 and height >= $2 order by height desc, thread limit $3"),
        params![space, least, most],
    )
    .await
}

/// The hottest threads where everybody may read or somebody is inside.
pub(super) async fn of_all(tx: &mut Tx, member: i64, least: i64, most: i64) -> Result<Vec<WarmRow>, Fault> {
    tx.all(
        sql!("select h.thread, h.space, h.sum_millionth, h.at, h.usual_millionth from hot_thread h where h.tenant = $tenant and h.height >= $2 and (h.space = 0 or exists (select 1 from role_grant g where g.tenant = h.tenant and g.persona = 0 and g.scope_kind = 'space' and g.scope = h.space) or exists (select 1 from persona me join space_member i on i.tenant = me.tenant and i.persona = me.id where me.tenant = h.tenant and me.member = $1 and i.space = h.space)) order by h.height desc, h.thread limit $3"),
        params![member, least, most],
    )
    .await
}

/// The hottest threads of the whole brand, whoever may read them.
pub(super) async fn hottest(tx: &mut Tx, least: i64, most: i64) -> Result<Vec<WarmRow>, Fault> {
    tx.all(
        sql!("select thread, space, sum_millionth, at, usual_millionth from hot_thread where tenant = $tenant and height >= $1 order by height desc, thread limit $2"),
        params![least, most],
    )
    .await
}

/// Whether a moment was kept.
pub(super) async fn is_kept(tx: &mut Tx, at: Time) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(sql!("select 1 as one from hot_moment where tenant = $tenant and at = $1 limit 1"), params![at])
        .await?;
    Ok(row.is_some())
}

/// Keeps one place of a moment; space 0 is the whole brand.
pub(super) fn keep(
    tx: &mut Tx,
    at: Time,
    space: i64,
    place: i64,
    thread: PostId,
    heat: i64,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into hot_moment (tenant, space, at, place, thread, heat_thousandth) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, space, at, place) do nothing"),
        params![space, at, place, thread, heat],
    )
}

pub(super) fn forget_moments(tx: &mut Tx, before: Time) -> Result<(), Fault> {
    tx.queue(sql!("delete from hot_moment where tenant = $tenant and at < $1"), params![before])
}

/// The latest moments that were kept before a time.
pub(super) async fn moments(tx: &mut Tx, space: i64, before: Time, most: i64) -> Result<Vec<Time>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select distinct at from hot_moment where tenant = $tenant and space = $1 and at < $2 order by at desc limit $3"),
            params![space, before, most],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// What was hot from one moment to another.
pub(super) async fn hot_between(
    tx: &mut Tx,
    space: i64,
    first: Time,
    last: Time,
) -> Result<Vec<MomentRow>, Fault> {
    tx.all(
        sql!("select at, thread, heat_thousandth from hot_moment where tenant = $tenant and space = $1 and at >= $2 and at <= $3 order by at desc, place limit 500"),
        params![space, first, last],
    )
    .await
}

pub(super) fn clear_acts() -> &'static Sql {
    sql!("delete from hot_act")
}

pub(super) fn clear_days() -> &'static Sql {
    sql!("delete from hot_day")
}

pub(super) fn clear_threads() -> &'static Sql {
    sql!("delete from hot_thread")
}
