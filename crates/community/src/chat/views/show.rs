//! One chat with what its page needs before the messages: who is there, where my unread begin, and whether I may
//! say something now.

use super::card::{self, ChatCard, me};
use crate::{
    block,
    chat::{
        CALL_ALL, READ,
        door::{self, Guest},
        group,
        state::{self, ChatRow, member, reading},
    },
    space,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Place, Query, Tx, Verdict, params, rows, sql};
use weilu_vocabulary::{ChatId, Failure, Fault, Outcome, Text};

/// One chat.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub chat: ChatId,
}

/// Why nothing may be said now.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Closed {
    /// Stable code.
    pub code: String,
    /// What to say.
    pub text: Text,
}

/// Two people and what the reader set between them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// Number of the last message the other has read; none when either keeps that to himself.
    pub read_to: Option<i64>,
    /// Whether I blocked him.
    pub blocked: bool,
    /// Whether I do not want to talk.
    pub declined: bool,
    /// He wrote first and I have not answered: I may decline.
    pub asks: bool,
}

/// A chat as its page needs it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// What it is.
    #[serde(flatten)]
    pub card: ChatCard,
    /// How many people are in it.
    pub people: i64,
    /// Number of the last message.
    pub messages: i64,
    /// I have seen everything up to this number.
    pub seen: i64,
    /// First unread message that calls me.
    pub called_at: Option<i64>,
    /// Whether it makes no noise.
    pub muted: bool,
    /// Whether it stands on top.
    pub pinned: bool,
    /// Whether others see what I have read.
    pub shows_reads: bool,
    /// Between two only.
    pub pair: Option<Pair>,
    /// Whether I run it (a small group).
    pub may_run: bool,
    /// Whether I may call everybody.
    pub may_call_all: bool,
    /// Why I may say nothing now.
    pub closed: Option<Closed>,
    /// Why I may send words now, and no pictures or files yet.
    pub only_words: Option<Closed>,
}

impl Query for Show {
    const NAME: &'static str = "chat.show";
    const SUMMARY: (&'static str, &'static str) = ("一个聊天", "One chat");
    type Output = Shown;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Shown> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        let may_run = chat.kind == "group" && group::runs(tx, act, &chat).await?;
        let shows_reads = state::shows_reads(tx, guest.member).await?;
        let closed = refusal(door::may_speak(tx, act, &chat, &guest, false).await)?;
        let only_words = match closed {
            None if chat.is_pair() => refusal(door::may_speak(tx, act, &chat, &guest, true).await)?,
            _ => None,
        };
        Ok(Shown {
            card: card::of(tx, act, &chat).await?,
            people: people(tx, &chat).await?,
            messages: chat.messages,
            seen: guest.seen,
            called_at: called_at(tx, act, &chat, guest.seen).await?,
            muted: guest.reading.muted,
            pinned: guest.reading.pinned,
            shows_reads,
            pair: if chat.is_pair() { Some(pair(tx, act, &chat, &guest, shows_reads).await?) } else { None },
            may_run,
            may_call_all: may_run || may_call_all(tx, act, &chat).await?,
            closed,
            only_words,
        })
    }
}

/// A refusal becomes something to show; a fault stays one.
fn refusal(answer: Outcome<()>) -> Outcome<Option<Closed>> {
    match answer {
        Ok(()) => Ok(None),
        Err(Failure::Refused(refusal)) => {
            Ok(Some(Closed { code: refusal.code.to_owned(), text: refusal.text }))
        }
        Err(fault @ Failure::Fault(_)) => Err(fault),
    }
}

async fn people(tx: &mut Tx, chat: &ChatRow) -> Result<i64, Fault> {
    if let Some(space) = chat.space {
        return Ok(space::state::load(tx, space).await?.map_or(0, |s| s.members));
    }
    Ok(i64::try_from(member::all(tx, chat.id).await?.len()).unwrap_or(0))
}

async fn may_call_all(tx: &mut Tx, act: &Act, chat: &ChatRow) -> Result<bool, Fault> {
    let Some(space) = chat.space else { return Ok(false) };
    let place = Place { space: Some(space), ..Place::default() };
    Ok(act.app.grants.may(tx, act, &CALL_ALL, place).await? == Verdict::Yes)
}

async fn pair(tx: &mut Tx, act: &Act, chat: &ChatRow, guest: &Guest, shows: bool) -> Outcome<Pair> {
    let seats = member::all(tx, chat.id).await?;
    let mine = seats.iter().find(|s| s.member == guest.member);
    let other = door::other(tx, chat, guest.member).await?;
    let open = shows && state::shows_reads(tx, other.member).await?;
    let theirs = reading::of(tx, chat.id, other.member).await?;
    let asks = match chat.opened_by {
        Some(by) => chat.answered_at.is_none() && !act.app.grants.is_me(tx, act, by).await?,
        None => false,
    };
    Ok(Pair {
        read_to: open.then_some(theirs.number),
        blocked: block::between(tx, act, other.persona).await?.by_me,
        declined: mine.is_some_and(|s| s.declined),
        asks,
    })
}

rows! {
    struct Called { number: Option<i64> }
}

async fn called_at(tx: &mut Tx, act: &Act, chat: &ChatRow, seen: i64) -> Result<Option<i64>, Fault> {
    let row: Option<Called> = tx
        .one(
            sql!("select min(t.number) as number from chat_mention t where t.tenant = $tenant and t.chat = $1 and t.number > $2 and (t.persona = 0 or t.persona in (select f.id from persona f where f.tenant = $tenant and f.member = $3))"),
            params![chat.id, seen, me(act)],
        )
        .await?;
    Ok(row.and_then(|r| r.number))
}
