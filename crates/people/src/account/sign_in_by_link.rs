//! A one-time sign-in link, made on the command line of the machine itself: for the first administrator, and
//! for one who lost every way in. It opens once, and not for long. No command over HTTP makes one.

use super::{Address, enter, enter::SignedIn, session, state};
use crate::{
    consent,
    role::{self, Site},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use weilu_kernel::{Act, App, Command, Need, Role, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{Failure, Outcome, TenantId, refusals};

/// Signs in with a one-time link.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SignInByLink {
    /// The token of the link.
    pub link: String,
    /// Name of the device, for the list of sessions.
    #[serde(default)]
    pub device: String,
}

refusals! {
    /// Why the link opens nothing.
    pub enum LinkSignInRefusal {
        /// Used, too old, or never made.
        Spent => 422 "account.link_spent" "这个登录链接已经用过或过期了。在服务器上运行 weilu admin reset，可以再生成一个。" "This sign-in link was used or is too old. Run weilu admin reset on the server to make another.";
    }
}

impl Command for SignInByLink {
    const NAME: &'static str = "account.sign_in_by_link";
    const SUMMARY: (&'static str, &'static str) = ("用一次性链接登录", "Sign in with a one-time link");
    const REMEMBERED: bool = false;
    type Output = SignedIn;
    type Refusal = LinkSignInRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<SignedIn> {
        super::code::count_source(tx, act).await?;
        let hash = session::token_hash(&self.link);
        let known = state::link::take(tx, &hash, act.now).await?.ok_or(LinkSignInRefusal::Spent)?;
        enter::enter(tx, act, known, &self.device, false).await
    }
}

/// Makes a one-time link for an administrator of a brand and returns its token. With an address: for the person
/// who is known by it, or a new one, who becomes an administrator. Without: for the first administrator there
/// is, or a new one. `valid` is in microseconds.
///
/// # Errors
/// When the database fails.
pub async fn admin_link(
    app: &Arc<App>,
    tenant: TenantId,
    address: Option<Address>,
    valid: i64,
) -> Result<String, Failure> {
    let mut act = app.system_act();
    act.ctx.tenant = tenant;
    let (act, token) = (Arc::new(act), session::new_token(&app.act(tenant)));
    let hash = session::token_hash(&token);
    app.store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let (act, address, hash) = (act.clone(), address.clone(), hash.clone());
            Box::pin(async move {
                act.rewind();
                let known = administrator(tx, &act, address.as_ref()).await?;
                state::link::keep(tx, &hash, known.persona, act.now + valid)?;
                Ok::<(), Failure>(())
            })
        })
        .await?;
    Ok(token)
}

async fn administrator(tx: &mut Tx, act: &Act, address: Option<&Address>) -> Result<state::Known, Failure> {
    let found = match address {
        Some(address) => state::known_by(tx, address.kind(), address.value()).await?,
        None => state::link::first_with_role(tx, Role::Headquarters.word()).await?,
    };
    let known = match found {
        Some(known) => known,
        None => {
            let known = state::create_member(tx, act, "").await?;
            if let Some(address) = address {
                state::add_identity(tx, act, known.persona, address)?;
            }
            consent::accept_current(tx, act, known.persona).await?;
            known
        }
    };
    for role in [Role::Headquarters, Role::Operator] {
        role::grant(tx, act, known.persona, role, Site::Whole).await?;
    }
    Ok(known)
}
