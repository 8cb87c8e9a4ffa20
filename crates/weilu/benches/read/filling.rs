//! Fills a house past the commands: what is measured is reading, not writing.
//!
//! A tenth of the posts is one thread, under the other roots stand replies; every seat is a member of twenty spaces
//! and follows a few people. The first seat runs the site, owns twenty thousand spaces and has ten thousand notices.

use crate::corpus::Chance;
use std::{path::Path, sync::Arc};
use weilu::{clock::system_chance, wiring, wiring::Database};
use weilu_kernel::{App, Tx, params, sql};
use weilu_store::{Row, Scope};
use weilu_vocabulary::{Clock, Failure, Fault, Id, PostId, SECOND, SpaceId, TenantId, Time};

const TENANT: TenantId = TenantId::new(1);
const SPACES: i64 = 2_000;
const OWNED: i64 = 20_000;
const MEMBERS: i64 = 100_000;
const NOTICES: i64 = 10_000;
const SPACES_EACH: usize = 20;
const FOLLOWED_EACH: usize = 10;
const AT_ONCE: i64 = 5_000;
/// Numbers of what stands here, far from those the server gives.
const SPACE_NUMBERS: i64 = 1_000_000;
const PERSONA_NUMBERS: i64 = 2_000_000;
const MEMBER_NUMBERS: i64 = 3_000_000;
const NOTICE_NUMBERS: i64 = 4_000_000;
const POST_NUMBERS: i64 = 10_000_000;
/// One root, then so many replies to it, on average.
const REPLIES_EACH: usize = 3;

/// What was filled in.
pub struct Filled {
    /// Spaces of each seat, as numbers.
    spaces: Vec<Vec<i64>>,
    /// Roots of each space, oldest first.
    roots: Vec<Vec<i64>>,
    posts: i64,
    /// A thread with a tenth of all posts.
    pub huge: String,
    /// A reply in its middle.
    pub huge_middle: String,
    /// The space with the most posts and a hundred thousand members.
    pub busy: String,
    /// A post deep in it.
    pub deep: String,
}

impl Filled {
    pub fn space_of(&self, seat: usize, chance: &mut Chance) -> String {
        let mine = &self.spaces[seat];
        SpaceId::from_raw(SPACE_NUMBERS + mine[chance.below(mine.len())]).to_string()
    }

    pub fn some_root(&self, chance: &mut Chance) -> String {
        let n = i64::try_from(chance.below(usize::try_from(self.posts).unwrap())).unwrap();
        PostId::from_raw(POST_NUMBERS + n).to_string()
    }

    /// A thread of a space that the seat is in, newer ones more often.
    pub fn thread_of(&self, seat: usize, chance: &mut Chance) -> String {
        loop {
            let mine = &self.spaces[seat];
            let roots = &self.roots[usize::try_from(mine[chance.below(mine.len())]).unwrap()];
            if !roots.is_empty() {
                let root = roots[roots.len() - 1 - chance.rank(roots.len())];
                return PostId::from_raw(root).to_string();
            }
        }
    }
}

/// The house that is filled.
struct House {
    app: Arc<App>,
    kept: bool,
}

struct New {
    number: i64,
    space: i64,
    author: i64,
    thread: i64,
    replies: i64,
    at: Time,
    text: String,
}

pub async fn fill(folder: &Path, texts: &[String], posts: usize) -> Filled {
    let clock = Arc::new(weilu::clock::SystemClock);
    let app = wiring::open_with(folder, &Database::Folder, clock.clone(), system_chance()).await.unwrap();
    app.settle_database().await.unwrap();
    let app = House { app, kept: folder.join("filled").exists() };
    let now = clock.now();
    people(&app, now).await;
    let seats = seats(&app).await;
    let spaces = places(&app, now, &seats).await;
    let roots = talk(&app, now, texts, posts).await;
    latest(&app, now).await;
    notices(&app, now, seats[0]).await;
    let huge = POST_NUMBERS;
    let middle = huge + i64::try_from(posts).unwrap() / 20;
    let busy = &roots[0];
    Filled {
        deep: PostId::from_raw(busy[busy.len() / 5]).to_string(),
        spaces,
        roots,
        posts: i64::try_from(posts).unwrap(),
        huge: PostId::from_raw(huge).to_string(),
        huge_middle: PostId::from_raw(middle).to_string(),
        busy: SpaceId::from_raw(SPACE_NUMBERS).to_string(),
    }
}

/// Does something for a row of numbers, a few thousand in one commit.
async fn each(
    app: &House,
    count: i64,
    one: impl Fn(&mut Tx, i64) -> Result<(), Fault> + Send + Sync + 'static,
) {
    let one = Arc::new(one);
    let mut from = 0;
    // A folder that was kept is not filled again.
    while from < count && !app.kept {
        let (one, until) = (one.clone(), (from + AT_ONCE).min(count));
        let work = app.app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let one = one.clone();
            Box::pin(async move {
                (from..until).try_for_each(|n| one(tx, n))?;
                tx.touch_rights();
                Ok::<_, Failure>(())
            })
        });
        work.await.unwrap();
        from = until;
    }
}

/// The directory: members of whom every one is in the busiest space.
async fn people(app: &House, now: Time) {
    each(app, MEMBERS, move |tx, n| {
        let (persona, member) = (PERSONA_NUMBERS + n, MEMBER_NUMBERS + n);
        let at = now - (MEMBERS - n) * SECOND;
        tx.queue(
            sql!("insert into member (tenant, id, number, name, state, created_at, seen_at) values ($tenant, $1, $2, $3, 'active', $4, $4)"),
            params![member, 10_000 + n, format!("茶客{n}"), at],
        )?;
        tx.queue(
            sql!("insert into persona (tenant, id, member, kind, created_at) values ($tenant, $1, $2, 'member', $3)"),
            params![persona, member, at],
        )?;
        sit(tx, persona, 0, n, "member", at)
    })
    .await;
}

fn sit(
    tx: &mut Tx,
    persona: i64,
    space: i64,
    number: i64,
    role: &'static str,
    at: Time,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into space_member (tenant, space, persona, number, since) values ($tenant, $1, $2, $3, $4)"),
        params![SPACE_NUMBERS + space, persona, number, at],
    )?;
    tx.queue(
        sql!("insert into role_grant (tenant, persona, role, scope_kind, scope, since) values ($tenant, $1, $2, 'space', $3, $4)"),
        params![persona, role, SPACE_NUMBERS + space, at],
    )
}

/// Personas of the seats, in their order.
async fn seats(app: &House) -> Vec<i64> {
    let work = app.app.store.read(Scope::Tenant(TENANT), |tx: &mut Tx| {
        Box::pin(async move {
            let rows: Vec<Row> = tx
                .all(sql!("select p.id from persona p join session s on s.tenant = p.tenant and s.persona = p.id where p.tenant = $tenant order by p.id"), &[])
                .await?;
            rows.iter().map(Row::first::<i64>).collect::<Result<Vec<i64>, Fault>>()
        })
    });
    work.await.unwrap()
}

/// Spaces, a third of them open, with the seats in them; the first seat owns many more.
async fn places(app: &House, now: Time, seats: &[i64]) -> Vec<Vec<i64>> {
    each(app, SPACES + OWNED, move |tx, n| {
        let (id, open) = (SPACE_NUMBERS + n, n % 3 == 0);
        let members = if n == 0 { MEMBERS } else { 100 };
        tx.queue(
            sql!("insert into space (tenant, id, kind, name, line, state, open_to_read, created_at, opened_at, members) values ($tenant, $1, 'interest', $2, '一起喝茶', 'open', $3, $4, $4, $5)"),
            params![id, format!("社群{n}"), open, now, members],
        )?;
        if open {
            tx.queue(
                sql!("insert into role_grant (tenant, persona, role, scope_kind, scope, since) values ($tenant, 0, 'visitor', 'space', $1, $2)"),
                params![id, now],
            )?;
        }
        Ok(())
    })
    .await;
    let mut chance = Chance::new(3);
    let mut mine = Vec::new();
    for _ in seats {
        let mut some: Vec<i64> =
            (0..SPACES_EACH).map(|_| i64::try_from(chance.rank(SPACES as usize)).unwrap()).collect();
        some.sort_unstable();
        some.dedup();
        mine.push(some);
    }
    let shared = Arc::new((seats.to_vec(), mine.clone()));
    each(app, i64::try_from(seats.len()).unwrap(), move |tx, n| {
        let n = usize::try_from(n).unwrap();
        let persona = shared.0[n];
        for space in &shared.1[n] {
            sit(tx, persona, *space, MEMBERS + persona % 1_000_000, "member", now)?;
        }
        for k in 0..FOLLOWED_EACH {
            let target = PERSONA_NUMBERS + i64::try_from(n * 31 + k).unwrap();
            tx.queue(
                sql!("insert into follow (tenant, persona, kind, target, at) values ($tenant, $1, 'persona', $2, $3)"),
                params![persona, target, now],
            )?;
        }
        Ok(())
    })
    .await;
    let admin = seats[0];
    each(app, OWNED, move |tx, n| sit(tx, admin, SPACES + n, 1, "owner", now)).await;
    mine
}

/// Threads with replies, liked now and then; returns the roots of each space, oldest first.
async fn talk(app: &House, now: Time, texts: &[String], posts: usize) -> Vec<Vec<i64>> {
    let mut chance = Chance::new(5);
    let mut roots = vec![Vec::new(); SPACES as usize];
    let mut waiting: Vec<New> = Vec::new();
    let (mut thread, mut space, mut left) = (POST_NUMBERS, 0, posts / 10);
    for n in 0..posts {
        let number = POST_NUMBERS + i64::try_from(n).unwrap();
        let is_root = n == 0 || left == 0;
        if is_root && n > 0 {
            (thread, left) = (number, chance.rank(REPLIES_EACH * 8));
            space = i64::try_from(chance.rank(SPACES as usize)).unwrap();
        } else if !is_root {
            left -= 1;
        }
        if is_root {
            roots[usize::try_from(space).unwrap()].push(number);
        }
        waiting.push(New {
            number,
            space: SPACE_NUMBERS + space,
            author: PERSONA_NUMBERS + i64::try_from(chance.rank(MEMBERS as usize)).unwrap(),
            thread,
            replies: if is_root { i64::try_from(left).unwrap() } else { 0 },
            at: now - i64::try_from(posts - n).unwrap() * SECOND,
            text: texts[n % texts.len()].clone(),
        });
        if waiting.len() == AT_ONCE as usize {
            write(app, std::mem::take(&mut waiting)).await;
        }
    }
    write(app, waiting).await;
    roots
}

async fn write(app: &House, posts: Vec<New>) {
    let posts = Arc::new(posts);
    let count = i64::try_from(posts.len()).unwrap();
    each(app, count, move |tx, n| {
        let new = &posts[usize::try_from(n).unwrap()];
        let reply = (new.number != new.thread).then_some(new.thread);
        let kind = if reply.is_some() { "reply" } else { "post" };
        let branch = reply.map(|_| new.number);
        tx.queue(
            sql!("insert into post (tenant, id, space, author, thread, parent, branch, kind, title, text, state, visibility, province, created_at, version) values ($tenant, $1, $2, $3, $4, $5, $6, $7, '', $8, 'live', 'public', '浙江', $9, 1)"),
            params![new.number, new.space, new.author, new.thread, reply, branch, kind, &new.text, new.at],
        )?;
        if reply.is_none() || n % 3 == 0 {
            tx.queue(
                sql!("insert into post_count (tenant, post, likes, replies, last_at) values ($tenant, $1, $2, $3, $4)"),
                params![new.number, 1, new.replies, new.at],
            )?;
            tx.queue(
                sql!("insert into post_like (tenant, post, persona, at) values ($tenant, $1, $2, $3)"),
                params![new.number, PERSONA_NUMBERS + n, new.at],
            )?;
        }
        Ok(())
    })
    .await;
}

async fn latest(app: &House, now: Time) {
    each(app, SPACES + OWNED, move |tx, n| {
        tx.queue(
            sql!("insert into post_latest (tenant, space, post, at) select $tenant, $1, max(p.id), $2 from post p where p.tenant = $tenant and p.space = $1 and p.parent is null having max(p.id) is not null"),
            params![SPACE_NUMBERS + n, now],
        )
    })
    .await;
}

async fn notices(app: &House, now: Time, persona: i64) {
    each(app, NOTICES, move |tx, n| {
        tx.queue(
            sql!("insert into notification (tenant, id, persona, kind, category, about, latest, path, people, facts, pos, at) values ($tenant, $1, $2, 'post.replied', 'reply', $3, $3, '/', 1, '{}', $1, $4)"),
            params![NOTICE_NUMBERS + n, persona, PostId::from_raw(POST_NUMBERS + n).to_string(), now - (NOTICES - n) * SECOND],
        )
    })
    .await;
}
