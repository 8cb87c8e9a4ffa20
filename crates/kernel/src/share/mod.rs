//! Shares 分享: what stands on the card of an address that somebody passes on, in a chat, on a poster, in a
//! search engine.
//!
//! Rules: a feature names the addresses of its things ([`ShareSpec`]) and says title, sentence and picture; the
//! card is always what a stranger may know, whoever asks, since the one who passes it on is not the one who
//! reads it. What a stranger may not know of has a card all the same: the brand's name and 进来看看. A card
//! changes nothing and counts nothing. It deliberately draws nothing: pages, posters and chats do.

mod address;
mod views;

pub use address::{ShareAddress, is_own_path};

use crate::{Act, Feature, QuerySpec};
use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Actor, BlobId, Fault, Outcome, Text};

/// What a closed door says.
const COME_IN: Text = Text::new("进来看看", "Come and have a look");

/// The card of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareCard {
    /// What it is called, one line.
    pub title: String,
    /// One sentence.
    pub line: String,
    /// More to read for somebody who has only this page; may be empty.
    pub text: String,
    /// Who says or invites, as shown.
    pub by: Option<String>,
    /// Name of the space it stands in.
    pub space: Option<String>,
    /// How many are in, where it is a space.
    pub members: Option<i64>,
    /// Picture.
    pub picture: Option<BlobId>,
    /// Whether a stranger may know more than that there is something.
    pub open: bool,
}

type Found<'t> = BoxFuture<'t, Outcome<Option<ShareCard>>>;

/// The addresses of one feature: everything below a prefix.
#[derive(Clone, Copy)]
pub struct ShareSpec {
    /// For example `/posts/`; what follows is the id or token.
    pub prefix: &'static str,
    /// The card for a stranger (the act is a stranger's), if he may know of the thing.
    pub card: for<'t> fn(&'t mut Tx, &'t Act, &'t ShareAddress) -> Found<'t>,
}

/// Shares as a feature.
pub const FEATURE: Feature = Feature {
    name: "share",
    zh: "分享",
    en: "Shares",
    queries: &[QuerySpec::of::<views::Card>()],
    ..Feature::EMPTY
};

/// The card of an address of ours, as a stranger may see it.
///
/// # Errors
/// When the database fails.
pub async fn card_of(tx: &mut Tx, act: &Act, path: &str) -> Outcome<ShareCard> {
    let mut stranger = act.again();
    stranger.ctx.actor = Actor::default();
    if let Some(address) = ShareAddress::read(path)
        && let Some((spec, address)) = spec_of(act, &address)
        && let Some(card) = (spec.card)(tx, &stranger, &address).await?
    {
        return Ok(ShareCard { open: true, ..card });
    }
    Ok(ShareCard { title: brand(tx).await?, line: COME_IN.get(act.lang).to_owned(), ..ShareCard::default() })
}

/// Whether an address is one of those that features have cards for.
#[must_use]
pub fn is_shared(act: &Act, path: &str) -> bool {
    ShareAddress::read(path).is_some_and(|address| spec_of(act, &address).is_some())
}

fn spec_of(act: &Act, address: &ShareAddress) -> Option<(&'static ShareSpec, ShareAddress)> {
    let specs = act.app.features.iter().flat_map(|f| f.shares);
    specs.into_iter().find_map(|spec| Some((spec, address.below(spec.prefix)?)))
}

/// The name of the brand.
///
/// # Errors
/// When the database fails.
pub async fn brand(tx: &mut Tx) -> Result<String, Fault> {
    let row: Option<Row> = tx.one(sql!("select name from tenant where id = $tenant"), params![]).await?;
    row.map_or_else(|| Ok(String::new()), |r| r.first())
}

/// The first line of a text, cut to so many characters.
#[must_use]
pub fn first_line(text: &str, most: usize) -> String {
    cut(text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default(), most)
}

/// A text cut to so many characters, with a sign that it goes on.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_with_a_sign() {
        assert_eq!(first_line("\n  山上的茶\n第二行", 10), "山上的茶");
        assert_eq!(cut("一二三四五", 5), "一二三四五");
        assert_eq!(cut("一二三四五六", 5), "一二三四…");
        assert_eq!(first_line("", 5), "");
    }
}
