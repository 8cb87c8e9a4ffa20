//! Looking at words before they are said: what the site's list and the space's list say, and numbers of people.

use super::{
    Action, MASK_PRIVATE, Matcher, private,
    state::{self, Digest},
};
use crate::gate::screen::Sign;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use weilu_kernel::{Act, Tx};
use weilu_people::account;
use weilu_vocabulary::{Fault, Outcome, SpaceId, Text, refusals};

const READY_MAX: usize = 64;

/// Lists made ready, by the hash of what they hold: a changed list has another one.
static READY: Mutex<BTreeMap<Digest, Arc<Matcher>>> = Mutex::new(BTreeMap::new());

refusals! {
    /// Why words were not taken.
    pub enum SensitiveRefusal {
        /// A word that is refused.
        Refused { word: String, sentence: String } => 422 "sensitive_word.refused" "「{word}」在这里不能发。{sentence} 改一改再发，内容还留在草稿里。" "“{word}” cannot be said here. {sentence} Change it and send again; your text is still there.";
    }
}

/// What was seen.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// The title as it may stand.
    pub title: String,
    /// The text as it may stand.
    pub text: String,
    /// What was met, for whoever reviews.
    pub signs: Vec<Sign>,
    /// The hardest action.
    pub action: Option<Action>,
    /// A word that is refused, with its sentence.
    pub refused: Option<(String, String)>,
    /// Whether something was masked.
    pub masked: bool,
}

impl Looked {
    /// Refuses when a refused word was met.
    ///
    /// # Errors
    /// [`SensitiveRefusal`].
    pub fn checked(self) -> Outcome<Looked> {
        match self.refused {
            Some((word, sentence)) => Err(SensitiveRefusal::Refused { word, sentence }.into()),
            None => Ok(self),
        }
    }

    fn through(&mut self, matcher: &Matcher) {
        self.title = self.piece(matcher, &self.title.clone());
        self.text = self.piece(matcher, &self.text.clone());
    }

    fn piece(&mut self, matcher: &Matcher, text: &str) -> String {
        let mut spans = Vec::new();
        for hit in matcher.hits(text) {
            let entry = hit.entry;
            self.action = self.action.max(Some(entry.action));
            match entry.action {
                Action::Mask => spans.push((hit.start, hit.end)),
                Action::Refuse => self.refused = Some((entry.word.clone(), entry.sentence.clone())),
                Action::Hold | Action::Note => self.sign(&entry.word),
            }
        }
        self.masked |= !spans.is_empty();
        covered(text, &spans)
    }

    fn sign(&mut self, word: &str) {
        let text = Text::owned(format!("含有敏感词「{word}」"), format!("Holds the listed word “{word}”"));
        let sign = Sign { kind: "listed_word".to_owned(), text };
        if !self.signs.contains(&sign) {
            self.signs.push(sign);
        }
    }
}

/// The text with spans of bytes covered letter by letter.
fn covered(text: &str, spans: &[(usize, usize)]) -> String {
    text.char_indices()
        .map(|(at, c)| {
            let hidden = spans.iter().any(|(from, to)| (*from..*to).contains(&at));
            if hidden && c.is_alphanumeric() { '＊' } else { c }
        })
        .collect()
}

/// Looks at a title and a text that are to stand in a space or on somebody's own page.
///
/// # Errors
/// When the database fails.
pub async fn look(
    tx: &mut Tx,
    act: &Act,
    space: Option<SpaceId>,
    title: &str,
    text: &str,
) -> Result<Looked, Fault> {
    let mut looked = look_in_lists(tx, space, title, text).await?;
    if MASK_PRIVATE.get(tx).await? {
        let own = own_phones(tx, act, &looked.text).await?;
        for piece in [&mut looked.title, &mut looked.text] {
            if let Some(masked) = private::masked(piece, &own) {
                *piece = masked;
                looked.masked = true;
            }
        }
    }
    Ok(looked)
}

/// What the site's list says, and the space's; numbers of people stay, for they may be meant for whoever hears.
///
/// # Errors
/// When the database fails.
pub async fn look_in_lists(
    tx: &mut Tx,
    space: Option<SpaceId>,
    title: &str,
    text: &str,
) -> Result<Looked, Fault> {
    let mut looked = Looked { title: title.to_owned(), text: text.to_owned(), ..Looked::default() };
    let lists = std::iter::once(None).chain(space.map(Some));
    for list in lists {
        if let Some(matcher) = ready(tx, list).await? {
            looked.through(&matcher);
        }
    }
    Ok(looked)
}

/// The phones in a text that are the author's own.
async fn own_phones(tx: &mut Tx, act: &Act, text: &str) -> Result<Vec<String>, Fault> {
    let mut own = Vec::new();
    for phone in private::phones(text) {
        let known = account::state::known_by(tx, "phone", &phone).await?;
        if known.is_some_and(|k| Some(k.member) == act.actor.member) {
            own.push(phone);
        }
    }
    Ok(own)
}

async fn ready(tx: &mut Tx, space: Option<SpaceId>) -> Result<Option<Arc<Matcher>>, Fault> {
    let Some(digest) = state::digest(tx, space).await? else { return Ok(None) };
    let known = READY.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
    if known.is_some() {
        return Ok(known);
    }
    let matcher = Arc::new(Matcher::build(state::entries(tx, space).await?)?);
    let mut kept = READY.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= READY_MAX {
        kept.clear();
    }
    kept.insert(digest, matcher.clone());
    Ok(Some(matcher))
}
