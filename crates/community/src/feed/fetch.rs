//! Fetching a feed: who reads, what he may see, the document. The edge serves it.

use super::{
    OPEN,
    atom::{self, Head},
    state::{self, FeedRow},
    views::Listing,
};
use crate::{
    post::{Post, views::cards},
    space::{self, READ},
    tag,
};
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use std::sync::Arc;
use weilu_kernel::{Act, App, Place, Tx, Verdict, link::LinkRefusal};
use weilu_people::{account::state::suspension, member};
use weilu_search::search::{Find, FindOrder, find_as};
use weilu_store::Scope;
use weilu_vocabulary::{
    Actor, Failure, Fault, HOUR, Lang, MemberId, Outcome, PostId, RefKind, SpaceId, Time,
};

/// Which feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The newest of a space that strangers may read.
    Space(SpaceId),
    /// The newest of a member in such spaces.
    Author(MemberId),
    /// The newest with a topic in such spaces.
    Tag(String),
    /// A search among such spaces.
    Search(String),
    /// What a secret address shows.
    Private(String),
}

/// A feed, ready to be sent.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The document.
    pub body: String,
    /// Changes when the document does.
    pub etag: String,
    /// When its newest post came or changed, as HTTP writes times.
    pub modified: String,
    /// Whether nobody else may keep it.
    pub private: bool,
}

/// What a feed is made of.
struct Content {
    head: Head,
    posts: Vec<Post>,
    /// The secret address, when its fetching is to be noted.
    noted: Option<FeedRow>,
}

/// Fetches a feed for whoever has its address; `base` is the address of this site.
///
/// # Errors
/// 404 when there is no such feed, or none that its reader may see.
pub async fn fetch(act: &Act, brand: &str, base: &str, which: Which) -> Outcome<Fetched> {
    let private = matches!(which, Which::Private(_));
    let reader = Arc::new(nobody(act));
    let shared = Arc::new((which, brand.to_owned()));
    let content = act
        .app
        .store
        .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            let (reader, shared) = (reader.clone(), shared.clone());
            Box::pin(async move { content(tx, &reader, &shared.1, &shared.0).await })
        })
        .await?;
    if let Some(feed) = &content.noted {
        note(&act.app, act, feed).await?;
    }
    let body = atom::document(base, &content.head, &content.posts);
    let hash = blake3::hash(body.as_bytes()).to_hex();
    Ok(Fetched {
        etag: format!("W/\"{}\"", hash.get(..32).unwrap_or_default()),
        modified: http_date(atom::updated(&content.head, &content.posts)),
        body,
        private,
    })
}

/// The title and path of the feed of a page that a stranger looks at, if it has one.
///
/// # Errors
/// When the database fails.
pub async fn offered(act: &Act, which: Which) -> Result<Option<(String, String)>, Failure> {
    let reader = Arc::new(nobody(act));
    act.app
        .store
        .read(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
            let (reader, which) = (reader.clone(), which.clone());
            Box::pin(async move {
                match head(tx, &reader, "", &which).await {
                    Ok(head) => Ok(Some((head.title, head.path))),
                    Err(Failure::Refused(_)) => Ok(None),
                    Err(fault) => Err(fault),
                }
            })
        })
        .await
}

/// An act of a stranger: a feed shows the same to everybody, whatever cookies come along.
fn nobody(act: &Act) -> Act {
    let mut reader = act.again();
    reader.ctx.actor = Actor::default();
    reader
}

fn words(lang: Lang, zh: &str, en: &str) -> String {
    if lang == Lang::En { en } else { zh }.to_owned()
}

fn named(name: &str, brand: &str) -> String {
    if brand.is_empty() { name.to_owned() } else { format!("{name} · {brand}") }
}

/// What stands above an open feed; refuses when it is not open.
async fn head(tx: &mut Tx, reader: &Act, brand: &str, which: &Which) -> Outcome<Head> {
    if !OPEN.get(tx).await? {
        return Err(LinkRefusal::NotFound.into());
    }
    match which {
        Which::Space(space) => space_head(tx, reader, brand, *space).await,
        Which::Author(member) => author_head(tx, reader, brand, *member).await,
        Which::Tag(word) => {
            let topic = tag::state::by_word(tx, word).await?.ok_or(LinkRefusal::NotFound)?;
            Ok(tag_head(reader, brand, &topic))
        }
        Which::Search(q) => Ok(search_head(reader, brand, q, Time(0))),
        Which::Private(_) => Err(LinkRefusal::NotFound.into()),
    }
}

async fn space_head(tx: &mut Tx, reader: &Act, brand: &str, space: SpaceId) -> Outcome<Head> {
    let row = space::state::load(tx, space).await?.ok_or(LinkRefusal::NotFound)?;
    let place = Place { space: Some(row.id), ..Place::default() };
    if reader.app.grants.may(tx, reader, &READ, place).await? != Verdict::Yes {
        return Err(LinkRefusal::NotFound.into());
    }
    Ok(Head {
        id: format!("urn:weilu:{space}"),
        title: named(&row.name, brand),
        line: row.line,
        page: format!("/spaces/{space}"),
        path: format!("/feed/spaces/{space}"),
        since: row.created_at,
        lang: reader.lang,
    })
}

async fn author_head(tx: &mut Tx, reader: &Act, brand: &str, member: MemberId) -> Outcome<Head> {
    let row = member::state::load_now(tx, member).await?.filter(|row| row.state == "active");
    let row = row.ok_or(LinkRefusal::NotFound)?;
    let name = if row.name.is_empty() { words(reader.lang, "成员", "A member") } else { row.name };
    Ok(Head {
        id: format!("urn:weilu:{}", row.id),
        title: named(&name, brand),
        line: row.bio,
        page: format!("/m/{}", row.id),
        path: format!("/feed/m/{}", row.id),
        since: row.created_at,
        lang: reader.lang,
    })
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn tag_head(reader: &Act, brand: &str, topic: &tag::state::TagRow) -> Head {
    Head {
        id: format!("urn:weilu:{}", topic.id),
        title: named(&format!("#{}", topic.name), brand),
        line: String::new(),
        page: format!("/search?q={}", escaped(&format!("#{}", topic.name))),
        path: format!("/feed/tags/{}", escaped(&topic.name)),
        since: Time(0),
        lang: reader.lang,
    }
}

fn search_head(reader: &Act, brand: &str, q: &str, since: Time) -> Head {
    let escaped = escaped(q);
    Head {
        id: format!("urn:weilu:search:{escaped}"),
        title: named(&words(reader.lang, &format!("搜索「{q}」"), &format!("Search “{q}”")), brand),
        line: String::new(),
        page: format!("/search?q={escaped}"),
        path: format!("/feed/search?q={escaped}"),
        since,
        lang: reader.lang,
    }
}

async fn content(tx: &mut Tx, reader: &Act, brand: &str, which: &Which) -> Outcome<Content> {
    if let Which::Private(token) = which {
        return private(tx, reader, brand, token).await;
    }
    let head = head(tx, reader, brand, which).await?;
    let posts = match which {
        Which::Space(space) => Listing::Space(*space).seen(tx, reader).await?,
        Which::Author(member) => {
            let now = member::state::load_now(tx, *member).await?.map_or(*member, |row| row.id);
            Listing::Author(now).seen(tx, reader).await?
        }
        Which::Tag(word) => match tag::state::by_word(tx, word).await? {
            Some(topic) => Listing::Tag(topic.id).seen(tx, reader).await?,
            None => Vec::new(),
        },
        Which::Search(q) => searched(tx, reader, q).await?,
        Which::Private(_) => Vec::new(),
    };
    Ok(Content { head, posts, noted: None })
}

/// What the owner of a secret address may read now.
async fn private(tx: &mut Tx, reader: &Act, brand: &str, token: &str) -> Outcome<Content> {
    let feed = state::of_token(tx, token).await?.ok_or(LinkRefusal::NotFound)?;
    // It shows what its owner may read now: while he is suspended, nothing.
    if suspension::of(tx, feed.member).await?.is_some() {
        return Err(LinkRefusal::NotFound.into());
    }
    let mut owner = reader.again();
    owner.ctx.actor = Actor {
        persona: Some(feed.persona),
        member: Some(feed.member),
        session: None,
        system: false,
        suspended: None,
    };
    let (mut head, posts) = match (feed.what.as_str(), feed.space) {
        ("space", Some(space)) => {
            (space_head(tx, &owner, brand, space).await?, Listing::Space(space).seen(tx, &owner).await?)
        }
        ("search", _) => {
            (search_head(&owner, brand, &feed.q, feed.created_at), searched(tx, &owner, &feed.q).await?)
        }
        _ => (circles_head(&owner, brand, &feed), Listing::Circles(feed.member).seen(tx, &owner).await?),
    };
    head.id = format!("urn:weilu:{}", feed.id);
    head.path = format!("/feed/private/{token}");
    let stale = feed.fetched_at.is_none_or(|at| reader.now.since(at) >= HOUR);
    Ok(Content { head, posts, noted: stale.then_some(feed) })
}

fn circles_head(owner: &Act, brand: &str, feed: &FeedRow) -> Head {
    Head {
        id: String::new(),
        title: named(&words(owner.lang, "我的圈子", "My circles"), brand),
        line: String::new(),
        page: "/".to_owned(),
        path: String::new(),
        since: feed.created_at,
        lang: owner.lang,
    }
}

async fn searched(tx: &mut Tx, reader: &Act, q: &str) -> Outcome<Vec<Post>> {
    let find = Find {
        q: q.to_owned(),
        kind: Some(RefKind::Post.word().to_owned()),
        order: FindOrder::Newest,
        ..Find::default()
    };
    let found = find_as(tx, reader, &find).await?;
    if found.nearest {
        return Ok(Vec::new());
    }
    let ids: Vec<PostId> = found.items.iter().filter_map(|item| item.id.get()).collect();
    Ok(cards(tx, reader, &ids).await?)
}

/// Notes that a secret address was fetched: its owner sees whether it is in use.
async fn note(app: &App, act: &Act, feed: &FeedRow) -> Result<(), Fault> {
    let (id, at) = (feed.id, act.now);
    let write = app.store.write_behind(Scope::Tenant(act.tenant), move |tx: &mut Tx| {
        Box::pin(async move { state::fetched(tx, id, at) })
    });
    write.await.map(drop)
}

fn http_date(time: Time) -> String {
    let stamp = Timestamp::from_microsecond(time.0).unwrap_or_default();
    DateTimePrinter::new().timestamp_to_rfc9110_string(&stamp).unwrap_or_default()
}
