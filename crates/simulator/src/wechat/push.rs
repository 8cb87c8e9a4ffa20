//! Pushes to an account's own server: signed with its token, sealed where it has a key, three times at most, five
//! seconds each.

use super::world::{Account, Simulator, open_id};
use axum::{
    body::Bytes,
    http::{Request, header},
};
use data_encoding::HEXLOWER;
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use sha1::{Digest, Sha1};
use std::time::Duration;
use weilu_channels::wechat::sealed;
use weilu_vocabulary::SECOND;

const PATIENCE: Duration = Duration::from_secs(5);
const TRIES: usize = 3;

/// Tells the account of an event; the text it answers with.
pub(super) async fn event(
    simulator: &Simulator,
    app_id: &str,
    person: &str,
    event: &str,
    key: &str,
    ticket: &str,
) -> Option<String> {
    let account = simulator.world().accounts.get(app_id).cloned()?;
    let created = simulator.now().0 / SECOND;
    let xml = format!(
        "<xml><ToUserName><![CDATA[{}]]></ToUserName><FromUserName><![CDATA[{}]]></FromUserName><CreateTime>{created}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event><EventKey><![CDATA[{key}]]></EventKey><Ticket><![CDATA[{ticket}]]></Ticket></xml>",
        account.original,
        open_id(app_id, person)
    );
    for _ in 0..TRIES {
        if let Some(answer) = simulator.push(&account, &xml).await {
            return content(&account, &answer);
        }
    }
    None
}

impl Simulator {
    /// Sends a message once, signed now; the body of the answer when it was taken.
    pub async fn push(&self, account: &Account, xml: &str) -> Option<String> {
        let (query, body) = self.signed(account, xml)?;
        post(&format!("{}?{query}", account.callback), body).await
    }

    /// Parameters and body of a message as the vendor would send it now.
    #[must_use]
    pub fn signed(&self, account: &Account, xml: &str) -> Option<(String, String)> {
        if account.callback.is_empty() {
            return None;
        }
        let time = (self.now().0 / SECOND).to_string();
        let nonce = self.world().draw("N");
        let signature = signature(&[&account.token, &time, &nonce]);
        let query = format!("signature={signature}&timestamp={time}&nonce={nonce}");
        if account.aes_key.is_empty() {
            return Some((query, xml.to_owned()));
        }
        let salt = *blake3::hash(nonce.as_bytes()).as_bytes().first_chunk::<16>()?;
        let sealed = sealed::seal(&account.aes_key, &account.app_id, xml, salt)?;
        let over = self::signature(&[&account.token, &time, &nonce, &sealed]);
        let body = format!(
            "<xml><ToUserName><![CDATA[{}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>",
            account.original
        );
        Some((format!("{query}&encrypt_type=aes&msg_signature={over}"), body))
    }
}

fn signature(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    HEXLOWER.encode(&Sha1::digest(sorted.concat()))
}

async fn post(url: &str, body: String) -> Option<String> {
    let http: Client<HttpConnector, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::post(url)
        .header(header::CONTENT_TYPE, "text/xml")
        .body(Full::new(Bytes::from(body)))
        .ok()?;
    let response = tokio::time::timeout(PATIENCE, http.request(request)).await.ok()?.ok()?;
    if !response.status().is_success() {
        return None;
    }
    let bytes = response.into_body().collect().await.ok()?.to_bytes();
    String::from_utf8(bytes.to_vec()).ok()
}

/// What stands in an answer, if it is a text.
fn content(account: &Account, answer: &str) -> Option<String> {
    let open = match between(answer, "<Encrypt><![CDATA[") {
        Some(sealed) => sealed::open(&account.aes_key, &account.app_id, &sealed).ok()?,
        None => answer.to_owned(),
    };
    between(&open, "<Content><![CDATA[")
}

fn between(text: &str, start: &str) -> Option<String> {
    let rest = text.split(start).nth(1)?;
    rest.split("]]>").next().map(ToOwned::to_owned)
}
