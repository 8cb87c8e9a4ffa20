//! Spaces as people see them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_vocabulary::{BlobId, Fault, Id, Outcome, SpaceId};

/// What I am in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MyState {
    /// Nothing yet.
    None,
    /// Inside.
    Member,
    /// Running it.
    Owner,
}

/// A space in a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SpaceCard {
    /// Which.
    pub id: SpaceId,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Core value in one sentence.
    pub line: String,
    /// How many are in.
    pub members: i64,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// What I am there.
    pub my_state: MyState,
    /// Whether strangers may read.
    pub open_to_read: bool,
}

rows! {
    struct CardRow {
        id: SpaceId, name: String, kind: String, line: String, avatar: Option<BlobId>, open_to_read: bool,
        members: i64, mine: i64, owned: i64,
    }
}

impl From<CardRow> for SpaceCard {
    fn from(row: CardRow) -> SpaceCard {
        let my_state = match (row.mine, row.owned) {
            (_, 1..) => MyState::Owner,
            (1.., _) => MyState::Member,
            _ => MyState::None,
        };
        SpaceCard {
            id: row.id,
            name: row.name,
            kind: row.kind,
            line: row.line,
            members: row.members,
            avatar: row.avatar,
            my_state,
            open_to_read: row.open_to_read,
        }
    }
}

/// Every open space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {}

/// Spaces, mine first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Cards.
    pub items: Vec<SpaceCard>,
}

impl Query for List {
    const NAME: &'static str = "space.list";
    const SUMMARY: (&'static str, &'static str) = ("社群列表", "Open spaces, mine first");
    type Output = Listed;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Listed> {
        let cards = cards(tx, act, None).await?;
        Ok(Listed { items: cards })
    }
}

async fn cards(tx: &mut Tx, act: &Act, only: Option<SpaceId>) -> Result<Vec<SpaceCard>, Fault> {
    let rows: Vec<CardRow> = tx
        .all(
            sql!(
                "select s.id, s.name, s.kind, s.line, s.avatar, s.open_to_read,
                   (select count(*) from space_member m where m.tenant = $tenant and m.space = s.id) as members,
                   (select count(*) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = s.id and p.member = $1) as mine,
                   (select count(*) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = s.id and g.role = 'owner' and p.member = $1) as owned
                 from space s where s.tenant = $tenant and s.state = 'open' and (cast($2 as bigint) is null or s.id = $2)
                 order by mine desc, s.id desc"
            ),
            params![act.actor.member.map_or(-1, Id::raw), only],
        )
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub space: SpaceId,
}

impl Query for Show {
    const NAME: &'static str = "space.show";
    const SUMMARY: (&'static str, &'static str) = ("一个社群的主页", "The front page of a space");
    type Output = SpaceCard;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SpaceCard> {
        Ok(cards(tx, act, Some(self.space)).await?.pop().ok_or(LinkRefusal::NotFound)?)
    }
}
