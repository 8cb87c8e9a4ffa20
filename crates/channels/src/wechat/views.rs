//! Whether the door is open, for pages and for those who run the house.

use super::{MANAGE, credential::Kind, official::Official, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{Outcome, Text, Time};

/// Whether somebody can come in by WeChat here.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Door {}

/// The door.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DoorShown {
    /// Whether an official account is set up.
    pub open: bool,
}

impl Query for Door {
    const NAME: &'static str = "wechat.door";
    const SUMMARY: (&'static str, &'static str) =
        ("这里能不能用微信登录", "Whether one can come in by WeChat here");
    type Output = DoorShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<DoorShown> {
        Ok(DoorShown { open: Official::load(tx).await?.is_some() })
    }
}

/// How the official account stands, for those who run the house.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Health {}

/// One thing to put right.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What to do.
    pub text: Text,
}

/// How it stands.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HealthShown {
    /// Whether an account is set up.
    pub open: bool,
    /// Until when the page ticket counts.
    pub ticket_until: Option<Time>,
    /// When the vendor last said no.
    pub trouble_at: Option<Time>,
    /// The vendor's code.
    pub trouble: Option<i64>,
    /// What to put right.
    pub findings: Vec<Finding>,
}

impl Query for Health {
    const NAME: &'static str = "wechat.health";
    const SUMMARY: (&'static str, &'static str) = ("公众号接得怎么样", "How the official account stands");
    type Output = HealthShown;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<HealthShown> {
        let account = Official::load(tx).await?;
        let ticket = state::credential(tx, Kind::JsapiTicket.word()).await?;
        let token = state::credential(tx, Kind::AccessToken.word()).await?;
        let trouble = token.iter().chain(ticket.iter()).find(|c| c.trouble_at.0 > 0);
        let code = trouble.map(|c| c.trouble);
        Ok(HealthShown {
            open: account.is_some(),
            ticket_until: ticket.as_ref().map(|c| c.expires_at).filter(|t| t.0 > 0),
            trouble_at: trouble.map(|c| c.trouble_at),
            trouble: code,
            findings: findings(account.as_ref(), code),
        })
    }
}

fn findings(account: Option<&Official>, trouble: Option<i64>) -> Vec<Finding> {
    let mut out = Vec::new();
    if account.is_some_and(|a| a.token.is_empty()) {
        out.push(Text::new(
            "还没有填消息推送的 Token：电脑扫码登录和关注事件收不到。",
            "The token for messages is missing: scans at a desk and follows do not arrive.",
        ));
    }
    match trouble {
        Some(40_164 | 61_004) => out.push(Text::new(
            "把这台服务器的公网地址加进公众号的 IP 白名单。",
            "Add this server's public address to the account's list of allowed addresses.",
        )),
        Some(40_001 | 40_013 | 40_125 | 41_002 | 41_004) => out.push(Text::new(
            "AppID 或 AppSecret 不对，请到公众平台重新复制。",
            "App id or secret does not fit; copy them again from the vendor's console.",
        )),
        Some(48_001 | 48_004 | 50_001 | 50_002) => out.push(Text::new(
            "公众号没有这项接口权限，通常要已认证的服务号。",
            "The account lacks this interface; usually a verified service account is needed.",
        )),
        Some(45_009 | 45_011) => out.push(Text::new(
            "今天的接口次数用完了，零点后恢复。",
            "Today's calls are used up; they come back at midnight.",
        )),
        Some(_) => out.push(Text::new(
            "微信接口暂时没有回应，稍后会自动再试。",
            "The vendor is not answering; it is tried again by itself.",
        )),
        None => {}
    }
    out.into_iter().map(|text| Finding { text }).collect()
}
