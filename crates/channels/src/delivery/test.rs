//! Trying whether messages arrive: a test goes out at once and its result is shown, in the carrier's own words.

use super::{
    SET_UP, TESTED,
    order::Order,
    send::{self, Carrier, Sending},
    setup, state, template,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use weilu_kernel::{Act, App, Command, JobError, Need, Tx, counter};
use weilu_people::account::{Address, state::way};
use weilu_store::{ClaimedJob, NewJob, Scope};
use weilu_vocabulary::{Failure, HOUR, JobId, Outcome, Text, refusals};

const TESTS_AN_HOUR: i64 = 20;

/// How a test goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestCarrier {
    /// As a letter.
    Mail,
    /// As a short message.
    Sms,
}

/// Sends a test message to me, or to an address I name.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SendTest {
    /// How.
    pub carrier: TestCarrier,
    /// To which number or address; one of mine when absent.
    #[serde(default)]
    pub to: Option<String>,
}

/// It is on its way.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TestSent {
    /// Ask `delivery.test_result` for it.
    pub test: JobId,
}

refusals! {
    /// Why no test went out.
    pub enum TestRefusal {
        /// Not an address of that kind.
        BadAddress => 422 "delivery.bad_address" "收件的号码或邮箱不对，请核对一下。" "That is no number or address a message could go to; please check it.";
        /// None of one's own.
        NoAddress => 422 "delivery.no_address" "你的账号还没有这种联系方式，请填一个收件的号码或邮箱。" "Your account has no such address; enter one to send to.";
    }
}

impl Command for SendTest {
    const NAME: &'static str = "delivery.send_test";
    const SUMMARY: (&'static str, &'static str) = ("试发一条消息", "Send a test message");
    type Output = TestSent;
    type Refusal = TestRefusal;

    fn need(&self) -> Need {
        Need::Site(&SET_UP)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<TestSent> {
        let address = self.address(tx, act).await?;
        let whose = act.actor.persona.map_or_else(String::new, |p| p.to_string());
        counter::limit(tx, act, &format!("delivery-test:{whose}"), TESTS_AN_HOUR, HOUR).await?;
        let test: JobId = act.id();
        state::ask_test(tx, act, test, carrier_of(self.carrier).word(), address.value())?;
        let payload = serde_json::json!({
            "to": address.value(), "template": template::TEST, "lang": act.lang.code(), "test": test,
            "carrier": carrier_of(self.carrier).word(),
        });
        tx.enqueue(act, NewJob { kind: "delivery.test", key: test.to_string(), payload, run_at: act.now })?;
        Ok(TestSent { test })
    }
}

impl SendTest {
    async fn address(&self, tx: &mut Tx, act: &Act) -> Outcome<Address> {
        let kind = if self.carrier == TestCarrier::Mail { "mail" } else { "phone" };
        if let Some(typed) = self.to.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            let read = Address::read(typed).filter(|a| a.kind() == kind);
            return Ok(read.ok_or(TestRefusal::BadAddress)?);
        }
        let mine = match act.actor.member {
            Some(member) => way::of_member(tx, member).await?,
            None => Vec::new(),
        };
        let own = mine.iter().find(|w| w.kind == kind).and_then(|w| Address::stored(&w.kind, &w.value));
        Ok(own.ok_or(TestRefusal::NoAddress)?)
    }
}

const fn carrier_of(carrier: TestCarrier) -> Carrier {
    match carrier {
        TestCarrier::Mail => Carrier::Mail,
        TestCarrier::Sms => Carrier::Sms,
    }
}

/// Sends it once and writes down the answer; a refused test is an answer, not a failure.
pub(super) async fn run(app: Arc<App>, job: ClaimedJob) -> Result<(), JobError> {
    let order = Order::of(&job)?;
    let word = |field: &str| job.payload.get(field).and_then(|v| v.as_str()).unwrap_or_default();
    let test: JobId = word("test").parse().map_err(|_| JobError::Dead("no test".into()))?;
    let carrier = if word("carrier") == "sms" { Carrier::Sms } else { Carrier::Mail };
    let scope = Scope::Tenant(job.tenant);
    let setup = app
        .store
        .read(scope, |tx: &mut Tx| Box::pin(async move { Ok::<_, Failure>(setup::load(tx).await?) }))
        .await?;
    let boxed = match carrier {
        Carrier::Mail => setup.mail.is_none(),
        Carrier::Sms => !app.port::<crate::sms::SmsPort>()?.is_real(),
    };
    let answer = send::go(&app, Sending::of(&job), carrier, &order, &setup).await?;
    let (state, words, advice) = match answer {
        Ok(()) if boxed => ("boxed", no_words(), IN_BOX),
        Ok(()) => ("sent", no_words(), no_words()),
        Err(no) => ("refused", no.words, no.advice),
    };
    let mut act = app.system_act();
    act.ctx.tenant = job.tenant;
    let act = Arc::new(act);
    let write = app.store.write(scope, move |tx: &mut Tx| {
        let (act, words, advice) = (act.clone(), words.clone(), advice.clone());
        Box::pin(async move {
            act.rewind();
            if let Some(persona) = state::end_test(tx, test, state, &words, &advice, act.now).await? {
                tx.append(&act, TESTED.on(test).with(persona));
            }
            Ok::<_, Failure>(())
        })
    });
    Ok(write.await.map(drop)?)
}

const IN_BOX: Text = Text::new(
    "还没有接上真的服务商，这一条进了下面的模拟器信箱。",
    "No real carrier is set up, so it went into the simulator's box below.",
);

fn no_words() -> Text {
    Text::owned("", "")
}
