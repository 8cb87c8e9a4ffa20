//! Rosters as people read them: what hangs on a card, every line, and the sheet one takes along.

use super::{
    line::{LineRefusal, runs},
    state,
};
use crate::{
    post::{
        self, sight,
        views::{Post, places},
    },
    space::READ,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql, tenant};
use weilu_store::Row;
use weilu_vocabulary::{BlobId, Fault, Lang, MemberId, Outcome, PostId, RosterId, RosterLineId, Time};

/// Lines shown on a card; the rest on the page of the post.
const ON_CARD: i64 = 5;
const PAGE: i64 = 100;
/// Heads of the sheet.
const HEADS: [(&str, &str); 5] =
    [("序号", "No."), ("昵称", "Name"), ("内容", "Line"), ("数量", "Number"), ("时间", "Time")];

rows! {
    /// A line of a roster.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct RosterLine {
        /// Which.
        pub id: RosterLineId,
        /// Where it stands, from 1.
        pub number: i64,
        /// Who, as known now; nobody once he left the house.
        pub member: Option<MemberId>,
        /// Name.
        pub name: Option<String>,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// What he wrote.
        pub text: String,
        /// How many he stands for.
        pub count: i64,
        /// When he joined, microseconds.
        pub at: Time,
        /// When he changed it, microseconds.
        pub edited_at: Option<Time>,
    }
}

/// A roster as one reader sees it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RosterView {
    /// Which.
    pub id: RosterId,
    /// What each line counts; empty where nothing is counted.
    pub unit: String,
    /// Whether lines count.
    pub counted: bool,
    /// How much it holds; 0 for no limit.
    pub most: i64,
    /// When it closes.
    pub closes_at: Time,
    /// Whether it has closed.
    pub closed: bool,
    /// Lines that stand.
    pub lines: i64,
    /// What they count in all.
    pub total: i64,
    /// My own line.
    pub mine: Option<RosterLine>,
    /// The last lines, in their order.
    pub last: Vec<RosterLine>,
}

/// Hangs rosters on their cards.
///
/// # Errors
/// When the database fails.
pub async fn hung(tx: &mut Tx, act: &Act, cards: &mut [Post]) -> Result<(), Fault> {
    let ids: Vec<PostId> =
        cards.iter().filter(|c| c.kind == "roster" && !c.title.is_empty()).map(|c| c.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut rosters = load(tx, act, &ids).await?;
    for card in cards {
        card.roster = rosters.remove(&card.id);
    }
    Ok(())
}

async fn load(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<BTreeMap<PostId, RosterView>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!("select id, post, unit, counted, most, closes_at, closed_at from roster where tenant = $tenant and post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"),
            &places(ids),
        )
        .await?;
    let mut out = BTreeMap::new();
    for row in &rows {
        let view = view(tx, act, row).await?;
        out.insert(row.get::<PostId>("post")?, view);
    }
    Ok(out)
}

async fn view(tx: &mut Tx, act: &Act, row: &Row) -> Result<RosterView, Fault> {
    let id: RosterId = row.get("id")?;
    let taken = state::taken(tx, id).await?;
    let closed_at: Option<Time> = row.get("closed_at")?;
    let closes_at: Time = row.get("closes_at")?;
    Ok(RosterView {
        id,
        unit: row.get("unit")?,
        counted: row.get("counted")?,
        most: row.get("most")?,
        closes_at,
        closed: closed_at.is_some() || act.now >= closes_at,
        lines: taken.lines,
        total: taken.counted,
        mine: mine(tx, act, id).await?,
        last: last(tx, id, taken.lines).await?,
    })
}

/// Lines behind a number, in their order.
async fn lines(tx: &mut Tx, roster: RosterId, after: i64, most: i64) -> Result<Vec<RosterLine>, Fault> {
    tx.all(
        sql!("select l.id, l.number, m.id as member, m.name, m.avatar, l.text, l.count, l.at, l.edited_at from (select id, persona, text, count, at, edited_at, row_number() over (order by id) as number from roster_line where tenant = $tenant and roster = $1) l left join persona p on p.tenant = $tenant and p.id = l.persona left join member m on m.tenant = $tenant and m.id = p.member and m.state <> 'erased' where l.number > $2 order by l.number limit $3"),
        params![roster, after.max(0), most],
    )
    .await
}

/// The last of so many lines, in their order, without counting through the others.
async fn last(tx: &mut Tx, roster: RosterId, all: i64) -> Result<Vec<RosterLine>, Fault> {
    let mut found: Vec<RosterLine> = tx
        .all(
            sql!("select l.id, cast(0 as bigint) as number, m.id as member, m.name, m.avatar, l.text, l.count, l.at, l.edited_at from (select id, persona, text, count, at, edited_at from roster_line where tenant = $tenant and roster = $1 order by id desc limit $2) l left join persona p on p.tenant = $tenant and p.id = l.persona left join member m on m.tenant = $tenant and m.id = p.member and m.state <> 'erased' order by l.id desc"),
            params![roster, ON_CARD],
        )
        .await?;
    for (line, number) in found.iter_mut().zip((1..=all).rev()) {
        line.number = number;
    }
    found.reverse();
    Ok(found)
}

async fn mine(tx: &mut Tx, act: &Act, roster: RosterId) -> Result<Option<RosterLine>, Fault> {
    let Some(member) = act.actor.member else { return Ok(None) };
    tx.one(
        sql!("select l.id, (select count(*) from roster_line b where b.tenant = $tenant and b.roster = $1 and b.id <= l.id) as number, m.id as member, m.name, m.avatar, l.text, l.count, l.at, l.edited_at from persona p join roster_line l on l.tenant = p.tenant and l.persona = p.id join member m on m.tenant = p.tenant and m.id = p.member where p.tenant = $tenant and p.member = $2 and l.roster = $1 order by l.id limit 1"),
        params![roster, member],
    )
    .await
}

/// One roster.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ShowRoster")]
pub struct Show {
    /// Which.
    pub roster: RosterId,
}

impl Query for Show {
    const NAME: &'static str = "roster.show";
    const SUMMARY: (&'static str, &'static str) = ("一个接龙", "A roster");
    type Output = RosterView;

    fn need(&self) -> Need {
        Need::On(self.roster.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<RosterView> {
        let row = state::load(tx, self.roster).await?.ok_or(LinkRefusal::NotFound)?;
        sight::live(tx, act, row.post).await?;
        Ok(load(tx, act, &[row.post]).await?.remove(&row.post).ok_or(LinkRefusal::NotFound)?)
    }
}

/// The lines of a roster, a hundred at a time.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "RosterLines")]
pub struct Lines {
    /// Of which roster.
    pub roster: RosterId,
    /// Lines behind this number.
    #[serde(default)]
    pub after: i64,
}

/// Lines of a roster.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RosterLinesShown")]
pub struct LinesShown {
    /// In their order.
    pub items: Vec<RosterLine>,
    /// Behind which number the next page begins.
    pub next: Option<i64>,
    /// Whether I opened it or run its space: I may take lines out and take the list along.
    pub runs: bool,
}

impl Query for Lines {
    const NAME: &'static str = "roster.lines";
    const SUMMARY: (&'static str, &'static str) = ("接龙名单", "The lines of a roster");
    type Output = LinesShown;

    fn need(&self) -> Need {
        Need::On(self.roster.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<LinesShown> {
        let row = state::load(tx, self.roster).await?.ok_or(LinkRefusal::NotFound)?;
        sight::live(tx, act, row.post).await?;
        let mut items = lines(tx, row.id, self.after, PAGE + 1).await?;
        let more = items.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        if more {
            items.pop();
        }
        let next = items.last().filter(|_| more).map(|line| line.number);
        Ok(LinesShown { items, next, runs: runs(tx, act, &row).await? })
    }
}

/// A roster as the rows of a sheet, head first, and its title: for who opened it or runs its space.
///
/// # Errors
/// [`LineRefusal::NotYours`], or 404.
pub async fn sheet(tx: &mut Tx, act: &Act, roster: RosterId) -> Outcome<(String, Vec<Vec<String>>)> {
    let row = state::load(tx, roster).await?.ok_or(LinkRefusal::NotFound)?;
    sight::live(tx, act, row.post).await?;
    if !runs(tx, act, &row).await? {
        return Err(LineRefusal::NotYours.into());
    }
    let zone = tenant::zone(tx).await?;
    let heads = HEADS.iter().map(|(zh, en)| if act.lang == Lang::Zh { *zh } else { *en });
    let mut rows = vec![heads.map(ToOwned::to_owned).collect::<Vec<String>>()];
    for line in lines(tx, roster, 0, super::open::MOST_LINES).await? {
        let count = if row.counted { format!("{} {}", line.count, row.unit) } else { String::new() };
        let at = line.at.civil(&zone).map(|at| at.strftime("%Y-%m-%d %H:%M").to_string());
        let name = line.name.unwrap_or_default();
        rows.push(vec![line.number.to_string(), name, line.text, count, at.unwrap_or_default()]);
    }
    let title = post::state::text(tx, row.post).await?.unwrap_or_default();
    Ok((title, rows))
}
