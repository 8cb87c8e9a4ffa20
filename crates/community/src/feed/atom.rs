//! A feed as an Atom document. Posts are plain text; what XML cannot hold is left out; the library escapes.

use super::views::EntryRow;
use atom_syndication::{Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
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
pub(super) fn updated(head: &Head, rows: &[EntryRow]) -> Time {
    rows.iter().map(changed).max().unwrap_or(head.since)
}

/// The document; `base` is the address of this site without a slash at its end.
pub(super) fn document(base: &str, head: &Head, rows: &[EntryRow]) -> String {
    let link = |rel: &str, path: &str, mime: &str| Link {
        href: format!("{base}{path}"),
        rel: rel.to_owned(),
        mime_type: Some(mime.to_owned()),
        ..Link::default()
    };
    let feed = Feed {
        title: Text::plain(kept(&head.title)),
        id: head.id.clone(),
        updated: stamp(updated(head, rows)),
        subtitle: (!head.line.is_empty()).then(|| Text::plain(kept(&head.line))),
        generator: Some(Generator { value: "Weilu".to_owned(), ..Generator::default() }),
        links: vec![
            link("self", &head.path, "application/atom+xml"),
            link("alternate", &head.page, "text/html"),
        ],
        lang: Some(if head.lang == Lang::En { "en" } else { "zh-CN" }.to_owned()),
        entries: rows.iter().map(|row| entry(base, head.lang, row)).collect(),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(base: &str, lang: Lang, row: &EntryRow) -> Entry {
    let nameless = if lang == Lang::En { "A member" } else { "成员" };
    let name = row.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(nameless);
    Entry {
        title: Text::plain(title(&row.text)),
        id: format!("urn:weilu:{}", row.id),
        updated: stamp(changed(row)),
        published: Some(stamp(row.created_at)),
        authors: vec![Person { name: kept(name), ..Person::default() }],
        categories: vec![atom_syndication::Category { term: kept(&row.space_name), ..Default::default() }],
        links: vec![Link {
            href: format!("{base}/posts/{}", row.thread),
            rel: "alternate".to_owned(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        content: Some(Content {
            value: Some(kept(&row.text)),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn changed(row: &EntryRow) -> Time {
    row.edited_at.unwrap_or(row.created_at)
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
    use weilu_vocabulary::PostId;

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

    fn row(text: &str) -> EntryRow {
        EntryRow {
            id: PostId::new(7),
            thread: PostId::new(7),
            text: text.to_owned(),
            created_at: Time(1_763_697_600_000_000),
            edited_at: Some(Time(1_763_697_660_000_000)),
            name: None,
            space_name: "茶".to_owned(),
        }
    }

    #[test]
    fn what_was_written_is_read_back_to_the_letter() {
        let text = "<script>alert('&amp;')</script>\n]]> “引号” 🍵 \u{b}尾";
        let document = document("https://tea.example", &head(), &[row(text)]);
        let read: Feed = document.parse().unwrap();
        assert_eq!(read.title.value, head().title);
        assert_eq!(read.links[1].href, "https://tea.example/spaces/x?a=1&b=2");
        let entry = &read.entries[0];
        assert_eq!(entry.content.as_ref().unwrap().value.as_deref(), Some(text.replace('\u{b}', "").as_str()));
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
