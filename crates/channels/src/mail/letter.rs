//! What a letter says, and how it looks as plain text and as a page of its own.

use maud::{DOCTYPE, html};
use serde::{Deserialize, Serialize};
use weilu_vocabulary::{Lang, Text};

/// A letter in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    /// What stands above.
    pub subject: String,
    /// The language it is written in.
    pub lang: Lang,
    /// What it says first.
    pub lead: String,
    /// Lists, each under its title.
    pub parts: Vec<Part>,
    /// Where to go on.
    pub act: Option<Link>,
    /// Why one gets it.
    pub foot: String,
    /// Where one tap ends such letters.
    pub unsubscribe: Option<String>,
    /// Which list it belongs to; for letters that nobody asked for one by one.
    pub list: Option<String>,
}

/// A list under its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// First words of what it is about.
    pub quote: String,
    /// Where it leads; empty: nowhere.
    pub to: String,
}

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub to: String,
}

impl Letter {
    fn way_out(&self) -> String {
        Text::new("不想再收到？点这里退订", "Unsubscribe with one tap").get(self.lang).to_owned()
    }

    /// As plain text.
    #[must_use]
    pub fn as_text(&self, brand: &str) -> String {
        let mut out = format!("{brand}\n\n{}\n", self.lead);
        for part in &self.parts {
            out.push_str(&format!("\n— {} —\n", part.title));
            for line in &part.lines {
                out.push_str(&format!("\n· {}\n", line.text));
                for more in [&line.quote, &line.to].into_iter().filter(|more| !more.is_empty()) {
                    out.push_str(&format!("  {more}\n"));
                }
            }
        }
        if let Some(act) = &self.act {
            out.push_str(&format!("\n{}\n{}\n", act.label, act.to));
        }
        if !self.foot.is_empty() {
            out.push_str(&format!("\n--\n{}\n", self.foot));
        }
        if let Some(to) = &self.unsubscribe {
            out.push_str(&format!("{}\n{to}\n", self.way_out()));
        }
        out
    }

    /// As a page: warm, calm, no picture from elsewhere, readable in the dark.
    #[must_use]
    pub fn as_page(&self, brand: &str) -> String {
        let tag = if self.lang == Lang::En { "en" } else { "zh-CN" };
        html! {
            (DOCTYPE)
            html lang=(tag) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.subject) }
                }
                body style=(BODY) {
                    div style=(SHEET) {
                        p style=(BRAND) { (brand) }
                        @for paragraph in self.lead.split('\n').filter(|p| !p.is_empty()) { p style=(LEAD) { (paragraph) } }
                        @for part in &self.parts {
                            p style=(TITLE) { (part.title) }
                            @for line in &part.lines { (drawn(line)) }
                        }
                        @if let Some(act) = &self.act {
                            p style="margin:24px 0 8px" { a href=(act.to) style=(BUTTON) { (act.label) } }
                        }
                    }
                    @if !self.foot.is_empty() || self.unsubscribe.is_some() {
                        div style=(FOOT) {
                            @if !self.foot.is_empty() { p style="margin:0 0 4px" { (self.foot) } }
                            @if let Some(to) = &self.unsubscribe {
                                p style="margin:0" { a href=(to) style="color:#57534e" { (self.way_out()) } }
                            }
                        }
                    }
                }
            }
        }
        .into_string()
    }
}

const BODY: &str = "margin:0;padding:24px 12px;background:#fbf9f6;color:#1c1917;font:16px/1.7 'PingFang SC','HarmonyOS Sans SC','Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif";
const SHEET: &str = "max-width:560px;margin:0 auto;padding:20px 24px 24px;background:#ffffff;border:1px solid #e7e2da;border-radius:12px";
const BRAND: &str = "margin:0 0 16px;padding-bottom:12px;border-bottom:2px solid #c2410c;font-weight:600";
const LEAD: &str = "margin:0 0 12px";
const TITLE: &str = "margin:24px 0 4px;color:#57534e;font-size:14px;font-weight:600";
const LINE: &str = "margin:0;padding:10px 0;border-top:1px solid #e7e2da";
const QUOTE: &str = "display:block;color:#57534e;font-size:14px";
const BUTTON: &str = "display:inline-block;padding:10px 24px;border-radius:8px;background:#c2410c;color:#ffffff;font-weight:600;text-decoration:none";
const FOOT: &str = "max-width:560px;margin:12px auto 0;padding:0 24px;color:#57534e;font-size:13px";

fn drawn(line: &Line) -> maud::Markup {
    html! {
        p style=(LINE) {
            @if line.to.is_empty() { (line.text) } @else { a href=(line.to) style="color:#1c1917;text-decoration:none" { (line.text) } }
            @if !line.quote.is_empty() { span style=(QUOTE) { (line.quote) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_mark_up_is_harmless() {
        let letter = Letter {
            subject: "摘要".into(),
            lead: "这周的新鲜事".into(),
            parts: vec![Part {
                title: "未读".into(),
                lines: vec![Line {
                    text: "<阿桃> 回复了你".into(),
                    quote: "水开了".into(),
                    to: "https://tea.example/posts/1".into(),
                }],
            }],
            unsubscribe: Some("https://tea.example/unsubscribe/x".into()),
            ..Letter::default()
        };
        let (text, page) = (letter.as_text("山脚茶事"), letter.as_page("山脚茶事"));
        for words in ["山脚茶事", "这周的新鲜事", "水开了", "https://tea.example/unsubscribe/x"]
        {
            assert!(text.contains(words) && page.contains(words), "{words}");
        }
        assert!(page.contains("&lt;阿桃&gt;") && text.contains("<阿桃>"));
    }
}
