//! Coming back from WeChat with a code: who is it, and what did he want?
//!
//! The state must be one of this browser's, and is spent with it. Whoever is known is in; whoever is new waits in
//! this browser until he has read and accepted the terms. The code is exchanged before the transaction.

use super::{
    begin::{UNDER_WAY, Want},
    official::Official,
    refusal::WeChatRefusal,
    state::{self, EntryRow, Pending},
    vouch::{Person, exchange},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_people::{
    account::{
        Me,
        outside::{self, Comes},
    },
    identity::IdentityKind,
    member,
};
use weilu_store::Scope;
use weilu_vocabulary::{Fault, Outcome, Text};

pub(super) const NAME: Text = Text::new("微信", "WeChat");
const NAME_MOST: usize = 20;

/// Comes back from WeChat.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Enter {
    /// The code WeChat gave.
    pub code: String,
    /// The state it was begun with.
    pub state: String,
    /// Name of the device, for the list of sessions.
    #[serde(default)]
    pub device: String,
    #[serde(skip)]
    found: Option<(Person, Want)>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// He is in.
    Entered,
    /// He is new and is asked for consent.
    Asked,
    /// WeChat was added to his account.
    Bound,
    /// His name was taken over.
    Named,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Entered {
    /// What became of it.
    pub became: Became,
    /// Where to go on.
    pub return_to: String,
    /// Who is signed in now.
    pub me: Option<Me>,
    /// The session token: set as a cookie by the edge.
    pub token: Option<String>,
}

impl Entered {
    pub(super) const fn without_session(became: Became, return_to: String) -> Entered {
        Entered { became, return_to, me: None, token: None }
    }
}

impl Command for Enter {
    const NAME: &'static str = "wechat.enter";
    const SUMMARY: (&'static str, &'static str) = ("从微信授权回来", "Come back from WeChat");
    const REMEMBERED: bool = false;
    type Output = Entered;
    type Refusal = WeChatRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn prepare(&mut self, act: &Act) -> Outcome<()> {
        let account = Official::of(act).await?;
        let row = own_entry(act, self.state.clone()).await?;
        let want = Want::from_word(&row.want);
        self.found = Some((exchange(act, &account, &self.code, want == Want::Profile).await?, want));
        Ok(())
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Entered> {
        let (person, want) = self.found.as_ref().ok_or_else(|| Fault::new("nobody was looked up"))?;
        let row = state::entry(tx, &self.state, act.now).await?.ok_or(WeChatRefusal::Spent)?;
        if !state::take_entry(tx, &self.state).await? {
            return Err(WeChatRefusal::Spent.into());
        }
        match want {
            Want::Enter => self.come_in(tx, act, person, row).await,
            Want::Bind => {
                outside::add_outside(tx, act, &person.vouched(), &NAME).await?;
                Ok(Entered::without_session(Became::Bound, row.return_to))
            }
            Want::Profile => take_name(tx, act, person, row).await,
        }
    }
}

impl Enter {
    async fn come_in(&self, tx: &mut Tx, act: &Act, person: &Person, row: EntryRow) -> Outcome<Entered> {
        match outside::come_in(tx, act, &person.vouched(), false, &self.device).await? {
            Comes::In(signed) => Ok(Entered {
                became: Became::Entered,
                return_to: row.return_to,
                me: Some(signed.me),
                token: Some(signed.token),
            }),
            Comes::New => {
                let pending = Pending {
                    open_id: person.open_id.clone(),
                    union_id: person.union_id.clone(),
                    return_to: row.return_to.clone(),
                };
                state::keep_pending(tx, &row.browser, &pending, act.now + UNDER_WAY)?;
                Ok(Entered::without_session(Became::Asked, row.return_to))
            }
        }
    }
}

/// The sign-in that was begun in this very browser, by this very person.
async fn own_entry(act: &Act, token: String) -> Outcome<EntryRow> {
    let now = act.now;
    let read = act.app.store.read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        let token = token.clone();
        Box::pin(async move { state::entry(tx, &token, now).await })
    });
    let found: Option<EntryRow> = read.await?;
    let row = found.ok_or(WeChatRefusal::Spent)?;
    let same = act.browser.is_some_and(|b| b.as_slice() == row.browser);
    let signed_in = Want::from_word(&row.want) != Want::Enter;
    if !same || (signed_in && row.persona != act.actor.persona) {
        return Err(WeChatRefusal::Forged.into());
    }
    Ok(row)
}

/// Takes over the name in WeChat, and the union id with it: it may tell that two records are one person.
async fn take_name(tx: &mut Tx, act: &Act, person: &Person, row: EntryRow) -> Outcome<Entered> {
    let me = act.actor.member.ok_or(LinkRefusal::SignIn)?;
    if !outside::is_mine(tx, act, IdentityKind::OfficialAccount, &person.open_id).await? {
        return Err(WeChatRefusal::NotScanner.into());
    }
    outside::come_again(tx, act, &person.vouched()).await?;
    let name: String = person.nickname.trim().chars().filter(|c| !c.is_control()).take(NAME_MOST).collect();
    if !name.is_empty() {
        member::rename(tx, act, me, &name).await?;
    }
    Ok(Entered::without_session(Became::Named, row.return_to))
}
