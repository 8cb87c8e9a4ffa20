//! My chats, and how much in them is unread.

use super::{
    card::{self, ChatCard, me},
    names,
};
use crate::{chat::state, space::kind::module_on};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, params, rows, sql};
use weilu_vocabulary::{ChatId, Fault, MemberId, MessageId, Outcome, Time};

const PAGE: i64 = 50;
const LINE_CHARS: usize = 60;

/// My chats: those on top first, then the latest.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {
    /// Only chats whose last message came before this one (next page).
    #[serde(default)]
    pub before: Option<MessageId>,
}

/// The last line of a chat.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LastLine {
    /// When.
    pub at: Time,
    /// Who, by the name used there.
    pub name: String,
    /// Whether it is mine.
    pub mine: bool,
    /// `text` or what is noted.
    pub kind: String,
    /// `live`, `recalled`, `hidden`, `deleted`, `erased`.
    pub state: String,
    /// Its beginning.
    pub text: String,
    /// Kind of the first file on it: `picture`, `video`, `sound`, `document`; empty without.
    pub carries: String,
}

/// A chat of mine.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChatLine {
    /// What it is.
    #[serde(flatten)]
    pub card: ChatCard,
    /// How many messages I have not read.
    pub unread: i64,
    /// Whether one of those calls me.
    pub called: bool,
    /// Whether it makes no noise.
    pub muted: bool,
    /// Whether it stands on top.
    pub pinned: bool,
    /// What was said last.
    pub last: Option<LastLine>,
}

/// Chats.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListShown {
    /// In order.
    pub items: Vec<ChatLine>,
    /// Before which the next page begins.
    pub next: Option<MessageId>,
}

rows! {
    struct Line {
        id: ChatId, messages: i64, last: MessageId, seen: i64, muted: i64, pinned: i64, called: i64,
        space_kind: Option<String>, modules: Option<serde_json::Value>,
        at: Option<Time>, kind: Option<String>, state: Option<String>, text: Option<String>, carries: Option<String>,
        member: Option<MemberId>, name: Option<String>,
    }
}

impl Query for List {
    const NAME: &'static str = "chat.list";
    const SUMMARY: (&'static str, &'static str) = ("我的聊天", "My chats");
    type Output = ListShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ListShown> {
        let mut lines = lines(tx, act, self.before).await?;
        let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        if more {
            lines.pop();
        }
        let next = if more { lines.last().map(|l| l.last) } else { None };
        let mut items = Vec::with_capacity(lines.len());
        for mut line in lines.into_iter().filter(|l| is_on(l.space_kind.as_deref(), l.modules.as_ref())) {
            let Some(chat) = state::load(tx, line.id).await? else { continue };
            if let Some(text) = line.text.take() {
                line.text = Some(names::read(tx, act, &chat, line.messages, text).await?);
            }
            items.push(shown(act, line, card::of(tx, act, &chat).await?));
        }
        Ok(ListShown { items, next })
    }
}

/// Whether chats are on where this one stands; those that stand in no space always are.
fn is_on(space_kind: Option<&str>, modules: Option<&serde_json::Value>) -> bool {
    match (space_kind, modules) {
        (Some(kind), Some(modules)) => module_on(kind, modules, "chat"),
        _ => true,
    }
}

async fn lines(tx: &mut Tx, act: &Act, before: Option<MessageId>) -> Result<Vec<Line>, Fault> {
    tx.all(
        sql!(
            "select z.id, z.messages, z.last, z.seen, z.muted, z.pinned, s.kind as space_kind, s.modules, e.at, e.kind, e.state, e.text, e.carries, eb.id as member, coalesce(en.nickname, eb.name) as name,
               (select count(*) from chat_mention t where t.tenant = $tenant and t.chat = z.id and t.number > z.seen and (t.persona = 0 or t.persona in (select f.id from persona f where f.tenant = $tenant and f.member = $1))) as called
             from (
               select c.id, c.space, c.messages, c.last, coalesce(r.muted, 0) as muted, coalesce(r.pinned, 0) as pinned, case when coalesce(r.number, 0) > y.base then coalesce(r.number, 0) else y.base end as seen
               from (
                 select u.chat, min(u.base) as base from (
                   select m.chat, m.floor as base from persona p join chat_member m on m.tenant = p.tenant and m.persona = p.id where p.tenant = $tenant and p.member = $1
                   union all
                   select n.space as chat, coalesce((select e.number from chat_message e where e.tenant = $tenant and e.chat = n.space and e.at <= n.since order by e.at desc, e.number desc limit 1), 0) as base from persona p join space_member n on n.tenant = p.tenant and n.persona = p.id where p.tenant = $tenant and p.member = $1
                 ) u group by u.chat
               ) y join chat c on c.tenant = $tenant and c.id = y.chat
               left join (
                 select r.chat, max(r.number) as number, max(r.cleared) as cleared, count(case when r.muted then 1 end) as muted, count(case when r.pinned then 1 end) as pinned from persona p join chat_reading r on r.tenant = p.tenant and r.persona = p.id where p.tenant = $tenant and p.member = $1 group by r.chat
               ) r on r.chat = c.id
               where c.messages > coalesce(r.cleared, 0) and (cast($2 as bigint) is null or (coalesce(r.pinned, 0) = 0 and c.last < cast($2 as bigint)))
               order by case when coalesce(r.pinned, 0) > 0 then 0 else 1 end, c.last desc limit $3
             ) z
             left join space s on s.tenant = $tenant and s.id = z.space
             left join chat_message e on e.tenant = $tenant and e.chat = z.id and e.number = z.messages
             left join persona ep on ep.tenant = $tenant and ep.id = e.author left join member eb on eb.tenant = $tenant and eb.id = ep.member
             left join space_member en on en.tenant = $tenant and en.space = z.space and en.persona = e.author
             order by case when z.pinned > 0 then 0 else 1 end, z.last desc"
        ),
        params![me(act), before, PAGE + 1],
    )
    .await
}

fn shown(act: &Act, line: Line, card: ChatCard) -> ChatLine {
    let live = line.state.as_deref() == Some("live");
    let text = line.text.filter(|_| live).unwrap_or_default();
    let carries = line.carries.filter(|_| live).unwrap_or_default();
    let last = line.at.map(|at| LastLine {
        at,
        name: line.name.unwrap_or_default(),
        mine: line.member.is_some() && line.member == act.actor.member,
        kind: line.kind.unwrap_or_default(),
        state: line.state.unwrap_or_default(),
        text: text.chars().take(LINE_CHARS).collect(),
        carries,
    });
    ChatLine {
        card,
        unread: (line.messages - line.seen).max(0),
        called: line.called > 0,
        muted: line.muted > 0,
        pinned: line.pinned > 0,
        last,
    }
}

/// How much is unread in all my chats.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unread {}

/// Counts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnreadShown {
    /// Unread messages in chats that make noise.
    pub unread: i64,
    /// Chats with unread messages that call me, muted ones too.
    pub called: i64,
}

rows! {
    struct Waiting { unread: i64, muted: i64, called: i64, space_kind: Option<String>, modules: Option<serde_json::Value> }
}

impl Query for Unread {
    const NAME: &'static str = "chat.unread";
    const SUMMARY: (&'static str, &'static str) = ("未读消息数", "How many messages are unread");
    type Output = UnreadShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<UnreadShown> {
        let waiting: Vec<Waiting> = waiting(tx, act).await?;
        let on = || waiting.iter().filter(|w| is_on(w.space_kind.as_deref(), w.modules.as_ref()));
        Ok(UnreadShown {
            unread: on().filter(|w| w.muted == 0).map(|w| w.unread).sum(),
            called: i64::try_from(on().filter(|w| w.called > 0).count()).unwrap_or(i64::MAX),
        })
    }
}

async fn waiting(tx: &mut Tx, act: &Act) -> Result<Vec<Waiting>, Fault> {
    tx.all(
        sql!(
            "select z.messages - z.seen as unread, z.muted, s.kind as space_kind, s.modules,
               (select count(*) from chat_mention t where t.tenant = $tenant and t.chat = z.id and t.number > z.seen and (t.persona = 0 or t.persona in (select f.id from persona f where f.tenant = $tenant and f.member = $1))) as called
             from (
               select c.id, c.space, c.messages, coalesce(r.muted, 0) as muted, case when coalesce(r.number, 0) > y.base then coalesce(r.number, 0) else y.base end as seen
               from (
                 select u.chat, min(u.base) as base from (
                   select m.chat, m.floor as base from persona p join chat_member m on m.tenant = p.tenant and m.persona = p.id where p.tenant = $tenant and p.member = $1
                   union all
                   select n.space as chat, coalesce((select e.number from chat_message e where e.tenant = $tenant and e.chat = n.space and e.at <= n.since order by e.at desc, e.number desc limit 1), 0) as base from persona p join space_member n on n.tenant = p.tenant and n.persona = p.id where p.tenant = $tenant and p.member = $1
                 ) u group by u.chat
               ) y join chat c on c.tenant = $tenant and c.id = y.chat
               left join (
                 select r.chat, max(r.number) as number, count(case when r.muted then 1 end) as muted from persona p join chat_reading r on r.tenant = p.tenant and r.persona = p.id where p.tenant = $tenant and p.member = $1 group by r.chat
               ) r on r.chat = c.id
             ) z left join space s on s.tenant = $tenant and s.id = z.space
             where z.messages > z.seen limit 2000"
        ),
        params![me(act)],
    )
    .await
}
