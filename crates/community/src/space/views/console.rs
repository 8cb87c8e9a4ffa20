//! Spaces as the console lists them: state, owner, size, and what happened in the last seven days.

use crate::space::{MANAGE, day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, Id, Outcome, SpaceId, Time};

const PAGE: i64 = 100;

/// All spaces of the brand, with figures.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Manage {
    /// Words in the name.
    pub q: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this state.
    pub state: Option<String>,
    /// Only before this one (next page).
    pub before: Option<SpaceId>,
}

rows! {
    /// A space with its figures.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    pub struct SpaceFigures {
        /// Which.
        pub id: SpaceId,
        /// Name.
        pub name: String,
        /// Kind.
        pub kind: String,
        /// Core value in one sentence.
        pub line: String,
        /// `draft`, `open`, `archived`.
        pub state: String,
        /// Picture.
        pub avatar: Option<BlobId>,
        /// Who owns it.
        pub owner: Option<String>,
        /// How many are in.
        pub members: i64,
        /// How many came in the last seven days.
        pub joined: i64,
        /// How many different people did something in the last seven days.
        pub active: i64,
        /// Posts and replies of the last seven days.
        pub said: i64,
        /// Applications that wait.
        pub waiting: i64,
        /// When it was drafted.
        pub created_at: Time,
    }
}

/// A page of spaces.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Managed {
    /// Newest first.
    pub items: Vec<SpaceFigures>,
    /// Where the next page begins.
    pub next: Option<SpaceId>,
}

impl Query for Manage {
    const NAME: &'static str = "space.manage";
    const SUMMARY: (&'static str, &'static str) =
        ("社群列表（控制台）", "All spaces with figures, for the console");
    type Output = Managed;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Managed> {
        let q = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
        let pattern = q.map(|q| format!("%{}%", q.to_lowercase().replace(['%', '_', '\\'], "")));
        let week = day::number(act.now, &day::zone(tx).await?) - 6;
        let items: Vec<SpaceFigures> = tx
            .all(
                sql!(
                    "with page (id) as (select s.id from space s where s.tenant = $tenant and s.id < $1 and (cast($2 as text) is null or lower(s.name) like $2) and (cast($3 as text) is null or s.kind = $3) and (cast($4 as text) is null or s.state = $4) order by s.id desc limit $5)
                     select s.id, s.name, s.kind, s.line, s.state, s.avatar, s.members, s.created_at,
                       (select max(b.name) from role_grant g join persona p on p.tenant = g.tenant and p.id = g.persona join member b on b.tenant = g.tenant and b.id = p.member where g.tenant = $tenant and g.scope_kind = 'space' and g.scope = s.id and g.role = 'owner') as owner,
                       coalesce((select cast(sum(d.count) as bigint) from space_day d where d.tenant = $tenant and d.space = s.id and d.day >= $6 and d.kind = 'space.joined'), 0) as joined,
                       (select count(distinct d.persona) from space_day_person d where d.tenant = $tenant and d.space = s.id and d.day >= $6) as active,
                       coalesce((select cast(sum(d.count) as bigint) from space_day d where d.tenant = $tenant and d.space = s.id and d.day >= $6 and d.kind in ('post.written', 'post.replied')), 0) as said,
                       (select count(*) from application a where a.tenant = $tenant and a.space = s.id and a.state in ('asked', 'appealed')) as waiting
                     from page cross join space s where s.tenant = $tenant and s.id = page.id order by s.id desc"
                ),
                params![self.before.map_or(i64::MAX, Id::raw), pattern, self.kind.clone(), self.state.clone(), PAGE, week],
            )
            .await?;
        let full = i64::try_from(items.len()).unwrap_or(0) == PAGE;
        let next = if full { items.last().map(|s| s.id) } else { None };
        Ok(Managed { items, next })
    }
}
