//! What stands on the card of a proposal that is passed on: what it gives, how many have signed.

use super::{SIGNATURES, state};
use crate::space::{self, charter::Charter};
use weilu_kernel::{
    Act, ShareCard, ShareSpec, Tx,
    share::{ShareAddress, cut},
};
use weilu_vocabulary::{Outcome, ProposalId, Text};

const TITLE_MOST: usize = 30;
const LINE_MOST: usize = 60;
const TEXT_MOST: usize = 300;
const STANDS: Text =
    Text::new("{signed}/{needs} 人已联署，一起来", "{signed} of {needs} have signed; join them");

/// The addresses of proposals.
pub(super) const SHARE: ShareSpec =
    ShareSpec { prefix: "/circles/", card: |tx, act, address| Box::pin(card(tx, act, address)) };

async fn card(tx: &mut Tx, act: &Act, address: &ShareAddress) -> Outcome<Option<ShareCard>> {
    let Ok(id) = address.id.parse::<ProposalId>() else { return Ok(None) };
    let Some(row) = state::load(tx, id).await? else { return Ok(None) };
    // What it became has a card of its own.
    if let Some(space) = row.space {
        return space::share::card_of(tx, space).await;
    }
    if row.state != "gathering" {
        return Ok(None);
    }
    let needs = SIGNATURES.get(tx).await?;
    let signed = state::signers(tx, id).await?.len();
    let charter: Charter = serde_json::from_value(row.charter).unwrap_or_default();
    let stands = STANDS.get(act.lang).replace("{signed}", &signed.to_string());
    Ok(Some(ShareCard {
        title: cut(&row.name, TITLE_MOST),
        line: cut(&charter.value, LINE_MOST),
        text: cut(&stands.replace("{needs}", &needs.to_string()), TEXT_MOST),
        ..ShareCard::default()
    }))
}
