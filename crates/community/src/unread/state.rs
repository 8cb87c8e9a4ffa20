//! Rows of marks, and what lies above them.

use weilu_kernel::Act;
use weilu_store::{Tx, params, rows, sql};
use weilu_vocabulary::{Fault, MemberId, PersonaId, PostId, SpaceId, Time, id_floor};

/// A count that stands for itself and more.
pub(super) const MOST: i64 = 100;
const SPACES: i64 = 500;

rows! {
    /// One of my spaces.
    #[derive(Clone, Debug)]
    pub(super) struct Marked {
        pub(super) space: SpaceId, pub(super) seen: Option<PostId>, pub(super) muted: i64, pub(super) unread: i64,
    }
}

/// Moves a mark forward; backward it does not go.
pub(super) fn mark(
    tx: &mut Tx,
    act: &Act,
    space: SpaceId,
    persona: PersonaId,
    post: PostId,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into unread_mark (tenant, space, persona, post, at) values ($tenant, $1, $2, $3, $4) on conflict (tenant, space, persona) do update set post = excluded.post, at = excluded.at where excluded.post > unread_mark.post"),
        params![space, persona, post, act.now],
    )
}

/// Every space a member is in, with his mark and how many posts of others lie above it: all in one go.
pub(super) async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Marked>, Fault> {
    // The id that a post written at time `t` would at least have is a line: floor(t) = (t / 1000 - zero) * step.
    let zero = Time(1_577_836_800_000_000);
    let step = id_floor(zero + 1_000);
    tx.all(
        sql!(
            "with seat (space, persona) as (
               select m.space, m.persona from persona p cross join space_member m
               where p.tenant = $tenant and p.member = $1 and m.tenant = $tenant and m.persona = p.id order by m.space desc limit $2),
             mine (space, since, muted, seen) as (
               select s.space, min(m.since), min(case when m.muted then 1 else 0 end),
                 (select max(k.post) from persona q cross join unread_mark k where q.tenant = $tenant and q.member = $1 and k.tenant = $tenant and k.space = s.space and k.persona = q.id)
               from seat s join space_member m on m.tenant = $tenant and m.space = s.space and m.persona = s.persona group by s.space)
             select i.space, i.seen, cast(i.muted as bigint) as muted,
               (select count(*) from (select 1 from post o left join persona a on a.tenant = o.tenant and a.id = o.author
                  where o.tenant = $tenant and o.space = i.space and o.parent is null and o.state = 'live'
                    and o.id > coalesce(i.seen, (i.since / 1000 - $3) * $4) and coalesce(a.member, 0) <> $1 limit $5) above) as unread
             from mine i order by i.space"
        ),
        params![member, SPACES, zero.0 / 1_000, step, MOST],
    )
    .await
}
