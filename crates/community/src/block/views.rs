//! Whom I blocked.

use super::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_people::member::state::{face, load_now};
use weilu_vocabulary::{BlobId, Id, MemberId, Outcome, Time};

const PAGE: i64 = 50;

/// The people I blocked, the latest first.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {
    /// Only blocks set before this time (next page).
    #[serde(default)]
    pub before: Option<Time>,
}

rows! {
    /// Somebody blocked.
    #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
    pub struct Blocked {
        /// Who.
        pub id: MemberId,
        /// Name.
        pub name: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Since when.
        pub at: Time,
    }
}

/// People blocked.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListShown {
    /// The latest first.
    pub items: Vec<Blocked>,
    /// Before which the next page begins.
    pub next: Option<Time>,
}

impl Query for List {
    const NAME: &'static str = "block.list";
    const SUMMARY: (&'static str, &'static str) = ("我拉黑的人", "The people I blocked");
    type Output = ListShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ListShown> {
        let items: Vec<Blocked> = tx
            .all(
                sql!("select m.id, m.name, m.avatar, max(k.at) as at from block k join persona a on a.tenant = k.tenant and a.id = k.persona join persona b on b.tenant = k.tenant and b.id = k.blocked join member m on m.tenant = b.tenant and m.id = b.member where k.tenant = $tenant and a.member = $1 and k.at < $2 group by m.id, m.name, m.avatar order by max(k.at) desc, m.id limit $3"),
                params![act.actor.member.map_or(-1, Id::raw), self.before.unwrap_or(Time(i64::MAX)), PAGE],
            )
            .await?;
        let full = i64::try_from(items.len()).unwrap_or(0) == PAGE;
        let next = if full { items.last().map(|i| i.at) } else { None };
        Ok(ListShown { items, next })
    }
}

/// Whether I blocked somebody.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Of {
    /// Whom.
    pub member: MemberId,
}

/// What I set; what the other set is nobody's business.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfShown {
    /// Whether I blocked him.
    pub blocked: bool,
}

impl Query for Of {
    const NAME: &'static str = "block.of";
    const SUMMARY: (&'static str, &'static str) = ("我是否拉黑了某人", "Whether I blocked somebody");
    type Output = OfShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<OfShown> {
        let them = load_now(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        let face = face(tx, them.id).await?.ok_or(LinkRefusal::NotFound)?;
        Ok(OfShown { blocked: state::between(tx, act, face).await?.by_me })
    }
}
