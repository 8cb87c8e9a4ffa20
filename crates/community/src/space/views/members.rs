//! Who is in a space: number, name used here, office, since when.

use crate::space::SEE_MEMBERS;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_vocabulary::{BlobId, MemberId, Outcome, SpaceId, Time};

const PAGE: i64 = 50;

/// The members of a space in the order of entry.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Members {
    /// Which space.
    pub space: SpaceId,
    /// Words in the name.
    #[serde(default)]
    pub q: Option<String>,
    /// Only numbers after this one (next page).
    #[serde(default)]
    pub after: Option<i64>,
}

/// Somebody inside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Inside {
    /// Who.
    pub id: MemberId,
    /// Name in this space: the one chosen for it, or else his own.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
    /// Number in the order of entry.
    pub number: i64,
    /// Since when.
    pub since: Time,
    /// `owner`, `admin` or `member`.
    pub office: String,
    /// Until when he is silenced; only shown to those who run the space.
    pub silenced_until: Option<Time>,
}

/// A page of members.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MembersShown {
    /// In the order of entry.
    pub items: Vec<Inside>,
    /// Number after which the next page begins.
    pub next: Option<i64>,
}

rows! {
    struct InsideRow {
        id: MemberId, name: String, nickname: Option<String>, avatar: Option<BlobId>, number: i64, since: Time,
        office: i64, silenced: Option<Time>,
    }
}

impl Query for Members {
    const NAME: &'static str = "space.members";
    const SUMMARY: (&'static str, &'static str) = ("群成员", "The members of a space");
    type Output = MembersShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &SEE_MEMBERS)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MembersShown> {
        let q = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
        let pattern = q.map(|q| format!("%{}%", q.to_lowercase().replace(['%', '_', '\\'], "")));
        let rows: Vec<InsideRow> = tx
            .all(
                sql!(
                    "select b.id, b.name, m.nickname, b.avatar, m.number, m.since,
                       (select count(*) from role_grant g where g.tenant = $tenant and g.persona = m.persona and g.scope_kind = 'space' and g.scope = m.space and g.role = 'owner') * 2 + (select count(*) from role_grant g where g.tenant = $tenant and g.persona = m.persona and g.scope_kind = 'space' and g.scope = m.space and g.role = 'admin') as office,
                       (select max(z.until) from space_silence z where z.tenant = $tenant and z.space = m.space and z.persona = m.persona and z.until > $4) as silenced
                     from space_member m join persona p on p.tenant = m.tenant and p.id = m.persona join member b on b.tenant = m.tenant and b.id = p.member
                     where m.tenant = $tenant and m.space = $1 and m.number > $2
                       and (cast($3 as text) is null or lower(b.name) like $3 or lower(coalesce(m.nickname, '')) like $3)
                     order by m.number limit $5"
                ),
                params![self.space, self.after.unwrap_or(0), pattern, act.now, PAGE],
            )
            .await?;
        let full = i64::try_from(rows.len()).unwrap_or(0) == PAGE;
        let next = if full { rows.last().map(|r| r.number) } else { None };
        Ok(MembersShown { items: rows.into_iter().map(inside).collect(), next })
    }
}

fn inside(row: InsideRow) -> Inside {
    let office = match row.office {
        2.. => "owner",
        1 => "admin",
        _ => "member",
    };
    Inside {
        id: row.id,
        name: row.nickname.unwrap_or(row.name),
        avatar: row.avatar,
        number: row.number,
        since: row.since,
        office: office.to_owned(),
        silenced_until: row.silenced,
    }
}
