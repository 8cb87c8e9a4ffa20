//! One way to make cards of posts for one reader: what a post is for everybody is kept in memory while nothing of it was
//! touched; rights, visibility and what is the reader's own are asked for each time.

use super::{PAGE, kept};
use crate::{
    poll::{self, PollView},
    post::{Visibility, sight::Sight},
    question::{self, QuestionState},
    review,
    roster::{self, RosterView},
    tag,
    vote::Way,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{ops::Deref, sync::Arc};
use weilu_kernel::{Act, Tx};
use weilu_media::{blob::BlobView, preview::Card as LinkCard};
use weilu_vocabulary::{BlobId, CaseId, Fault, Id, MemberId, PersonaId, PostId, Ref, SpaceId, Time, Value};

/// Who wrote it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Author {
    /// The person, as known now.
    pub id: Option<MemberId>,
    /// Name as shown.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
}

/// Somebody named in a text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NamedInText {
    /// As he stands in the text, behind an `@`.
    pub token: PersonaId,
    /// The person, as known now.
    pub id: Option<MemberId>,
    /// Name as shown.
    pub name: String,
}

/// Where it stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostSpace {
    /// Which.
    pub id: SpaceId,
    /// Name.
    pub name: String,
}

/// What a post is, the same for everybody who sees it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PostCard {
    /// Which.
    pub id: PostId,
    /// `post`, `reply`, `question`, `poll` or `roster`.
    pub kind: String,
    /// Where; none on its author's own page.
    pub space: Option<PostSpace>,
    /// By whom.
    pub author: Author,
    /// First post of its thread.
    pub thread: PostId,
    /// What it answers.
    pub parent: Option<PostId>,
    /// Whom it answers, when it answers a reply.
    pub answers: Option<Author>,
    /// When it was written, microseconds.
    pub at: Time,
    /// When it was changed last.
    pub edited_at: Option<Time>,
    /// Province (属地).
    pub region: Option<String>,
    /// A title, possibly empty.
    pub title: String,
    /// What was said; empty when it is no longer shown. `@` and a persona's id stand for a person of `named`.
    pub text: String,
    /// Pictures, videos and documents, in their order.
    #[serde(default)]
    pub files: Vec<BlobView>,
    /// What the first link in the text leads to, once it was read.
    #[serde(default)]
    pub link: Option<LinkCard>,
    /// People named in the text.
    pub named: Vec<NamedInText>,
    /// Topics.
    pub tags: Vec<tag::TagName>,
    /// `live`, `held`, `hidden`, `deleted`, `erased`.
    pub state: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// Whether it is pinned in its space.
    pub pinned: bool,
    /// How many liked it.
    pub likes: i64,
    /// How many answered.
    pub replies: i64,
    /// How many saved it.
    pub saves: i64,
    /// Votes up less votes down, never below 0.
    pub score: i64,
}

impl PostCard {
    /// Whether it is shown with its words and files: to others while it stands, to its author until he removes it.
    pub(super) fn is_shown(&self, mine: bool) -> bool {
        self.state == "live" || (mine && (self.state == "held" || self.state == "hidden"))
    }

    /// As it stands for those who no longer see what was said.
    fn blank(&self) -> PostCard {
        PostCard {
            title: String::new(),
            text: String::new(),
            files: Vec::new(),
            link: None,
            named: Vec::new(),
            tags: Vec::new(),
            saves: 0,
            score: 0,
            ..self.clone()
        }
    }
}

/// A post as one person reads it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Post {
    /// What it is for everybody.
    #[serde(flatten)]
    pub card: Arc<PostCard>,
    /// Whether I liked it.
    pub liked: bool,
    /// Whether I saved it.
    pub bookmarked: bool,
    /// Whether it is mine.
    pub mine: bool,
    /// How I voted.
    pub my_vote: Option<Way>,
    /// Where a question stands; on the question itself and on its direct answers.
    pub question: Option<QuestionState>,
    /// The poll that stands on it.
    pub poll: Option<PollView>,
    /// The roster that stands on it.
    pub roster: Option<RosterView>,
    /// Why it is out of sight, when those who keep order decided that.
    pub hidden_reason: Option<String>,
    /// The decision, for its author to appeal against.
    pub decision: Option<CaseId>,
}

impl Deref for Post {
    type Target = PostCard;
    fn deref(&self) -> &PostCard {
        &self.card
    }
}

impl Post {
    fn of(card: &Arc<PostCard>, mine: bool) -> Post {
        let card = if card.is_shown(mine) { card.clone() } else { Arc::new(card.blank()) };
        Post {
            card,
            liked: false,
            bookmarked: false,
            mine,
            my_vote: None,
            question: None,
            poll: None,
            roster: None,
            hidden_reason: None,
            decision: None,
        }
    }
}

/// Ids as the places of a statement: so many as a page holds, the rest 0.
#[must_use]
pub(crate) fn places(ids: &[PostId]) -> Vec<Value> {
    let filled = ids.iter().map(|id| Value::Int(id.raw()));
    filled.chain(std::iter::repeat_n(Value::Int(0), PAGE)).take(PAGE).collect()
}

/// Posts in the order asked for; what the actor may not read or see is left out.
///
/// # Errors
/// When the database fails.
pub async fn cards(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<Vec<Post>, Fault> {
    let mut sight = Sight::default();
    let mut out = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(PAGE) {
        let (mut posts, mut answers) = (Vec::with_capacity(chunk.len()), false);
        for kept in kept::posts(tx, act, chunk).await? {
            let card = &kept.card;
            let space = card.space.as_ref().map(|s| s.id);
            if sight.may_read(tx, act, space).await?
                && sight.sees(tx, act, space, kept.author, card.visibility).await?
            {
                answers |= kept.in_question;
                posts.push(Post::of(card, sight.is_mine(tx, act, kept.author).await?));
            }
        }
        kept::mark_mine(tx, act, &mut posts).await?;
        if answers {
            question::hung(tx, act, &mut posts).await?;
        }
        poll::hung(tx, act, &mut posts).await?;
        roster::hung(tx, act, &mut posts).await?;
        say_why_hidden(tx, &mut posts).await?;
        out.append(&mut posts);
    }
    Ok(out)
}

async fn say_why_hidden(tx: &mut Tx, posts: &mut [Post]) -> Result<(), Fault> {
    let out: Vec<Ref> = posts.iter().filter(|p| p.state == "hidden").map(|p| p.id.into()).collect();
    let mut hidden = review::hidden_of(tx, &out).await?;
    for post in posts {
        if let Some(why) = hidden.remove(&post.id.into()) {
            post.hidden_reason = Some(why.reason);
            post.decision = post.mine.then_some(why.case);
        }
    }
    Ok(())
}
