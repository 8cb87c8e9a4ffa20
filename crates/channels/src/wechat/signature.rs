//! The signature by which the page may use WeChat's own sharing: over the page ticket, a nonce, the time and the
//! address. Only pages of the host that asks are signed. The ticket comes from the database; a job keeps it fresh.

use super::{
    credential::{self, Kind, MARGIN},
    official::Official,
    refusal::WeChatRefusal,
    state,
};
use data_encoding::HEXLOWER;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha1::{Digest, Sha1};
use std::sync::Arc;
use weilu_kernel::{Act, App, JobError, Need, Query, Tx};
use weilu_store::{ClaimedJob, NewJob};
use weilu_vocabulary::{Failure, MINUTE, Outcome, SECOND};

const URL_MOST: usize = 2_000;
/// A job is given so long before another one is sent.
const JOB_LEASE: i64 = MINUTE;

/// Signs a page.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Signature {
    /// Address of the page; what follows `#` is left out.
    pub url: String,
}

/// What the page hands to WeChat.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignatureMade {
    /// The account.
    pub app_id: String,
    /// Seconds.
    pub timestamp: i64,
    /// Chosen here.
    pub nonce: String,
    /// SHA-1, hex.
    pub signature: String,
}

/// The signature of an address.
pub(super) fn sign(ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    HEXLOWER.encode(&Sha1::digest(text))
}

/// The address without its fragment, when it is one of this site.
fn own<'u>(url: &'u str, site: &str) -> Option<&'u str> {
    let url = url.split('#').next().unwrap_or_default();
    let path = url.strip_prefix(site).filter(|_| !site.is_empty())?;
    let inside = path.is_empty() || path.starts_with('/') || path.starts_with('?');
    (inside && url.len() <= URL_MOST && !url.chars().any(|c| c.is_control() || c == ' ')).then_some(url)
}

impl Query for Signature {
    const NAME: &'static str = "wechat.signature";
    const SUMMARY: (&'static str, &'static str) =
        ("微信网页接口签名", "Signs a page for WeChat's own sharing");
    type Output = SignatureMade;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SignatureMade> {
        let account = Official::needed(tx).await?;
        let url = own(&self.url, &act.site).ok_or(WeChatRefusal::ForeignUrl)?;
        let row = state::credential(tx, Kind::JsapiTicket.word()).await?;
        let ticket = row.filter(|r| r.app == account.app_id && r.expires_at > act.now);
        let ticket = ticket.ok_or(WeChatRefusal::NotReady)?.value;
        let (nonce, timestamp) = (HEXLOWER.encode(&act.token()), act.now.0 / SECOND);
        let signature = sign(&ticket, &nonce, timestamp, url);
        Ok(SignatureMade { app_id: account.app_id, timestamp, nonce, signature })
    }
}

/// Sends a job before the ticket ends, one at a time.
pub(super) async fn keep_fresh(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let Some(account) = Official::load(tx).await? else { return Ok(0) };
    let kind = Kind::JsapiTicket.word();
    let row = state::credential(tx, kind).await?;
    if row.is_some_and(|r| r.app == account.app_id && r.expires_at.0 - act.now.0 > MARGIN) {
        return Ok(0);
    }
    // The row's own lease belongs to whoever fetches; this one only keeps jobs from piling up.
    if !state::lease(tx, "job", act.now, act.now + JOB_LEASE).await? {
        return Ok(0);
    }
    tx.enqueue(
        act,
        NewJob {
            kind: "wechat.refresh",
            key: format!("{kind}:{}", act.now.0),
            payload: json!({}),
            run_at: act.now,
        },
    )?;
    Ok(1)
}

/// Fetches the ticket.
pub(super) async fn refresh(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let mut act = app.system_act();
    act.ctx.tenant = job.tenant;
    let account = match Official::of(&act).await {
        Ok(account) => account,
        Err(Failure::Refused(_)) => return Ok(()),
        Err(fault) => return Err(fault.into()),
    };
    match credential::fresh(&act, &account, Kind::JsapiTicket, None).await {
        Ok(_) => Ok(()),
        // What went wrong stands in the row for the operator; the reconciler sends another job.
        Err(Failure::Refused(_)) => Ok(()),
        Err(fault) => Err(fault.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_example_comes_out_the_same() {
        // The example of the vendor's own document on signing pages.
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        let made = sign(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, "http://mp.weixin.qq.com?params=value");
        assert_eq!(made, "0f9de62fce790f9a083d5c99e95740ceb90c27ed");
    }

    #[test]
    fn only_pages_of_this_site_are_signed() {
        let site = "https://tea.example";
        assert_eq!(own("https://tea.example/posts/a?b=1#c", site), Some("https://tea.example/posts/a?b=1"));
        assert_eq!(own("https://tea.example", site), Some("https://tea.example"));
        for bad in ["https://tea.example.evil.cn/", "http://tea.example/", "https://evil.cn/", "", "/a"] {
            assert_eq!(own(bad, site), None, "{bad}");
        }
        assert_eq!(own("https://evil.cn/", ""), None);
    }
}
