//! Sign-in on pages: the person is recognised by his phone, silently or after he agreed.

use super::{
    Answer, No, escaped, page,
    world::{CODE_VALID, Code, REFRESH_VALID, Simulator, TOKEN_VALID, WebToken, open_id, seconds, union_id},
};
use axum::{
    Form, Json,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

const STATE_MOST: usize = 128;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    response_type: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    state: String,
}

/// Whose phone a browser is.
fn person_of(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    if !agent.contains("MicroMessenger") {
        return None;
    }
    let name = agent.split("wx-person/").nth(1)?.split(' ').next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// The host (with port) of an address, when it is one.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next()
}

pub(super) async fn authorize(
    State(simulator): State<Simulator>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(person) = person_of(&headers) else {
        return page("<p>请在微信客户端打开链接");
    };
    if let Some(wrong) = complaint(&simulator, &asked) {
        return page(&format!("<p>{wrong}"));
    }
    if !simulator.world().people.contains_key(&person) {
        return page("<p>这台手机没有登录微信");
    }
    if asked.scope == "snsapi_base" {
        return back(&simulator, &asked.appid, &person, &asked.scope, &asked.redirect_uri, &asked.state);
    }
    let hidden = |name: &str, value: &str| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value))
    };
    let fields = [
        hidden("appid", &asked.appid),
        hidden("redirect_uri", &asked.redirect_uri),
        hidden("state", &asked.state),
    ]
    .concat();
    page(&format!(
        "<h1>申请使用</h1><p>你的昵称、头像</p><form method=\"post\" action=\"/connect/oauth2/decide\">{fields}<button name=\"allow\" value=\"true\">允许</button><button class=\"no\" name=\"allow\" value=\"false\">拒绝</button></form>"
    ))
}

/// What is wrong with a request, in the vendor's words.
fn complaint(simulator: &Simulator, asked: &Asked) -> Option<&'static str> {
    let world = simulator.world();
    let Some(account) = world.accounts.get(&asked.appid) else {
        return Some("该公众号不存在，错误码:10013");
    };
    if host_of(&asked.redirect_uri) != Some(account.domain.as_str()) {
        return Some("redirect_uri域名与后台配置不一致，错误码:10003");
    }
    let sound = asked.state.len() <= STATE_MOST && asked.state.bytes().all(|b| b.is_ascii_alphanumeric());
    if asked.response_type != "code" || !sound {
        return Some("参数错误，错误码:10015");
    }
    let known = ["snsapi_base", "snsapi_userinfo"].contains(&asked.scope.as_str());
    (!known).then_some("Scope 参数错误或没有 Scope 权限，错误码:10005")
}

fn back(
    simulator: &Simulator,
    app_id: &str,
    person: &str,
    scope: &str,
    redirect: &str,
    state: &str,
) -> Response {
    let now = simulator.now();
    let mut world = simulator.world();
    let code = world.draw("CODE");
    let made = Code {
        app_id: app_id.to_owned(),
        person: person.to_owned(),
        scope: scope.to_owned(),
        at: now,
        used: false,
    };
    world.codes.insert(code.clone(), made);
    let sign = if redirect.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{redirect}{sign}code={code}&state={state}")).into_response()
}

#[derive(Deserialize)]
pub(super) struct Decided {
    appid: String,
    redirect_uri: String,
    state: String,
    allow: bool,
}

pub(super) async fn decide(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    Form(decided): Form<Decided>,
) -> Response {
    let Some(person) = person_of(&headers) else { return page("<p>请在微信客户端打开链接") };
    if !decided.allow {
        // The vendor leads back without a code.
        let sign = if decided.redirect_uri.contains('?') { '&' } else { '?' };
        return Redirect::to(&format!("{}{sign}state={}", decided.redirect_uri, decided.state))
            .into_response();
    }
    let (redirect, state) = (&decided.redirect_uri, &decided.state);
    back(&simulator, &decided.appid, &person, "snsapi_userinfo", redirect, state)
}

#[derive(Deserialize)]
pub(super) struct Exchange {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    grant_type: String,
}

pub(super) async fn access_token(
    State(simulator): State<Simulator>,
    Query(asked): Query<Exchange>,
) -> Answer {
    let now = simulator.now();
    let mut world = simulator.world();
    let account = world.account(&asked.appid, &asked.secret)?;
    if asked.grant_type != "authorization_code" {
        return Err(No(40002, "invalid grant_type"));
    }
    if asked.code.is_empty() {
        return Err(No(41008, "missing code"));
    }
    let code = world.codes.get_mut(&asked.code).filter(|c| c.app_id == account.app_id);
    let code = code.ok_or(No(40029, "invalid code"))?;
    if code.used {
        return Err(No(40163, "code been used"));
    }
    if now.0 - code.at.0 >= CODE_VALID {
        return Err(No(42003, "oauth_code expired"));
    }
    code.used = true;
    let (person, scope) = (code.person.clone(), code.scope.clone());
    let grant = WebToken { app_id: account.app_id.clone(), person, scope, until: now + TOKEN_VALID };
    let (token, refresh) = (world.draw("WT"), world.draw("RT"));
    world.web_tokens.insert(token.clone(), grant.clone());
    world.refresh_tokens.insert(refresh.clone(), WebToken { until: now + REFRESH_VALID, ..grant.clone() });
    let mut answer = json!({
        "access_token": token, "expires_in": seconds(TOKEN_VALID), "refresh_token": refresh,
        "openid": open_id(&grant.app_id, &grant.person), "scope": grant.scope,
    });
    let extra = answer.as_object_mut();
    if let Some(extra) = extra {
        let with_profile = grant.scope == "snsapi_userinfo";
        if let Some(platform) = account.platform.filter(|_| with_profile) {
            extra.insert("unionid".into(), union_id(&platform, &grant.person).into());
        }
        if with_profile && world.people.get(&grant.person).is_some_and(|p| p.snapshot) {
            extra.insert("is_snapshotuser".into(), 1.into());
        }
    }
    Ok(Json(answer))
}

#[derive(Deserialize)]
pub(super) struct Refresh {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    refresh_token: String,
}

pub(super) async fn refresh_token(
    State(simulator): State<Simulator>,
    Query(asked): Query<Refresh>,
) -> Answer {
    let now = simulator.now();
    let mut world = simulator.world();
    let known = world.refresh_tokens.get(&asked.refresh_token).filter(|g| g.app_id == asked.appid);
    let grant = known.cloned().ok_or(No(40030, "invalid refresh_token"))?;
    if grant.until <= now {
        return Err(No(42002, "refresh_token expired"));
    }
    let token = world.draw("WT");
    world.web_tokens.insert(token.clone(), WebToken { until: now + TOKEN_VALID, ..grant.clone() });
    Ok(Json(json!({
        "access_token": token, "expires_in": seconds(TOKEN_VALID), "refresh_token": asked.refresh_token,
        "openid": open_id(&grant.app_id, &grant.person), "scope": grant.scope,
    })))
}

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    openid: String,
}

fn granted(simulator: &Simulator, asked: &Shown) -> Result<WebToken, No> {
    let world = simulator.world();
    let grant = world.web_tokens.get(&asked.access_token).cloned();
    let grant = grant.ok_or(No(40001, "invalid credential"))?;
    if grant.until <= simulator.now() {
        return Err(No(42001, "access_token expired"));
    }
    if open_id(&grant.app_id, &grant.person) != asked.openid {
        return Err(No(40003, "invalid openid"));
    }
    Ok(grant)
}

pub(super) async fn user_info(State(simulator): State<Simulator>, Query(asked): Query<Shown>) -> Answer {
    let grant = granted(&simulator, &asked)?;
    if grant.scope != "snsapi_userinfo" {
        return Err(No(48001, "api unauthorized"));
    }
    let world = simulator.world();
    let person = world.people.get(&grant.person).cloned().unwrap_or_default();
    let mut answer = json!({
        "openid": asked.openid, "nickname": person.nickname, "sex": 0, "province": "", "city": "",
        "country": "", "headimgurl": "", "privilege": [],
    });
    let platform = world.accounts.get(&grant.app_id).and_then(|a| a.platform.clone());
    if let (Some(platform), Some(fields)) = (platform, answer.as_object_mut()) {
        fields.insert("unionid".into(), Value::from(union_id(&platform, &grant.person)));
    }
    Ok(Json(answer))
}

pub(super) async fn auth(State(simulator): State<Simulator>, Query(asked): Query<Shown>) -> Answer {
    granted(&simulator, &asked)?;
    Ok(Json(json!({ "errcode": 0, "errmsg": "ok" })))
}
