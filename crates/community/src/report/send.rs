//! Pointing at something.

use super::{A_DAY, HIDE_AT, SENT, state, weigh};
use crate::{
    gate::screen::Sign,
    review::{self, thing},
    trust,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, counter, link::LinkRefusal};
use weilu_vocabulary::{DAY, Failure, Outcome, Ref, ReportId, Text, refusals};

/// Why somebody points at something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReportReason")]
pub enum Reason {
    /// An advert.
    Advert,
    /// A pyramid scheme.
    Pyramid,
    /// Abuse of people.
    Abuse,
    /// Not true.
    False,
    /// Against the law.
    Illegal,
    /// Somebody's private matters.
    Privacy,
    /// Something else, in words.
    Other,
}

impl Reason {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Reason::Advert => "advert",
            Reason::Pyramid => "pyramid",
            Reason::Abuse => "abuse",
            Reason::False => "false",
            Reason::Illegal => "illegal",
            Reason::Privacy => "privacy",
            Reason::Other => "other",
        }
    }

    const fn text(self) -> Text {
        match self {
            Reason::Advert => Text::new("被举报：广告", "Reported as an advert"),
            Reason::Pyramid => Text::new("被举报：传销拉人头", "Reported as a pyramid scheme"),
            Reason::Abuse => Text::new("被举报：辱骂骚扰", "Reported as abuse"),
            Reason::False => Text::new("被举报：不实信息", "Reported as untrue"),
            Reason::Illegal => Text::new("被举报：违法违规", "Reported as unlawful"),
            Reason::Privacy => Text::new("被举报：泄露隐私", "Reported as exposing private matters"),
            Reason::Other => Text::new("被举报：其他", "Reported for another reason"),
        }
    }
}

/// Points at a post, a reply, a message of a chat or a member. Of a chat the lines next to the message are passed on.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "SendReport")]
pub struct Send {
    /// What.
    pub about: Ref,
    /// Why.
    pub reason: Reason,
    /// In words, up to 300 characters; needed for another reason.
    #[serde(default)]
    pub note: String,
}

/// Taken.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportSent {
    /// Which.
    pub report: ReportId,
    /// Whether the thing is out of sight until somebody has looked.
    pub hidden: bool,
}

refusals! {
    /// Why a report was not taken.
    pub enum ReportRefusal {
        /// Said before.
        Again => 409 "report.again" "你已经举报过了，处理好会告诉你。" "You have reported this already; you will be told what becomes of it.";
        /// Enough for today.
        EnoughToday { most: i64 } => 429 "report.enough_today" "今天的举报次数（{most} 次）用完了，明天再来。紧急的事请直接找运营。" "You have used today's {most} reports; come back tomorrow. For something urgent, write to an operator.";
        /// One's own.
        Own => 409 "report.own" "这是你自己的内容，可以直接修改或删除。" "This is your own; you can simply change or delete it.";
        /// Another reason needs words.
        NoteMissing => 422 "report.note_missing" "选「其他」时请用几个字说明一下（最多 300 字）。" "For another reason please say it in a few words, at most 300 characters.";
    }
}

impl Command for Send {
    const NAME: &'static str = "report.send";
    const SUMMARY: (&'static str, &'static str) = ("举报", "Report something");
    type Output = ReportSent;
    type Refusal = ReportRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ReportSent> {
        tx.lock(&[self.about])?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let note = self.note.trim();
        let length = note.chars().count();
        if length > 300 || (self.reason == Reason::Other && length < 2) {
            return Err(ReportRefusal::NoteMissing.into());
        }
        if state::sent_before(tx, self.about, member).await? {
            return Err(ReportRefusal::Again.into());
        }
        let thing = thing::seen(tx, act, self.about).await?;
        if act.app.grants.is_me(tx, act, thing.author).await? {
            return Err(ReportRefusal::Own.into());
        }
        self.count(tx, act).await?;
        let (right, decided) = state::accuracy(tx, member).await?;
        let weight = weigh::weight(trust::level(tx, act, member).await?, right, decided);
        let sign = Sign { kind: "report".to_owned(), text: self.reason.text() };
        let case = review::screen::open(tx, act, self.about, "reported", &[sign], true).await?;
        let id: ReportId = act.id();
        state::insert(tx, act, id, (self.about, case), persona, (self.reason.word(), note, weight))?;
        let hidden = self.hide(tx, act, case).await?;
        let event = SENT.on(id).with(case);
        tx.append(act, crate::post::publish::placed(event, thing.space));
        Ok(ReportSent { report: id, hidden })
    }
}

impl Send {
    async fn count(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let most = A_DAY.get(tx).await?;
        let key = format!("report:{}", act.actor.persona.map_or_else(String::new, |p| p.to_string()));
        counter::limit(tx, act, &key, most, DAY).await.map_err(|failure| match failure {
            Failure::Refused(_) => ReportRefusal::EnoughToday { most }.into(),
            fault @ Failure::Fault(_) => fault,
        })
    }

    /// Takes the thing out of sight when the reports weigh enough.
    async fn hide(&self, tx: &mut Tx, act: &Act, case: weilu_vocabulary::CaseId) -> Outcome<bool> {
        let score = state::score(tx, case).await?;
        let enough = score >= HIDE_AT.get(tx).await?;
        review::state::set_score(tx, case, score, enough)?;
        if enough {
            let mut system = act.again();
            system.ctx.actor = weilu_vocabulary::Actor { system: true, ..Default::default() };
            thing::hide(tx, &system, self.about, false).await?;
        }
        Ok(enough)
    }
}
