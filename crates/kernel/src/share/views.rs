//! The card of an address, for the page that passes it on.

use super::{ShareAddress, ShareCard, card_of};
use crate::{Act, Need, Query, link::LinkRefusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_store::Tx;
use weilu_vocabulary::Outcome;

/// The card of an address.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Card {
    /// Path of one of our pages, with its parameters.
    pub path: String,
}

/// What is passed on.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CardShown {
    /// What stands on the card, as a stranger may see it.
    #[serde(flatten)]
    pub card: ShareCard,
    /// Path to pass on: without what belongs to the sender alone.
    pub path: String,
    /// Name of the brand.
    pub brand: String,
}

impl Query for Card {
    const NAME: &'static str = "share.card";
    const SUMMARY: (&'static str, &'static str) =
        ("一个地址的分享卡片", "What stands on the card of an address that is passed on");
    type Output = CardShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CardShown> {
        let address = ShareAddress::read(&self.path).ok_or(LinkRefusal::NotFound)?;
        let card = card_of(tx, act, &self.path).await?;
        Ok(CardShown { card, path: address.written(), brand: super::brand(tx).await? })
    }
}
