//! What a page says of itself: its own words for cards (`og:`, `twitter:`), else its title and description. All of it
//! is text, bounded and on one line; nothing of it is ever markup again.

use encoding_rs::{Encoding, GB18030, UTF_8};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::BTreeMap;
use url::Url;

const TITLE_MAX: usize = 120;
const DESCRIPTION_MAX: usize = 240;
const SITE_MAX: usize = 40;
/// How far a page is searched for its character set.
const CHARSET_WITHIN: usize = 4_096;

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub title: String,
    pub description: String,
    pub site: String,
    pub picture: Option<Url>,
}

/// Reads a page.
pub(super) fn read(bytes: &[u8], charset: Option<&str>, address: &Url) -> Said {
    let text = decoded(bytes, charset);
    let mut emitter: DefaultEmitter = DefaultEmitter::default();
    // So that what stands in scripts is not taken for tags.
    emitter.naively_switch_states(true);
    let (mut metas, mut title, mut in_title) = (BTreeMap::new(), String::new(), false);
    for Ok(token) in Tokenizer::new_with_emitter(&*text, emitter) {
        match token {
            Token::StartTag(tag) if **tag.name == *b"meta" => {
                let value = |name: &[u8]| {
                    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned())
                };
                let name = value(b"property").or_else(|| value(b"name"));
                if let (Some(name), Some(content)) = (name, value(b"content")) {
                    metas.entry(name.trim().to_ascii_lowercase()).or_insert(content);
                }
            }
            Token::StartTag(tag) if **tag.name == *b"title" => in_title = title.is_empty(),
            Token::EndTag(tag) if **tag.name == *b"title" => in_title = false,
            Token::String(text) if in_title => title.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    let said = |names: &[&str], most: usize| {
        names
            .iter()
            .filter_map(|name| metas.get(*name))
            .map(|text| line(text, most))
            .find(|text| !text.is_empty())
    };
    let pictures = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"];
    let picture =
        pictures.iter().filter_map(|name| metas.get(*name)).find_map(|at| address.join(at.trim()).ok());
    Said {
        title: said(&["og:title", "twitter:title"], TITLE_MAX).unwrap_or_else(|| line(&title, TITLE_MAX)),
        description: said(&["og:description", "twitter:description", "description"], DESCRIPTION_MAX)
            .unwrap_or_default(),
        site: said(&["og:site_name"], SITE_MAX).unwrap_or_default(),
        picture: picture.filter(|at| matches!(at.scheme(), "http" | "https")),
    }
}

/// One line of readable characters, at most so many.
fn line(text: &str, most: usize) -> String {
    // Marks that turn the direction of writing could make an address look like another.
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns(*c)).collect();
    let words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default().trim_end()),
        None => words,
    }
}

/// The text of a page: as its mark, its answer or its head says; else UTF-8, or what Chinese pages had before.
fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    let said = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| Encoding::for_label(charset?.as_bytes()))
        .or_else(|| Encoding::for_label(in_head(bytes)?.as_bytes()));
    let encoding = said.unwrap_or_else(|| match std::str::from_utf8(bytes) {
        // Cut in the middle of a character is not wrong.
        Err(error) if error.error_len().is_some() => GB18030,
        _ => UTF_8,
    });
    encoding.decode(bytes).0.into_owned()
}

/// The character set a page names in its head: `charset=gbk`, with or without quotation marks.
fn in_head(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..CHARSET_WITHIN).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = head.split("charset").nth(1)?.trim_start().strip_prefix('=')?;
    let after = after.trim_start().trim_start_matches(['"', '\'']);
    let label: String =
        after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(html: &str) -> Said {
        read(html.as_bytes(), None, &"https://a.cn/x/y".parse().unwrap())
    }

    #[test]
    fn the_words_for_cards_go_before_the_title() {
        let html = "<!doctype html><head><title>标题 | 站点</title><meta name=description content='说明'>\
            <meta property=\"og:title\" content=\"明前茶 &amp; 雨前茶\"><meta property=og:site_name content=山脚>\
            <META PROPERTY=og:image CONTENT=../p.jpg></head>";
        let card = said(html);
        assert_eq!(
            (card.title.as_str(), card.description.as_str(), card.site.as_str()),
            ("明前茶 & 雨前茶", "说明", "山脚")
        );
        assert_eq!(card.picture.unwrap().as_str(), "https://a.cn/p.jpg");
        let plain = said(
            "<title>\n  只有\n标题 </title><script>document.write('<meta property=og:title content=x>')</script>",
        );
        assert_eq!(plain, Said { title: "只有 标题".into(), ..Said::default() });
    }

    #[test]
    fn what_a_page_says_is_text_and_bounded() {
        let html =
            format!("<meta property=og:title content='<b>&lt;script&gt;\u{202e}{}'>", "长".repeat(200));
        let title = said(&html).title;
        assert!(title.starts_with("<b><script>长") && title.ends_with('…'), "{title}");
        assert_eq!(title.chars().count(), 121);
        for evil in ["javascript:alert(1)", "data:image/png;base64,xx", "file:///etc/passwd"] {
            assert_eq!(said(&format!("<meta property=og:image content='{evil}'>")).picture, None, "{evil}");
        }
    }

    #[test]
    fn pages_in_older_character_sets_are_read() {
        let (bytes, ..) = encoding_rs::GBK.encode("<meta charset=\"gbk\"><title>围炉夜话</title>");
        let address: Url = "https://a.cn/".parse().unwrap();
        assert_eq!(read(&bytes, None, &address).title, "围炉夜话");
        let (bare, ..) = encoding_rs::GBK.encode("<title>围炉夜话</title>");
        assert_eq!(read(&bare, Some("gb2312"), &address).title, "围炉夜话");
        assert_eq!(read(&bare, None, &address).title, "围炉夜话", "guessed");
        let (big5, ..) = encoding_rs::BIG5
            .encode("<meta http-equiv=Content-Type content='text/html; charset=big5'><title>圍爐</title>");
        assert_eq!(read(&big5, None, &address).title, "圍爐");
        let cut = "<title>围炉</title>炉".as_bytes();
        assert_eq!(read(&cut[..cut.len() - 1], None, &address).title, "围炉");
    }
}
