//! Rows of polls, voters and ballots.

use super::open::Open;
use weilu_kernel::Act;
use weilu_store::{Row, Sql, Tx, params, rows, sql};
use weilu_vocabulary::{Fault, PersonaId, PollChoiceId, PollId, PostId, SpaceId, Time};

rows! {
    /// Where a poll stands.
    #[derive(Clone, Debug)]
    pub struct PollRow {
        /// Which.
        pub id: PollId,
        /// The post it stands on.
        pub post: PostId,
        /// In which space.
        pub space: Option<SpaceId>,
        /// `single`, `multiple`, `ranked`.
        pub kind: String,
        /// Most choices of one vote.
        pub most: i64,
        /// Whether nobody learns who voted for what.
        pub secret: bool,
        /// Whether counts are shown only at the end.
        pub at_end: bool,
        /// When it closes.
        pub closes_at: Time,
        /// When it closed.
        pub closed_at: Option<Time>,
    }

    struct CountRow { choice: PollChoiceId, votes: i64, points: i64 }
}

/// A poll that is about to stand.
pub(super) struct NewPoll<'a> {
    pub id: PollId,
    pub post: PostId,
    pub most: i64,
    pub closes_at: Time,
    pub choices: &'a [&'a str],
    pub of: &'a Open,
}

/// The poll of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: PollId) -> Result<Option<PollRow>, Fault> {
    tx.one(
        sql!("select id, post, space, kind, most, secret, at_end, closes_at, closed_at from poll where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The poll that stands on a post.
///
/// # Errors
/// When the database fails.
pub async fn of_post(tx: &mut Tx, post: PostId) -> Result<Option<PollRow>, Fault> {
    tx.one(
        sql!("select id, post, space, kind, most, secret, at_end, closes_at, closed_at from poll where tenant = $tenant and post = $1"),
        params![post],
    )
    .await
}

pub(super) fn insert(tx: &mut Tx, act: &Act, new: &NewPoll<'_>) -> Result<(), Fault> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    tx.queue(
        sql!("insert into poll (tenant, id, post, space, kind, most, choices, secret, at_end, quorum, closes_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        params![
            new.id,
            new.post,
            new.of.space,
            new.of.kind.word(),
            new.most,
            number(new.choices.len()),
            new.of.secret,
            new.of.at_end || new.of.secret,
            new.of.quorum,
            new.closes_at
        ],
    )?;
    for (at, text) in new.choices.iter().enumerate() {
        let choice: PollChoiceId = act.id();
        tx.queue(
            sql!("insert into poll_choice (tenant, id, poll, number, text) values ($tenant, $1, $2, $3, $4)"),
            params![choice, new.id, number(at + 1), *text],
        )?;
    }
    Ok(())
}

/// The choices of a poll.
pub(super) async fn choices(tx: &mut Tx, poll: PollId) -> Result<Vec<PollChoiceId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id from poll_choice where tenant = $tenant and poll = $1 order by number"),
            params![poll],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Whether a person voted, by any of his faces.
pub(super) async fn has_voted(tx: &mut Tx, poll: PollId, persona: PersonaId) -> Result<bool, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) as n from persona me cross join persona o cross join poll_voter v where me.tenant = $tenant and me.id = $2 and o.tenant = $tenant and o.member = me.member and v.tenant = $tenant and v.poll = $1 and v.persona = o.id"),
            params![poll, persona],
        )
        .await?;
    row.map_or(Ok(false), |r| Ok(r.first::<i64>()? > 0))
}

/// Takes back what a person voted in an open poll, by any of his faces.
pub(super) async fn take_back(tx: &mut Tx, poll: PollId, persona: PersonaId) -> Result<(), Fault> {
    for statement in [
        sql!(
            "delete from poll_ballot where tenant = $tenant and poll = $1 and persona in (select o.id from persona me join persona o on o.tenant = me.tenant and o.member = me.member where me.tenant = $tenant and me.id = $2)"
        ),
        sql!(
            "delete from poll_voter where tenant = $tenant and poll = $1 and persona in (select o.id from persona me join persona o on o.tenant = me.tenant and o.member = me.member where me.tenant = $tenant and me.id = $2)"
        ),
    ] {
        tx.exec(statement, params![poll, persona]).await?;
    }
    Ok(())
}

pub(super) fn note_voter(tx: &mut Tx, act: &Act, poll: PollId, persona: PersonaId) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into poll_voter (tenant, poll, persona, at) values ($tenant, $1, $2, $3)"),
        params![poll, persona, act.now],
    )
}

pub(super) fn cast_open(
    tx: &mut Tx,
    poll: PollId,
    persona: PersonaId,
    weight: i64,
    choices: &[PollChoiceId],
) -> Result<(), Fault> {
    for (place, choice) in (1_i64..).zip(choices) {
        tx.queue(
            sql!("insert into poll_ballot (tenant, poll, persona, choice, place, weight) values ($tenant, $1, $2, $3, $4, $5)"),
            params![poll, persona, *choice, place, weight],
        )?;
    }
    Ok(())
}

pub(super) fn cast_secret(
    tx: &mut Tx,
    poll: PollId,
    ballot: i64,
    choices: &[PollChoiceId],
) -> Result<(), Fault> {
    for (place, choice) in (1_i64..).zip(choices) {
        tx.queue(
            sql!("insert into poll_secret_ballot (tenant, poll, ballot, choice, place) values ($tenant, $1, $2, $3, $4)"),
            params![poll, ballot, *choice, place],
        )?;
    }
    Ok(())
}

/// Open polls whose time has come.
pub(super) async fn due(tx: &mut Tx, now: Time, most: i64) -> Result<Vec<PollRow>, Fault> {
    tx.all(
        sql!("select id, post, space, kind, most, secret, at_end, closes_at, closed_at from poll where tenant = $tenant and closed_at is null and closes_at <= $1 order by closes_at, id limit $2"),
        params![now, most],
    )
    .await
}

pub(super) fn close(tx: &mut Tx, act: &Act, poll: PollId) -> Result<(), Fault> {
    tx.queue(
        sql!("update poll set closed_at = $2 where tenant = $tenant and id = $1 and closed_at is null"),
        params![poll, act.now],
    )
}

/// How many different people voted.
pub(super) async fn people(tx: &mut Tx, poll: PollId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(distinct coalesce(p.member, -v.persona)) as n from poll_voter v left join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant and v.poll = $1"),
            params![poll],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The polls a persona voted in.
pub(super) async fn voted_in(tx: &mut Tx, persona: PersonaId) -> Result<Vec<PollId>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select poll from poll_voter where tenant = $tenant and persona = $1 order by poll"),
            params![persona],
        )
        .await?;
    rows.iter().map(Row::first).collect()
}

/// Counts a poll anew; a secret one only when it has closed.
pub(super) async fn recount(tx: &mut Tx, poll: &PollRow) -> Result<(), Fault> {
    let people = people(tx, poll.id).await?;
    tx.queue(
        sql!("insert into poll_turnout (tenant, poll, people) values ($tenant, $1, $2) on conflict (tenant, poll) do update set people = excluded.people"),
        params![poll.id, people],
    )?;
    let counts = match (poll.secret, poll.closed_at) {
        (true, None) => Vec::new(),
        (true, Some(_)) => count_secret(tx, poll.id).await?,
        (false, _) => count_open(tx, poll.id).await?,
    };
    tx.queue(sql!("delete from poll_count where tenant = $tenant and poll = $1"), params![poll.id])?;
    for row in counts {
        tx.queue(
            sql!("insert into poll_count (tenant, choice, poll, votes, points) values ($tenant, $1, $2, $3, $4)"),
            params![row.choice, poll.id, row.votes, row.points],
        )?;
    }
    Ok(())
}

/// Each person counts once, by his last vote.
async fn count_open(tx: &mut Tx, poll: PollId) -> Result<Vec<CountRow>, Fault> {
    tx.all(
        sql!("select b.choice, cast(sum(case when d.kind <> 'ranked' or b.place = 1 then b.weight else 0 end) as bigint) as votes, cast(sum(b.weight * (d.choices + 1 - b.place)) as bigint) as points from poll d join poll_ballot b on b.tenant = d.tenant and b.poll = d.id join poll_voter me on me.tenant = b.tenant and me.poll = b.poll and me.persona = b.persona left join persona p on p.tenant = b.tenant and p.id = b.persona where d.tenant = $tenant and d.id = $1 and not exists (select 1 from persona op join poll_voter o on o.tenant = op.tenant and o.poll = d.id and o.persona = op.id where op.tenant = p.tenant and op.member = p.member and op.id <> b.persona and (o.at > me.at or (o.at = me.at and op.id > b.persona))) group by b.choice order by b.choice"),
        params![poll],
    )
    .await
}

async fn count_secret(tx: &mut Tx, poll: PollId) -> Result<Vec<CountRow>, Fault> {
    tx.all(
        sql!("select b.choice, cast(sum(case when d.kind <> 'ranked' or b.place = 1 then 1 else 0 end) as bigint) as votes, cast(sum(d.choices + 1 - b.place) as bigint) as points from poll d join poll_secret_ballot b on b.tenant = d.tenant and b.poll = d.id where d.tenant = $tenant and d.id = $1 group by b.choice order by b.choice"),
        params![poll],
    )
    .await
}

pub(super) fn clear_count() -> &'static Sql {
    sql!("delete from poll_count")
}

pub(super) fn clear_turnout() -> &'static Sql {
    sql!("delete from poll_turnout")
}
