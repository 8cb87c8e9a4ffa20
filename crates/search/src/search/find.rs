//! The question itself: what is asked, what the index says, what the features show of it.

use super::{
    Finder,
    rights::{May, shelf},
    typed,
};
use crate::{Answer, Excerpt, Filter, Hit, Order, Query as Asked, Request, SearchIndex, SpaceSet, normalise};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{
    Act, Need, Query, Tx,
    searchable::{self, Card, Maker, Shelf},
};
use weilu_vocabulary::{BlobId, Id, MemberId, Outcome, Ref, RefKind, SpaceId, Time};

/// Things on a page.
const PAGE: usize = searchable::AT_ONCE;
const EXCERPT_CHARS: usize = 90;
/// Behind the log by more than this, an index is said to be on its way.
const BEHIND: i64 = 2_000;
const NAMESAKES: usize = 10;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindOrder {
    /// Best match first.
    #[default]
    Best,
    /// Newest first.
    Newest,
}

/// Finds posts, spaces and members by words.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Find {
    /// Words; “a phrase”, -not, #tag, from:@name.
    #[serde(deserialize_with = "typed::text")]
    #[schemars(with = "String")]
    pub q: String,
    /// Only this kind: `post`, `space`, `member`.
    pub kind: Option<String>,
    /// Only in this space.
    pub space: Option<SpaceId>,
    /// Only by this member.
    pub author: Option<MemberId>,
    /// Not older, microseconds.
    pub since: Option<Time>,
    /// Older, microseconds.
    pub until: Option<Time>,
    /// In which order.
    pub order: FindOrder,
    /// How many to skip: the `next` of the page before.
    pub after: Option<i64>,
}

/// A text with places to mark. It is plain text: escape it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Places to mark, each from and to, in UTF-16 units as JavaScript counts.
    pub marks: Vec<[i64; 2]>,
    /// Something was left out before.
    pub cut_before: bool,
    /// Something was left out after.
    pub cut_after: bool,
}

/// Somebody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FoundMaker {
    /// The person, as known now.
    pub id: Option<MemberId>,
    /// Name as shown.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
}

/// A space.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FoundSpace {
    /// Which.
    pub id: SpaceId,
    /// Name.
    pub name: String,
}

/// A thing that was found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FoundThing {
    /// Which.
    pub id: Ref,
    /// `post`, `space`, `member`.
    pub kind: String,
    /// What to open, when it is not the thing itself: the thread of a reply.
    pub within: Option<Ref>,
    /// Title or name.
    pub title: Marked,
    /// Part of the text.
    pub body: Marked,
    /// When it was made, microseconds.
    pub at: Time,
    /// Its picture.
    pub picture: Option<BlobId>,
    /// Who made it.
    pub by: Option<FoundMaker>,
    /// Where it stands.
    pub space: Option<FoundSpace>,
    /// Replies of a post, members of a space.
    pub count: Option<i64>,
}

/// A page of results.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// The page.
    pub items: Vec<FoundThing>,
    /// How many there are in all.
    pub total: i64,
    /// Nothing met the whole question; these come nearest.
    pub nearest: bool,
    /// A word that sounds like what was typed and does lead somewhere.
    pub instead: Option<String>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// The index is still being built: there may be more.
    pub behind: bool,
}

impl Query for Find {
    const NAME: &'static str = "search.find";
    const SUMMARY: (&'static str, &'static str) =
        ("按词找帖子、圈子和成员", "Find posts, spaces and members by words");
    type Output = Found;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Found> {
        find_as(tx, act, self).await
    }
}

/// Answers a search for an actor.
///
/// # Errors
/// When the database fails.
pub async fn find_as(tx: &mut Tx, act: &Act, find: &Find) -> Outcome<Found> {
    let finder = act.app.port::<Finder>()?;
    let Some(index) = finder.ready() else { return Ok(Found { behind: true, ..Found::default() }) };
    let asked = Asked::parse(&find.q);
    if asked.is_empty() && asked.from().is_empty() {
        return Ok(Found::default());
    }
    let may = finder.may(tx, act, &index).await?;
    let asking = Asking { find, asked: &asked, index: &index, may: &may };
    let filter = asking.filter(tx, act).await?;
    let offset = usize::try_from(find.after.unwrap_or(0)).unwrap_or(0);
    let answer = asking.answer(act, &filter, offset);
    let (total, fetched, nearest) = (answer.total, answer.hits.len(), answer.relaxed);
    let mut items = shown(tx, act, answer).await?;
    if let Some(space) = find.space {
        items.retain(|item| item.space.as_ref().is_some_and(|stands| stands.id == space));
    }
    let hidden = i64::try_from(fetched - items.len()).unwrap_or(0);
    let instead = if total == 0 || nearest { index.sounds_like(&find.q, &may.rights) } else { None };
    let until = offset + fetched;
    let more = fetched == PAGE && u64::try_from(until).is_ok_and(|until| until < total);
    Ok(Found {
        items,
        total: i64::try_from(total).unwrap_or(i64::MAX) - hidden,
        nearest,
        instead,
        next: if more { i64::try_from(until).ok() } else { None },
        behind: act.app.store.head() - index.position().map_or(0, |position| position.pos) > BEHIND,
    })
}

/// One search with everything it needs.
struct Asking<'a> {
    find: &'a Find,
    asked: &'a Asked,
    index: &'a SearchIndex,
    may: &'a May,
}

impl Asking<'_> {
    fn answer(&self, act: &Act, filter: &Filter, offset: usize) -> Answer {
        self.index.search(&Request {
            query: self.asked,
            rights: &self.may.rights,
            filter,
            order: if self.find.order == FindOrder::Newest { Order::Newest } else { Order::Relevance },
            now: act.now.0,
            offset,
            limit: PAGE,
            excerpt_chars: EXCERPT_CHARS,
        })
    }

    async fn filter(&self, tx: &mut Tx, act: &Act) -> Outcome<Filter> {
        let mut authors: Option<Vec<i64>> = None;
        if let Some(member) = self.find.author {
            authors = Some(faces(tx, act, member).await?);
        }
        for name in self.asked.from() {
            let mut named = Vec::new();
            for member in self.called(name) {
                named.extend(faces(tx, act, member).await?);
            }
            authors = Some(match authors {
                Some(before) => before.into_iter().filter(|author| named.contains(author)).collect(),
                None => named,
            });
        }
        Ok(Filter {
            kinds: self.find.kind.iter().cloned().collect(),
            spaces: self.find.space.map(|space| self.standing_in(act, space)),
            authors,
            since: self.find.since.map(|time| time.0),
            until: self.find.until.map(|time| time.0),
            ..Filter::default()
        })
    }

    /// What may stand in a space: what is said there for all or for those inside. What friends alone see lies on
    /// shelves of their own; the few that stand elsewhere are left out when the hits are shown.
    fn standing_in(&self, act: &Act, space: SpaceId) -> SpaceSet {
        let own = [Shelf::Space(space), Shelf::Inside(space)].map(|one| shelf(one, act.tenant));
        self.index.space_set(own).union(&self.may.near)
    }

    /// The members with this very name, as far as the asker may find them.
    fn called(&self, name: &str) -> Vec<MemberId> {
        let query = Asked::parse(&format!("\"{name}\""));
        let filter = Filter { kinds: vec![RefKind::Member.word().to_owned()], ..Filter::default() };
        let answer = self.index.search(&Request {
            query: &query,
            rights: &self.may.rights,
            filter: &filter,
            order: Order::Relevance,
            now: 0,
            offset: 0,
            limit: NAMESAKES,
            excerpt_chars: 0,
        });
        let same = answer.hits.into_iter().filter(|hit| normalise(&hit.title.text) == name);
        same.map(|hit| MemberId::new(hit.id)).collect()
    }
}

async fn faces(tx: &mut Tx, act: &Act, member: MemberId) -> Outcome<Vec<i64>> {
    let mut all = Vec::new();
    for faces in act.app.searchables().filter_map(|searchable| searchable.faces) {
        all.extend(faces(tx, member).await?.into_iter().map(Id::raw));
    }
    Ok(all)
}

/// The hits as the actor may see them now, in their order.
async fn shown(tx: &mut Tx, act: &Act, answer: Answer) -> Outcome<Vec<FoundThing>> {
    let mut cards = BTreeMap::new();
    for searchable in act.app.searchables() {
        let own = answer.hits.iter().filter(|hit| hit.kind == searchable.kind.word());
        let ids: Vec<i64> = own.map(|hit| hit.id).collect();
        if !ids.is_empty() {
            let seen = (searchable.show)(tx, act, &ids).await?;
            cards.extend(seen.into_iter().map(|card| (card.id, (searchable.kind, card))));
        }
    }
    let things = answer.hits.into_iter().filter_map(|hit| {
        let (kind, card) = cards.remove(&hit.id)?;
        Some(thing(kind, hit, card))
    });
    Ok(things.collect())
}

fn thing(kind: RefKind, hit: Hit, card: Card) -> FoundThing {
    let maker = |by: Maker| FoundMaker { id: by.id, name: by.name, avatar: by.avatar };
    FoundThing {
        id: Ref { kind, id: hit.id },
        kind: hit.kind,
        within: card.within,
        title: marked(hit.title),
        body: marked(hit.body),
        at: Time(hit.at),
        picture: card.picture,
        by: card.by.map(maker),
        space: card.space.map(|(id, name)| FoundSpace { id, name }),
        count: card.count,
    }
}

/// The excerpt with its marks counted as a page counts.
fn marked(excerpt: Excerpt) -> Marked {
    let units = |bytes: usize| {
        let before = excerpt.text.get(..bytes).unwrap_or_default();
        i64::try_from(before.encode_utf16().count()).unwrap_or(0)
    };
    let marks = excerpt.marks.iter().map(|mark| [units(mark.start), units(mark.end)]).collect();
    Marked { marks, cut_before: excerpt.cut_before, cut_after: excerpt.cut_after, text: excerpt.text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_as_a_page_counts() {
        let excerpt =
            Excerpt { text: "🎂茶会".to_owned(), marks: vec![4..10, 0..4], ..Excerpt::default() };
        assert_eq!(marked(excerpt).marks, [[2, 4], [0, 2]]);
    }

    #[test]
    fn numbers_and_truths_are_words() {
        let read = |json: serde_json::Value| serde_json::from_value::<Find>(json).map(|find| find.q).ok();
        assert_eq!(read(serde_json::json!({ "q": 2026 })).as_deref(), Some("2026"));
        assert_eq!(read(serde_json::json!({ "q": true })).as_deref(), Some("true"));
        assert_eq!(read(serde_json::json!({})).as_deref(), Some(""));
        assert_eq!(read(serde_json::json!({ "q": ["a"] })), None);
    }
}
