//! Both languages for every text: Chinese written first, English right after it.
//!
//! In Rust a literal with Chinese letters is followed, as the next literal, by its English twin
//! (`Text::new("…", "…")`, a line of `refusals!`, fields `zh:` and `en:`). On the page every text is
//! `{ zh: '…', en: '…' }`, and no Chinese stands outside of such a pair. Test code is free.
//! It does not judge whether the two say the same: readers do.

use super::source::{Kind, RustFile};
use super::{Entry, complaint};

/// Where Chinese stands alone in Rust, because it is data and not a text somebody reads on a page.
const DATA: [&str; 3] = ["crates/search/", "crates/simulator/", "crates/xtask/"];

/// Names that read the same in every language: the product, and a language in its own words.
const NAMES: [&str; 2] = ["围炉", "中文"];

/// Where the page holds Chinese outside of pairs: words inside figures and dates, each beside its English line.
const FIGURES: [&str; 1] = ["web/src/client/format.ts"];

fn is_chinese(text: &str) -> bool {
    text.chars().any(|sign| ('\u{3400}'..='\u{9fff}').contains(&sign))
}

fn is_english(text: &str) -> bool {
    NAMES.contains(&text) || !is_chinese(text) && text.chars().any(|sign| sign.is_ascii_alphabetic())
}

/// Checks the literals of a Rust file.
pub fn check_rust(file: &RustFile) -> Vec<String> {
    if DATA.iter().any(|path| file.path.starts_with(path)) {
        return Vec::new();
    }
    let texts: Vec<_> = file.tokens.iter().filter(|token| token.kind == Kind::Text && !token.test).collect();
    let alone = texts.iter().enumerate().filter(|(index, token)| {
        is_chinese(&token.text)
            && !NAMES.contains(&token.text.as_str())
            && !texts.get(index + 1).is_some_and(|next| is_english(&next.text))
    });
    let mut complaints: Vec<String> = alone
        .map(|(_, token)| {
            let start: String = token.text.chars().take(20).collect();
            let advice = "the next literal must be its English twin (Text::new(\"中文\", \"English\"))";
            complaint(&file.path, token.line, &format!("“{start}” stands in Chinese alone: {advice}"))
        })
        .collect();
    complaints.extend(english_only(file));
    complaints
}

/// Texts whose Chinese half was left in English: `Text::new("…", …)` and the lines of `refusals!`.
fn english_only(file: &RustFile) -> Vec<String> {
    let mut complaints = Vec::new();
    for window in file.tokens.windows(6) {
        let [a, b, c, d, e, f] = window else { continue };
        let is_new = a.text == "Text" && b.text == ":" && c.text == ":" && d.text == "new" && e.text == "(";
        let is_refusal = a.kind == Kind::Number && [b, c, d].iter().all(|token| token.kind == Kind::Text);
        let chinese = if is_new && f.kind == Kind::Text {
            f
        } else if is_refusal {
            c
        } else {
            continue;
        };
        if !chinese.test && is_english(&chinese.text) {
            let start: String = chinese.text.chars().take(20).collect();
            let advice = "the first half is the Chinese text, written first";
            complaints.push(complaint(&file.path, chinese.line, &format!("“{start}”: {advice}")));
        }
    }
    complaints
}

/// Checks the texts of the page.
pub fn check_page(entries: &[Entry]) -> Vec<String> {
    let mut complaints = Vec::new();
    for entry in entries {
        let of_page = entry.path.starts_with("web/src/")
            && (entry.path.ends_with(".ts") || entry.path.ends_with(".vue"))
            && !entry.path.ends_with(".test.ts")
            && !FIGURES.contains(&entry.path.as_str());
        if let (true, Some(text)) = (of_page, &entry.text) {
            complaints.extend(check_script(&entry.path, &without_comments(text)));
        }
    }
    complaints
}

fn check_script(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut outside = String::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(at) = find_zh(rest) {
        let (before, pair) = rest.split_at(at);
        outside.push_str(before);
        line += before.matches('\n').count();
        let (taken, fine) = read_pair(pair);
        if !fine {
            complaints.push(complaint(path, line, "`zh:` must be followed by `en:` with an English text"));
        }
        let consumed = pair.get(..taken).unwrap_or(pair);
        // Keeps the line numbers of what follows.
        outside.extend(consumed.chars().filter(|sign| *sign == '\n'));
        line += consumed.matches('\n').count();
        rest = pair.get(taken..).unwrap_or_default();
    }
    outside.push_str(rest);
    for (index, line) in outside.lines().enumerate() {
        if is_chinese(&NAMES.iter().fold(line.to_string(), |line, name| line.replace(name, ""))) {
            complaints.push(complaint(path, index + 1, "Chinese outside of { zh: '…', en: '…' }"));
        }
    }
    complaints
}

/// The text with every comment of script, style or mark-up left out; lines stay where they were.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let after_colon = kept.ends_with(':');
        let skipped = if rest.starts_with("/*") {
            through(rest, "*/")
        } else if rest.starts_with("<!--") {
            through(rest, "-->")
        } else if rest.starts_with("//") && !after_colon {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            let taken = if matches!(sign, '\'' | '"' | '`') { quoted(rest, sign) } else { sign.len_utf8() };
            kept.push_str(rest.get(..taken).unwrap_or_default());
            rest = rest.get(taken..).unwrap_or_default();
            continue;
        };
        kept.extend(rest.get(..skipped).unwrap_or_default().chars().filter(|sign| *sign == '\n'));
        rest = rest.get(skipped..).unwrap_or_default();
    }
    kept
}

fn through(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at + end.len())
}

/// How long the string literal at the start is. Only a template goes over lines, so that an apostrophe in mark-up
/// opens nothing.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return at,
            _ if sign == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where the next `zh:` key begins.
fn find_zh(text: &str) -> Option<usize> {
    text.match_indices("zh:").map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|sign| sign.is_alphanumeric() || sign == '_' || sign == '.')
    })
}

/// Reads `zh: VALUE, en: VALUE`; how many bytes of it were read and whether it is a whole pair. A value that is not
/// a literal (a type, a variable, an arrow function around a literal) is read up to its first literal or the comma.
fn read_pair(text: &str) -> (usize, bool) {
    let Some((zh_end, _)) = read_value(text, "zh:".len()) else { return ("zh:".len(), true) };
    let after = text.get(zh_end..).unwrap_or_default();
    let gap = after.find(|sign: char| !sign.is_whitespace() && !",;)".contains(sign)).unwrap_or(after.len());
    if !after.get(gap..).is_some_and(|rest| rest.starts_with("en:")) {
        return (zh_end, false);
    }
    match read_value(text, zh_end + gap + "en:".len()) {
        Some((en_end, english)) => (en_end, is_english(english)),
        None => (zh_end + gap, true),
    }
}

/// The end of the string literal that begins after `from` (an arrow function's head may stand before it) and its
/// content; `None` when the value is no literal.
fn read_value(text: &str, from: usize) -> Option<(usize, &str)> {
    let value = text.get(from..)?;
    let quote_at = value.find(['\'', '"', '`'])?;
    let head = value.get(..quote_at)?.trim();
    if !head.is_empty() && !head.trim_end_matches('(').trim_end().ends_with("=>") {
        return None;
    }
    let quote = value.get(quote_at..)?.chars().next()?;
    let body = value.get(quote_at + 1..)?;
    let mut escaped = false;
    for (at, sign) in body.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if sign == quote => return Some((from + quote_at + 1 + at + 1, body.get(..at)?)),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(code: &str) -> usize {
        check_rust(&RustFile::read("crates/community/src/post/mod.rs", code).unwrap()).len()
    }

    #[test]
    fn a_chinese_literal_needs_its_twin() {
        assert_eq!(rust("const A: Text = Text::new(\"帖子\", \"Post\");"), 0);
        assert_eq!(rust("const A: T = T { zh: \"帖子\", en: \"Post\" };"), 0);
        assert_eq!(rust("const A: &str = \"帖子\";"), 1);
        assert_eq!(rust("const A: T = T { zh: \"帖子\", en: \"\" };"), 1);
        assert_eq!(rust("const A: Text = Text::new(\"Post\", \"Post\");"), 1);
        assert_eq!(rust("refusals! { pub enum R { A => 409 \"a.b\" \"满了\" \"Full\"; } }"), 0);
        assert_eq!(rust("refusals! { pub enum R { A => 409 \"a.b\" \"Full\" \"Full\"; } }"), 1);
        assert_eq!(rust("#[cfg(test)]\nmod tests { const A: &str = \"帖子\"; }"), 0);
    }

    #[test]
    fn the_page_writes_pairs() {
        assert!(check_script("a.ts", "const t = { zh: '帖子', en: 'Post' }").is_empty());
        assert!(check_script("a.ts", "interface T { zh: string; en: string }").is_empty());
        assert!(
            check_script("a.ts", "t = {\n zh: (n) => `共 ${n} 条`,\n en: (n) => `${n} in all`,\n}")
                .is_empty()
        );
        assert_eq!(check_script("a.ts", "const t = { zh: '帖子' }").len(), 1);
        assert_eq!(check_script("a.ts", "const t = { zh: '帖子', en: '帖子' }").len(), 1);
        assert!(
            check_script("a.ts", &without_comments("/** 长辈版 */ x // 帖\nu = 'https://a' <!-- 帖 -->"))
                .is_empty()
        );
        assert_eq!(check_script("a.ts", &without_comments("x = '// 帖'")).len(), 1);
        let outside = check_script("a.vue", "t = {\n zh: '帖',\n en: 'Post' }\n<p>帖子</p>");
        assert_eq!(outside, ["a.vue:4: Chinese outside of { zh: '…', en: '…' }"]);
    }
}
