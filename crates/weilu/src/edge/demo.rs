//! The door of the demo village: who one may be, and what there is to see. Only a server started with `--demo`
//! has it; the people behind it are invented.

use super::{Edge, api::set_cookie, problem::Problem, visitor};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, PreEscaped, html};
use std::sync::Arc;
use weilu_kernel::{Act, Role, Tx};
use weilu_people::account::{SESSION_DAYS, state, token_hash};
use weilu_simulator::village::people::{CAST, Named};
use weilu_store::Scope;
use weilu_vocabulary::{DAY, Failure, Text};

const TITLE: Text = Text::new("山脚茶事 · 演示", "Foothill Tea · demo");
const LEAD: Text = Text::new(
    "这是一个虚构的茶铺和它的九个社群，九十天的故事都由人一步步做出来。选一个身份走进去看看。",
    "An invented tea shop with its nine communities; ninety days of story, all done by people step by step. Choose who you want to be.",
);
const ENTER: Text = Text::new("以 TA 的身份进入", "Enter as this person");
const STRANGER: Text = Text::new("先不登录，随便看看", "Look around without signing in");
const DESK: Text = Text::new("进控制台", "To the console");

const STYLE: &str = "body{font:16px/1.7 'PingFang SC','HarmonyOS Sans SC','Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif;color:#1c1917;background:#fbf9f6;margin:0 auto;max-width:64rem;padding:1.5rem 1rem 3rem}h1{font-size:28px;margin:.5rem 0}p{margin:.25rem 0 1rem;max-width:38em}ul{list-style:none;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}li{background:#fff;border:1px solid #e7e2da;border-radius:12px;padding:1rem;display:flex;flex-direction:column}li b{font-size:16px}li small{color:#57534e;font-size:13px;flex:1;margin:.25rem 0 .75rem}button,.b{font:inherit;font-weight:600;color:#fff;background:#c2410c;border:0;border-radius:8px;min-height:44px;padding:0 1rem;cursor:pointer;width:100%}.b{background:none;color:#2b5c8a;display:inline-flex;align-items:center;width:auto;text-decoration:none;padding:0}@media(prefers-color-scheme:dark){body{background:#171412;color:#ede6df}li{background:#211d1a;border-color:#36302b}li small{color:#a89e94}button{background:#fb8a4c;color:#1c1917}.b{color:#7fb0dc;background:none}}";

pub(super) async fn page(State(edge): State<Arc<Edge>>, headers: HeaderMap) -> Result<Response, Problem> {
    if !edge.demo {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let lang = visitor::act_of(&edge, &headers).await?.lang;
    let body = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (TITLE.get(lang)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (TITLE.get(lang)) }
                p { (LEAD.get(lang)) }
                p { a.b href="/" { (STRANGER.get(lang)) } }
                ul { @for (n, person) in CAST.iter().enumerate() {
                    li {
                        b { (person.name) }
                        small { (roles(person, lang)) (person.bio) }
                        form method="post" action=(format!("/demo/{n}")) {
                            @if is_staff(person) { button { (DESK.get(lang)) } } @else { button { (ENTER.get(lang)) } }
                        }
                    }
                } }
            }
        }
    };
    Ok(Html(body.into_string()).into_response())
}

fn roles(person: &Named, lang: weilu_vocabulary::Lang) -> String {
    let names: Vec<String> = person.roles.iter().map(|r| r.text().get(lang).to_owned()).collect();
    if names.is_empty() { String::new() } else { format!("{} · ", names.join(" · ")) }
}

fn is_staff(person: &Named) -> bool {
    let staff = [Role::Operator, Role::Service, Role::Reviewer, Role::BranchHead];
    person.roles.iter().any(|r| staff.contains(r))
}

pub(super) async fn enter(
    State(edge): State<Arc<Edge>>,
    Path(n): Path<usize>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(person) = CAST.get(n).filter(|_| edge.demo && !visitor::is_foreign(&headers)) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let token = open_session(act, n).await.map_err(|failure| Problem { failure, lang, request })?;
    let Some(token) = token else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = if is_staff(person) { "/console" } else { "/" };
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(to));
    set_cookie(&mut response, &token, SESSION_DAYS * 86_400, &headers);
    Ok(response)
}

/// A session of the n-th of the cast, found by the phone the story gave him.
async fn open_session(act: Act, n: usize) -> Result<Option<String>, Failure> {
    let store = act.app.store.clone();
    let token = format!("{:016x}{:016x}", act.below(u64::MAX), act.below(u64::MAX));
    let shared = Arc::new((act, token));
    let done = store
        .write(Scope::Tenant(shared.0.tenant), move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (act, token) = &*shared;
                act.rewind();
                let Some(known) = state::known_by(tx, "phone", &format!("120{n:08}")).await? else {
                    return Ok(None);
                };
                state::open_session(
                    tx,
                    act,
                    known.persona,
                    &token_hash(token),
                    "demo",
                    act.now + SESSION_DAYS * DAY,
                )?;
                Ok::<_, Failure>(Some(token.clone()))
            })
        })
        .await?;
    Ok(done.value)
}
