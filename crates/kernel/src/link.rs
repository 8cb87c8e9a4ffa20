//! 链接 link: who acts, on what, with whom, in which space and branch, and whether they may.
//!
//! A command declares its [`Need`]; [`check`] resolves the place of the thing it names and asks the one
//! [`Grants`] port. A thing the actor may not know of answers 404, the same as one that does not exist.

use crate::{Act, Role};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use weilu_store::Tx;
use weilu_vocabulary::{BranchId, Fault, Outcome, PersonaId, Ref, RefKind, SpaceId, Text};

/// A permission: its name, its texts, and the roles that hold it unless the brand decides otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// `feature.verb`.
    pub name: &'static str,
    /// What it allows, in Chinese.
    pub zh: &'static str,
    /// What it allows, in English.
    pub en: &'static str,
    /// Who holds it by default; a role counts where it was given (site, branch, space).
    pub roles: &'static [Role],
}

/// What a command or query asks of its actor.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// Anyone, signed in or not.
    Anyone,
    /// Somebody signed in.
    SignedIn,
    /// Somebody who may publish: signed in, with a verified phone where the law asks for it, not muted.
    Publisher,
    /// A permission on the whole site or, through `branch`, a part of it.
    Site(&'static Permission),
    /// A permission where a thing stands: its space, its branch, or the site.
    On(Ref, &'static Permission),
    /// As [`Need::On`], and a publisher besides.
    PublishOn(Ref, &'static Permission),
    /// Only the system itself: jobs, reconcilers, the command line.
    System,
}

/// Where a thing stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// In which space.
    pub space: Option<SpaceId>,
    /// In which branch.
    pub branch: Option<BranchId>,
    /// Whose it is: its own author may do some things that others may not.
    pub author: Option<PersonaId>,
}

/// Where a thing stands, once it was looked up; `None` when there is no such thing in this brand.
type Located<'t> = BoxFuture<'t, Result<Option<Place>, Fault>>;

/// Finds the place of a thing of one kind.
#[derive(Clone, Copy)]
pub struct Locator {
    /// The kind.
    pub kind: RefKind,
    /// Finds it.
    pub locate: for<'t> fn(&'t mut Tx, i64) -> Located<'t>,
}

/// Whether somebody may see one thing.
type Sees<'t> = BoxFuture<'t, Result<bool, Fault>>;

/// Who may see the things of one kind, and with them what hangs on them: files, cards, previews. Things whose
/// kind declares none are seen by nobody but the system.
#[derive(Clone, Copy)]
pub struct Viewer {
    /// The kind.
    pub kind: RefKind,
    /// Who.
    pub who: Seers,
}

/// Who may see a thing.
#[derive(Clone, Copy)]
pub enum Seers {
    /// Anyone, signed in or not.
    Anyone,
    /// Whoever holds a permission where it stands.
    With(&'static Permission),
    /// Whom the feature says; for things with states or sides of their own.
    Asked(for<'t> fn(&'t mut Tx, &'t Act, i64) -> Sees<'t>),
}

/// The answer of [`Grants::may`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Yes,
    /// Not for you; you may know it exists.
    No,
    /// You may not even know it exists.
    Hidden,
}

/// The port that knows roles; implemented by `people`.
pub trait Grants: Send + Sync {
    /// Whether the actor holds a permission at a place.
    fn may<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        permission: &'static Permission,
        place: Place,
    ) -> BoxFuture<'t, Result<Verdict, Fault>>;

    /// Whether the actor may publish at all, and in this space; refuses with the reason otherwise.
    fn publisher<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        space: Option<SpaceId>,
    ) -> BoxFuture<'t, Outcome<()>>;

    /// Whether a persona is the actor himself, under any of his faces.
    fn is_me<'t>(
        &'t self,
        tx: &'t mut Tx,
        act: &'t Act,
        persona: PersonaId,
    ) -> BoxFuture<'t, Result<bool, Fault>>;

    /// The personas that are the actor.
    fn faces<'t>(&'t self, tx: &'t mut Tx, act: &'t Act) -> BoxFuture<'t, Result<Arc<[PersonaId]>, Fault>>;

    /// The spaces whose events the actor may hear, and the personas that are him.
    fn hears<'t>(&'t self, tx: &'t mut Tx, act: &'t Act) -> BoxFuture<'t, Result<Hearing, Fault>>;
}

/// What one listener may hear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hearing {
    /// Spaces whose events reach him.
    pub spaces: std::collections::BTreeSet<SpaceId>,
    /// Spaces he is inside of by a role of his own: what is for those inside reaches him too.
    pub inside: std::collections::BTreeSet<SpaceId>,
    /// The personas that are him.
    pub personas: std::collections::BTreeSet<PersonaId>,
    /// Whether events for staff reach him.
    pub staff: bool,
    /// Whether the session he came by has ended: then he is told nothing more.
    pub signed_out: bool,
}

weilu_vocabulary::refusals! {
    /// Why the link does not hold.
    pub enum LinkRefusal {
        /// Nobody is signed in.
        SignIn => 401 "link.sign_in" "先登录，再来做这件事。" "Sign in first, then come back to this.";
        /// His account is suspended.
        Suspended => 403 "link.suspended" "账号停用期间不能做这件事。在「我 · 处理与申诉」里可以看原因和期限，也可以申诉。" "This is not possible while your account is suspended. Me · Decisions and appeals names the reason and the term, and takes your appeal.";
        /// The actor lacks the permission.
        Forbidden { permission: Text } => 403 "link.forbidden" "你在这里还没有「{permission}」的权限，可以找群主或运营帮忙。" "You do not hold “{permission}” here yet; ask the group owner or an operator.";
        /// No such thing, or one that the actor may not know of.
        NotFound => 404 "link.not_found" "没有找到。它可能已经被移走，或者链接不完整。" "Not found. It may have moved, or the link is incomplete.";
    }
}

/// Checks a need inside the transaction of the act.
///
/// # Errors
/// The refusal, or the fault of the database.
pub async fn check(tx: &mut Tx, act: &Act, need: Need) -> Outcome<()> {
    match need {
        Need::Anyone => Ok(()),
        Need::SignedIn => signed_in(act),
        Need::Publisher => {
            signed_in(act)?;
            act.app.grants.publisher(tx, act, None).await
        }
        Need::Site(permission) => may(tx, act, permission, Place::default()).await,
        Need::On(thing, permission) => {
            let place = locate(tx, act, thing).await?;
            may(tx, act, permission, place).await
        }
        Need::PublishOn(thing, permission) => {
            let place = locate(tx, act, thing).await?;
            may(tx, act, permission, place).await?;
            act.app.grants.publisher(tx, act, place.space).await
        }
        Need::System if act.actor.system => Ok(()),
        Need::System => Err(LinkRefusal::NotFound.into()),
    }
}

fn signed_in(act: &Act) -> Outcome<()> {
    if act.actor.member.is_some() || act.actor.system { Ok(()) } else { Err(stranger(act).into()) }
}

fn stranger(act: &Act) -> LinkRefusal {
    if act.actor.suspended.is_some() { LinkRefusal::Suspended } else { LinkRefusal::SignIn }
}

impl LinkRefusal {
    /// A permission is not held, named in both languages.
    #[must_use]
    pub fn forbidden(permission: &Permission) -> LinkRefusal {
        LinkRefusal::Forbidden { permission: Text::new(permission.zh, permission.en) }
    }
}

/// Refuses unless the actor holds a permission at a place.
///
/// # Errors
/// 401, 403 or 404, as the verdict says.
pub async fn may(tx: &mut Tx, act: &Act, permission: &'static Permission, place: Place) -> Outcome<()> {
    if act.actor.system {
        return Ok(());
    }
    match act.app.grants.may(tx, act, permission, place).await? {
        Verdict::Yes => Ok(()),
        Verdict::Hidden => Err(LinkRefusal::NotFound.into()),
        Verdict::No if act.actor.member.is_none() => Err(stranger(act).into()),
        Verdict::No => Err(LinkRefusal::forbidden(permission).into()),
    }
}

/// Whether the actor may see a thing. What is not there is seen by nobody.
///
/// # Errors
/// When the database fails.
pub async fn sees(tx: &mut Tx, act: &Act, thing: Ref) -> Result<bool, Fault> {
    match act.app.seers(thing.kind) {
        None => Ok(act.actor.system),
        Some(Seers::Anyone) => Ok(true),
        Some(Seers::Asked(ask)) => ask(tx, act, thing.id).await,
        Some(Seers::With(permission)) => match place_of(tx, act, thing).await? {
            Some(place) => Ok(act.app.grants.may(tx, act, permission, place).await? == Verdict::Yes),
            None => Ok(false),
        },
    }
}

/// Whether things of this kind are for anyone, so that caches on the way may keep them.
#[must_use]
pub fn is_for_anyone(act: &Act, thing: Ref) -> bool {
    matches!(act.app.seers(thing.kind), Some(Seers::Anyone))
}

/// The place of a thing of this brand.
///
/// # Errors
/// 404 when there is none.
pub async fn locate(tx: &mut Tx, act: &Act, thing: Ref) -> Outcome<Place> {
    Ok(place_of(tx, act, thing).await?.ok_or(LinkRefusal::NotFound)?)
}

async fn place_of(tx: &mut Tx, act: &Act, thing: Ref) -> Result<Option<Place>, Fault> {
    match act.app.locator(thing.kind) {
        Some(locator) => (locator.locate)(tx, thing.id).await,
        None => Ok(None),
    }
}
