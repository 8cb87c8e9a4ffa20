//! What may be so once: one accepted answer, one vote of a face, one case that waits.

use super::none;
use weilu_kernel::{Tx, sql};
use weilu_vocabulary::Fault;

/// An accepted answer is a direct reply to the question by somebody else, and the first answer is too.
pub(super) async fn questions(tx: &mut Tx) -> Result<(), Fault> {
    none(
        tx,
        sql!("select q.post, q.accepted, q.answerer, a.parent, a.author, a.state from question q join post p on p.tenant = q.tenant and p.id = q.post left join post a on a.tenant = q.tenant and a.id = q.accepted where q.tenant = $tenant and q.accepted is not null and (a.id is null or a.parent <> q.post or a.author <> q.answerer or a.author = p.author or a.state = 'held' or q.accepted_at is null)"),
        "an accepted answer that is none",
    )
    .await?;
    none(
        tx,
        sql!("select q.post, q.first_answer, a.parent from question q join post p on p.tenant = q.tenant and p.id = q.post left join post a on a.tenant = q.tenant and a.id = q.first_answer where q.tenant = $tenant and q.first_answer is not null and (a.id is null or a.parent <> q.post or a.author = p.author or q.first_answered_at is null)"),
        "a first answer that is none",
    )
    .await?;
    none(
        tx,
        sql!("select p.id from post p where p.tenant = $tenant and p.kind = 'question' and not exists (select 1 from question q where q.tenant = p.tenant and q.post = p.id)"),
        "a question without a state",
    )
    .await
}

/// A face votes once in a poll and for no more than the poll allows; as many secret ballots as voters.
pub(super) async fn ballots(tx: &mut Tx) -> Result<(), Fault> {
    none(
        tx,
        sql!("select d.id, b.persona, count(*) as chosen from poll d join poll_ballot b on b.tenant = d.tenant and b.poll = d.id where d.tenant = $tenant group by d.id, d.most, d.secret, b.persona having count(*) > d.most or d.secret or count(*) <> max(b.place)"),
        "a ballot that is none",
    )
    .await?;
    none(
        tx,
        sql!("select b.poll, b.persona from poll_ballot b where b.tenant = $tenant and not exists (select 1 from poll_voter v where v.tenant = b.tenant and v.poll = b.poll and v.persona = b.persona)"),
        "a ballot without a voter",
    )
    .await?;
    none(
        tx,
        sql!("select d.id from poll d where d.tenant = $tenant and d.secret and (select count(distinct s.ballot) from poll_secret_ballot s where s.tenant = d.tenant and s.poll = d.id) <> (select count(*) from poll_voter v where v.tenant = d.tenant and v.poll = d.id)"),
        "secret ballots are not as many as voters",
    )
    .await
}

/// A thing has at most one case that waits; what waits unseen is held, and reports of a decided case are answered.
pub(super) async fn cases(tx: &mut Tx) -> Result<(), Fault> {
    none(
        tx,
        sql!("select thing, count(*) as waiting from review_case where tenant = $tenant and state in ('waiting', 'proposed') group by thing_kind, thing having count(*) > 1"),
        "two cases of one thing wait",
    )
    .await?;
    none(
        tx,
        sql!("select p.id, p.state from post p join review_case c on c.tenant = p.tenant and c.thing_kind = 'post' and c.thing = p.id where p.tenant = $tenant and p.state = 'live' and c.kind = 'held' and c.state = 'waiting' and not c.announced"),
        "something stands before it was let through",
    )
    .await?;
    none(
        tx,
        sql!("select r.id from report r join review_case c on c.tenant = r.tenant and c.id = r.case_id where r.tenant = $tenant and r.state = 'waiting' and c.state in ('cleared', 'upheld')"),
        "a report of a decided case waits",
    )
    .await
}

/// No roster holds more than it says, and no face has two lines on one.
pub(super) async fn rosters(tx: &mut Tx) -> Result<(), Fault> {
    none(
        tx,
        sql!("select r.id, r.most from roster r join roster_line l on l.tenant = r.tenant and l.roster = r.id where r.tenant = $tenant and r.most > 0 group by r.id, r.most having sum(l.count) > r.most"),
        "a roster that holds more than it says",
    )
    .await?;
    none(
        tx,
        sql!("select roster, persona from roster_line where tenant = $tenant group by roster, persona having count(*) > 1"),
        "two lines of one face on a roster",
    )
    .await
}
