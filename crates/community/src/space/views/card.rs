//! A space in a list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::rows;
use weilu_vocabulary::{BlobId, SpaceId};

/// What I am in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MyState {
    /// Nothing yet.
    None,
    /// Asked to be let in.
    Applied,
    /// Inside.
    Member,
    /// Helping to run it.
    Admin,
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
    /// Product or topic.
    pub topic: String,
    /// `draft`, `open`, `archived`.
    pub state: String,
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
    pub(super) struct CardRow {
        pub(super) id: SpaceId, pub(super) name: String, pub(super) kind: String, pub(super) line: String,
        pub(super) topic: String, pub(super) state: String, pub(super) avatar: Option<BlobId>,
        pub(super) open_to_read: bool, pub(super) members: i64, pub(super) mine: i64,
    }
}

impl From<CardRow> for SpaceCard {
    fn from(row: CardRow) -> SpaceCard {
        let my_state = match row.mine {
            4 => MyState::Owner,
            3 => MyState::Admin,
            2 => MyState::Member,
            1 => MyState::Applied,
            _ => MyState::None,
        };
        SpaceCard {
            id: row.id,
            name: row.name,
            kind: row.kind,
            line: row.line,
            topic: row.topic,
            state: row.state,
            members: row.members,
            avatar: row.avatar,
            my_state,
            open_to_read: row.open_to_read,
        }
    }
}
