//! What stands on the card of a space, and of an invitation into it.

use super::{charter::Charter, kind, state};
use crate::invitation;
use weilu_kernel::{
    Act, ShareCard, ShareSpec, Tx,
    share::{ShareAddress, cut},
};
use weilu_vocabulary::{Outcome, SpaceId, Text};

const TITLE_MOST: usize = 30;
const LINE_MOST: usize = 60;
const TEXT_MOST: usize = 300;
const INVITES: Text = Text::new("{name} 请你进来坐坐", "{name} asks you to come in");

/// The addresses of spaces.
pub const SHARE: ShareSpec =
    ShareSpec { prefix: "/spaces/", card: |tx, act, address| Box::pin(card(tx, act, address)) };

/// The card of a space that strangers may know of.
///
/// # Errors
/// When the database fails.
pub async fn card_of(tx: &mut Tx, id: SpaceId) -> Outcome<Option<ShareCard>> {
    let Some(row) = state::load(tx, id).await? else { return Ok(None) };
    let listed = kind::find(&row.kind).is_none_or(|k| k.listed);
    if row.state != "open" || !listed {
        return Ok(None);
    }
    let charter = state::charter::load(tx, row.id, row.charter).await?.map(|(c, _)| c).unwrap_or_default();
    Ok(Some(ShareCard {
        title: cut(&row.name, TITLE_MOST),
        line: cut(if row.line.is_empty() { &row.topic } else { &row.line }, LINE_MOST),
        text: cut(&about(&charter), TEXT_MOST),
        members: Some(row.members),
        picture: row.avatar,
        ..ShareCard::default()
    }))
}

/// For whom it is, and what one talks about there.
fn about(charter: &Charter) -> String {
    let topics = charter.first_topics.iter().map(|topic| format!("· {topic}"));
    let lines = std::iter::once(charter.for_whom.clone()).chain(topics);
    lines.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

async fn card(tx: &mut Tx, act: &Act, address: &ShareAddress) -> Outcome<Option<ShareCard>> {
    let Ok(id) = address.id.parse::<SpaceId>() else { return Ok(None) };
    let Some(card) = card_of(tx, id).await? else { return Ok(None) };
    let Some(token) = address.get("invitation") else { return Ok(Some(card)) };
    let Some(invited) = invitation::peek(tx, act, id, token).await? else { return Ok(Some(card)) };
    let name = invited.inviter_name;
    if name.is_empty() {
        return Ok(Some(card));
    }
    let line = INVITES.get(act.lang).replace("{name}", &name);
    Ok(Some(ShareCard { text: card.line.clone(), line, by: Some(name), ..card }))
}
