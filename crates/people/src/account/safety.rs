//! Account safety as its owner sees it: ways in, password, devices, what happened lately.

use super::{add_address, state};
use crate::identity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{IdentityId, Outcome, SessionId, Time};

/// One's own account safety.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Safety {}

/// A way in.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct WayShown {
    /// Which.
    pub id: IdentityId,
    /// `phone`, `mail`, `official_account`.
    pub kind: String,
    /// Enough to be recognised by its owner.
    pub masked: String,
    /// When it was proved.
    pub verified_at: Option<Time>,
}

/// A signed-in device.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeviceShown {
    /// Which session.
    pub id: SessionId,
    /// As it called itself.
    pub device: String,
    /// Province it was last seen in.
    pub province: Option<String>,
    /// When it signed in.
    pub created_at: Time,
    /// When it was last seen.
    pub seen_at: Time,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A line of the security log.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SafetyLine {
    /// What happened: `signed_in`, `password_set`, `way_added` …
    pub kind: String,
    /// From which province.
    pub province: Option<String>,
    /// When.
    pub at: Time,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SafetyShown {
    /// Phones, mail addresses and carriers.
    pub ways: Vec<WayShown>,
    /// When the password was set; none when there is none.
    pub password_set_at: Option<Time>,
    /// Signed-in devices, last seen first.
    pub devices: Vec<DeviceShown>,
    /// What happened lately, newest first.
    pub log: Vec<SafetyLine>,
}

impl Query for Safety {
    const NAME: &'static str = "account.safety";
    const SUMMARY: (&'static str, &'static str) =
        ("账号安全：登录方式、密码、设备", "Account safety: ways in, password, devices");
    type Output = SafetyShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SafetyShown> {
        let (member, _) = add_address::myself(act)?;
        let ways = state::way::of_member(tx, member).await?;
        let devices = state::session::of_member(tx, member, act.now).await?;
        let log = state::security_log::of_member(tx, member).await?;
        Ok(SafetyShown {
            ways: ways.into_iter().map(way).collect(),
            password_set_at: state::password::of_member(tx, member).await?.map(|p| p.set_at),
            devices: devices.into_iter().map(|d| device(d, act.actor.session)).collect(),
            log: log
                .into_iter()
                .map(|l| SafetyLine { kind: l.kind, province: l.province, at: l.at })
                .collect(),
        })
    }
}

fn way(way: state::way::Way) -> WayShown {
    let masked = identity::masked(&way.kind, &way.value);
    WayShown { id: way.id, kind: way.kind, masked, verified_at: way.verified_at }
}

fn device(device: state::session::Device, mine: Option<SessionId>) -> DeviceShown {
    DeviceShown {
        id: device.id,
        current: mine == Some(device.id),
        device: device.device,
        province: device.province,
        created_at: device.created_at,
        seen_at: device.seen_at,
    }
}
