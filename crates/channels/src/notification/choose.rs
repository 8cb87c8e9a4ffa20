//! Choosing what reaches me, when, and how often the digest comes.

use super::{
    choice::{self, Digest, Every, Ways},
    quiet::QuietHours,
    state,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use weilu_kernel::{Act, Category, Command, Need, Tx, link::LinkRefusal, tenant};
use weilu_vocabulary::{Fault, Lang, Outcome, refusals};

/// Changes what is given and leaves the rest.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Choose {
    /// Which ways a sort of news takes.
    #[serde(default)]
    pub categories: Option<BTreeMap<Category, Ways>>,
    /// When nothing goes out.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    /// How often the digest comes.
    #[serde(default)]
    pub digest: Option<Digest>,
    /// Whether notices go out by mail at all.
    #[serde(default)]
    pub mail_on: Option<bool>,
    /// Which language letters are written in; the one of the page when absent.
    #[serde(default)]
    pub lang: Option<Lang>,
}

refusals! {
    /// Why nothing was changed.
    pub enum ChooseRefusal {
        /// No such hour.
        BadHour => 422 "notification.bad_hour" "钟点请填 0 到 23。" "An hour is a number from 0 to 23.";
        /// No such day.
        BadWeekday => 422 "notification.bad_weekday" "星期请填 1（周一）到 7（周日）。" "A day of the week is a number from 1 (Monday) to 7.";
        /// Nowhere to send it.
        NoMail => 409 "notification.no_mail" "先到「账号安全」加一个邮箱，摘要才有地方寄。" "Add a mail address under Account safety first, so that the digest has somewhere to go.";
    }
}

impl Command for Choose {
    const NAME: &'static str = "notification.choose";
    const SUMMARY: (&'static str, &'static str) = ("修改消息设置", "Choose what reaches me");
    type Output = ();
    type Refusal = ChooseRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        self.check()?;
        if self.digest.is_some_and(|d| d.every != Every::Off)
            && state::person::mail_of(tx, member).await?.is_none()
        {
            return Err(ChooseRefusal::NoMail.into());
        }
        let stored = state::choice::of_member(tx, member).await?;
        let mut choices = stored.map(|s| choice::read(&s)).unwrap_or_default();
        choices.ways.extend(self.categories.iter().flatten().map(|(category, ways)| (*category, *ways)));
        choices.quiet = self.quiet.or(choices.quiet);
        choices.digest = self.digest.unwrap_or(choices.digest);
        choices.no_mail = self.mail_on.map_or(choices.no_mail, |on| !on);
        choices.lang = self.lang.unwrap_or(act.lang);
        let digest_at = choices.digest.next(act.now, &tenant::zone(tx).await?);
        let text = serde_json::to_string(&choices).map_err(|e| Fault::new(e.to_string()))?;
        Ok(state::choice::save(tx, act.now, persona, &text, digest_at).await?)
    }
}

impl Choose {
    fn check(&self) -> Result<(), ChooseRefusal> {
        let hour = |h: i64| (0..24).contains(&h);
        if self.quiet.is_some_and(|q| !hour(q.from) || !hour(q.until))
            || self.digest.is_some_and(|d| !hour(d.hour))
        {
            return Err(ChooseRefusal::BadHour);
        }
        if self.digest.is_some_and(|d| !(1..=7).contains(&d.weekday)) {
            return Err(ChooseRefusal::BadWeekday);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(quiet: Option<QuietHours>, digest: Option<Digest>) -> Choose {
        Choose { categories: None, quiet, digest, mail_on: None, lang: None }
    }

    #[test]
    fn hours_and_days_have_bounds() {
        let quiet = |from, until| choose(Some(QuietHours { on: true, from, until }), None).check();
        assert_eq!(quiet(0, 23), Ok(()));
        assert_eq!(quiet(24, 8), Err(ChooseRefusal::BadHour));
        assert_eq!(quiet(22, -1), Err(ChooseRefusal::BadHour));
        let digest = |hour, weekday| choose(None, Some(Digest { every: Every::Week, hour, weekday })).check();
        assert_eq!(digest(23, 7), Ok(()));
        assert_eq!(digest(24, 7), Err(ChooseRefusal::BadHour));
        assert_eq!(digest(9, 0), Err(ChooseRefusal::BadWeekday));
        assert_eq!(digest(9, 8), Err(ChooseRefusal::BadWeekday));
    }
}
