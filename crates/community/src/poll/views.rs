//! Polls as people read them: what hangs on a card, and who voted for what in an open one.

use super::state;
use crate::{
    post::{
        sight,
        views::{Post, places},
    },
    space::READ,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_store::Row;
use weilu_vocabulary::{BlobId, Fault, Id, MemberId, Outcome, PollChoiceId, PollId, PostId, Time, refusals};

const MOST_VOTERS: i64 = 200;

/// One choice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChoiceView {
    /// Which.
    pub id: PollChoiceId,
    /// What it says.
    pub text: String,
    /// How many votes it has (first places, where an order is asked for); none while counts are not shown.
    pub votes: Option<i64>,
    /// Points after Borda, where an order is asked for.
    pub points: Option<i64>,
    /// At which place I chose it, from 1; never told of a secret vote.
    pub mine: Option<i64>,
}

/// A poll as one reader sees it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PollView {
    /// Which.
    pub id: PollId,
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
    /// Whether it has closed.
    pub closed: bool,
    /// How many people must vote for the result to hold.
    pub quorum: Option<i64>,
    /// How many people voted.
    pub people: i64,
    /// Whether I voted.
    pub voted: bool,
    /// Whether I may vote, or vote differently.
    pub may_vote: bool,
    /// Whether counts are shown to me.
    pub shown: bool,
    /// The choices in their order.
    pub choices: Vec<ChoiceView>,
}

/// Hangs polls on their cards.
///
/// # Errors
/// When the database fails.
pub async fn hung(tx: &mut Tx, act: &Act, cards: &mut [Post]) -> Result<(), Fault> {
    let ids: Vec<PostId> =
        cards.iter().filter(|c| c.kind == "poll" && !c.title.is_empty()).map(|c| c.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut polls = load(tx, act, &ids).await?;
    for card in cards {
        card.poll = polls.remove(&card.id);
    }
    Ok(())
}

async fn load(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<BTreeMap<PostId, PollView>, Fault> {
    let mut places = places(ids);
    places.push(act.actor.member.map_or(-1, Id::raw).into());
    let rows: Vec<Row> = tx
        .all(
            sql!("select d.id, d.post, d.kind, d.most, d.secret, d.at_end, d.closes_at, d.closed_at, d.quorum, coalesce(t.people, 0) as people, (select count(*) from persona me cross join poll_voter v where me.tenant = $tenant and me.member = $21 and v.tenant = $tenant and v.poll = d.id and v.persona = me.id) as voted from poll d left join poll_turnout t on t.tenant = d.tenant and t.poll = d.id where d.tenant = $tenant and d.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &places,
        )
        .await?;
    let mut out = BTreeMap::new();
    for row in &rows {
        out.insert(row.get::<PostId>("post")?, view(act, row)?);
    }
    let choices: Vec<Row> = tx
        .all(
            sql!("select d.post, c.id, c.text, coalesce(k.votes, 0) as votes, coalesce(k.points, 0) as points, (select min(b.place) from persona me cross join poll_ballot b where me.tenant = $tenant and me.member = $21 and b.tenant = $tenant and b.poll = d.id and b.choice = c.id and b.persona = me.id) as mine from poll d join poll_choice c on c.tenant = d.tenant and c.poll = d.id left join poll_count k on k.tenant = c.tenant and k.choice = c.id where d.tenant = $tenant and d.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) order by d.id, c.number"),
            &places,
        )
        .await?;
    for row in &choices {
        let Some(poll) = out.get_mut(&row.get::<PostId>("post")?) else { continue };
        let votes = if poll.shown { Some(row.get("votes")?) } else { None };
        let points = if poll.shown && poll.kind == "ranked" { Some(row.get("points")?) } else { None };
        poll.choices.push(ChoiceView {
            id: row.get("id")?,
            text: row.get("text")?,
            votes,
            points,
            mine: row.get("mine")?,
        });
    }
    Ok(out)
}

fn view(act: &Act, row: &Row) -> Result<PollView, Fault> {
    let (secret, at_end): (bool, bool) = (row.get("secret")?, row.get("at_end")?);
    let (closes_at, closed_at): (Time, Option<Time>) = (row.get("closes_at")?, row.get("closed_at")?);
    let voted = row.get::<i64>("voted")? > 0;
    let over = closed_at.is_some() || act.now >= closes_at;
    Ok(PollView {
        id: row.get("id")?,
        kind: row.get("kind")?,
        most: row.get("most")?,
        secret,
        at_end,
        closes_at,
        closed: over,
        quorum: row.get("quorum")?,
        people: row.get("people")?,
        voted,
        may_vote: !(over || voted && secret),
        // A secret poll is counted when it is closed, which is a moment after its time.
        shown: if secret { closed_at.is_some() } else { over || (voted && !at_end) },
        choices: Vec::new(),
    })
}

/// One poll.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub poll: PollId,
}

async fn seen(tx: &mut Tx, act: &Act, poll: PollId) -> Outcome<PollView> {
    let row = state::load(tx, poll).await?.ok_or(LinkRefusal::NotFound)?;
    sight::live(tx, act, row.post).await?;
    Ok(load(tx, act, &[row.post]).await?.remove(&row.post).ok_or(LinkRefusal::NotFound)?)
}

impl Query for Show {
    const NAME: &'static str = "poll.show";
    const SUMMARY: (&'static str, &'static str) = ("一个投票", "A poll");
    type Output = PollView;

    fn need(&self) -> Need {
        Need::On(self.poll.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PollView> {
        seen(tx, act, self.poll).await
    }
}

/// Who voted for what, in an open poll whose counts one sees.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Voters {
    /// Which poll.
    pub poll: PollId,
}

refusals! {
    /// Why nobody is named.
    pub enum VotersRefusal {
        /// A secret poll.
        Secret => 409 "poll.secret" "这是无记名投票，谁选了什么没有人知道。" "This poll is secret; nobody knows who voted for what.";
        /// Counts are not shown yet.
        NotShown => 409 "poll.not_shown" "投过票或投票结束后，就能看到大家的选择。" "You see what others chose once you voted, or when it has closed.";
    }
}

rows! {
    /// Somebody's choice.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Voter {
        /// Who, as known now.
        pub id: Option<MemberId>,
        /// Name.
        pub name: Option<String>,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// What he chose.
        pub choice: PollChoiceId,
        /// At which place.
        pub place: i64,
    }
}

/// Who voted for what.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct VotersShown {
    /// Choice by choice, the first two hundred.
    pub items: Vec<Voter>,
}

impl Query for Voters {
    const NAME: &'static str = "poll.voters";
    const SUMMARY: (&'static str, &'static str) =
        ("记名投票：谁选了什么", "Who voted for what in an open poll");
    type Output = VotersShown;

    fn need(&self) -> Need {
        Need::On(self.poll.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<VotersShown> {
        let poll = seen(tx, act, self.poll).await?;
        if poll.secret {
            return Err(VotersRefusal::Secret.into());
        }
        if !poll.shown {
            return Err(VotersRefusal::NotShown.into());
        }
        let items = tx
            .all(
                sql!("select m.id, m.name, m.avatar, b.choice, b.place from poll_ballot b left join persona p on p.tenant = b.tenant and p.id = b.persona left join member m on m.tenant = p.tenant and m.id = p.member where b.tenant = $tenant and b.poll = $1 order by b.choice, b.place, b.persona limit $2"),
                params![self.poll, MOST_VOTERS],
            )
            .await?;
        Ok(VotersShown { items })
    }
}
