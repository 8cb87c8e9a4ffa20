//! What features declare about telling people: which of their events is told to whom, in which words, where it
//! leads; who wants to hear nothing of what; what things are called; what is worth reading after some days away.
//!
//! Rules: all of it is plain data beside the events it is about; the feature that tells people reads it and names
//! no other feature. A sentence is filled when it is read, so that nothing of a person is copied into it; what it
//! is filled with by the event (`values`) are numbers and words of the house, never what somebody wrote.

use crate::{Feature, Tx, Work};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use weilu_vocabulary::{Event, Fault, MemberId, PersonaId, Ref, RefKind, Text, Time};

/// What sort of news something is: members choose by it what reaches them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Somebody answered me.
    Reply,
    /// Somebody named me.
    Mention,
    /// Somebody liked what I said.
    Like,
    /// Somebody wrote to me in a chat.
    Chat,
    /// Notices and offices of my spaces.
    Space,
    /// Asking to be let in, and letting in.
    Application,
    /// What reviewers decided about me, and what I reported.
    Moderation,
    /// My account and my data.
    Account,
    /// What waits for me as staff.
    Work,
}

impl Category {
    /// Every category, in the order of the page.
    pub const ALL: [Category; 9] = [
        Category::Reply,
        Category::Mention,
        Category::Like,
        Category::Chat,
        Category::Space,
        Category::Application,
        Category::Moderation,
        Category::Account,
        Category::Work,
    ];

    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Category::Reply => "reply",
            Category::Mention => "mention",
            Category::Like => "like",
            Category::Chat => "chat",
            Category::Space => "space",
            Category::Application => "application",
            Category::Moderation => "moderation",
            Category::Account => "account",
            Category::Work => "work",
        }
    }

    /// The category of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|c| c.word() == word)
    }

    /// Its name.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Category::Reply => Text::new("回复", "Replies"),
            Category::Mention => Text::new("提到我", "Mentions"),
            Category::Like => Text::new("点赞", "Likes"),
            Category::Chat => Text::new("聊天", "Chats"),
            Category::Space => Text::new("社群", "Spaces"),
            Category::Application => Text::new("入群", "Entry"),
            Category::Moderation => Text::new("审核", "Moderation"),
            Category::Account => Text::new("账号", "Account"),
            Category::Work => Text::new("工作", "Work"),
        }
    }

    /// Whether it goes out by mail as long as a member chose nothing.
    #[must_use]
    pub const fn mails(self) -> bool {
        !matches!(self, Category::Reply | Category::Like | Category::Chat | Category::Space)
    }
}

/// Finds people that the envelope does not name.
pub type Finder = for<'t> fn(&'t mut Tx, &'t Event) -> Work<'t, Vec<PersonaId>, Fault>;

/// Whom an event is told. The actor himself never is.
#[derive(Clone, Copy)]
pub enum Whom {
    /// Everybody named in `with`.
    With,
    /// The person it happened to.
    Object,
    /// Whose the thing is.
    Author,
    /// Everybody inside the space it happened in.
    Inside,
    /// Whom the feature finds.
    Found(Finder),
}

/// One event told to some people in one way.
#[derive(Clone, Copy)]
pub struct NoticeSpec {
    /// Unique; the event's name unless one event is told in several ways.
    pub name: &'static str,
    /// The event.
    pub event: &'static str,
    /// What sort of news.
    pub category: Category,
    /// The sentence in Chinese, with places `{actor}`, `{space}` and those of `values`.
    pub zh: &'static str,
    /// The sentence in English.
    pub en: &'static str,
    /// The sentence for several people at once, with `{actor}` and `{n}` in all; without one nothing is folded.
    pub many: Option<(&'static str, &'static str)>,
    /// Whom.
    pub whom: Whom,
    /// What it is about: several about one thing become one, while unread.
    pub about: fn(&Event) -> Option<Ref>,
    /// The page it leads to, made of ids alone.
    pub leads: fn(&Event) -> String,
    /// Whether an event of this kind is told at all.
    pub when: fn(&Event) -> bool,
    /// Further places of the sentence: numbers and words of the house.
    pub values: fn(&Event) -> Vec<(&'static str, Text)>,
    /// Told whatever somebody switched off or whom he keeps away: it concerns his own standing.
    pub firm: bool,
    /// Whether it is worth a letter, for those who want letters of its category.
    pub mail: bool,
    /// The event that takes it back.
    pub taken_back_by: Option<&'static str>,
}

impl NoticeSpec {
    /// Told to those named, about the object, and worth a letter; the rest with struct update.
    #[must_use]
    pub const fn of(
        event: &'static str,
        category: Category,
        zh: &'static str,
        en: &'static str,
    ) -> NoticeSpec {
        NoticeSpec {
            name: event,
            event,
            category,
            zh,
            en,
            many: None,
            whom: Whom::With,
            about: |event| event.object,
            leads: |_| String::new(),
            when: |_| true,
            values: |_| Vec::new(),
            firm: false,
            mail: true,
            taken_back_by: None,
        }
    }
}

/// The address of the space an event happened in, and of a page below it: `to_space(event, "/applications")`.
#[must_use]
pub fn to_space(event: &Event, below: &str) -> String {
    event.space.map_or_else(String::new, |space| format!("/spaces/{space}{below}"))
}

/// The address of the thing an event happened to: `to_object(event, "/circles")`.
#[must_use]
pub fn to_object(event: &Event, above: &str) -> String {
    event.object.map_or_else(String::new, |object| format!("{above}/{object}"))
}

/// News on its way to people.
#[derive(Clone, Copy, Debug)]
pub struct Hush<'a> {
    /// What happened.
    pub event: &'a Event,
    /// What sort of news.
    pub category: Category,
    /// Whom it would be told.
    pub whom: &'a [PersonaId],
}

/// Those of `whom` who want to hear nothing of it; others may be among them without harm.
pub type Silent = for<'t> fn(&'t mut Tx, &'t Hush<'t>) -> Work<'t, Vec<PersonaId>, Fault>;

/// A reason not to be told: a quiet space, somebody kept away.
#[derive(Clone, Copy)]
pub struct SilenceSpec {
    /// `feature.noun`.
    pub name: &'static str,
    /// Who wants to hear nothing.
    pub silent: Silent,
}

/// Names by id.
pub type Names = Vec<(i64, String)>;

/// What things of one kind are called: a name, or the first words.
#[derive(Clone, Copy)]
pub struct Namer {
    /// The kind.
    pub kind: RefKind,
    /// Names by id; what has none, or is no longer to be seen, is left out.
    pub names: for<'t> fn(&'t mut Tx, &'t [i64]) -> Work<'t, Names, Fault>,
}

/// For whom something worth reading is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Away {
    /// Who was away.
    pub member: MemberId,
    /// Since when.
    pub since: Time,
    /// How many at most.
    pub most: i64,
}

/// Something worth reading.
#[derive(Clone, Debug)]
pub struct Highlight {
    /// Its first words.
    pub title: String,
    /// Where and how much: 「雾溪茶友会 · 12 个赞」.
    pub line: Text,
    /// The page it stands on.
    pub path: String,
}

/// What a feature has to tell somebody who was away.
#[derive(Clone, Copy)]
pub struct HighlightSpec {
    /// What stands above the list: Chinese and English.
    pub title: (&'static str, &'static str),
    /// The best first.
    pub find: for<'t> fn(&'t mut Tx, &'t Away) -> Work<'t, Vec<Highlight>, Fault>,
}

/// What is wrong with the notices of all features: names that stand twice, events that nobody declares.
#[must_use]
pub fn complaints(features: &[&Feature]) -> Vec<String> {
    let events: BTreeSet<&str> = features.iter().flat_map(|f| f.events).map(|e| e.name).collect();
    let mut names = BTreeSet::new();
    let mut out = Vec::new();
    for notice in features.iter().flat_map(|f| f.notices) {
        if !names.insert(notice.name) {
            out.push(format!("{}: the name stands twice", notice.name));
        }
        for event in [Some(notice.event), notice.taken_back_by].into_iter().flatten() {
            if !events.contains(event) {
                out.push(format!("{}: nobody declares the event {event}", notice.name));
            }
        }
        let places = |text: &str| text.matches('{').count();
        if places(notice.zh) != places(notice.en) {
            out.push(format!("{}: the two languages have different places", notice.name));
        }
        if notice.many.is_some_and(|(zh, en)| !(zh.contains("{n}") && en.contains("{n}"))) {
            out.push(format!("{}: the sentence for several does not say how many", notice.name));
        }
    }
    out
}
