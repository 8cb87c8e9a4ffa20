//! A stretch of a chat, oldest first. Numbers of a chat have no gaps, so a page is a stretch of numbers: the last
//! fifty, those before or after a number, or those around one.

use super::{
    card::{Person, me},
    names,
};
use crate::{
    block::blocked_by_me,
    chat::{READ, RECALL_MINUTES, door},
    review::{self, Hidden},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_media::blob::{self, BlobView};
use weilu_vocabulary::{BlobId, CaseId, ChatId, Fault, MINUTE, MemberId, MessageId, Outcome, Ref, Time};

const PAGE: i64 = 50;
const QUOTE_CHARS: usize = 100;

/// Messages of a chat: the last ones, or a stretch next to a number.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Messages {
    /// Which chat.
    pub chat: ChatId,
    /// Only messages before this number.
    #[serde(default)]
    pub before: Option<i64>,
    /// Only messages after this number.
    #[serde(default)]
    pub after: Option<i64>,
    /// Messages on both sides of this number.
    #[serde(default)]
    pub around: Option<i64>,
}

/// What a message answers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// Its number in the chat, to go there.
    pub number: i64,
    /// Who said it.
    pub name: String,
    /// `live`, `recalled`, `hidden`, `deleted`, `erased`.
    pub state: String,
    /// Its beginning; empty when it is no longer shown.
    pub text: String,
    /// Kind of the first file on it: `picture`, `video`, `sound`, `document`; empty without, or when it is no longer
    /// shown.
    pub carries: String,
}

/// A message as read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Its number in the chat.
    pub number: i64,
    /// When, microseconds.
    pub at: Time,
    /// `text`, or what is noted: `founded`, `added`, `left`, `removed`, `renamed`.
    pub kind: String,
    /// `live`, `recalled`, `hidden`, `deleted`, `erased`.
    pub state: String,
    /// By whom.
    pub author: Option<Person>,
    /// Whether it is mine.
    pub mine: bool,
    /// What is said; empty when it is no longer shown.
    pub text: String,
    /// Pictures, videos and documents, in their order.
    pub files: Vec<BlobView>,
    /// Why it is out of sight, when those who keep order decided that.
    pub hidden_reason: Option<String>,
    /// The decision, for its author to appeal against.
    pub decision: Option<CaseId>,
    /// What it answers.
    pub quote: Option<Quote>,
    /// Whom a note is about.
    pub about: Option<Person>,
    /// Whether it calls everybody.
    pub calls_all: bool,
    /// Whether it calls me, by name or with everybody.
    pub calls_me: bool,
    /// How many others have read it; only of my messages that call everybody.
    pub read_by: Option<i64>,
    /// Until when I may take it back.
    pub recall_until: Option<Time>,
    /// I blocked its author: shown folded.
    pub folded: bool,
}

/// A stretch of a chat.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MessagesShown {
    /// Oldest first.
    pub items: Vec<Message>,
    /// Number before which there is more; none at the beginning.
    pub earlier: Option<i64>,
    /// Number after which there is more; none at the end.
    pub later: Option<i64>,
}

/// Numbers above the first and up to the second.
fn stretch(asked: &Messages, floor: i64, last: i64) -> (i64, i64) {
    let (low, high) = match (asked.before, asked.after, asked.around) {
        (Some(before), _, _) => {
            let high = before.saturating_sub(1).clamp(floor, last);
            (high - PAGE, high)
        }
        (None, Some(after), _) => {
            let low = after.clamp(floor, last);
            (low, low + PAGE)
        }
        (None, None, Some(middle)) => {
            let high = middle.clamp(floor, last).saturating_add(PAGE / 2).min(last);
            (high - PAGE, high)
        }
        (None, None, None) => (last - PAGE, last),
    };
    (low.max(floor), high.min(last))
}

impl Query for Messages {
    const NAME: &'static str = "chat.messages";
    const SUMMARY: (&'static str, &'static str) = ("聊天记录", "Messages of a chat");
    type Output = MessagesShown;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<MessagesShown> {
        let (chat, guest) = door::enter(tx, act, self.chat).await?;
        let last = chat.messages.max(guest.floor);
        let (low, high) = stretch(self, guest.floor, last);
        let mut rows = rows_of(tx, act, &chat, (low, high)).await?;
        for row in &mut rows {
            row.text = names::read(tx, act, &chat, row.number, std::mem::take(&mut row.text)).await?;
            if let (Some(number), Some(text)) = (row.quote_number, row.quote_text.take()) {
                row.quote_text = Some(names::read(tx, act, &chat, number, text).await?);
            }
        }
        let minutes = RECALL_MINUTES.get(tx).await?;
        let blocked = blocked_by_me(tx, act).await?;
        let mut reader = Reader {
            member: guest.member,
            floor: guest.floor,
            now: act.now,
            minutes,
            blocked,
            files: BTreeMap::new(),
            hidden: BTreeMap::new(),
        };
        reader.fetch(tx, &rows).await?;
        Ok(MessagesShown {
            items: rows.into_iter().map(|row| reader.shown(row)).collect(),
            earlier: (low > guest.floor).then_some(low + 1),
            later: (high < last).then_some(high),
        })
    }
}

rows! {
    struct MessageRow {
        id: MessageId, number: i64, at: Time, kind: String, state: String, text: String, carries: String, calls_all: bool,
        member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId>, erased: Option<bool>,
        quote_number: Option<i64>, quote_state: Option<String>, quote_text: Option<String>, quote_carries: Option<String>, quote_name: Option<String>,
        about: Option<MemberId>, about_name: Option<String>, about_avatar: Option<BlobId>, about_erased: Option<bool>,
        called: i64, read_by: Option<i64>,
    }
}

async fn rows_of(
    tx: &mut Tx,
    act: &Act,
    chat: &crate::chat::state::ChatRow,
    (low, high): (i64, i64),
) -> Result<Vec<MessageRow>, Fault> {
    tx.all(
        sql!(
            "select m.id, m.number, m.at, m.kind, m.state, m.text, m.carries, m.calls_all, b.id as member, coalesce(n.nickname, b.name) as name, b.avatar, b.state = 'erased' as erased,
               q.number as quote_number, q.state as quote_state, q.text as quote_text, q.carries as quote_carries, coalesce(qn.nickname, qb.name) as quote_name,
               ab.id as about, ab.name as about_name, ab.avatar as about_avatar, ab.state = 'erased' as about_erased,
               (select count(*) from chat_mention t where t.tenant = $tenant and t.chat = m.chat and t.number = m.number and (t.persona = 0 or t.persona in (select f.id from persona f where f.tenant = $tenant and f.member = $4))) as called,
               case when m.calls_all and p.member = $4 then (select count(distinct rp.member) from chat_reading r join persona rp on rp.tenant = r.tenant and rp.id = r.persona where r.tenant = $tenant and r.chat = m.chat and r.number >= m.number and rp.member <> $4) end as read_by
             from chat_message m
             left join persona p on p.tenant = m.tenant and p.id = m.author left join member b on b.tenant = m.tenant and b.id = p.member
             left join space_member n on n.tenant = m.tenant and n.space = $5 and n.persona = m.author
             left join chat_message q on q.tenant = m.tenant and q.id = m.quote
             left join persona qp on qp.tenant = q.tenant and qp.id = q.author left join member qb on qb.tenant = q.tenant and qb.id = qp.member
             left join space_member qn on qn.tenant = q.tenant and qn.space = $5 and qn.persona = q.author
             left join persona ap on ap.tenant = m.tenant and ap.id = m.about left join member ab on ab.tenant = m.tenant and ab.id = ap.member
             where m.tenant = $tenant and m.chat = $1 and m.number > $2 and m.number <= $3
               and not exists (select 1 from persona g join chat_gone d on d.tenant = g.tenant and d.persona = g.id where g.tenant = $tenant and g.member = $4 and d.chat = m.chat and d.number = m.number)
             order by m.number limit 51"
        ),
        params![chat.id, low, high, me(act), chat.space],
    )
    .await
}

/// What of a message depends on who reads it.
struct Reader {
    member: MemberId,
    floor: i64,
    now: Time,
    minutes: i64,
    blocked: BTreeSet<MemberId>,
    files: BTreeMap<Ref, Vec<BlobView>>,
    hidden: BTreeMap<Ref, Hidden>,
}

impl Reader {
    fn is_mine(&self, row: &MessageRow) -> bool {
        row.member == Some(self.member)
    }

    /// Whether a message is shown with its words and files: to others while it stands, to its author also while it is
    /// hidden.
    fn is_shown(&self, row: &MessageRow) -> bool {
        row.state == "live" || (row.state == "hidden" && self.is_mine(row))
    }

    /// Fetches what hangs on what is shown, and why something is not.
    async fn fetch(&mut self, tx: &mut Tx, rows: &[MessageRow]) -> Result<(), Fault> {
        let carry = rows.iter().filter(|row| self.is_shown(row) && !row.carries.is_empty());
        let carry: Vec<Ref> = carry.map(|row| row.id.into()).collect();
        self.files = blob::of(tx, &carry).await?;
        let out = rows.iter().filter(|row| matches!(row.state.as_str(), "hidden" | "deleted"));
        let out: Vec<Ref> = out.map(|row| row.id.into()).collect();
        self.hidden = review::hidden_of(tx, &out).await?;
        Ok(())
    }

    fn shown(&mut self, row: MessageRow) -> Message {
        let (mine, shown) = (self.is_mine(&row), self.is_shown(&row));
        let live = row.state == "live";
        let why = self.hidden.remove(&row.id.into());
        let until = row.at + self.minutes * MINUTE;
        let back = mine && live && row.kind == "text" && self.now <= until;
        let quote = row.quote_number.map(|number| {
            let said = (row.quote_text, row.quote_carries, row.quote_name);
            self.quote(number, row.quote_state, said)
        });
        Message {
            id: row.id,
            number: row.number,
            at: row.at,
            kind: row.kind,
            author: person(row.member, row.name, row.avatar, row.erased),
            mine,
            text: if shown { row.text } else { String::new() },
            files: self.files.remove(&row.id.into()).unwrap_or_default(),
            decision: why.as_ref().filter(|_| mine).map(|why| why.case),
            hidden_reason: why.map(|why| why.reason),
            quote,
            about: person(row.about, row.about_name, row.about_avatar, row.about_erased),
            calls_all: row.calls_all,
            calls_me: live && !mine && row.called > 0,
            read_by: row.read_by.filter(|_| live),
            recall_until: back.then_some(until),
            folded: row.member.is_some_and(|m| self.blocked.contains(&m)),
            state: row.state,
        }
    }

    /// What was quoted from before the reader came stays unread.
    fn quote(
        &self,
        number: i64,
        state: Option<String>,
        (text, carries, name): (Option<String>, Option<String>, Option<String>),
    ) -> Quote {
        let state = if number > self.floor { state.unwrap_or_default() } else { "hidden".to_owned() };
        let shown = |said: Option<String>| said.filter(|_| state == "live").unwrap_or_default();
        let text = shown(text).chars().take(QUOTE_CHARS).collect();
        Quote { number, name: name.unwrap_or_default(), text, carries: shown(carries), state }
    }
}

fn person(
    id: Option<MemberId>,
    name: Option<String>,
    avatar: Option<BlobId>,
    erased: Option<bool>,
) -> Option<Person> {
    Some(Person { id: id?, name: name.unwrap_or_default(), avatar, erased: erased.unwrap_or(false) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::Id;

    fn asked(before: Option<i64>, after: Option<i64>, around: Option<i64>) -> Messages {
        Messages { chat: ChatId::from_raw(1), before, after, around }
    }

    #[test]
    fn a_page_is_a_stretch_of_numbers() {
        let last = 120;
        assert_eq!(stretch(&asked(None, None, None), 0, last), (70, 120));
        assert_eq!(stretch(&asked(Some(71), None, None), 0, last), (20, 70));
        assert_eq!(stretch(&asked(Some(21), None, None), 0, last), (0, 20));
        assert_eq!(stretch(&asked(None, Some(97), None), 0, last), (97, 120));
        assert_eq!(stretch(&asked(None, Some(10), None), 0, last), (10, 60));
        assert_eq!(stretch(&asked(None, None, Some(60)), 0, last), (35, 85));
    }

    #[test]
    fn a_page_never_leaves_what_one_may_see() {
        assert_eq!(stretch(&asked(None, None, None), 110, 120), (110, 120));
        assert_eq!(stretch(&asked(Some(5), None, None), 110, 120), (110, 110));
        assert_eq!(stretch(&asked(None, Some(i64::MAX), None), 0, 120), (120, 120));
        assert_eq!(stretch(&asked(None, None, Some(i64::MIN)), 0, 120), (0, 25));
        assert_eq!(stretch(&asked(Some(i64::MIN), None, None), 0, 120), (0, 0));
        assert_eq!(stretch(&asked(None, None, None), 0, 0), (0, 0));
    }
}
