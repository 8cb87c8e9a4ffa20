//! Keeping the lists: one word at a time, or a whole list at once.

use super::{Action, CHANGED, Entry, MANAGE, csv, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Failure, NewEvent, Outcome, SpaceId, WordId, refusals};

const IMPORT_MAX: usize = 2_000_000;

/// Adds a word to a list, or changes what happens with it.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "PutWord")]
pub struct Put {
    /// The list of which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// The word: 2 to 40 characters.
    pub word: String,
    /// What happens when it is met.
    pub action: Action,
    /// What the author is told when it is refused, up to 100 characters.
    #[serde(default)]
    pub sentence: String,
}

/// The list as it is now.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListKept {
    /// How many words it has.
    pub words: i64,
}

refusals! {
    /// Why a list stays as it is.
    pub enum WordRefusal {
        /// Too short or too long.
        BadWord => 422 "sensitive_word.bad_word" "词语请写 2 到 40 个字，提示语最多 100 个字。只有一个字的词会误伤太多话。" "A word has 2 to 40 letters, its sentence 100 at most. A single letter would catch far too much.";
        /// Too many.
        TooMany { most: i64 } => 422 "sensitive_word.too_many" "一个词表最多 {most} 个词，先清理一些再加。" "A list holds at most {most} words; clear some away first.";
        /// Nothing in it.
        Nothing => 422 "sensitive_word.nothing" "没有读到能用的词。每行写一个词，后面可以用逗号写上动作。" "No usable word was found. Write one word a line, with its action behind a comma.";
    }
}

pub(super) fn need(space: Option<SpaceId>) -> Need {
    space.map_or(Need::Site(&MANAGE), |space| Need::On(space.into(), &MANAGE))
}

fn changed(act: &Act, space: Option<SpaceId>) -> NewEvent {
    match space {
        Some(space) => CHANGED.on(space).space(space),
        None => CHANGED.on(act.tenant),
    }
}

async fn sealed(tx: &mut Tx, act: &Act, space: Option<SpaceId>) -> Outcome<ListKept> {
    let words = state::seal(tx, space).await?;
    tx.append(act, changed(act, space));
    Ok(ListKept { words })
}

impl Command for Put {
    const NAME: &'static str = "sensitive_word.put";
    const SUMMARY: (&'static str, &'static str) = ("添加或修改敏感词", "Add or change a sensitive word");
    type Output = ListKept;
    type Refusal = WordRefusal;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ListKept> {
        tx.lock_name("sensitive_word")?;
        let (word, sentence) = (self.word.trim(), self.sentence.trim());
        if !csv::fits(word, sentence) {
            return Err(WordRefusal::BadWord.into());
        }
        if state::number(tx, self.space).await? >= state::MOST {
            return Err(WordRefusal::TooMany { most: state::MOST }.into());
        }
        let entry = Entry { word: word.to_owned(), action: self.action, sentence: sentence.to_owned() };
        state::put(tx, act, self.space, &entry)?;
        sealed(tx, act, self.space).await
    }
}

/// Takes a word off its list.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "RemoveWord")]
pub struct Remove {
    /// Which.
    pub word: WordId,
}

impl Command for Remove {
    const NAME: &'static str = "sensitive_word.remove";
    const SUMMARY: (&'static str, &'static str) = ("移除敏感词", "Take a sensitive word off its list");
    type Output = ListKept;
    type Refusal = WordRefusal;

    fn need(&self) -> Need {
        Need::On(self.word.into(), &MANAGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ListKept> {
        tx.lock_name("sensitive_word")?;
        let space =
            state::space_of(tx, self.word).await?.ok_or_else(|| Failure::from(LinkRefusal::NotFound))?;
        state::remove(tx, self.word)?;
        sealed(tx, act, space).await
    }
}

/// Reads a whole list.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ImportWords")]
pub struct Import {
    /// The list of which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// One word a line: word, action, sentence.
    pub list: String,
    /// Whether the old list goes.
    #[serde(default)]
    pub replace: bool,
}

/// What was read.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Imported {
    /// Words taken.
    pub taken: i64,
    /// Words in the list now.
    pub words: i64,
    /// Numbers of lines that did not fit, at most 50.
    pub bad_lines: Vec<i64>,
}

impl Command for Import {
    const NAME: &'static str = "sensitive_word.import";
    const SUMMARY: (&'static str, &'static str) = ("导入敏感词表", "Read a list of sensitive words");
    type Output = Imported;
    type Refusal = WordRefusal;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Imported> {
        tx.lock_name("sensitive_word")?;
        let (entries, mut bad_lines) = csv::read(self.list.get(..IMPORT_MAX).unwrap_or(&self.list));
        if entries.is_empty() {
            return Err(WordRefusal::Nothing.into());
        }
        let taken = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let before = if self.replace { 0 } else { state::number(tx, self.space).await? };
        if before + taken > state::MOST {
            return Err(WordRefusal::TooMany { most: state::MOST }.into());
        }
        if self.replace {
            state::clear(tx, self.space)?;
        }
        for entry in &entries {
            state::put(tx, act, self.space, entry)?;
        }
        bad_lines.truncate(50);
        let words = sealed(tx, act, self.space).await?.words;
        Ok(Imported { taken, words, bad_lines })
    }
}
