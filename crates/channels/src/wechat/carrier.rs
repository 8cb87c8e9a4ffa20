//! The outbound client. Where the vendor is, is a port of the wiring and no setting: nobody who changes settings
//! can send the server elsewhere. Tests and the village point it at the simulator.
//!
//! TLS is rustls with ring and the roots of the system. An answer is at most 256 KiB and takes at most five
//! seconds. Addresses hold secrets, so no error repeats one.

use super::vendor::VendorError;
use axum::{
    body::Bytes,
    http::{Method, Request, header},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value as Json;
use std::{
    sync::{OnceLock, PoisonError, RwLock},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(5);
const ANSWER_MAX: usize = 256 * 1024;

/// Where the vendor is.
#[derive(Clone, Debug)]
struct Bases {
    api: String,
    open: String,
}

type Http = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The way to the vendor.
pub struct Carrier {
    bases: RwLock<Bases>,
    http: OnceLock<Result<Http, String>>,
}

impl Default for Carrier {
    fn default() -> Self {
        let bases =
            Bases { api: "https://api.weixin.qq.com".into(), open: "https://open.weixin.qq.com".into() };
        Self { bases: RwLock::new(bases), http: OnceLock::new() }
    }
}

impl Carrier {
    /// Speaks to a simulator from now on.
    pub fn point_at(&self, base: &str) {
        let base = base.trim_end_matches('/').to_owned();
        let mut bases = self.bases.write().unwrap_or_else(PoisonError::into_inner);
        *bases = Bases { api: base.clone(), open: base };
    }

    fn bases(&self) -> Bases {
        self.bases.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn http(&self) -> Result<&Http, VendorError> {
        let made = self.http.get_or_init(|| {
            let roots = HttpsConnectorBuilder::new().with_native_roots().map_err(|e| e.to_string())?;
            let connector = roots.https_or_http().enable_http1().build();
            Ok(Client::builder(TokioExecutor::new()).build(connector))
        });
        made.as_ref().map_err(|why| VendorError::Silent(format!("no root certificates: {why}")))
    }

    /// Where somebody is sent to be recognised.
    pub(super) fn authorize_url(&self, app_id: &str, back: &str, scope: &str, state: &str) -> String {
        let query = encoded(&[
            ("appid", app_id),
            ("redirect_uri", back),
            ("response_type", "code"),
            ("scope", scope),
            ("state", state),
        ]);
        format!("{}/connect/oauth2/authorize?{query}#wechat_redirect", self.bases().open)
    }

    /// Asks the vendor something.
    ///
    /// # Errors
    /// [`VendorError`], also when the answer carries an `errcode` other than 0.
    pub(super) async fn ask(&self, path: &str, query: &[(&str, &str)]) -> Result<Json, VendorError> {
        self.call(Method::GET, path, query, None).await
    }

    /// Sends the vendor something.
    ///
    /// # Errors
    /// As [`Carrier::ask`].
    pub(super) async fn send(
        &self,
        path: &str,
        query: &[(&str, &str)],
        body: &Json,
    ) -> Result<Json, VendorError> {
        self.call(Method::POST, path, query, Some(body)).await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Json>,
    ) -> Result<Json, VendorError> {
        let url = format!("{}{path}?{}", self.bases().api, encoded(query));
        let bytes = body.map(ToString::to_string).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(bytes)))
            .map_err(|_| VendorError::Silent("the address is none".into()))?;
        let sent = tokio::time::timeout(PATIENCE, self.fetch(request)).await;
        let answer = sent.map_err(|_| VendorError::Silent("it took too long".into()))??;
        read(&answer)
    }

    async fn fetch(&self, request: Request<Full<Bytes>>) -> Result<Bytes, VendorError> {
        // The error of a connection names no address; its chain would.
        let silent = |_| VendorError::Silent("the connection failed".into());
        let response = self.http()?.request(request).await.map_err(silent)?;
        let status = response.status();
        if !status.is_success() {
            return Err(VendorError::Silent(format!("status {}", status.as_u16())));
        }
        let body = Limited::new(response.into_body(), ANSWER_MAX).collect().await;
        Ok(body.map_err(|_| VendorError::Silent("the answer broke off".into()))?.to_bytes())
    }
}

/// An answer as JSON; one with an `errcode` other than 0 is a no.
fn read(bytes: &[u8]) -> Result<Json, VendorError> {
    let answer: Json =
        serde_json::from_slice(bytes).map_err(|_| VendorError::Silent("the answer is no JSON".into()))?;
    let code = answer.get("errcode").and_then(Json::as_i64).unwrap_or(0);
    if code == 0 {
        return Ok(answer);
    }
    let message: String =
        answer.get("errmsg").and_then(Json::as_str).unwrap_or_default().chars().take(200).collect();
    Err(VendorError::Said { code, message })
}

fn encoded(query: &[(&str, &str)]) -> String {
    serde_html_form::to_string(query).unwrap_or_default()
}

/// A text field of an answer; empty when it is missing.
pub(super) fn text(answer: &Json, field: &str) -> String {
    answer.get(field).and_then(Json::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errcode_is_a_no_and_zero_is_a_yes() {
        assert!(read(b"{\"errcode\":0,\"ticket\":\"t\"}").is_ok());
        assert!(read(b"{\"access_token\":\"a\"}").is_ok());
        let no = read(b"{\"errcode\":40163,\"errmsg\":\"code been used\"}").unwrap_err();
        assert_eq!(no, VendorError::Said { code: 40163, message: "code been used".into() });
        assert!(matches!(read(b"<html>"), Err(VendorError::Silent(_))));
    }

    #[test]
    fn the_way_to_the_vendor_is_spelled_as_it_wants_it() {
        let url = Carrier::default().authorize_url("wx1", "https://a.cn/wechat/back", "snsapi_base", "s1");
        assert_eq!(
            url,
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fa.cn%2Fwechat%2Fback&response_type=code&scope=snsapi_base&state=s1#wechat_redirect"
        );
    }
}
