//! Posters of shared addresses, as pictures to press, save and print. Drawn by few at a time and kept in memory;
//! the same words give the same picture, so chats may keep it too.

use super::{Edge, problem::Problem, share, share::Shared, visitor};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use tokio::sync::Semaphore;
use weilu_kernel::{Act, Tx, counter};
use weilu_poster::{NoFont, Poster, Press, Shape};
use weilu_store::Scope;
use weilu_vocabulary::{Failure, Fault, HOUR, Outcome, Text, refusals};

const AT_ONCE: usize = 2;
const KEPT_MOST: usize = 64;
const PER_HOUR: i64 = 300;
static PRESS: Text = Text::new("长按识别", "Press and hold");
static COME: Text = Text::new("进来坐坐", "Come in and sit down");
static TURN: Semaphore = Semaphore::const_new(AT_ONCE);

refusals! {
    /// Why there is no picture.
    pub enum PosterRefusal {
        /// The machine has no Chinese font.
        NoFont => 409 "poster.no_font" "服务器上没有中文字体，暂时画不了海报。请管理员安装 fonts-noto-cjk 后重启。" "The server has no Chinese font and cannot draw posters. Ask its administrator to install fonts-noto-cjk and restart.";
        /// Nothing a stranger may know of.
        Closed => 404 "poster.closed" "这个页面不对外开放，没有海报。" "This page is not open to strangers and has no poster.";
    }
}

/// What is drawn already.
#[derive(Default)]
pub(super) struct Drawn(Mutex<BTreeMap<String, Arc<Vec<u8>>>>);

impl Drawn {
    fn get(&self, name: &str) -> Option<Arc<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn keep(&self, name: String, png: Arc<Vec<u8>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MOST {
            kept.clear();
        }
        kept.insert(name, png);
    }
}

/// The fonts of this machine, read once.
pub fn press() -> Result<&'static Press, NoFont> {
    static PRESSES: OnceLock<Result<Press, NoFont>> = OnceLock::new();
    PRESSES.get_or_init(Press::open).as_ref().map_err(|none| *none)
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    path: String,
}

pub(super) async fn show(
    State(edge): State<Arc<Edge>>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(shape) = file.strip_suffix(".png").and_then(Shape::from_word) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let act = visitor::act_of(&edge, &headers).await?;
    let (lang, request) = (act.lang, act.request.clone());
    let png = picture(&edge, &act, shape, &asked.path).await;
    let png = png.map_err(|failure| Problem { failure, lang, request })?;
    let mut response = png.as_ref().clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=600"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

async fn picture(edge: &Edge, act: &Act, shape: Shape, path: &str) -> Outcome<Arc<Vec<u8>>> {
    let found = share::find(edge, act, path).await?.filter(|shared| shared.card.open);
    let shared = found.ok_or(PosterRefusal::Closed)?;
    let svg = drawn(act, &shared, shape)?;
    let name = blake3::hash(svg.as_bytes()).to_hex().to_string();
    if let Some(png) = edge.posters.get(&name) {
        return Ok(png);
    }
    count(act).await?;
    let _turn = TURN.acquire().await.map_err(|e| Fault::new(e.to_string()))?;
    let made = tokio::task::spawn_blocking(move || match press() {
        Ok(press) => press.png(&svg).map_err(Failure::from),
        Err(NoFont) => Err(PosterRefusal::NoFont.into()),
    });
    let png = Arc::new(made.await.map_err(|e| Fault::new(e.to_string()))??);
    edge.posters.keep(name, png.clone());
    Ok(png)
}

fn drawn(act: &Act, shared: &Shared, shape: Shape) -> Result<String, Fault> {
    let url = shared.url();
    let poster = Poster {
        brand: &shared.brand,
        title: &shared.card.title,
        line: &shared.card.line,
        by: shared.card.by.as_deref().unwrap_or_default(),
        picture: None,
        url: &url,
        press: PRESS.get(act.lang),
        come: COME.get(act.lang),
        accent: "#c2410c",
    };
    weilu_poster::svg(&poster, shape)
}

/// Drawing costs a good part of a second of one core.
async fn count(act: &Act) -> Outcome<()> {
    let Some(source) = act.source else { return Ok(()) };
    let counted = Arc::new(act.again());
    let key = format!("poster:{}", data_encoding::HEXLOWER.encode(&source));
    act.app
        .store
        .write(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            let (counted, key) = (counted.clone(), key.clone());
            Box::pin(async move { counter::limit(tx, &counted, &key, PER_HOUR, HOUR).await })
        })
        .await
        .map(drop)
}
