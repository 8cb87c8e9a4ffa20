//! Saying something in a chat: words, pictures, videos and documents.
//!
//! Listed words are refused or masked as everywhere. A chat holds nothing back: in the chat of a space a word to be
//! looked at opens a case, among the few of a private chat it is theirs to report.

use super::{
    CALL_ALL, CALLED_ALL, CALLS_A_DAY, MESSAGES_A_MINUTE, SEND, SENT, SENT_PRIVATELY, approach,
    door::{self, Guest},
    group,
    state::{
        self, ChatRow, member,
        message::{self, NewMessage},
        reading,
    },
};
use crate::{
    block, gate,
    post::{mention::spelt, publish::FILES_MAX},
    review,
    sensitive_word::{self, Looked},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use weilu_kernel::{Act, Command, Need, Place, Tx, counter, link, link::LinkRefusal};
use weilu_media::blob::{self, BlobRow};
use weilu_people::role::ANYONE;
use weilu_vocabulary::{
    BlobId, ChatId, DAY, Failure, MINUTE, MemberId, MessageId, Outcome, PersonaId, refusals,
};

const TEXT_MAX: usize = 2_000;
const MENTIONS_MAX: usize = 20;

/// Says something in a chat.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Send {
    /// Where.
    pub chat: ChatId,
    /// What, up to 2,000 characters; may be empty beside files.
    pub text: String,
    /// What it answers, in the same chat.
    #[serde(default)]
    pub quote: Option<MessageId>,
    /// Whom it names with `@name`, at most 20; whose name does not stand in the text is not called.
    #[serde(default)]
    pub mentions: Vec<MemberId>,
    /// Whether it calls everybody.
    #[serde(default)]
    pub calls_all: bool,
    /// Pictures, videos and documents sent up before, at most 9, in this order.
    #[serde(default)]
    pub files: Vec<BlobId>,
}

/// It stands.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sent {
    /// Which.
    pub message: MessageId,
    /// Its number in the chat.
    pub number: i64,
}

refusals! {
    /// Why nothing was sent.
    pub enum SendRefusal {
        /// No text.
        Empty => 422 "chat.empty" "还没有写内容。" "There is nothing here yet.";
        /// Too much text.
        TooLong { most: usize } => 422 "chat.too_long" "一条最多 {most} 个字，可以分成几条发。" "At most {most} characters; you could send it in several parts.";
        /// Too many files.
        TooManyFiles { most: usize } => 422 "chat.too_many_files" "一条最多放 {most} 个图片或文件，可以分成几条发。" "A message carries at most {most} pictures or files; you could send them in several parts.";
        /// What it answers is gone.
        QuoteGone => 409 "chat.quote_gone" "引用的消息已经撤回了，去掉引用再发吧。" "The message you quote was taken back; send yours without the quote.";
        /// Too many names.
        TooManyNames { most: usize } => 422 "chat.too_many_names" "一条最多提到 {most} 个人。" "One message may name {most} people at most.";
        /// Not between two.
        NobodyToCall => 422 "chat.nobody_to_call" "这里没有别人可以@。" "There is nobody else to call here.";
        /// Only who runs the group.
        OwnersCall => 403 "chat.owners_call" "@所有人由群主来发。" "Calling everybody is for whoever runs the group.";
        /// Enough calls for today.
        CalledEnough { most: i64 } => 429 "chat.called_enough" "今天已经@过 {most} 次所有人了，直接说也看得到。" "Everybody was called {most} times today; they will see it without a call.";
        /// A flood.
        TooFast => 429 "chat.too_fast" "说得太快了，歇一小会儿再发。" "That was a lot at once; wait a moment.";
    }
}

/// The text as it is kept, or what is wrong with it; so many files come with it.
pub(super) fn checked(text: &str, files: usize) -> Result<&str, SendRefusal> {
    if files > FILES_MAX {
        return Err(SendRefusal::TooManyFiles { most: FILES_MAX });
    }
    let text = text.trim();
    match text.chars().count() {
        0 if files == 0 => Err(SendRefusal::Empty),
        n if n > TEXT_MAX => Err(SendRefusal::TooLong { most: TEXT_MAX }),
        _ => Ok(text),
    }
}

impl Command for Send {
    const NAME: &'static str = "chat.send";
    const SUMMARY: (&'static str, &'static str) = ("发消息", "Send a message");
    type Output = Sent;
    type Refusal = SendRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.chat.into(), &SEND)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Sent> {
        let text = checked(&self.text, self.files.len())?;
        if self.mentions.len() > MENTIONS_MAX {
            return Err(SendRefusal::TooManyNames { most: MENTIONS_MAX }.into());
        }
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        // First lines to several strangers are counted one after the other.
        tx.lock(&[self.chat.into(), mine.into()])?;
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        door::may_speak(tx, act, &chat, &guest, !self.files.is_empty()).await?;
        if let Some(space) = chat.space {
            gate::check_probation(tx, act, space, gate::has_link(text)).await?;
        }
        not_too_fast(tx, act, mine).await?;
        let quoted = quoted(tx, &chat, &guest, self.quote).await?;
        let looked = looked(tx, act, &chat, text).await?;
        let (text, named) = named(tx, act, &chat, &guest, (&looked.text, &self.mentions)).await?;
        if self.calls_all {
            may_call_all(tx, act, &chat).await?;
        }
        let draft = Draft {
            text: &text,
            quote: self.quote,
            named: &named,
            quoted,
            calls_all: self.calls_all,
            files: &self.files,
        };
        let sent = say(tx, act, &chat, &guest, &draft).await?;
        if chat.space.is_some()
            && !looked.signs.is_empty()
            && !review::screen::decides(tx, act, chat.space).await?
        {
            review::screen::open(tx, act, sent.message.into(), "noted", &looked.signs, true).await?;
        }
        Ok(sent)
    }
}

/// What the lists of words say of a line.
async fn looked(tx: &mut Tx, act: &Act, chat: &ChatRow, text: &str) -> Outcome<Looked> {
    let looked = match chat.space {
        Some(space) => sensitive_word::look(tx, act, Some(space), "", text).await?,
        None => sensitive_word::look_in_lists(tx, None, "", text).await?,
    };
    looked.checked()
}

/// A message whose right to be said was checked.
struct Draft<'a> {
    text: &'a str,
    quote: Option<MessageId>,
    /// Who wrote what it answers.
    quoted: Option<PersonaId>,
    named: &'a BTreeSet<PersonaId>,
    calls_all: bool,
    files: &'a [BlobId],
}

async fn say(tx: &mut Tx, act: &Act, chat: &ChatRow, guest: &Guest, draft: &Draft<'_>) -> Outcome<Sent> {
    if chat.space.is_some() && chat.messages == 0 {
        state::insert(tx, act, chat)?;
    }
    let id: MessageId = act.id();
    let number = state::take_number(tx, chat.id, id).await?;
    let files = blob::claim(tx, act, draft.files, id.into()).await?;
    let new = NewMessage {
        id,
        chat: chat.id,
        number,
        author: guest.persona,
        kind: "text",
        text: draft.text,
        carries: files.first().map_or("", |file| &file.kind),
        files: &names_of(&files),
        quote: draft.quote,
        about: None,
        calls_all: draft.calls_all,
    };
    message::insert(tx, act, &new)?;
    for persona in draft.named {
        message::call(tx, chat.id, number, *persona)?;
    }
    if draft.calls_all {
        message::call(tx, chat.id, number, ANYONE)?;
    }
    reading::read_to(tx, act, chat.id, guest.persona, number)?;
    if chat.is_pair() {
        note_approach(tx, act, chat, guest).await?;
    }
    tell(tx, act, chat, guest, id, draft).await?;
    Ok(Sent { message: id, number })
}

/// What documents are called; pictures and videos have no names.
fn names_of(files: &[BlobRow]) -> String {
    files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("\n")
}

/// Between two: who wrote first, that the other answered, and that whoever writes wants to talk.
async fn note_approach(tx: &mut Tx, act: &Act, chat: &ChatRow, guest: &Guest) -> Outcome<()> {
    member::set_declined(tx, chat.id, guest.member, false)?;
    let Some(opener) = chat.opened_by else {
        let other = door::other(tx, chat, guest.member).await?;
        let common = approach::common(tx, act, guest.member, other.member).await?;
        state::note_opened(tx, act, chat.id, guest.persona, common.shared)?;
        return Ok(());
    };
    if chat.answered_at.is_none() && !act.app.grants.is_me(tx, act, opener).await? {
        state::note_answered(tx, act, chat.id)?;
    }
    Ok(())
}

async fn tell(
    tx: &mut Tx,
    act: &Act,
    chat: &ChatRow,
    guest: &Guest,
    id: MessageId,
    draft: &Draft<'_>,
) -> Outcome<()> {
    let Some(space) = chat.space else {
        let heard = others(tx, chat, guest.member).await?;
        let event = SENT_PRIVATELY.on(id).with(chat.id);
        tx.append(act, heard.into_iter().fold(event, |event, persona| event.with(persona)));
        return Ok(());
    };
    let mut with = draft.named.clone();
    with.extend(draft.quoted.filter(|persona| *persona != guest.persona));
    let event = SENT.on(id).with(chat.id).space(space);
    tx.append(act, with.into_iter().fold(event, |event, persona| event.with(persona)));
    if draft.calls_all {
        tx.append(act, CALLED_ALL.on(id).with(chat.id).space(space));
    }
    Ok(())
}

/// The faces of everybody else in a chat that is no space's.
pub(super) async fn others(tx: &mut Tx, chat: &ChatRow, me: MemberId) -> Outcome<Vec<PersonaId>> {
    let seats = member::all(tx, chat.id).await?;
    Ok(seats.into_iter().filter(|s| s.member != me).map(|s| s.persona).collect())
}

async fn quoted(
    tx: &mut Tx,
    chat: &ChatRow,
    guest: &Guest,
    quote: Option<MessageId>,
) -> Outcome<Option<PersonaId>> {
    let Some(id) = quote else { return Ok(None) };
    let found = message::load(tx, id).await?.filter(|m| m.chat == chat.id && m.number > guest.floor);
    let found = found.ok_or(LinkRefusal::NotFound)?;
    if found.state != "live" || found.kind != "text" {
        return Err(SendRefusal::QuoteGone.into());
    }
    Ok(Some(found.author))
}

/// The text as kept and the faces it names. Whoever has left, or is kept away from the actor by a block, is passed
/// over: then his name is a word like any other.
async fn named(
    tx: &mut Tx,
    act: &Act,
    chat: &ChatRow,
    guest: &Guest,
    (text, members): (&str, &[MemberId]),
) -> Outcome<(String, BTreeSet<PersonaId>)> {
    let mut people = Vec::new();
    let wanted: BTreeSet<_> = members.iter().filter(|m| **m != guest.member && !chat.is_pair()).collect();
    for wanted in wanted {
        let Some(found) = member::named_in(tx, chat.id, chat.space, *wanted).await? else { continue };
        if !block::between(tx, act, found.0).await?.any() {
            people.push(found);
        }
    }
    let named = spelt(text, people);
    Ok((named.text, named.personas.into_iter().collect()))
}

async fn may_call_all(tx: &mut Tx, act: &Act, chat: &ChatRow) -> Outcome<()> {
    if let Some(space) = chat.space {
        let place = Place { space: Some(space), ..Place::default() };
        link::may(tx, act, &CALL_ALL, place).await?;
    } else if chat.is_pair() {
        return Err(SendRefusal::NobodyToCall.into());
    } else if !group::runs(tx, act, chat).await? {
        return Err(SendRefusal::OwnersCall.into());
    }
    let most = CALLS_A_DAY.get(tx).await?;
    let counted = counter::limit(tx, act, &format!("call:{}", chat.id), most, DAY).await;
    counted.map_err(|failure| instead(failure, SendRefusal::CalledEnough { most }))
}

async fn not_too_fast(tx: &mut Tx, act: &Act, mine: PersonaId) -> Outcome<()> {
    let most = MESSAGES_A_MINUTE.get(tx).await?;
    let counted = counter::limit(tx, act, &format!("chat:{mine}"), most, MINUTE).await;
    counted.map_err(|failure| instead(failure, SendRefusal::TooFast))
}

/// Says a refusal in the words of a chat; a fault stays a fault.
fn instead(failure: Failure, refusal: SendRefusal) -> Failure {
    match failure {
        Failure::Refused(_) => refusal.into(),
        fault @ Failure::Fault(_) => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_one_to_two_thousand_characters_or_files() {
        assert_eq!(checked("  \n ", 0), Err(SendRefusal::Empty));
        assert_eq!(checked("  \n ", 1), Ok(""));
        assert_eq!(checked(" 水开了 🍵 ", 0), Ok("水开了 🍵"));
        assert!(checked(&"茶".repeat(TEXT_MAX), FILES_MAX).is_ok());
        assert_eq!(checked(&"茶".repeat(TEXT_MAX + 1), 0), Err(SendRefusal::TooLong { most: TEXT_MAX }));
        assert_eq!(checked("茶", FILES_MAX + 1), Err(SendRefusal::TooManyFiles { most: FILES_MAX }));
    }
}
