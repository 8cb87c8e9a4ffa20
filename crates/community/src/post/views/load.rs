//! What a post is for everybody, read from the tables of all who know something of it.

use super::{
    PAGE,
    card::{Author, NamedInText, PostCard, PostSpace, places},
    kept::Kept,
};
use crate::{
    bookmark,
    post::{Visibility, mention},
    tag, vote,
};
use std::{collections::BTreeMap, sync::Arc};
use weilu_kernel::{Act, Tx, rows, sql};
use weilu_media::{blob, preview};
use weilu_store::Row;
use weilu_vocabulary::{BlobId, Fault, Id, MemberId, PersonaId, PostId, PreviewId, Ref, SpaceId, Time};

rows! {
    struct CardRow {
        id: PostId, kind: String, thread_kind: Option<String>, space: Option<SpaceId>, space_name: Option<String>,
        persona: PersonaId, member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId>, thread: PostId,
        parent: Option<PostId>, above: Option<PersonaId>, above_member: Option<MemberId>, above_name: Option<String>,
        created_at: Time, edited_at: Option<Time>, province: Option<String>, title: String, text: String,
        state: String, visibility: String, preview: Option<PreviewId>, files: i64, pinned_at: Option<Time>, likes: i64,
        replies: i64,
    }
}

impl CardRow {
    /// The things that, touched, make this another card.
    fn things(&self) -> Vec<i64> {
        let members = [self.member, self.above_member].into_iter().flatten().map(Id::raw);
        let places = self.space.map(Id::raw).into_iter().chain(self.preview.map(Id::raw));
        std::iter::once(self.id.raw()).chain(members).chain(places).collect()
    }

    fn card(self) -> PostCard {
        let answered = self.above.filter(|_| self.parent != Some(self.thread));
        let answers = answered.map(|_| Author {
            id: self.above_member,
            name: self.above_name.unwrap_or_default(),
            avatar: None,
        });
        PostCard {
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
            title: self.title,
            text: self.text,
            files: Vec::new(),
            link: None,
            named: Vec::new(),
            tags: Vec::new(),
            visibility: Visibility::of(&self.visibility),
            pinned: self.pinned_at.is_some(),
            state: self.state,
            likes: self.likes,
            replies: self.replies,
            saves: 0,
            score: 0,
        }
    }
}

/// What hangs on some posts, by post.
#[derive(Default)]
struct Hanging {
    named: BTreeMap<PostId, Vec<NamedInText>>,
    tags: BTreeMap<PostId, Vec<tag::TagName>>,
    saves: BTreeMap<PostId, i64>,
    scores: BTreeMap<PostId, i64>,
    files: BTreeMap<Ref, Vec<blob::BlobView>>,
    links: BTreeMap<PreviewId, preview::Card>,
}

impl Hanging {
    async fn on(tx: &mut Tx, rows: &[CardRow]) -> Result<Hanging, Fault> {
        let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
        let carry: Vec<Ref> = rows.iter().filter(|row| row.files > 0).map(|row| row.id.into()).collect();
        let previews: Vec<PreviewId> = rows.iter().filter_map(|row| row.preview).collect();
        let names = rows.iter().any(|row| mention::has_names(&row.text));
        Ok(Hanging {
            named: if names { people_named(tx, &ids).await? } else { BTreeMap::new() },
            tags: tag::of(tx, &ids).await?,
            saves: bookmark::saves(tx, &ids).await?,
            scores: vote::state::scores(tx, &ids).await?,
            files: blob::of(tx, &carry).await?,
            links: preview::of(tx, &previews).await?,
        })
    }

    fn hang(&mut self, preview: Option<PreviewId>, card: &mut PostCard) {
        card.named = self.named.remove(&card.id).unwrap_or_default();
        card.tags = self.tags.remove(&card.id).unwrap_or_default();
        card.saves = self.saves.remove(&card.id).unwrap_or_default();
        card.score = self.scores.remove(&card.id).unwrap_or_default();
        card.files = self.files.remove(&card.id.into()).unwrap_or_default();
        let link = preview.and_then(|id| self.links.get(&id));
        card.link = link.filter(|link| !link.title.is_empty()).cloned();
    }
}

/// Reads at most a page of posts, in no order.
pub(super) async fn posts(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<Vec<Kept>, Fault> {
    debug_assert!(ids.len() <= PAGE, "a page at most");
    let rows = rows(tx, ids).await?;
    let mut hanging = Hanging::on(tx, &rows).await?;
    let kept = rows.into_iter().map(|row| {
        let (author, preview, mut things) = (row.persona, row.preview, row.things());
        let in_question = row.kind == "question" || row.thread_kind.as_deref() == Some("question");
        let mut card = row.card();
        hanging.hang(preview, &mut card);
        things.extend(card.named.iter().filter_map(|named| named.id).map(Id::raw));
        things.extend(card.tags.iter().map(|tag| tag.id.raw()));
        Kept {
            card: Arc::new(card),
            author,
            in_question,
            things: things.into(),
            as_of: act.as_of,
            read_at: act.now,
        }
    });
    Ok(kept.collect())
}

async fn rows(tx: &mut Tx, ids: &[PostId]) -> Result<Vec<CardRow>, Fault> {
    tx.all(
        sql!(
            "select p.id, p.kind, r.kind as thread_kind, p.space, s.name as space_name, p.author as persona, m.id as member, coalesce(i.nickname, m.name) as name, m.avatar, p.thread, p.parent,
               q.author as above, b.member as above_member, n.name as above_name,
               p.created_at, p.edited_at, p.province, p.title, p.text, p.state, p.visibility, p.preview, coalesce(p.files, 0) as files, p.pinned_at, coalesce(c.likes, 0) as likes, coalesce(c.replies, 0) as replies
             from post p left join space s on s.tenant = p.tenant and s.id = p.space left join persona a on a.tenant = p.tenant and a.id = p.author
               left join member m on m.tenant = p.tenant and m.id = a.member left join space_member i on i.tenant = p.tenant and i.space = p.space and i.persona = p.author
               left join post q on q.tenant = p.tenant and q.id = p.parent left join persona b on b.tenant = q.tenant and b.id = q.author left join member n on n.tenant = b.tenant and n.id = b.member
               left join post r on r.tenant = p.tenant and r.id = p.thread
               left join post_count c on c.tenant = p.tenant and c.post = p.id
             where p.tenant = $tenant and p.id in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
        ),
        &places(ids),
    )
    .await
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
