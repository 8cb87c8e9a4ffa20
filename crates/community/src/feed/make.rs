//! Making a secret address.

use super::{MADE, state};
use crate::space::READ;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{FeedId, Outcome, SpaceId, refusals};

const MOST: i64 = 20;
const WORDS_MAX: usize = 100;

/// What a secret address shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The newest of all spaces I am in.
    Circles,
    /// One space.
    Space,
    /// A search among what I may read.
    Search,
}

impl What {
    /// As stored.
    pub(super) const fn word(self) -> &'static str {
        match self {
            What::Circles => "circles",
            What::Space => "space",
            What::Search => "search",
        }
    }
}

/// Makes a secret address that shows what I may read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Make {
    /// Of what.
    pub what: What,
    /// Of which space, when it is one.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// Of which words, when it is a search: up to 100 characters.
    #[serde(default)]
    pub q: Option<String>,
}

/// The secret address, shown once.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FeedMade {
    /// Which.
    pub feed: FeedId,
    /// Its path on this site. It is not kept and cannot be shown again.
    pub path: String,
}

refusals! {
    /// Why no address was made.
    pub enum MakeRefusal {
        /// No words.
        NoWords => 422 "feed.no_words" "先写要订阅的词，比如「读书会」。" "Write the words to follow first, “book club” for instance.";
        /// Too many words.
        TooLong { most: usize } => 422 "feed.too_long" "最多写 {most} 个字。" "At most {most} characters.";
        /// Too many addresses.
        TooMany { most: i64 } => 409 "feed.too_many" "最多保留 {most} 个订阅地址，先作废用不着的。" "You can have {most} feed addresses; take back one you no longer use.";
    }
}

impl Command for Make {
    const NAME: &'static str = "feed.make";
    const SUMMARY: (&'static str, &'static str) = ("生成私密订阅地址", "Make a secret feed address");
    type Output = FeedMade;
    type Refusal = MakeRefusal;
    const REMEMBERED: bool = false;

    fn need(&self) -> Need {
        match (self.what, self.space) {
            (What::Space, Some(space)) => Need::On(space.into(), &READ),
            _ => Need::SignedIn,
        }
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<FeedMade> {
        let (Some(persona), Some(member)) = (act.actor.persona, act.actor.member) else {
            return Err(LinkRefusal::SignIn.into());
        };
        let words = self.q.as_deref().unwrap_or_default().trim();
        let (space, words) = match self.what {
            What::Circles => (None, ""),
            What::Space => (Some(self.space.ok_or(LinkRefusal::NotFound)?), ""),
            What::Search if words.is_empty() => return Err(MakeRefusal::NoWords.into()),
            What::Search if words.chars().count() > WORDS_MAX => {
                return Err(MakeRefusal::TooLong { most: WORDS_MAX }.into());
            }
            What::Search => (None, words),
        };
        tx.lock(&[member.into()])?;
        if state::count(tx, member).await? >= MOST {
            return Err(MakeRefusal::TooMany { most: MOST }.into());
        }
        let feed: FeedId = act.id();
        let token = data_encoding::BASE64URL_NOPAD.encode(&act.token());
        state::insert(tx, act, feed, persona, (self.what, space, words), &token)?;
        tx.append(act, MADE.on(feed));
        Ok(FeedMade { feed, path: format!("/feed/private/{token}") })
    }
}
