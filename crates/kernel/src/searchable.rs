//! What can be found by words. A feature says which of its things, and reads them for the index and for the
//! page of results; whoever keeps the index names no feature.
//!
//! Rules: the index is told only what somebody may find; what it finds is shown to a person only after the
//! feature has looked at it again in the database, so that a thing hidden a moment ago is not shown. Ids are
//! unique over all kinds. Deliberately not here: how words are found.

use crate::Act;
use weilu_store::{Tx, Value, Work};
use weilu_vocabulary::{BlobId, Event, Failure, Fault, Id, MemberId, PersonaId, Ref, RefKind, SpaceId, Time};

/// Who may find a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Whoever may read this space.
    Space(SpaceId),
    /// Whoever is inside this space, or watches over it.
    Inside(SpaceId),
    /// Whoever is a friend of the one behind a persona, and he himself.
    Friends(PersonaId),
    /// Everybody.
    Everybody,
    /// Whoever is signed in.
    SignedIn,
    /// Staff who hear what concerns staff.
    Staff,
}

/// A thing as the index keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number.
    pub id: i64,
    /// Who may find it.
    pub shelf: Shelf,
    /// Under which face it was made: it leaves the index with that face.
    pub author: Option<PersonaId>,
    /// When it was made.
    pub at: Time,
    /// Title or name; may be empty.
    pub title: String,
    /// Text; may be empty.
    pub body: String,
    /// Tags without `#`.
    pub tags: Vec<String>,
}

/// Somebody beside what he made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maker {
    /// The person, as known now.
    pub id: Option<MemberId>,
    /// Name as shown.
    pub name: String,
    /// Picture.
    pub avatar: Option<BlobId>,
}

/// What a page shows beside the words that were found, as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub id: i64,
    /// What to open: the thing itself when empty, otherwise what it stands in.
    pub within: Option<Ref>,
    /// Picture of the thing.
    pub picture: Option<BlobId>,
    /// Who made it.
    pub by: Option<Maker>,
    /// Where it stands, with its name.
    pub space: Option<(SpaceId, String)>,
    /// How many: replies of a post, members of a space.
    pub count: Option<i64>,
}

/// Names the things that must be read again after events of one brand.
pub type Touches = for<'t> fn(&'t mut Tx, &'t [Event]) -> Work<'t, Vec<i64>, Fault>;
/// Reads things for the index, at most [`AT_ONCE`]. Those that nobody may find are left out.
pub type Reads = for<'t> fn(&'t mut Tx, &'t [i64]) -> Work<'t, Vec<Document>, Fault>;
/// Reads things for a person, at most [`AT_ONCE`]. Those that he may not see now are left out.
pub type Shows = for<'t> fn(&'t mut Tx, &'t Act, &'t [i64]) -> Work<'t, Vec<Card>, Failure>;
/// The shelves a person may take from.
pub type Reach = for<'t> fn(&'t mut Tx, &'t Act) -> Work<'t, Vec<Shelf>, Fault>;
/// The faces of one member.
pub type Faces = for<'t> fn(&'t mut Tx, MemberId) -> Work<'t, Vec<PersonaId>, Fault>;

/// Things of one kind that can be found by words.
#[derive(Clone, Copy)]
pub struct Searchable {
    /// The kind.
    pub kind: RefKind,
    /// Which must be read again after some events; [`named`] is a good answer. When a member is erased, this is
    /// also asked of everything he ever did.
    pub touched: Touches,
    /// Reads them for the index.
    pub read: Reads,
    /// Reads them for a person.
    pub show: Shows,
    /// Which shelves of its own a person may take from, by his roles: asked again when anybody's roles change.
    pub reach: Option<Reach>,
    /// As `reach`, by what else there is between people: asked at every question.
    pub near: Option<Reach>,
    /// Of the kind that knows members: under which faces one of them acted.
    pub faces: Option<Faces>,
}

/// The things of a kind that an event names, as its object or beside it.
#[must_use]
pub fn named<I: Id>(event: &Event) -> Vec<i64> {
    let all = event.object.iter().chain(&event.with);
    all.filter_map(|thing| thing.get::<I>()).map(Id::raw).collect()
}

/// So many things are read with one statement.
pub const AT_ONCE: usize = 20;

/// The numbers as the parameters `$1` to `$20` of a statement, filled up with one that names nothing.
#[must_use]
pub fn twenty(ids: &[i64]) -> Vec<Value> {
    let filled = ids.iter().copied().chain(std::iter::repeat(-1));
    filled.take(AT_ONCE).map(Value::Int).collect()
}
