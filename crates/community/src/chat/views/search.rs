//! Search in my own chats. It looks at the newest ten thousand messages of each chat, and at ten thousand more when
//! asked to go on, so that a chat of any length costs the same. Simplified and traditional, full and half width,
//! capitals and small letters are the same, as everywhere in search. A document is found by its name.

use super::{
    card::{self, ChatCard, Person, me},
    names,
};
use crate::chat::state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_media::blob::{self, BlobView};
use weilu_search::{fold, normalise};
use weilu_store::Row;
use weilu_vocabulary::{BlobId, ChatId, Fault, Id, MemberId, MessageId, Outcome, Ref, Time};

const PAGE: i64 = 20;
const STEP: i64 = 10_000;
const WORDS_MAX: usize = 50;
const AROUND_CHARS: usize = 24;

/// Messages that contain a text, in the chats I am in, newest first.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Search {
    /// What to find, up to 50 characters.
    pub q: String,
    /// Only in this chat.
    #[serde(default)]
    pub chat: Option<ChatId>,
    /// Only messages before this one (next page).
    #[serde(default)]
    pub before: Option<MessageId>,
    /// How far back to look, in steps of ten thousand messages of each chat.
    #[serde(default)]
    pub step: i64,
}

/// A message found.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FoundMessage {
    /// Which.
    pub id: MessageId,
    /// Its number in the chat, to go there.
    pub number: i64,
    /// When.
    pub at: Time,
    /// In which chat.
    pub chat: ChatCard,
    /// Who said it.
    pub author: Option<Person>,
    /// Kind of the file that was found, or of the first on it: `picture`, `video`, `sound`, `document`; empty without.
    pub carries: String,
    /// What stands before the words found.
    pub before: String,
    /// The words found.
    pub words: String,
    /// What stands after them.
    pub after: String,
}

/// Where the next page begins.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Onward {
    /// Before which message; none at the beginning of a step.
    pub before: Option<MessageId>,
    /// At which step.
    pub step: i64,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SearchShown {
    /// Newest first.
    pub items: Vec<FoundMessage>,
    /// Where to go on; none when everything was looked at.
    pub next: Option<Onward>,
}

rows! {
    struct Hit {
        id: MessageId, chat: ChatId, number: i64, at: Time, text: String, carries: String,
        member: Option<MemberId>, name: Option<String>, avatar: Option<BlobId>, erased: Option<bool>,
    }
}

impl Query for Search {
    const NAME: &'static str = "chat.search";
    const SUMMARY: (&'static str, &'static str) = ("搜索聊天记录", "Search my chats");
    type Output = SearchShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SearchShown> {
        let q = normalise(&self.q.chars().take(WORDS_MAX).collect::<String>());
        if q.is_empty() {
            return Ok(SearchShown { items: Vec::new(), next: None });
        }
        let step = self.step.clamp(0, 100_000);
        let mut hits = hits(tx, act, self, &q, step).await?;
        let full = hits.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        hits.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let next = match hits.last() {
            Some(last) if full => Some(Onward { before: Some(last.id), step }),
            _ if longest(tx, act, self.chat).await? > (step + 1) * STEP => {
                Some(Onward { before: None, step: step + 1 })
            }
            _ => None,
        };
        let mut items = Vec::with_capacity(hits.len());
        let carry: Vec<Ref> = hits.iter().filter(|h| !h.carries.is_empty()).map(|h| h.id.into()).collect();
        let files = blob::of(tx, &carry).await?;
        for mut hit in hits {
            let Some(chat) = state::load(tx, hit.chat).await? else { continue };
            let card = card::of(tx, act, &chat).await?;
            let text = names::read(tx, act, &chat, hit.number, std::mem::take(&mut hit.text)).await?;
            let files = files.get(&hit.id.into()).map(Vec::as_slice).unwrap_or_default();
            items.push(found(Hit { text, ..hit }, files, card, &q));
        }
        Ok(SearchShown { items, next })
    }
}

async fn hits(tx: &mut Tx, act: &Act, asked: &Search, q: &str, step: i64) -> Result<Vec<Hit>, Fault> {
    tx.all(
        sql!(
            "select m.id, m.chat, m.number, m.at, m.text, m.carries, b.id as member, coalesce(n.nickname, b.name) as name, b.avatar, b.state = 'erased' as erased
             from (
               select u.chat, min(u.floor) as floor from (
                 select i.chat, i.floor from persona p join chat_member i on i.tenant = p.tenant and i.persona = p.id where p.tenant = $tenant and p.member = $1
                 union all
                 select i.space as chat, 0 as floor from persona p join space_member i on i.tenant = p.tenant and i.persona = p.id where p.tenant = $tenant and p.member = $1
               ) u group by u.chat
             ) y join chat c on c.tenant = $tenant and c.id = y.chat
             left join (
               select r.chat, max(r.cleared) as cleared from persona p join chat_reading r on r.tenant = p.tenant and r.persona = p.id where p.tenant = $tenant and p.member = $1 group by r.chat
             ) r on r.chat = c.id
             join chat_message m on m.tenant = $tenant and m.chat = c.id and m.number > c.messages - $4 and m.number <= c.messages - $5
             left join persona a on a.tenant = m.tenant and a.id = m.author left join member b on b.tenant = m.tenant and b.id = a.member
             left join space_member n on n.tenant = m.tenant and n.space = c.space and n.persona = m.author
             where m.number > y.floor and m.number > coalesce(r.cleared, 0) and m.state = 'live' and m.id < $3
               and (cast($2 as bigint) is null or c.id = cast($2 as bigint)) and replace(m.folded, $6, '') <> m.folded
               and not exists (select 1 from persona g join chat_gone d on d.tenant = g.tenant and d.persona = g.id where g.tenant = $tenant and g.member = $1 and d.chat = m.chat and d.number = m.number)
             order by m.id desc limit $7"
        ),
        params![me(act), asked.chat, asked.before.map_or(i64::MAX, Id::raw), (step + 1) * STEP, step * STEP, q, PAGE + 1],
    )
    .await
}

/// The length of the longest chat that is searched.
async fn longest(tx: &mut Tx, act: &Act, chat: Option<ChatId>) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select coalesce(max(c.messages), 0) from chat c where c.tenant = $tenant and (cast($2 as bigint) is null or c.id = cast($2 as bigint)) and (c.id in (select m.chat from persona p join chat_member m on m.tenant = p.tenant and m.persona = p.id where p.tenant = $tenant and p.member = $1) or c.id in (select n.space from persona p join space_member n on n.tenant = p.tenant and n.persona = p.id where p.tenant = $tenant and p.member = $1))"),
            params![me(act), chat],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

fn found(hit: Hit, files: &[BlobView], chat: ChatCard, q: &str) -> FoundMessage {
    let (mut shown, mut carries) = (around(&hit.text, q), hit.carries);
    if shown[1].is_empty() {
        let mut named = files.iter().map(|file| (around(&file.name, q), file.kind));
        if let Some((name, kind)) = named.find(|(name, _)| !name[1].is_empty()) {
            (shown, carries) = (name, kind.word().to_owned());
        }
    }
    let [before, words, after] = shown;
    let author = hit.member.map(|id| Person {
        id,
        name: hit.name.unwrap_or_default(),
        avatar: hit.avatar,
        erased: hit.erased.unwrap_or(false),
    });
    FoundMessage { id: hit.id, number: hit.number, at: hit.at, chat, author, carries, before, words, after }
}

/// The words found as they stand in the text, with a little on both sides.
fn around(text: &str, q: &str) -> [String; 3] {
    let folded = fold(text);
    let wanted: Vec<char> = q.chars().filter(|c| !c.is_whitespace()).collect();
    let solid: Vec<_> = folded.iter().filter(|f| !f.ch.is_whitespace() && !f.ch.is_control()).collect();
    let at = solid.windows(wanted.len().max(1)).find(|w| w.iter().zip(&wanted).all(|(f, c)| f.ch == *c));
    let (start, end) = at.and_then(|w| Some((w.first()?.start, w.last()?.end))).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let skip = before.chars().count().saturating_sub(AROUND_CHARS);
    let mut head: String = before.chars().skip(skip).collect();
    if skip > 0 {
        head.insert(0, '…');
    }
    let mut tail: String = after.chars().take(AROUND_CHARS * 2).collect();
    if after.chars().nth(AROUND_CHARS * 2).is_some() {
        tail.push('…');
    }
    [head, text.get(start..end).unwrap_or_default().to_owned(), tail]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_they_were_written() {
        assert_eq!(around("今晚去讀書會嗎", &normalise("读书会")), ["今晚去", "讀書會", "嗎"]);
        assert_eq!(around("Ｔea time", "tea"), ["", "Ｔea", " time"]);
        assert_eq!(around("一个 人", &normalise("一个 人")), ["", "一个 人", ""]);
    }

    #[test]
    fn a_long_text_shows_only_what_is_near() {
        let text = format!("{}茶{}", "前".repeat(40), "后".repeat(60));
        let [before, words, after] = around(&text, "茶");
        assert_eq!((before.chars().count(), words.as_str(), after.chars().count()), (25, "茶", 49));
    }
}
