//! What I chose to be told of, with what the house does as long as I chose nothing.

use crate::{
    delivery,
    notification::{
        choice::{self, Digest},
        quiet::{self, QuietHours},
        state,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Category, Need, Query, Tx, link::LinkRefusal};
use weilu_people::account::Address;
use weilu_vocabulary::{Lang, Outcome, Text};

/// My settings of messages.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Settings {}

/// One sort of news.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CategoryShown {
    /// Which.
    pub category: Category,
    /// Its name.
    pub text: Text,
    /// Whether it reaches me on the page.
    pub page: bool,
    /// Whether it reaches me by mail.
    pub mail: bool,
    /// Whether any of it is worth a letter.
    pub can_mail: bool,
    /// Whether some of it is told in any case, since it concerns my own standing.
    pub firm: bool,
}

/// My mail address.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MailOfMine {
    /// Masked.
    pub masked: String,
    /// What its server said when it refused a letter for good.
    pub refused: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettingsShown {
    /// By sort of news; only those that something is told of.
    pub categories: Vec<CategoryShown>,
    /// When nothing goes out.
    pub quiet: QuietHours,
    /// Whether these hours are mine or the brand's.
    pub quiet_mine: bool,
    /// The digest.
    pub digest: Digest,
    /// Which language letters are written in.
    pub lang: Lang,
    /// Whether notices go out by mail at all.
    pub mail_on: bool,
    /// Where letters go; none: no mail address is set.
    pub mail: Option<MailOfMine>,
}

impl Query for Settings {
    const NAME: &'static str = "notification.settings";
    const SUMMARY: (&'static str, &'static str) = ("我的消息设置", "My settings of messages");
    type Output = SettingsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SettingsShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let stored = state::choice::of_member(tx, member).await?;
        let choices = stored.map(|s| choice::read(&s)).unwrap_or_default();
        let quiet = match choices.quiet {
            Some(hours) => hours,
            None => quiet::of_brand(tx).await?,
        };
        let mail = match state::person::mail_of(tx, member).await? {
            Some(address) => Some(MailOfMine {
                refused: delivery::state::refused(tx, &address).await?,
                masked: Address::Mail(address).masked(),
            }),
            None => None,
        };
        let staff = act.app.grants.hears(tx, act).await?.staff;
        let shown =
            Category::ALL.into_iter().filter(|c| staff || *c != Category::Work).filter_map(|category| {
                let mut told = act.app.notices().filter(|n| n.category == category).peekable();
                told.peek()?;
                let (mut can_mail, mut firm) = (false, false);
                for notice in told {
                    can_mail |= notice.mail;
                    firm |= notice.firm;
                }
                let ways = choices.of(category);
                Some(CategoryShown {
                    category,
                    text: category.text(),
                    page: ways.page,
                    mail: ways.mail,
                    can_mail,
                    firm,
                })
            });
        Ok(SettingsShown {
            categories: shown.collect(),
            quiet,
            quiet_mine: choices.quiet.is_some(),
            digest: choices.digest,
            lang: choices.lang,
            mail_on: !choices.no_mail,
            mail,
        })
    }
}
