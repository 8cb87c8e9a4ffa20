//! Fills a house with posts, past the commands: what is measured is finding, not writing.

use crate::{corpus::Chance, quality::Questions};
use std::{path::Path, sync::Arc};
use weilu::{clock::system_chance, wiring, wiring::Database};
use weilu_community::post;
use weilu_kernel::{Act, App, Tx, params, sql};
use weilu_store::Scope;
use weilu_vocabulary::{Clock, Failure, Id, MINUTE, PersonaId, PostId, SpaceId, TenantId, Time};

const TENANT: TenantId = TenantId::new(1);
const SPACES: i64 = 2_000;
const AUTHORS: i64 = 5_000;
const AT_ONCE: usize = 2_000;
/// Numbers of what stands here, far from those the server gives.
const SPACE_NUMBERS: i64 = 1_000_000;
const PERSONA_NUMBERS: i64 = 2_000_000;
const POST_NUMBERS: i64 = 10_000_000;
/// The space of the passages.
const LIBRARY: i64 = SPACE_NUMBERS + SPACES;

/// What was filled in.
pub struct Filled {
    /// Stands in the last post alone.
    pub last: String,
    /// The library's space.
    pub library: String,
    /// The passages' posts, in their order.
    pub passages: Vec<String>,
}

struct New {
    number: i64,
    space: i64,
    author: i64,
    at: Time,
    text: String,
}

pub async fn fill(folder: &Path, texts: &[String], posts: usize, questions: Option<&Questions>) -> Filled {
    let clock = Arc::new(weilu::clock::SystemClock);
    let app = wiring::open_with(folder, &Database::Folder, clock.clone(), system_chance()).await.unwrap();
    app.settle_database().await.unwrap();
    let now = clock.now();
    places(&app, now).await;
    let mut chance = Chance::new(5);
    let mut waiting = Vec::with_capacity(AT_ONCE);
    for n in 0..posts {
        let age = i64::try_from(posts - n).unwrap() * MINUTE;
        waiting.push(New {
            number: POST_NUMBERS + i64::try_from(n).unwrap(),
            space: SPACE_NUMBERS + i64::try_from(chance.rank(SPACES as usize)).unwrap(),
            author: PERSONA_NUMBERS + i64::try_from(chance.rank(AUTHORS as usize)).unwrap(),
            at: now - age,
            text: texts[n % texts.len()].clone(),
        });
        if waiting.len() == AT_ONCE {
            write(&app, std::mem::take(&mut waiting)).await;
        }
    }
    let mut passages = Vec::new();
    let last = "这是最后一帖的暗号".to_owned();
    let library = questions.map(|set| set.passages.as_slice()).unwrap_or_default();
    let numbers = POST_NUMBERS + i64::try_from(posts).unwrap()..;
    for (number, text) in numbers.zip(library.iter().chain([&last])) {
        waiting.push(New { number, space: LIBRARY, author: PERSONA_NUMBERS, at: now, text: text.clone() });
        passages.push(PostId::from_raw(number).to_string());
    }
    write(&app, waiting).await;
    skip_counting(&app).await;
    Filled { last, library: SpaceId::from_raw(LIBRARY).to_string(), passages }
}

fn act(app: &App) -> Arc<Act> {
    let mut act = app.system_act();
    act.ctx.tenant = TENANT;
    Arc::new(act)
}

/// Spaces, of which everybody reads a third and the library, and people.
async fn places(app: &App, now: Time) {
    let work = app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        Box::pin(async move {
            for n in 0..=SPACES {
                let (id, open) = (SPACE_NUMBERS + n, n % 3 == 0 || n == SPACES);
                tx.queue(
                    sql!("insert into space (tenant, id, kind, name, line, state, open_to_read, created_at, opened_at) values ($tenant, $1, 'interest', $2, '', 'open', $3, $4, $4)"),
                    params![id, format!("社群{n}"), open, now],
                )?;
                if open {
                    tx.queue(
                        sql!("insert into role_grant (tenant, persona, role, scope_kind, scope, since) values ($tenant, 0, 'visitor', 'space', $1, $2)"),
                        params![id, now],
                    )?;
                }
            }
            for n in 0..AUTHORS {
                let persona = PERSONA_NUMBERS + n;
                tx.queue(
                    sql!("insert into member (tenant, id, number, name, state, created_at, seen_at) values ($tenant, $1, $1, $2, 'active', $3, $3)"),
                    params![persona + AUTHORS, format!("茶客{n}"), now],
                )?;
                tx.queue(
                    sql!("insert into persona (tenant, id, member, kind, created_at) values ($tenant, $1, $2, 'member', $3)"),
                    params![persona, persona + AUTHORS, now],
                )?;
            }
            tx.touch_rights();
            Ok::<_, Failure>(())
        })
    });
    work.await.unwrap();
}

async fn write(app: &App, posts: Vec<New>) {
    let shared = Arc::new((act(app), posts));
    let work = app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        let shared = shared.clone();
        Box::pin(async move {
            let (act, posts) = &*shared;
            for new in posts {
                tx.queue(
                    sql!("insert into post (tenant, id, space, author, thread, kind, title, text, state, visibility, created_at, version) values ($tenant, $1, $2, $3, $1, 'post', '', $4, 'live', 'public', $5, 1)"),
                    params![new.number, new.space, new.author, &new.text, new.at],
                )?;
                let mut ctx = act.again().ctx;
                ctx.actor.persona = Some(PersonaId::from_raw(new.author));
                let event = post::WRITTEN.on(PostId::from_raw(new.number));
                tx.append_at(&ctx, new.at, event.space(SpaceId::from_raw(new.space)));
            }
            Ok::<_, Failure>(())
        })
    });
    work.await.unwrap();
}

/// The counts of likes and days are not what is measured: their readers begin at the end of the log.
async fn skip_counting(app: &App) {
    let names: Vec<&'static str> = app.processors().map(|spec| spec.name).collect();
    let (head, now) = (app.store.head(), app.clock.now());
    let work = app.store.write(Scope::System, move |tx: &mut Tx| {
        let names = names.clone();
        Box::pin(async move {
            for name in names {
                tx.set_cursor(name, head, now)?;
            }
            Ok::<_, Failure>(())
        })
    });
    work.await.unwrap();
}
