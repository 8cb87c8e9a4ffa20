//! One way to make cards of posts for one reader: rights, visibility, names as known now, what hangs on them.

use super::PAGE;
use crate::{
    bookmark,
    poll::{self, PollView},
    post::{Visibility, mention, sight::Sight},
    question::{self, QuestionState},
    review, tag,
    vote::{self, Way},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Tx, rows, sql};
use weilu_media::{
    blob::{self, BlobView},
    preview::{self, Card as LinkCard},
};
use weilu_store::Row;
use weilu_vocabulary::{
    BlobId, CaseId, Fault, Id, MemberId, PersonaId, PostId, PreviewId, Ref, SpaceId, Time, Value,
};

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

/// A post as read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Post {
    /// Which.
    pub id: PostId,
    /// `post`, `reply`, `question` or `poll`.
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
    /// Whether I liked it.
    pub liked: bool,
    /// Whether I saved it.
    pub bookmarked: bool,
    /// Whether it is mine.
    pub mine: bool,
    /// Votes up less votes down, never below 0.
    pub score: i64,
    /// How I voted.
    pub my_vote: Option<Way>,
    /// Where a question stands; on the question itself and on its direct answers.
    pub question: Option<QuestionState>,
    /// The poll that stands on it.
    pub poll: Option<PollView>,
    /// Why it is out of sight, when those who keep order decided that.
    pub hidden_reason: Option<String>,
    /// The decision, for its author to appeal against.
    pub decision: Option<CaseId>,
}

rows! {
    struct CardRow {
        id: PostId, kind: String, space: Option<SpaceId>, space_name: Option<String>, persona: PersonaId,
        member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId>, thread: PostId,
        parent: Option<PostId>, above_member: Option<MemberId>, above_name: Option<String>, above: Option<PersonaId>,
        created_at: Time, edited_at: Option<Time>, province: Option<String>, title: String, text: String,
        state: String, visibility: String, preview: Option<PreviewId>, files: i64, pinned_at: Option<Time>, likes: i64, replies: i64, liked: i64,
    }
}

impl CardRow {
    fn shown_to(&self) -> Visibility {
        Visibility::of(&self.visibility)
    }

    fn card(self, mine: bool) -> Post {
        let shown = is_shown(&self.state, mine);
        let visibility = self.shown_to();
        let words = |words: String| if shown { words } else { String::new() };
        let answered = self.above.filter(|_| self.parent != Some(self.thread));
        let answers = answered.map(|_| Author {
            id: self.above_member,
            name: self.above_name.unwrap_or_default(),
            avatar: None,
        });
        Post {
            id: self.id,
            kind: self.kind,
            space: self.space.map(|id| PostSpace { id, name: self.space_name.unwrap_or_default() }),
            author: Author { id: self.member, name: self.name.unwrap_or_default(), avatar: self.avatar },
            thread: self.thread,
            parent: self.parent,
            answers,
            at: self.created_at,
            edited_at: self.edited_at,
            region: self.province,
            title: words(self.title),
            text: words(self.text),
            files: Vec::new(),
            link: None,
            named: Vec::new(),
            tags: Vec::new(),
            visibility,
            pinned: self.pinned_at.is_some(),
            state: self.state,
            likes: self.likes,
            replies: self.replies,
            saves: 0,
            liked: self.liked > 0,
            bookmarked: false,
            mine,
            score: 0,
            my_vote: None,
            question: None,
            poll: None,
            hidden_reason: None,
            decision: None,
        }
    }
}

/// Whether a post is shown with its words and files: to others while it stands, to its author until he removes it.
fn is_shown(state: &str, mine: bool) -> bool {
    state == "live" || (mine && (state == "held" || state == "hidden"))
}

/// Ids as the places of a statement: so many as a page holds, the rest 0.
#[must_use]
pub(crate) fn places(ids: &[PostId]) -> Vec<Value> {
    let filled = ids.iter().map(|id| Value::Int(id.raw()));
    filled.chain(std::iter::repeat_n(Value::Int(0), PAGE)).take(PAGE).collect()
}

/// Cards of posts in the order asked for; what the actor may not read or see is left out.
///
/// # Errors
/// When the database fails.
pub async fn cards(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<Vec<Post>, Fault> {
    let mut sight = Sight::default();
    let mut out = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(PAGE) {
        let (mut cards, mut carry, mut links) =
            (Vec::with_capacity(chunk.len()), Vec::new(), BTreeMap::new());
        for row in load(tx, act, chunk).await? {
            if !sight.may_read(tx, act, row.space).await?
                || !sight.sees(tx, act, row.space, row.persona, row.shown_to()).await?
            {
                continue;
            }
            let mine = sight.is_mine(tx, act, row.persona).await?;
            if is_shown(&row.state, mine) {
                carry.extend((row.files > 0).then_some(Ref::from(row.id)));
                links.extend(row.preview.map(|preview| (row.id, preview)));
            }
            cards.push(row.card(mine));
        }
        hang(tx, act, chunk, &mut cards).await?;
        hang_files(tx, &carry, &links, &mut cards).await?;
        cards.sort_by_key(|card| chunk.iter().position(|id| *id == card.id));
        out.append(&mut cards);
    }
    Ok(out)
}

async fn load(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<Vec<CardRow>, Fault> {
    let mut places = places(ids);
    places.push(act.actor.member.map_or(-1, Id::raw).into());
    tx.all(
        sql!(
            "select p.id, p.kind, p.space, s.name as space_name, p.author as persona, m.id as member, coalesce(i.nickname, m.name) as name, m.avatar, p.thread, p.parent,
               q.author as above, b.member as above_member, n.name as above_name,
               p.created_at, p.edited_at, p.province, p.title, p.text, p.state, p.visibility, p.preview, coalesce(p.files, 0) as files, p.pinned_at, coalesce(c.likes, 0) as likes, coalesce(c.replies, 0) as replies,
               (select count(*) from persona me cross join post_like l where me.tenant = $tenant and me.member = $21 and l.tenant = $tenant and l.post = p.id and l.persona = me.id) as liked
             from post p left join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author
               left join member m on m.tenant = p.tenant and m.id = a.member left join space_member i on i.tenant = p.tenant and i.space = p.space and i.persona = p.author
               left join post q on q.tenant = p.tenant and q.id = p.parent left join persona b on b.tenant = q.tenant and b.id = q.author left join member n on n.tenant = b.tenant and n.id = b.member
               left join post_count c on c.tenant = p.tenant and c.post = p.id
             where p.tenant = $tenant and p.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
        ),
        &places,
    )
    .await
}

/// Hangs on the cards what other tables know: people named, topics, saves.
async fn hang(tx: &mut Tx, act: &Act, ids: &[PostId], cards: &mut [Post]) -> Result<(), Fault> {
    if cards.is_empty() {
        return Ok(());
    }
    let mut named = if cards.iter().any(|c| mention::has_names(&c.text)) {
        people_named(tx, ids).await?
    } else {
        BTreeMap::new()
    };
    let mut tags = tag::of(tx, ids).await?;
    let saves = bookmark::of(tx, act, ids).await?;
    let votes = vote::state::of(tx, act, ids).await?;
    question::hung(tx, act, cards).await?;
    poll::hung(tx, act, cards).await?;
    let out: Vec<Ref> = cards.iter().filter(|c| c.state == "hidden").map(|c| c.id.into()).collect();
    let mut hidden = review::hidden_of(tx, &out).await?;
    for card in cards {
        if let Some(why) = hidden.remove(&card.id.into()) {
            card.hidden_reason = Some(why.reason);
            card.decision = card.mine.then_some(why.case);
        }
        if !is_shown(&card.state, card.mine) {
            continue;
        }
        card.named = named.remove(&card.id).unwrap_or_default();
        card.tags = tags.remove(&card.id).unwrap_or_default();
        if let Some((saves, mine)) = saves.get(&card.id) {
            card.saves = *saves;
            card.bookmarked = *mine;
        }
        if let Some((score, mine)) = votes.get(&card.id) {
            card.score = *score;
            card.my_vote = *mine;
        }
    }
    Ok(())
}

/// Hangs on the cards what was sent up with them, and the cards of their links; only what is shown carries any.
async fn hang_files(
    tx: &mut Tx,
    carry: &[Ref],
    links: &BTreeMap<PostId, PreviewId>,
    cards: &mut [Post],
) -> Result<(), Fault> {
    let mut files = blob::of(tx, carry).await?;
    let previews: Vec<PreviewId> = links.values().copied().collect();
    let read = preview::of(tx, &previews).await?;
    for card in cards {
        card.files = files.remove(&card.id.into()).unwrap_or_default();
        let link = links.get(&card.id).and_then(|id| read.get(id));
        card.link = link.filter(|link| !link.title.is_empty()).cloned();
    }
    Ok(())
}

async fn people_named(tx: &mut Tx, ids: &[PostId]) -> Result<BTreeMap<PostId, Vec<NamedInText>>, Fault> {
    let rows: Vec<Row> = tx
        .all(
            sql!(
                "select w.post, w.persona, m.id as member, coalesce(i.nickname, m.name) as name
                 from post_mention w join post p on p.tenant = w.tenant and p.id = w.post left join persona a on a.tenant = w.tenant and a.id = w.persona left join member m on m.tenant = a.tenant and m.id = a.member
                   left join space_member i on i.tenant = w.tenant and i.space = p.space and i.persona = w.persona
                 where w.tenant = $tenant and w.post in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
            ),
            &places(ids),
        )
        .await?;
    let mut out: BTreeMap<PostId, Vec<NamedInText>> = BTreeMap::new();
    for row in &rows {
        let name: Option<String> = row.get("name")?;
        let named = NamedInText {
            token: row.get("persona")?,
            id: row.get("member")?,
            name: name.unwrap_or_default(),
        };
        out.entry(row.get("post")?).or_default().push(named);
    }
    Ok(out)
}
