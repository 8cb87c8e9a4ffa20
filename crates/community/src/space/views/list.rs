//! The catalogue: search, mine, and spaces like those one is in (S11).

use super::{
    card::{CardRow, SpaceCard},
    show::card,
};
use crate::space::kind::{self, KINDS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, sql};
use weilu_vocabulary::{Fault, Id, Outcome, SpaceId};

const PAGE: i64 = 50;
const SUGGESTED: i64 = 10;

/// Which spaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// Mine first, then the others.
    #[default]
    All,
    /// Those I am in.
    Mine,
    /// Those I am not in.
    Others,
}

/// Spaces of the catalogue.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct List {
    /// Among which.
    pub among: Among,
    /// Words in the name, the sentence or the topic.
    pub q: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only spaces older than this one (next page).
    pub before: Option<SpaceId>,
}

/// Cards.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Newest first, mine before the others.
    pub items: Vec<SpaceCard>,
    /// Where the next page begins; only when asked among mine or among the others.
    pub next: Option<SpaceId>,
}

impl Query for List {
    const NAME: &'static str = "space.list";
    const SUMMARY: (&'static str, &'static str) = ("社群目录", "The catalogue of spaces");
    type Output = Listed;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Listed> {
        let mine = if self.among == Among::Others { Vec::new() } else { self.mine(tx, act).await? };
        let others = if self.among == Among::Mine { Vec::new() } else { self.others(tx, act).await? };
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let full = if self.among == Among::Mine { mine.len() } else { others.len() } >= page;
        let items: Vec<SpaceCard> = mine.into_iter().chain(others).map(Into::into).collect();
        let next = if full && self.among != Among::All { items.last().map(|s| s.id) } else { None };
        Ok(Listed { items, next })
    }
}

impl List {
    fn pattern(&self) -> Option<String> {
        let words = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty())?;
        let plain: String = words.to_lowercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
        Some(format!("%{plain}%"))
    }

    async fn mine(&self, tx: &mut Tx, act: &Act) -> Result<Vec<CardRow>, Fault> {
        let Some(member) = act.actor.member else { return Ok(Vec::new()) };
        tx.all(
            sql!(
                "select s.id, s.name, s.kind, s.line, s.topic, s.state, s.avatar, s.open_to_read, s.members,
                   (select cast(max(case g.role when 'owner' then 4 when 'admin' then 3 else 2 end) as bigint) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = s.id and p.member = $1) as mine
                 from space s where s.tenant = $tenant and s.state <> 'archived' and s.id < $2
                   and s.id in (select g.scope from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and p.member = $1)
                   and (cast($3 as text) is null or lower(s.name) like $3 or lower(s.line) like $3 or lower(s.topic) like $3)
                   and (cast($4 as text) is null or s.kind = $4)
                 order by s.id desc limit $5"
            ),
            params![member, self.before.map_or(i64::MAX, Id::raw), self.pattern(), self.kind.clone(), PAGE],
        )
        .await
    }

    async fn others(&self, tx: &mut Tx, act: &Act) -> Result<Vec<CardRow>, Fault> {
        let unlisted: Vec<&str> = KINDS.iter().filter(|k| !k.listed).map(|k| k.word).collect();
        let unlisted = format!(" {} ", unlisted.join(" "));
        tx.all(
            sql!(
                "select s.id, s.name, s.kind, s.line, s.topic, s.state, s.avatar, s.open_to_read, s.members,
                   (select count(*) from application a join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.space = s.id and p.member = $1 and a.state in ('asked', 'appealed')) as mine
                 from space s where s.tenant = $tenant and s.state = 'open' and s.id < $2 and $6 not like '% ' || s.kind || ' %'
                   and s.id not in (select g.scope from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and p.member = $1)
                   and (cast($3 as text) is null or lower(s.name) like $3 or lower(s.line) like $3 or lower(s.topic) like $3)
                   and (cast($4 as text) is null or s.kind = $4)
                 order by s.id desc limit $5"
            ),
            params![act.actor.member.map_or(-1, Id::raw), self.before.map_or(i64::MAX, Id::raw), self.pattern(), self.kind.clone(), PAGE, unlisted],
        )
        .await
    }
}

/// Spaces that people of my spaces are in as well.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Suggest {}

/// A suggestion with its reason.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// The space.
    pub space: SpaceCard,
    /// How many people from my spaces are in it.
    pub shared: i64,
}

/// Suggestions.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suggested {
    /// Most shared people first.
    pub items: Vec<Suggestion>,
}

impl Query for Suggest {
    const NAME: &'static str = "space.suggest";
    const SUMMARY: (&'static str, &'static str) = ("和你的圈子相近的", "Spaces like yours");
    type Output = Suggested;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Suggested> {
        let mut items = Vec::new();
        for (id, shared) in shared_with(tx, act).await? {
            let space = card(tx, act, id).await?;
            if kind::find(&space.kind).is_some_and(|k| k.listed) {
                items.push(Suggestion { space, shared });
            }
        }
        Ok(Suggested { items })
    }
}

async fn shared_with(tx: &mut Tx, act: &Act) -> Result<Vec<(SpaceId, i64)>, Fault> {
    let rows: Vec<weilu_store::Row> = tx
        .all(
            sql!(
                "with mine (space) as (select m.space from space_member m join persona p on p.tenant = m.tenant and p.id = m.persona where m.tenant = $tenant and p.member = $1 order by m.since desc limit 20),
                   near (persona) as (select distinct m.persona from space_member m where m.tenant = $tenant and m.space in (select space from mine) limit 2000)
                 select m.space, count(*) as shared from near n cross join space_member m cross join space s
                 where m.tenant = $tenant and m.persona = n.persona and s.tenant = $tenant and s.id = m.space and s.state = 'open' and m.space not in (select space from mine)
                 group by m.space order by shared desc, m.space desc limit $2"
            ),
            params![act.actor.member.map_or(-1, Id::raw), SUGGESTED],
        )
        .await?;
    rows.iter().map(|r| Ok((r.get("space")?, r.get("shared")?))).collect()
}
