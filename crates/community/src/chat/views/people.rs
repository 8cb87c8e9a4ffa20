//! Who is in a chat, to be named in a message or taken out of a small group.

use super::card::{self, Person, me};
use crate::chat::{READ, door};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, sql};
use weilu_vocabulary::{ChatId, Outcome, SpaceId};

const MOST: i64 = 50;

/// People of a chat besides me, at most 50; found by a part of the name.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct People {
    /// Which chat.
    pub chat: ChatId,
    /// A part of the name.
    #[serde(default)]
    pub q: Option<String>,
}

/// People.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct PeopleShown {
    /// In the order they came.
    pub items: Vec<Person>,
}

impl Query for People {
    const NAME: &'static str = "chat.people";
    const SUMMARY: (&'static str, &'static str) = ("聊天里的人", "Who is in a chat");
    type Output = PeopleShown;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<PeopleShown> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        let q = self.q.as_deref().map(|q| q.trim().to_lowercase()).unwrap_or_default();
        let items = match chat.space {
            Some(space) => inside(tx, act, space, &q).await?,
            None => {
                let seated = card::seated(tx, chat.id, 200).await?;
                let fits =
                    |p: &Person| p.id != guest.member && (q.is_empty() || p.name.to_lowercase().contains(&q));
                seated.into_iter().filter(fits).collect()
            }
        };
        Ok(PeopleShown { items })
    }
}

async fn inside(tx: &mut Tx, act: &Act, space: SpaceId, q: &str) -> Outcome<Vec<Person>> {
    let items = tx
        .all(
            sql!("select b.id, coalesce(m.nickname, b.name) as name, b.avatar, b.state = 'erased' as erased from space_member m join persona p on p.tenant = m.tenant and p.id = m.persona join member b on b.tenant = m.tenant and b.id = p.member where m.tenant = $tenant and m.space = $1 and b.id <> $2 and ($3 = '' or replace(lower(coalesce(m.nickname, b.name)), $3, '') <> lower(coalesce(m.nickname, b.name))) order by m.number limit $4"),
            params![space, me(act), q, MOST],
        )
        .await?;
    Ok(items)
}
