//! What stands on the card of an entry code: the space it leads into now.

use super::state;
use crate::space;
use weilu_kernel::{Act, ShareCard, ShareSpec, Tx, share::ShareAddress};
use weilu_vocabulary::Outcome;

/// The addresses of entry codes.
pub const SHARE: ShareSpec =
    ShareSpec { prefix: "/e/", card: |tx, act, address| Box::pin(card(tx, act, address)) };

async fn card(tx: &mut Tx, act: &Act, address: &ShareAddress) -> Outcome<Option<ShareCard>> {
    let code = state::by_token(tx, &address.id).await?;
    let Some(code) = code.filter(|c| c.stopped_at.is_none()) else { return Ok(None) };
    let targets = state::targets(tx, code.id).await?;
    let open = targets.into_iter().find(|t| t.takes(act.now));
    let space = match open {
        Some(outside) if outside.space.is_none() => {
            return Ok(Some(ShareCard { title: outside.title, ..ShareCard::default() }));
        }
        Some(ours) => ours.space.unwrap_or(code.space),
        None => code.space,
    };
    space::share::card_of(tx, space).await
}
