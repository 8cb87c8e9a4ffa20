//! Signing in at a desk: it shows a code with a parameter, WeChat tells who scanned it, and that person confirms
//! on his phone.
//!
//! A scan alone opens nothing: a stranger could hold up his own code. The phone must be signed in as whoever
//! scanned, see what waits (device, province, when) and say yes. Code and desk count five minutes and once; only
//! the desk knows the secret by which it asks.

use super::{
    credential::with_token, limit_apart, official::Official, refusal::WeChatRefusal, state,
    vendor::VendorError, vouch,
};
use data_encoding::BASE64URL_NOPAD;
use qrcode::{EcLevel, QrCode, render::svg};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use weilu_kernel::{Act, Command, Need, Query, Tx, link::LinkRefusal};
use weilu_people::{
    account::{self, outside},
    identity::IdentityKind,
};
use weilu_vocabulary::{Fault, MINUTE, Outcome, SECOND, Time};

/// What the parameter of a desk's code begins with.
pub(super) const SCENE: &str = "desk_";
const VALID: i64 = 5 * MINUTE;
const DESKS_PER_HOUR: i64 = 60;
const DEVICE_MOST: usize = 60;

/// Shows a code that signs this desk in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct OpenDesk {
    /// Name of the device, shown on the phone.
    #[serde(default)]
    pub device: String,
    #[serde(skip)]
    made: Option<Made>,
}

#[derive(Debug)]
struct Made {
    secret: String,
    scene: String,
    url: String,
}

/// The code.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeskOpened {
    /// By which the desk asks what became of it; nobody else knows it.
    pub desk: String,
    /// The picture to scan with WeChat.
    pub svg: String,
    /// Seconds it counts.
    pub expires_in_s: i64,
}

impl Command for OpenDesk {
    const NAME: &'static str = "wechat.open_desk";
    const SUMMARY: (&'static str, &'static str) =
        ("显示电脑登录码", "Show a code that signs this desk in by WeChat");
    const REMEMBERED: bool = false;
    type Output = DeskOpened;
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn prepare(&mut self, act: &Act) -> Outcome<()> {
        let account = Official::of(act).await?;
        limit_apart(act, "desk", DESKS_PER_HOUR).await?;
        let token = |act: &Act| BASE64URL_NOPAD.encode(&act.token());
        let (secret, scene) = (token(act), token(act));
        let body = json!({
            "expire_seconds": VALID / SECOND, "action_name": "QR_STR_SCENE",
            "action_info": { "scene": { "scene_str": format!("{SCENE}{scene}") } },
        });
        let answer = with_token(act, &account, "/cgi-bin/qrcode/create", &[], Some(&body)).await??;
        let url = super::carrier::text(&answer, "url");
        if url.is_empty() {
            return Err(VendorError::Silent("a code without an address".into()).into());
        }
        self.made = Some(Made { secret, scene, url });
        Ok(())
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<DeskOpened> {
        let made = self.made.as_ref().ok_or_else(|| Fault::new("no code was made"))?;
        let device: String = self.device.trim().chars().take(DEVICE_MOST).collect();
        state::open_desk(tx, act, &made.secret, &made.scene, &device, act.now + VALID)?;
        Ok(DeskOpened { desk: made.secret.clone(), svg: draw(&made.url)?, expires_in_s: VALID / SECOND })
    }
}

fn draw(url: &str) -> Result<String, Fault> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M).map_err(|e| Fault::new(e.to_string()))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(240, 240).quiet_zone(true).build())
}

/// What became of a desk's code.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DeskState {
    /// The desk's own secret.
    pub desk: String,
}

/// What became of it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeskStateShown {
    /// `waiting`, `scanned`, `confirmed`, `refused`.
    pub state: String,
    /// Seconds it still counts.
    pub expires_in_s: i64,
}

impl Query for DeskState {
    const NAME: &'static str = "wechat.desk_state";
    const SUMMARY: (&'static str, &'static str) =
        ("电脑登录码扫了没有", "What became of the code a desk shows");
    type Output = DeskStateShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<DeskStateShown> {
        let desk = state::desk(tx, &self.desk, act.now).await?.ok_or(WeChatRefusal::DeskGone)?;
        let left = desk.expires_at.0 - act.now.0;
        Ok(DeskStateShown { state: desk.state, expires_in_s: (left + SECOND - 1) / SECOND })
    }
}

/// Signs the desk in once the phone said yes.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct EnterDesk {
    /// The desk's own secret.
    pub desk: String,
}

impl Command for EnterDesk {
    const NAME: &'static str = "wechat.enter_desk";
    const SUMMARY: (&'static str, &'static str) =
        ("手机确认后在电脑登录", "Sign the desk in after the phone said yes");
    const REMEMBERED: bool = false;
    type Output = account::SignedIn;
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<account::SignedIn> {
        let desk = state::desk(tx, &self.desk, act.now).await?.ok_or(WeChatRefusal::DeskGone)?;
        let persona = desk.persona.ok_or(WeChatRefusal::DeskGone)?;
        if !state::take_desk(tx, &self.desk).await? {
            return Err(WeChatRefusal::DeskGone.into());
        }
        let member = account::state::member_of(tx, persona).await?.ok_or(WeChatRefusal::DeskGone)?;
        account::enter(tx, act, account::state::Known { persona, member }, &desk.device, false).await
    }
}

/// What waits at a desk, for the phone that scanned its code.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowDesk {
    /// What stood in the link the phone was sent.
    pub scene: String,
}

/// What waits.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeskShown {
    /// As the desk called itself.
    pub device: String,
    /// From which province it asks.
    pub province: Option<String>,
    /// When it showed the code.
    pub at: Time,
    /// `scanned`, `confirmed`, `refused`.
    pub state: String,
    /// Whether I am the one who scanned.
    pub mine: bool,
}

impl Query for ShowDesk {
    const NAME: &'static str = "wechat.show_desk";
    const SUMMARY: (&'static str, &'static str) =
        ("哪台电脑在等确认", "Which desk waits for a yes on the phone");
    type Output = DeskShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<DeskShown> {
        let desk = state::desk_of_scene(tx, &self.scene, act.now).await?.ok_or(WeChatRefusal::DeskGone)?;
        let open_id = desk.open_id.as_deref().ok_or(WeChatRefusal::DeskGone)?;
        let mine = outside::is_mine(tx, act, IdentityKind::OfficialAccount, open_id).await?;
        Ok(DeskShown {
            device: desk.device,
            province: desk.province,
            at: desk.created_at,
            state: desk.state,
            mine,
        })
    }
}

/// Says on the phone whether the desk comes in.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AnswerDesk {
    /// What stood in the link the phone was sent.
    pub scene: String,
    /// Whether it comes in.
    pub allow: bool,
}

impl Command for AnswerDesk {
    const NAME: &'static str = "wechat.answer_desk";
    const SUMMARY: (&'static str, &'static str) =
        ("在手机上确认电脑登录", "Say on the phone whether the desk comes in");
    const REMEMBERED: bool = false;
    type Output = ();
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let desk = state::desk_of_scene(tx, &self.scene, act.now).await?.ok_or(WeChatRefusal::DeskGone)?;
        let open_id = desk.open_id.as_deref().ok_or(WeChatRefusal::DeskGone)?;
        if !outside::is_mine(tx, act, IdentityKind::OfficialAccount, open_id).await? {
            return Err(WeChatRefusal::NotScanner.into());
        }
        if !state::answer_desk(tx, &desk, self.allow.then_some(persona)).await? {
            return Err(WeChatRefusal::DeskGone.into());
        }
        Ok(())
    }
}

/// Notes that somebody scanned a desk's code; what to answer him in the chat.
pub(super) async fn scanned(
    tx: &mut Tx,
    act: &Act,
    scene: &str,
    person: &vouch::Person,
) -> Outcome<Option<String>> {
    let Some(desk) = state::desk_of_scene(tx, scene, act.now).await? else { return Ok(None) };
    let first = state::scan_desk(tx, &desk, &person.open_id).await?;
    Ok(first.then(|| format!("{}/wechat/desk/{scene}", desk.site)))
}
