//! A feed as an Atom document. Posts are plain text; what XML cannot hold is left out; the library escapes.

use crate::post::{Post, mention};
use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use weilu_vocabulary::{Lang, Time};

const TITLE_CHARS: usize = 50;

/// What stands above the posts.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Names the feed for ever, wherever it is fetched.
    pub id: String,
    /// Title.
    pub title: String,
    /// A line about it.
    pub line: String,
    /// Where people read the same, on this site.
    pub page: String,
    /// Where it is fetched, on this site.
    pub path: String,
    /// When it began: the time of an empty one.
    pub since: Time,
    /// In which language its own words are.
    pub lang: Lang,
}

/// When the newest of these posts came or changed.
pub(super) fn updated(head: &Head, posts: &[Post]) -> Time {
    posts.iter().map(changed).max().unwrap_or(head.since)
}

/// The document; `base` is the address of this site without a slash at its end.
pub(super) fn document(base: &str, head: &Head, posts: &[Post]) -> String {
    let link = |rel: &str, path: &str, mime: &str| Link {
        href: format!("{base}{path}"),
        rel: rel.to_owned(),
        mime_type: Some(mime.to_owned()),
        ..Link::default()
    };
    let feed = Feed {
        title: Text::plain(kept(&head.title)),
        id: head.id.clone(),
        updated: stamp(updated(head, posts)),
        subtitle: (!head.line.is_empty()).then(|| Text::plain(kept(&head.line))),
        generator: Some(Generator { value: "Weilu".to_owned(), ..Generator::default() }),
        links: vec![
            link("self", &head.path, "application/atom+xml"),
            link("alternate", &head.page, "text/html"),
        ],
        lang: Some(if head.lang == Lang::En { "en" } else { "zh-CN" }.to_owned()),
        entries: posts.iter().map(|post| entry(base, head.lang, post)).collect(),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(base: &str, lang: Lang, post: &Post) -> Entry {
    let nameless = if lang == Lang::En { "A member" } else { "成员" };
    let name = if post.author.name.is_empty() { nameless } else { &post.author.name };
    let text = spoken(post, nameless);
    let place = post.space.iter().map(|space| space.name.as_str());
    let category = |term: &str| Category { term: kept(term), ..Category::default() };
    Entry {
        title: Text::plain(title(if post.title.is_empty() { &text } else { &post.title })),
        id: format!("urn:weilu:{}", post.id),
        updated: stamp(changed(post)),
        published: Some(stamp(post.at)),
        authors: vec![Person { name: kept(name), ..Person::default() }],
        categories: place.chain(post.tags.iter().map(|tag| tag.name.as_str())).map(category).collect(),
        links: vec![Link {
            href: format!("{base}/posts/{}", post.thread),
            rel: "alternate".to_owned(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        content: Some(Content {
            value: Some(kept(&text)),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn changed(post: &Post) -> Time {
    post.edited_at.unwrap_or(post.at)
}

/// The text with the names of those it names, as they are called now.
fn spoken(post: &Post, nameless: &str) -> String {
    mention::replaced(&post.text, |token| {
        let named = post.named.iter().find(|named| named.token == token);
        let name = named.map(|named| named.name.as_str()).filter(|name| !name.is_empty());
        format!("@{}", name.unwrap_or(nameless))
    })
}

/// The first line, or as much of it as makes a title.
fn title(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let short: String = line.chars().take(TITLE_CHARS).collect();
    kept(&if short.len() < line.len() { format!("{short}…") } else { short })
}

/// The text without the characters that no XML document may hold.
fn kept(text: &str) -> String {
    let may = |ch: &char| matches!(ch, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{1_0000}'..);
    text.chars().filter(may).collect()
}

fn stamp(time: Time) -> FixedDateTime {
    time.rfc3339().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use weilu_vocabulary::{PersonaId, PostId, SpaceId, TagId};

    fn head() -> Head {
        Head {
            id: "urn:weilu:x".to_owned(),
            title: "围炉 <读书> & “夜话”".to_owned(),
            line: String::new(),
            page: "/spaces/x?a=1&b=2".to_owned(),
            path: "/feed/spaces/x".to_owned(),
            since: Time(1_763_697_600_000_000),
            lang: Lang::Zh,
        }
    }

    fn post(text: &str) -> Post {
        let someone = PersonaId::new(812_345_678_901);
        let author = json!({ "id": null, "name": "", "avatar": null });
        serde_json::from_value(json!({
            "id": PostId::new(7), "kind": "post", "space": { "id": SpaceId::new(3), "name": "茶" },
            "author": author, "thread": PostId::new(7), "parent": null, "answers": null,
            "at": 1_763_697_600_000_000_i64, "edited_at": 1_763_697_660_000_000_i64, "region": null, "title": "",
            "text": format!("{text} @{someone}"), "named": [{ "token": someone, "id": null, "name": "阿桃" }],
            "tags": [{ "id": TagId::new(5), "name": "夜话" }], "state": "live", "visibility": "public",
            "pinned": false, "likes": 0, "replies": 0, "saves": 0, "liked": false, "bookmarked": false, "mine": false,
            "score": 0, "my_vote": null, "question": null, "poll": null, "roster": null, "hidden_reason": null, "decision": null,
        }))
        .unwrap()
    }

    #[test]
    fn what_was_written_is_read_back_to_the_letter() {
        let text = "<script>alert('&amp;')</script>\n]]> “引号” 🍵 \u{b}尾";
        let document = document("https://tea.example", &head(), &[post(text)]);
        let read: Feed = document.parse().unwrap();
        assert_eq!(read.title.value, head().title);
        assert_eq!(read.links[1].href, "https://tea.example/spaces/x?a=1&b=2");
        let entry = &read.entries[0];
        let said = format!("{} @阿桃", text.replace('\u{b}', ""));
        assert_eq!(entry.content.as_ref().unwrap().value.as_deref(), Some(said.as_str()));
        assert_eq!(entry.categories.iter().map(|c| c.term.as_str()).collect::<Vec<_>>(), ["茶", "夜话"]);
        assert_eq!(entry.title.value, "<script>alert('&amp;')</script>");
        assert_eq!(entry.authors[0].name, "成员");
        assert_eq!(read.updated, entry.updated);
        assert_eq!(entry.published.unwrap().to_rfc3339(), "2025-11-21T04:00:00+00:00");
    }

    #[test]
    fn an_empty_feed_is_as_old_as_what_it_is_about_and_long_lines_are_cut() {
        let read: Feed = document("https://tea.example", &head(), &[]).parse().unwrap();
        assert_eq!(read.updated.to_rfc3339(), "2025-11-21T04:00:00+00:00");
        assert_eq!(title(&"字".repeat(60)).chars().count(), TITLE_CHARS + 1);
        assert_eq!(title("\n 早\n好"), "早");
        assert_eq!(title(""), "");
    }
}
