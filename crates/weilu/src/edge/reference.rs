//! The readable API page, made from the same catalogue as the OpenAPI document. It needs no other network.

use super::{Edge, problem::Problem, visitor};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value as Json;
use std::sync::Arc;
use weilu_kernel::Feature;
use weilu_vocabulary::{Lang, RefusalText, Text};

const TITLE: Text = Text::new("接口说明", "API reference");
const LEAD: Text = Text::new(
    "改变什么用 POST，问什么用 GET。编号写成「前缀_字母数字」，时间是 1970 年以来的微秒（UTC），金额是分。同一个 Idempotency-Key 重发，只做一次。",
    "Change something with POST, ask something with GET. Ids are prefix_base32, times are microseconds since 1970 in UTC, money is fen. The same Idempotency-Key sent again is done once.",
);
const FIELDS: Text = Text::new("参数", "Input");
const REFUSALS: Text = Text::new("可能的拒绝", "Ways it says no");
const DOCUMENT: Text = Text::new("OpenAPI 3.1 文档", "OpenAPI 3.1 document");
const NEEDED: Text = Text::new("必填", "required");

const STYLE: &str = "body{font:15px/1.7 'PingFang SC','Noto Sans CJK SC',system-ui,sans-serif;color:#1c1917;background:#fbf9f6;margin:0 auto;max-width:60rem;padding:2rem 1.25rem}a{color:#2b5c8a}h1{font-size:28px}h2{font-size:20px;margin-top:2.5rem;border-top:1px solid #e7e2da;padding-top:1.5rem}details{background:#fff;border:1px solid #e7e2da;border-radius:8px;margin:.5rem 0;padding:.5rem .875rem}summary{cursor:pointer}code{font:13px ui-monospace,monospace}.m{color:#c2410c;display:inline-block;min-width:3.25rem;font-weight:600}td{padding:.125rem 1rem .125rem 0;vertical-align:top}nav a{margin-right:1rem}";

pub(super) async fn page(State(edge): State<Arc<Edge>>, headers: HeaderMap) -> Result<Response, Problem> {
    let lang = visitor::act_of(&edge, &headers).await?.lang;
    let document = edge.app.openapi();
    let say = |text: &Text| text.get(lang).to_owned();
    let body = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::En { "en" } else { "zh-CN" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (say(&TITLE)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (say(&TITLE)) }
                p { (say(&LEAD)) }
                p { a href="/api/openapi.json" { (say(&DOCUMENT)) } }
                nav { @for f in shown(&edge) { a href=(format!("#{}", f.name)) { (title(f, lang)) } } }
                @for f in shown(&edge) { (feature(f, &document, lang)) }
            }
        }
    };
    Ok(Html(body.into_string()).into_response())
}

fn shown(edge: &Edge) -> impl Iterator<Item = &'static Feature> {
    edge.app.features.iter().copied().filter(|f| !f.commands.is_empty() || !f.queries.is_empty())
}

fn title(feature: &Feature, lang: Lang) -> &'static str {
    if lang == Lang::En { feature.en } else { feature.zh }
}

fn feature(feature: &Feature, document: &Json, lang: Lang) -> Markup {
    html! {
        h2 id=(feature.name) { (title(feature, lang)) }
        @for q in feature.queries { (operation("get", q.name, q.summary, &[], document, lang)) }
        @for c in feature.commands { (operation("post", c.name, c.summary, c.refusals, document, lang)) }
    }
}

fn operation(
    method: &str,
    name: &str,
    summary: (&str, &str),
    refusals: &[RefusalText],
    document: &Json,
    lang: Lang,
) -> Markup {
    let path = format!("/api/v1/{}", name.replacen('.', "/", 1));
    let at = document.pointer(&format!("/paths/{}/{method}", path.replace('/', "~1")));
    let fields = at.map(|o| fields(o, document)).unwrap_or_default();
    html! {
        details {
            summary {
                span.m { (method.to_uppercase()) } code { (path) } " · "
                (if lang == Lang::En { summary.1 } else { summary.0 })
            }
            @if !fields.is_empty() {
                p { (FIELDS.get(lang)) }
                table { @for (name, kind, needed) in &fields {
                    tr { td { code { (name) } } td { code { (kind) } } td { @if *needed { (NEEDED.get(lang)) } } }
                } }
            }
            @if !refusals.is_empty() {
                p { (REFUSALS.get(lang)) }
                table { @for r in refusals {
                    tr { td { (r.status) } td { code { (r.code) } } td { (if lang == Lang::En { r.en } else { r.zh }) } }
                } }
            }
        }
    }
}

/// Name, kind and whether it is needed, of every input field.
fn fields(operation: &Json, document: &Json) -> Vec<(String, String, bool)> {
    if let Some(list) = operation
        .get("parameters")
        .and_then(Json::as_array)
        .filter(|_| operation.get("requestBody").is_none())
    {
        let one = |p: &Json| {
            let name = p.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
            (name, kind(p.get("schema").unwrap_or(&Json::Null)), p.get("required") == Some(&Json::Bool(true)))
        };
        return list.iter().map(one).collect();
    }
    let schema = operation.pointer("/requestBody/content/application~1json/schema").unwrap_or(&Json::Null);
    let named =
        schema.get("$ref").and_then(Json::as_str).and_then(|r| document.pointer(r.trim_start_matches('#')));
    let schema = named.unwrap_or(schema);
    let needed: Vec<&str> = schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let properties = schema.get("properties").and_then(Json::as_object).into_iter().flatten();
    properties.map(|(name, s)| (name.clone(), kind(s), needed.contains(&name.as_str()))).collect()
}

fn kind(schema: &Json) -> String {
    let named = schema.get("$ref").and_then(Json::as_str).and_then(|r| r.rsplit('/').next());
    match (named, schema.get("type")) {
        (Some(name), _) => name.to_owned(),
        (None, Some(Json::String(kind))) => kind.clone(),
        (None, Some(Json::Array(kinds))) => {
            kinds.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" | ")
        }
        (None, _) => "object".to_owned(),
    }
}
