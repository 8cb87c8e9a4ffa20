//! The data of the run: members with sessions in spaces of a hundred, posts to like.

use serde_json::json;
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use weilu::{clock::system_chance, wiring, wiring::Database};
use weilu_community::{post, space};
use weilu_kernel::{Act, App, Role, Tx, command};
use weilu_people::{
    account::{Address, state, token_hash},
    role::{self, Site},
};
use weilu_store::Scope;
use weilu_vocabulary::{Actor, DAY, Failure, SpaceId, TenantId};

const TENANT: TenantId = TenantId::new(1);
const SPACE_SIZE: usize = 100;
const POSTS_PER_SPACE: usize = 200;

pub struct Seat {
    pub token: String,
    pub space: String,
}

pub struct Village {
    pub folder: PathBuf,
    /// Whether the folder outlives the run.
    pub kept: bool,
    pub seats: Vec<Seat>,
    pub posts: Vec<(String, Vec<String>)>,
}

impl Village {
    pub async fn prepare(people: usize) -> Village {
        Village::prepare_on(&Database::Folder, people).await
    }

    /// As [`Village::prepare`], on a database of one's choice.
    pub async fn prepare_on(database: &Database, people: usize) -> Village {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("weilu-bench-{}-{n}", std::process::id()));
        Village::make(folder, database, people).await
    }

    /// As [`Village::prepare`], in a folder of one's choice.
    pub async fn prepare_in(folder: PathBuf, people: usize) -> Village {
        Village::make(folder, &Database::Folder, people).await
    }

    async fn make(folder: PathBuf, database: &Database, people: usize) -> Village {
        std::fs::create_dir_all(&folder).unwrap();
        let clock = Arc::new(weilu::clock::SystemClock);
        let app = wiring::open_with(&folder, database, clock, system_chance()).await.unwrap();
        app.create_tenant("山脚茶事", "").await.unwrap();
        end_probation(&app).await;
        let (mut seats, mut posts) = (Vec::new(), Vec::new());
        let mut space = None;
        for n in 0..people {
            let (act, token) = move_in(&app, n).await;
            if n.is_multiple_of(SPACE_SIZE) {
                let (opened, written) = open_space(&app, &act, n / SPACE_SIZE).await;
                posts.push((opened.to_string(), written));
                space = Some(opened);
            } else {
                let join = space::Join { space: space.unwrap(), invitation: None, entry_code: None };
                command::perform(&app, act, join).await.unwrap();
            }
            seats.push(Seat { token, space: space.unwrap().to_string() });
        }
        app.settle().await.unwrap();
        Village { folder, kept: false, seats, posts }
    }

    /// The people of a folder that an earlier run kept; their posts are not known here.
    pub fn again(folder: PathBuf, people: usize) -> Village {
        let seats = (0..people).map(|n| Seat { token: token(n), space: String::new() });
        Village { folder, kept: true, seats: seats.collect(), posts: Vec::new() }
    }
}

impl Drop for Village {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Everybody here has been a member for long: a newcomer's limits are not what is measured.
async fn end_probation(app: &Arc<App>) {
    let mut act = app.system_act();
    act.ctx.tenant = TENANT;
    let act = Arc::new(act);
    app.store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move {
                weilu_kernel::setting::put(tx, &act, "gate.probation_days", &json!(0))?;
                Ok::<_, Failure>(())
            })
        })
        .await
        .unwrap();
}

fn token(n: usize) -> String {
    format!("bench-token-{n}")
}

async fn move_in(app: &Arc<App>, n: usize) -> (Act, String) {
    let mut act = app.system_act();
    act.ctx.tenant = TENANT;
    let token = token(n);
    let shared = Arc::new((act, token.clone()));
    let known = app
        .store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (act, token) = &*shared;
                act.rewind();
                let known = state::create_member(tx, act, &format!("茶客{n}")).await?;
                state::add_identity(tx, act, known.persona, &Address::Phone(format!("120{n:08}")))?;
                weilu_people::consent::accept_current(tx, act, known.persona).await?;
                state::open_session(tx, act, known.persona, &token_hash(token), "bench", act.now + DAY)?;
                if n.is_multiple_of(SPACE_SIZE) {
                    role::grant(tx, act, known.persona, Role::Operator, Site::Whole).await?;
                }
                Ok::<_, Failure>(known)
            })
        })
        .await
        .unwrap()
        .value;
    let mut act = app.act(TENANT);
    act.ctx.actor = Actor {
        persona: Some(known.persona),
        member: Some(known.member),
        session: None,
        system: false,
        suspended: None,
    };
    (act, token)
}

async fn open_space(app: &Arc<App>, act: &Act, n: usize) -> (SpaceId, Vec<String>) {
    let open: space::Open = serde_json::from_value(
        json!({ "name": format!("茶友会{n}"), "line": "一起喝茶", "open_to_read": true }),
    )
    .unwrap();
    let (opened, _) = command::perform(app, act.again(), open).await.unwrap();
    let mut written = Vec::new();
    for p in 0..POSTS_PER_SPACE {
        let write = json!({ "space": opened.space, "text": format!("第 {p} 条") });
        let write: post::Write = serde_json::from_value(write).unwrap();
        let (done, _) = command::perform(app, act.again(), write).await.unwrap();
        written.push(done.post.to_string());
    }
    (opened.space, written)
}
