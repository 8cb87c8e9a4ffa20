//! Looking at words before they are published: the lists of words, then how the space reviews and how far its
//! author is trusted. Whoever runs the space is not held by its mode; a refused or masked word counts for all.

use super::{
    CASE, DECIDE, NEWCOMER_BELOW, OWN_PAGE_MODE,
    mode::{self, Mode},
    state, thing,
};
use crate::{
    gate::{self, screen::Sign},
    sensitive_word::{self, Action},
    trust,
};
use weilu_kernel::{Act, Place, Tx, Verdict, link::LinkRefusal, machine::Opening};
use weilu_vocabulary::{CaseId, Origin, Outcome, Ref, SpaceId, Text};

/// How words may stand.
#[derive(Clone, Debug, Default)]
pub struct Screened {
    /// The title as it may stand.
    pub title: String,
    /// The text as it may stand.
    pub text: String,
    /// What speaks against it.
    pub signs: Vec<Sign>,
    /// Whether it waits for a reviewer.
    pub held: bool,
    /// Whether something was masked.
    pub masked: bool,
}

impl Screened {
    /// The state of the post.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.held { "held" } else { "live" }
    }
}

/// Screens what is about to be said in a space or on somebody's own page.
///
/// # Errors
/// When a word is refused.
pub async fn screen(
    tx: &mut Tx,
    act: &Act,
    space: Option<SpaceId>,
    title: &str,
    text: &str,
) -> Outcome<Screened> {
    let looked = sensitive_word::look(tx, act, space, title, text).await?.checked()?;
    let mut out = Screened {
        title: looked.title,
        text: looked.text,
        signs: looked.signs,
        held: false,
        masked: looked.masked,
    };
    if act.actor.system || act.origin != Origin::Live {
        return Ok(out);
    }
    if decides(tx, act, space).await? {
        out.signs.clear();
        return Ok(out);
    }
    out.held = looked.action == Some(Action::Hold);
    if let Some(sign) = by_mode(tx, act, space, text).await? {
        out.held = true;
        out.signs.push(sign);
    }
    Ok(out)
}

/// Whether the actor decides cases of this place himself: his own words need no second look.
///
/// # Errors
/// When the database fails.
pub async fn decides(tx: &mut Tx, act: &Act, space: Option<SpaceId>) -> Outcome<bool> {
    let place = Place { space, ..Place::default() };
    Ok(act.app.grants.may(tx, act, &DECIDE, place).await? == Verdict::Yes)
}

async fn by_mode(tx: &mut Tx, act: &Act, space: Option<SpaceId>, text: &str) -> Outcome<Option<Sign>> {
    let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
    let mode = match space {
        Some(space) => mode::of(tx, space).await?,
        None => OWN_PAGE_MODE.get(tx).await?,
    };
    let (kind, zh, en) = match mode {
        Mode::None => return Ok(None),
        Mode::Everyone => ("everyone", "这里的内容都先审后发", "Everything here is looked at first"),
        Mode::Links if gate::has_link(text) => ("link", "含有链接", "Holds a link"),
        Mode::Links => return Ok(None),
        Mode::Newcomers => {
            if trust::level_in(tx, act, persona, space).await? >= NEWCOMER_BELOW.get(tx).await? {
                return Ok(None);
            }
            ("newcomer", "新人发言先审后发", "A newcomer's words are looked at first")
        }
    };
    Ok(Some(Sign { kind: kind.to_owned(), text: Text::new(zh, en) }))
}

/// Opens the case of a thing, or adds to the one that waits. `kind` is `held`, `reported` or `noted`.
///
/// # Errors
/// When the database fails.
pub async fn open(
    tx: &mut Tx,
    act: &Act,
    about: Ref,
    kind: &str,
    signs: &[Sign],
    announced: bool,
) -> Outcome<CaseId> {
    if let Some(waiting) = state::waiting(tx, about).await? {
        state::add_signs(tx, &waiting, signs)?;
        return Ok(waiting.id);
    }
    let thing = thing::load(tx, about).await?.ok_or(LinkRefusal::NotFound)?;
    let id: CaseId = act.id();
    state::insert(tx, act, (id, kind), &thing, signs, announced)?;
    let opening = Opening { author: Some(thing.author), space: thing.space, ..Opening::default() };
    // Whoever pointed at it is nobody's business but the reviewer's: the line names the system.
    let mut quiet = act.again();
    quiet.ctx.actor = weilu_vocabulary::Actor { system: true, ..weilu_vocabulary::Actor::default() };
    CASE.start(tx, &quiet, id, opening).await?;
    Ok(id)
}

/// What follows from a screening, once the thing stands.
///
/// # Errors
/// When the database fails.
pub async fn follow_up(
    tx: &mut Tx,
    act: &Act,
    about: Ref,
    screened: &Screened,
    announced: bool,
) -> Outcome<()> {
    if screened.held {
        open(tx, act, about, "held", &screened.signs, announced).await?;
    } else if !screened.signs.is_empty() {
        open(tx, act, about, "noted", &screened.signs, true).await?;
    }
    Ok(())
}
