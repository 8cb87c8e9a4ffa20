//! Posts kept in memory: what they are for everybody, and what of them is each reader's own.
//!
//! A post stands while the log touched neither it nor anything that shows on it; what is the reader's own stands while
//! he did nothing; the newest of a space stand while nothing happens in it. All are read again after a minute besides,
//! for what changes without an event. A node keeps some tens of thousands; those asked for least make room.

use super::{
    PAGE,
    card::{Post, PostCard},
    load,
};
use crate::{bookmark, post::state, vote};
use quick_cache::{Weighter, sync::Cache};
use std::sync::Arc;
use weilu_kernel::{
    Act, Tx,
    touched::{self, AsOf},
};
use weilu_vocabulary::{Fault, Id, MINUTE, PersonaId, PostId, SpaceId, Time};

/// Bytes that all posts together may take, about.
const POSTS_BYTES: u64 = 48 << 20;
const POSTS: usize = 40_000;
const MARKS: usize = 400_000;
const SPACES: usize = 20_000;
/// Two pages and one post of each space.
const NEWEST: usize = 2 * PAGE + 1;

/// A post as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    /// For everybody.
    pub card: Arc<PostCard>,
    /// By whom, as a persona.
    pub author: PersonaId,
    /// Whether it is a question or stands below one.
    pub in_question: bool,
    /// What makes it another when touched.
    pub things: Box<[i64]>,
    /// As of which position it was read.
    pub as_of: AsOf,
    /// When.
    pub read_at: Time,
}

/// The newest posts of a space as they are kept, and what is pinned there.
#[derive(Debug)]
pub(super) struct Newest {
    /// Newest first; with its author where it is held for him alone.
    pub posts: Box<[(PostId, Option<PersonaId>)]>,
    /// Whether the space has no others.
    pub whole: bool,
    /// Pinned last first.
    pub pinned: Box<[PostId]>,
    as_of: AsOf,
    read_at: Time,
}

/// What of a post is a reader's own.
#[derive(Clone, Copy, Debug)]
struct Marks {
    liked: bool,
    bookmarked: bool,
    vote: Option<vote::Way>,
    as_of: AsOf,
    read_at: Time,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<(i64, i64), Arc<Kept>> for ByBytes {
    fn weight(&self, _: &(i64, i64), kept: &Arc<Kept>) -> u64 {
        let card = &kept.card;
        let links =
            card.link.as_ref().map_or(0, |link| link.title.len() + link.description.len() + link.url.len());
        let words = card.text.len() + card.title.len() + links;
        (words + 200 * (card.files.len() + card.named.len() + card.tags.len()) + 800) as u64
    }
}

/// The memory of one node.
#[derive(Debug)]
pub struct PostMemory {
    posts: Cache<(i64, i64), Arc<Kept>, ByBytes>,
    marks: Cache<(i64, i64, i64), Marks>,
    newest: Cache<(i64, i64), Arc<Newest>>,
    /// Microseconds after which something is read again, touched or not.
    stands: i64,
}

impl Default for PostMemory {
    fn default() -> PostMemory {
        let posts = Cache::with_weighter(POSTS, POSTS_BYTES, ByBytes);
        PostMemory { posts, marks: Cache::new(MARKS), newest: Cache::new(SPACES), stands: MINUTE }
    }
}

impl PostMemory {
    /// One that trusts the log alone, however old something is.
    #[must_use]
    pub fn lasting() -> PostMemory {
        PostMemory { stands: i64::MAX, ..PostMemory::default() }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.posts.clear();
        self.marks.clear();
        self.newest.clear();
    }

    fn is_fresh(&self, read_at: Time, act: &Act) -> bool {
        // The clock may have stepped back.
        (-MINUTE..self.stands).contains(&act.now.since(read_at)) || self.stands == i64::MAX
    }
}

/// Posts as they are for everybody, in the order asked for; those that do not exist are left out.
pub(super) async fn posts(tx: &mut Tx, act: &Act, ids: &[PostId]) -> Result<Vec<Arc<Kept>>, Fault> {
    let memory = act.app.port::<PostMemory>()?;
    let tenant = act.tenant.raw();
    touched::catch_up(tx, act).await?;
    let mut out: Vec<Option<Arc<Kept>>> = {
        let known = act.app.touched();
        let stands = |kept: &Arc<Kept>| {
            memory.is_fresh(kept.read_at, act) && known.untouched(kept.as_of, kept.things.iter().copied())
        };
        ids.iter().map(|id| memory.posts.get(&(tenant, id.raw())).filter(stands)).collect()
    };
    let missing: Vec<PostId> =
        ids.iter().zip(&out).filter(|(_, kept)| kept.is_none()).map(|(id, _)| *id).collect();
    if !missing.is_empty() {
        for read in load::posts(tx, act, &missing).await? {
            let (id, read) = (read.card.id, Arc::new(read));
            memory.posts.insert((tenant, id.raw()), read.clone());
            for (place, _) in out.iter_mut().zip(ids).filter(|(_, asked)| **asked == id) {
                *place = Some(read.clone());
            }
        }
    }
    Ok(out.into_iter().flatten().collect())
}

/// What is newest in a space.
pub(super) async fn newest(tx: &mut Tx, act: &Act, space: SpaceId) -> Result<Arc<Newest>, Fault> {
    let memory = act.app.port::<PostMemory>()?;
    let key = (act.tenant.raw(), space.raw());
    touched::catch_up(tx, act).await?;
    let known = memory.newest.get(&key).filter(|newest| {
        memory.is_fresh(newest.read_at, act) && act.app.touched().quiet(newest.as_of, space.raw())
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let posts = state::newest(tx, space, NEWEST).await?;
    let read = Arc::new(Newest {
        whole: posts.len() < NEWEST,
        posts: posts.into_iter().map(|post| (post.id, post.held_for)).collect(),
        pinned: state::pinned(tx, space).await?.into(),
        as_of: act.as_of,
        read_at: act.now,
    });
    memory.newest.insert(key, read.clone());
    Ok(read)
}

/// Marks on posts what the reader did with them.
pub(super) async fn mark_mine(tx: &mut Tx, act: &Act, posts: &mut [Post]) -> Result<(), Fault> {
    let Some(member) = act.actor.member else { return Ok(()) };
    let memory = act.app.port::<PostMemory>()?;
    let key = |id: PostId| (act.tenant.raw(), member.raw(), id.raw());
    let faces = act.app.grants.faces(tx, act).await?;
    let mut missing = Vec::new();
    {
        // Their cards were read in this transaction: it has caught up.
        let known = act.app.touched();
        for post in posts.iter_mut() {
            let marks = memory.marks.get(&key(post.id)).filter(|marks| {
                memory.is_fresh(marks.read_at, act)
                    && known.idle(marks.as_of, faces.iter().map(|face| face.raw()))
            });
            match marks {
                Some(marks) => marks.put_on(post),
                None => missing.push(post.id),
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let liked = state::liked(tx, act, &missing).await?;
    let saved = bookmark::mine(tx, act, &missing).await?;
    let votes = vote::state::mine(tx, act, &missing).await?;
    for post in posts.iter_mut().filter(|post| missing.contains(&post.id)) {
        let marks = Marks {
            liked: liked.contains(&post.id),
            bookmarked: saved.contains(&post.id),
            vote: votes.get(&post.id).copied(),
            as_of: act.as_of,
            read_at: act.now,
        };
        memory.marks.insert(key(post.id), marks);
        marks.put_on(post);
    }
    Ok(())
}

impl Marks {
    /// What is no longer shown carries no marks but the like, which can still be taken back.
    fn put_on(self, post: &mut Post) {
        let shown = post.card.is_shown(post.mine);
        post.liked = self.liked;
        post.bookmarked = shown && self.bookmarked;
        post.my_vote = self.vote.filter(|_| shown);
    }
}
