//! How the brand sends, what went out, what did not, and the simulator's box.

use super::{READ_BOX, SET_UP, setup, template::TEMPLATES};
use crate::{
    mail::MailTls,
    sms::{self, SmsPort},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, params, rows, sql};
use weilu_people::account::Address;
use weilu_vocabulary::{DAY, Fault, Id, JobId, MemberId, Outcome, Text, Time};

const PAGE: i64 = 50;
const FAILURES: i64 = 20;
const DAYS: i64 = 7;

/// How messages go out.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Setup {}

/// How letters go out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MailShown {
    /// Whether they go to real people; otherwise into the box.
    pub real: bool,
    /// Host name of the server.
    pub server: String,
    /// Its port.
    pub port: i64,
    /// How the connection is encrypted.
    pub tls: MailTls,
    /// Account on the server.
    pub user: String,
    /// Whether a password is set; it is never shown.
    pub password_set: bool,
    /// The sender's address.
    pub sender: String,
    /// The sender's name as set.
    pub sender_name: String,
}

/// A text that carriers approve.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplateShown {
    /// Its name.
    pub name: String,
    /// What it says, with its places.
    pub text: Text,
    /// Parts it is cut into, signature included, as long as its values are short.
    pub parts: i64,
    /// Why a carrier would refuse it; nothing: approved.
    pub refused: Option<Text>,
}

/// How short messages go out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SmsShown {
    /// Whether they reach real phones.
    pub real: bool,
    /// What the carrier is called.
    pub carrier: Text,
    /// The signature as set.
    pub signature: String,
    /// The signature that counts.
    pub signs: String,
    /// The texts.
    pub templates: Vec<TemplateShown>,
}

/// What went out in the last seven days.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counted {
    /// Letters that went out.
    pub mail_sent: i64,
    /// Letters that were refused.
    pub mail_refused: i64,
    /// Short messages that went out.
    pub sms_sent: i64,
    /// Short messages that were refused.
    pub sms_refused: i64,
}

/// What did not go out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FailureShown {
    /// `mail` or `sms`.
    pub carrier: String,
    /// The address, masked.
    pub masked: String,
    /// Which text.
    pub template: String,
    /// The carrier's own words.
    pub words: Text,
    /// What to do about it.
    pub advice: Text,
    /// Whether no further try is made.
    pub given_up: bool,
    /// When.
    pub at: Time,
}

/// Something to set up.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// `site_address`, `mail`, `sender`, `plain`, `sms`.
    pub code: String,
    /// What is missing and what follows from it.
    pub text: Text,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SetupShown {
    /// The address of the site as set.
    pub site_address: String,
    /// The address that counts; empty when unknown.
    pub site: String,
    /// Letters.
    pub mail: MailShown,
    /// Short messages.
    pub sms: SmsShown,
    /// What is not set up yet.
    pub warnings: Vec<Warning>,
    /// What went out.
    pub week: Counted,
    /// What did not, newest first.
    pub failures: Vec<FailureShown>,
}

impl Query for Setup {
    const NAME: &'static str = "delivery.setup";
    const SUMMARY: (&'static str, &'static str) = ("邮件与短信的设置", "How mail and SMS are set up");
    type Output = SetupShown;

    fn need(&self) -> Need {
        Need::Site(&SET_UP)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SetupShown> {
        let counts = setup::load(tx).await?;
        let port = act.app.port::<SmsPort>()?.clone();
        let mail = mail(tx, counts.mail.is_some()).await?;
        let sms = SmsShown {
            real: port.is_real(),
            carrier: port.name(),
            signature: setup::SMS_SIGNATURE.get(tx).await?,
            templates: templates(&counts.signature),
            signs: counts.signature,
        };
        Ok(SetupShown {
            site_address: setup::SITE_ADDRESS.get(tx).await?,
            warnings: warnings(&counts.site, &mail, &sms),
            site: counts.site,
            mail,
            sms,
            week: week(tx, act.now).await?,
            failures: failures(tx).await?,
        })
    }
}

async fn mail(tx: &mut Tx, real: bool) -> Result<MailShown, Fault> {
    Ok(MailShown {
        real,
        server: setup::MAIL_SERVER.get(tx).await?,
        port: setup::MAIL_PORT.get(tx).await?,
        tls: setup::MAIL_TLS.get(tx).await?,
        user: setup::MAIL_USER.get(tx).await?,
        password_set: !setup::MAIL_PASSWORD.get(tx).await?.is_empty(),
        sender: setup::MAIL_SENDER.get(tx).await?,
        sender_name: setup::MAIL_SENDER_NAME.get(tx).await?,
    })
}

fn templates(signature: &str) -> Vec<TemplateShown> {
    let shown = |t: &super::template::Template| TemplateShown {
        name: t.name.to_owned(),
        text: t.body.clone(),
        parts: sms::parts(&format!("【{signature}】{}", t.body.zh)),
        refused: sms::approve(&t.body.zh).err().map(|no| no.words),
    };
    TEMPLATES.iter().map(shown).collect()
}

fn warnings(site: &str, mail: &MailShown, sms: &SmsShown) -> Vec<Warning> {
    let mut out = Vec::new();
    let mut warn = |code: &str, text: Text| out.push(Warning { code: code.to_owned(), text });
    if site.is_empty() {
        warn(
            "site_address",
            Text::new(
                "还没有填网站地址：邮件里不会有链接，摘要邮件不会发出。",
                "The address of this site is not set: letters carry no links, and no digest goes out.",
            ),
        );
    }
    if !mail.real {
        warn(
            "mail",
            Text::new(
                "还没有接上邮件服务器：邮件都进模拟器信箱，成员收不到。",
                "No mail server is set up: letters go into the simulator's box and reach nobody.",
            ),
        );
    } else if !mail.sender.contains('@') {
        warn(
            "sender",
            Text::new(
                "还没有填发件地址：邮件在排队，填好就发。",
                "The sender's address is missing: letters wait until it is set.",
            ),
        );
    }
    if mail.real && mail.tls == MailTls::None && !mail.user.is_empty() {
        warn(
            "plain",
            Text::new(
                "密码会不加密地送到邮件服务器，请改用 TLS 或 STARTTLS。",
                "The password travels in the clear; use TLS or STARTTLS.",
            ),
        );
    }
    if !sms.real {
        warn(
            "sms",
            Text::new(
                "短信走模拟器：不会真的发到手机上。正式开放前要接上短信服务商。",
                "Short messages go through the simulator and reach no phone. Set up a carrier before you open.",
            ),
        );
    }
    out
}

async fn week(tx: &mut Tx, now: Time) -> Result<Counted, Fault> {
    let rows: Vec<weilu_store::Row> = tx
        .all(
            sql!("select carrier, state, cast(sum(count) as bigint) as count from delivery_day where tenant = $tenant and day > $1 group by carrier, state"),
            params![now.0.div_euclid(DAY) - DAYS],
        )
        .await?;
    let mut out = Counted::default();
    for row in rows {
        let count: i64 = row.get("count")?;
        match (row.get::<String>("carrier")?.as_str(), row.get::<String>("state")?.as_str()) {
            ("mail", "sent") => out.mail_sent = count,
            ("mail", _) => out.mail_refused = count,
            (_, "sent") => out.sms_sent = count,
            _ => out.sms_refused = count,
        }
    }
    Ok(out)
}

rows! {
    struct FailureRow {
        carrier: String, address: String, template: String, words: serde_json::Value, advice: serde_json::Value,
        given_up: bool, at: Time,
    }
    struct BoxRow {
        id: JobId, carrier: String, address: String, subject: String, body: String, at: Time, template: String,
        parts: i64, member: Option<MemberId>,
    }
    struct TestRow { state: String, words: Option<serde_json::Value>, advice: Option<serde_json::Value> }
}

/// A stored text; nothing when it was empty.
fn text_of(stored: serde_json::Value) -> Text {
    serde_json::from_value(stored).unwrap_or_else(|_| Text::owned("", ""))
}

fn masked(carrier: &str, address: &str) -> String {
    let kind = if carrier == "mail" { "mail" } else { "phone" };
    Address::stored(kind, address).map(|a| a.masked()).unwrap_or_default()
}

async fn failures(tx: &mut Tx) -> Result<Vec<FailureShown>, Fault> {
    let rows: Vec<FailureRow> = tx
        .all(
            sql!("select carrier, address, template, words, advice, given_up, at from delivery_failure where tenant = $tenant order by id desc limit $1"),
            params![FAILURES],
        )
        .await?;
    let shown = rows.into_iter().map(|r| FailureShown {
        masked: masked(&r.carrier, &r.address),
        carrier: r.carrier,
        template: r.template,
        words: text_of(r.words),
        advice: text_of(r.advice),
        given_up: r.given_up,
        at: r.at,
    });
    Ok(shown.collect())
}

/// What became of a test.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TestResult {
    /// Which.
    pub test: JobId,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TestShown {
    /// Which.
    pub test: JobId,
    /// `waiting`, `sent`, `boxed` (went into the simulator's box), `refused`.
    pub state: String,
    /// The carrier's own words.
    pub words: Text,
    /// What to do about it.
    pub advice: Text,
}

impl Query for TestResult {
    const NAME: &'static str = "delivery.test_result";
    const SUMMARY: (&'static str, &'static str) = ("试发的结果", "What became of a test message");
    type Output = TestShown;

    fn need(&self) -> Need {
        Need::Site(&SET_UP)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<TestShown> {
        let row: Option<TestRow> = tx
            .one(
                sql!("select state, case when words = '' then null else words end as words, case when advice = '' then null else advice end as advice from delivery_test where tenant = $tenant and id = $1"),
                params![self.test],
            )
            .await?;
        let row = row.ok_or(LinkRefusal::NotFound)?;
        let text = |stored: Option<serde_json::Value>| stored.map_or_else(|| Text::owned("", ""), text_of);
        Ok(TestShown { test: self.test, state: row.state, words: text(row.words), advice: text(row.advice) })
    }
}

/// The simulator's box.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ShowBox {
    /// Only messages before this one (next page).
    #[serde(default)]
    pub before: Option<JobId>,
}

/// A message that no carrier took along.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Boxed {
    /// Which.
    pub id: JobId,
    /// `mail` or `sms`.
    pub carrier: String,
    /// To whom.
    pub address: String,
    /// What stands above.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Which text.
    pub template: String,
    /// Parts a carrier would have charged.
    pub parts: i64,
    /// When.
    pub at: Time,
}

/// A page of the box.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BoxShown {
    /// Newest first.
    pub items: Vec<Boxed>,
    /// Where the next page begins.
    pub next: Option<JobId>,
}

impl Query for ShowBox {
    const NAME: &'static str = "delivery.show_box";
    const SUMMARY: (&'static str, &'static str) = ("模拟器信箱", "The simulator's box");
    type Output = BoxShown;

    fn need(&self) -> Need {
        Need::Site(&READ_BOX)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<BoxShown> {
        let rows: Vec<BoxRow> = tx
            .all(
                sql!("select s.id, s.carrier, s.address, s.subject, s.body, s.at, s.template, s.parts, (select p.member from identity i join persona p on p.tenant = i.tenant and p.id = i.persona where i.tenant = $tenant and i.kind in ('phone', 'mail') and i.value = s.address and i.ended_at is null limit 1) as member from simulated_message s where s.tenant = $tenant and s.id < $1 order by s.id desc limit $2"),
                params![self.before.map_or(i64::MAX, Id::raw), PAGE],
            )
            .await?;
        let full = rows.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
        let next = if full { rows.last().map(|r| r.id) } else { None };
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            // What lies here was written to somebody: he can see that it was looked at.
            if let Some(member) = row.member {
                act.reads_data_of(member);
            }
            items.push(Boxed {
                id: row.id,
                carrier: row.carrier,
                address: row.address,
                subject: row.subject,
                body: row.body,
                template: row.template,
                parts: row.parts,
                at: row.at,
            });
        }
        Ok(BoxShown { items, next })
    }
}
