//! The one way words get into a space or onto one's own page: posts, replies, questions, polls.
//!
//! It checks what may be said here now, brings mentions and tags to one spelling, writes the row, and tells the
//! log. What hangs on a post (choices of a poll, a question's state) is written by its own feature afterwards, in
//! the same transaction.

use super::{
    MENTIONED, REPLIED, WRITTEN, mention,
    state::{self, NewPost, PostRow},
};
use crate::{gate, poll, question, review, roster, space, tag};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Tx, link::LinkRefusal};
use weilu_media::{blob, preview};
use weilu_vocabulary::{BlobId, Fault, MemberId, NewEvent, Outcome, PersonaId, PostId, SpaceId, refusals};

/// Most characters of a text.
pub const TEXT_MAX: usize = 5_000;
/// Most characters of a title.
pub const TITLE_MAX: usize = 60;
/// Most pictures, videos and documents of a post.
pub const FILES_MAX: usize = 9;

/// Who sees a post, among those who may read where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody who may read there.
    #[default]
    Public,
    /// Only those inside the space.
    Space,
    /// Only people who follow each other.
    Friends,
}

impl Visibility {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Visibility::Public => "public",
            Visibility::Space => "space",
            Visibility::Friends => "friends",
        }
    }

    /// From storage.
    #[must_use]
    pub fn of(word: &str) -> Visibility {
        match word {
            "space" => Visibility::Space,
            "friends" => Visibility::Friends,
            _ => Visibility::Public,
        }
    }
}

/// What is about to be said.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    /// In which space; none on one's own page.
    pub space: Option<SpaceId>,
    /// What it answers.
    pub parent: Option<&'a PostRow>,
    /// `post`, `reply`, `question` or `poll`.
    pub kind: &'static str,
    /// A title, possibly empty.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// People it names, spelt `@name` in the text.
    pub mentions: &'a [MemberId],
    /// Who sees it.
    pub visibility: Visibility,
    /// Pictures, videos and documents that hang on it, sent up by its author and not yet in use.
    pub files: &'a [BlobId],
}

refusals! {
    /// Why nothing was said.
    pub enum WordsRefusal {
        /// No text.
        Empty => 422 "post.empty" "还没有写内容，写一句再发吧。" "There is nothing here yet; write a line first.";
        /// Too much text.
        TooLong { most: usize } => 422 "post.too_long" "最多写 {most} 个字，可以分成两条发。" "At most {most} characters; you could send it as two posts.";
        /// Too long a title.
        TitleTooLong { most: usize } => 422 "post.title_too_long" "标题最多 {most} 个字，写短一点更好懂。" "A title has at most {most} characters; a short one is easier to grasp.";
        /// Too many files.
        TooManyFiles { most: usize } => 422 "post.too_many_files" "一条最多放 {most} 个图片或文件，去掉几个再发。" "A post carries at most {most} pictures or files; take some out.";
        /// What it answers is gone.
        ParentGone => 409 "post.parent_gone" "你要回复的帖子已经不在了，内容还留在草稿里。" "The post you answer is gone; your text is kept as a draft.";
        /// Only for those inside, but on one's own page.
        NoInside => 422 "post.no_inside" "个人主页没有「仅成员」，可以选公开或仅好友。" "One's own page has no members; choose public or friends.";
    }
}

/// A text that can be said: trimmed and not too long; empty only beside files.
///
/// # Errors
/// [`WordsRefusal`].
pub fn checked<'a>(
    title: &'a str,
    text: &'a str,
    files: &[BlobId],
) -> Result<(&'a str, &'a str), WordsRefusal> {
    let (title, text) = (title.trim(), text.trim());
    if files.len() > FILES_MAX {
        return Err(WordsRefusal::TooManyFiles { most: FILES_MAX });
    }
    if text.is_empty() && title.is_empty() && files.is_empty() {
        return Err(WordsRefusal::Empty);
    }
    if text.chars().count() > TEXT_MAX {
        return Err(WordsRefusal::TooLong { most: TEXT_MAX });
    }
    if title.chars().count() > TITLE_MAX {
        return Err(WordsRefusal::TitleTooLong { most: TITLE_MAX });
    }
    Ok((title, text))
}

/// Says it: checks, writes, tells the log. The caller has checked the permission.
///
/// # Errors
/// [`WordsRefusal`], or a refusal of the space, the gate or the word list.
pub async fn publish(tx: &mut Tx, act: &Act, words: Words<'_>) -> Outcome<PostId> {
    Ok(say(tx, act, words).await?.post)
}

/// What became of words that were said.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// Which post.
    pub post: PostId,
    /// Whether it waits for a reviewer.
    pub held: bool,
    /// Whether something in it was masked.
    pub masked: bool,
}

/// As [`publish`], and says whether it stands now.
///
/// # Errors
/// [`WordsRefusal`], or a refusal of the space, the gate or the word list.
pub async fn say(tx: &mut Tx, act: &Act, words: Words<'_>) -> Outcome<Said> {
    let (title, text) = checked(words.title, words.text, words.files)?;
    if words.space.is_none() && words.visibility == Visibility::Space {
        return Err(WordsRefusal::NoInside.into());
    }
    if let Some(space) = words.space {
        space::may_speak(tx, act, space).await?;
        gate::check_probation(tx, act, space, gate::has_link(text)).await?;
    }
    let author = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
    let id: PostId = act.id();
    let screened = review::screen(tx, act, words.space, title, text).await?;
    let named = mention::resolve(tx, act, words.space, &screened.text, words.mentions).await?;
    let new = NewPost {
        id,
        space: words.space,
        author,
        thread: words.parent.map_or(id, |p| p.thread),
        parent: words.parent.map(|p| p.id),
        branch: words.parent.map(|p| p.branch.unwrap_or(if p.parent.is_some() { p.id } else { id })),
        kind: words.kind,
        title: &screened.title,
        text: &named.text,
        visibility: words.visibility,
        state: screened.state(),
        preview: preview::wanted(tx, act, &named.text, words.space).await?,
        files: words.files.len(),
    };
    state::insert(tx, act, &new)?;
    state::name(tx, id, &named.personas)?;
    blob::claim(tx, act, words.files, id.into()).await?;
    tag::attach(tx, act, id, &tag::written_in(&named.text)).await?;
    review::screen::follow_up(tx, act, id.into(), &screened, false).await?;
    if !screened.held {
        let row = new.row(act.now);
        announce(tx, act, &row, words.parent.map(|p| p.author), &named.personas).await?;
    }
    Ok(Said { post: id, held: screened.held, masked: screened.masked })
}

/// Tells the log that a post is there: at once, or when a reviewer let it through. A reply may answer a question.
///
/// # Errors
/// When the database fails.
pub async fn announce(
    tx: &mut Tx,
    act: &Act,
    post: &PostRow,
    answered: Option<PersonaId>,
    named: &[PersonaId],
) -> Result<(), Fault> {
    let event = match (post.parent, answered) {
        (Some(parent), Some(author)) => REPLIED.on(post.id).with(author).with(parent).with(post.thread),
        _ => WRITTEN.on(post.id),
    };
    tx.append(act, placed(event, post.space));
    for persona in named {
        tx.append(act, placed(MENTIONED.on(post.id).with(*persona), post.space));
    }
    match post.kind.as_str() {
        "question" => question::note(tx, act, post)?,
        "poll" => poll::note(tx, act, post).await?,
        "roster" => roster::note(tx, act, post).await?,
        _ => {}
    }
    question::answer::note(tx, act, post).await
}

/// Names the space of an event, when it happened in one.
#[must_use]
pub fn placed(event: NewEvent, space: Option<SpaceId>) -> NewEvent {
    match space {
        Some(space) => event.space(space),
        None => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_characters_on_both_sides_of_the_limit() {
        assert!(checked("", &"茶".repeat(TEXT_MAX), &[]).is_ok());
        assert!(matches!(checked("", &"茶".repeat(TEXT_MAX + 1), &[]), Err(WordsRefusal::TooLong { .. })));
        assert!(checked(&"题".repeat(TITLE_MAX), "", &[]).is_ok());
        assert!(checked(&"题".repeat(TITLE_MAX + 1), "茶", &[]).is_err());
        assert!(matches!(checked("  ", "\n", &[]), Err(WordsRefusal::Empty)));
        let files = |n| vec![BlobId::new(1); n];
        assert!(checked("", "", &files(1)).is_ok() && checked("", "", &files(FILES_MAX)).is_ok());
        let many = checked("", "茶", &files(FILES_MAX + 1));
        assert!(matches!(many, Err(WordsRefusal::TooManyFiles { .. })));
    }
}
