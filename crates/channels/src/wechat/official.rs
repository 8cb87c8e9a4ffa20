//! The official account of a brand, as its operator set it up.

use super::{AES_KEY, APP_ID, APP_SECRET, CALLBACK_TOKEN, refusal::WeChatRefusal};
use weilu_kernel::{Act, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{Fault, Outcome};

/// The settings of an account; none of them is shown.
#[derive(Clone)]
pub(super) struct Official {
    pub app_id: String,
    pub secret: String,
    pub token: String,
    pub aes_key: String,
}

impl Official {
    /// The account of this brand, when one is set up.
    pub async fn load(tx: &mut Tx) -> Result<Option<Official>, Fault> {
        let (app_id, secret) = (APP_ID.get(tx).await?, APP_SECRET.get(tx).await?);
        if app_id.trim().is_empty() || secret.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(Official {
            app_id: app_id.trim().to_owned(),
            secret: secret.trim().to_owned(),
            token: CALLBACK_TOKEN.get(tx).await?.trim().to_owned(),
            aes_key: AES_KEY.get(tx).await?.trim().to_owned(),
        }))
    }

    /// The account of this brand.
    pub async fn needed(tx: &mut Tx) -> Outcome<Official> {
        Ok(Official::load(tx).await?.ok_or(WeChatRefusal::Off)?)
    }

    /// The account of this brand, outside of a transaction.
    pub async fn of(act: &Act) -> Outcome<Official> {
        let read = act
            .app
            .store
            .read(Scope::Tenant(act.tenant), |tx: &mut Tx| Box::pin(async move { Official::load(tx).await }));
        Ok(read.await?.ok_or(WeChatRefusal::Off)?)
    }
}
