//! Counts equal a recount from the rows they count, one person with several faces counted once.

use std::collections::BTreeMap;
use weilu_community::vote::wilson;
use weilu_kernel::{Tx, rows, sql};
use weilu_vocabulary::Fault;

rows! {
    struct Counted { thing: i64, kept: i64, counted: i64 }
    struct Judged { post: i64, person: i64, value: i64 }
    struct Ranked { post: i64, rank: i64, score: i64 }
    struct Voted { poll: i64, person: i64, persona: i64 }
    struct Ballot { poll: i64, persona: i64, choice: i64, place: i64, weight: i64 }
    struct Polled { poll: i64, kind: String, choices: i64, secret: bool, closed: bool, people: i64 }
    struct Kept { choice: i64, votes: i64, points: i64 }
}

fn equal(what: &str, all: &[Counted]) -> Result<(), Fault> {
    match all.iter().find(|c| c.kept != c.counted) {
        None => Ok(()),
        Some(c) => {
            Err(Fault::new(format!("{what} of {}: {} kept but {} counted", c.thing, c.kept, c.counted)))
        }
    }
}

pub(super) async fn likes(tx: &mut Tx) -> Result<(), Fault> {
    let all: Vec<Counted> = tx
        .all(
            sql!("select p.id as thing, coalesce(c.likes, 0) as kept, (select count(distinct coalesce(a.member, -l.persona)) from post_like l left join persona a on a.tenant = l.tenant and a.id = l.persona where l.tenant = p.tenant and l.post = p.id) as counted from post p left join post_count c on c.tenant = p.tenant and c.post = p.id where p.tenant = $tenant"),
            &[],
        )
        .await?;
    equal("likes", &all)
}

/// What waits to be let through, or never was, is no reply yet.
pub(super) async fn replies(tx: &mut Tx) -> Result<(), Fault> {
    let all: Vec<Counted> = tx
        .all(
            sql!("select p.id as thing, coalesce(c.replies, 0) as kept, (select count(*) from post r where r.tenant = p.tenant and r.thread = p.thread and r.parent is not null and (r.parent = p.id or r.thread = p.id) and not exists (select 1 from review_case h where h.tenant = r.tenant and h.thing_kind = 'post' and h.thing = r.id and h.kind = 'held' and not h.announced)) as counted from post p left join post_count c on c.tenant = p.tenant and c.post = p.id where p.tenant = $tenant"),
            &[],
        )
        .await?;
    equal("replies", &all)
}

pub(super) async fn votes(tx: &mut Tx) -> Result<(), Fault> {
    let cast: Vec<Judged> = tx
        .all(
            sql!("select v.post, coalesce(p.member, -v.persona) as person, v.value from vote v left join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant order by v.post, v.at, v.persona"),
            &[],
        )
        .await?;
    let mut last: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for vote in cast {
        last.insert((vote.post, vote.person), vote.value);
    }
    let mut sums: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for ((post, _), value) in last {
        let (up, down) = sums.entry(post).or_default();
        *up += i64::from(value > 0);
        *down += i64::from(value < 0);
    }
    let kept: Vec<Ranked> =
        tx.all(sql!("select post, rank, score from vote_rank where tenant = $tenant"), &[]).await?;
    for row in kept {
        let (up, down) = sums.remove(&row.post).unwrap_or_default();
        if row.score != up - down || row.rank != wilson::rank(up, down) {
            return Err(Fault::new(format!(
                "votes on {}: {up} up, {down} down, kept {}",
                row.post, row.score
            )));
        }
    }
    match sums.first_key_value() {
        None => Ok(()),
        Some((post, _)) => Err(Fault::new(format!("votes on {post} were not counted"))),
    }
}

/// Open polls count each person's last vote, secret ones every ballot when they are closed.
pub(super) async fn polls(tx: &mut Tx) -> Result<(), Fault> {
    let polls: Vec<Polled> = tx
        .all(
            sql!("select d.id as poll, d.kind, d.choices, d.secret, (d.closed_at is not null) as closed, coalesce(t.people, 0) as people from poll d left join poll_turnout t on t.tenant = d.tenant and t.poll = d.id where d.tenant = $tenant"),
            &[],
        )
        .await?;
    let voted: Vec<Voted> = tx
        .all(
            sql!("select v.poll, coalesce(p.member, -v.persona) as person, v.persona from poll_voter v left join persona p on p.tenant = v.tenant and p.id = v.persona where v.tenant = $tenant order by v.poll, v.at, v.persona"),
            &[],
        )
        .await?;
    let mut last: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for vote in voted {
        last.insert((vote.poll, vote.person), vote.persona);
    }
    let ballots: Vec<Ballot> = tx
        .all(
            sql!("select poll, persona, choice, place, weight from poll_ballot where tenant = $tenant union all select poll, 0 as persona, choice, place, 1 as weight from poll_secret_ballot where tenant = $tenant"),
            &[],
        )
        .await?;
    let kept: Vec<Kept> = tx
        .all(sql!("select choice, votes, points from poll_count where tenant = $tenant order by choice"), &[])
        .await?;
    let mut counted: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for poll in &polls {
        let voters: Vec<i64> =
            last.range((poll.poll, i64::MIN)..=(poll.poll, i64::MAX)).map(|(_, persona)| *persona).collect();
        if i64::try_from(voters.len()).unwrap_or(0) != poll.people {
            let (kept, seen) = (poll.people, voters.len());
            return Err(Fault::new(format!("poll {}: {kept} people kept but {seen} voted", poll.poll)));
        }
        count(poll, &voters, &ballots, &mut counted);
    }
    let kept: BTreeMap<i64, (i64, i64)> = kept.iter().map(|k| (k.choice, (k.votes, k.points))).collect();
    if kept == counted {
        return Ok(());
    }
    let wrong = counted.iter().find(|(choice, sum)| kept.get(choice) != Some(sum));
    Err(Fault::new(format!("votes of polls differ from their ballots: {wrong:?}")))
}

fn count(poll: &Polled, voters: &[i64], ballots: &[Ballot], counted: &mut BTreeMap<i64, (i64, i64)>) {
    if poll.secret && !poll.closed {
        return;
    }
    let counts = |b: &&Ballot| b.poll == poll.poll && (poll.secret || voters.contains(&b.persona));
    for ballot in ballots.iter().filter(counts) {
        let (votes, points) = counted.entry(ballot.choice).or_default();
        if poll.kind != "ranked" || ballot.place == 1 {
            *votes += ballot.weight;
        }
        *points += ballot.weight * (poll.choices + 1 - ballot.place);
    }
}
