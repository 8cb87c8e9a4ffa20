//! What stands for files where only words fit: [图片] in a list of cases, in an appeal.

use weilu_vocabulary::{Lang, Text};

/// The word for a kind of file.
fn word(kind: &str) -> Option<Text> {
    match kind {
        "picture" => Some(Text::new("[图片]", "[Picture]")),
        "video" => Some(Text::new("[视频]", "[Video]")),
        "sound" => Some(Text::new("[录音]", "[Sound]")),
        "document" => Some(Text::new("[文件]", "[File]")),
        _ => None,
    }
}

/// A text with the word for what comes with it before it.
#[must_use]
pub(crate) fn marked(lang: Lang, carries: &str, text: &str) -> String {
    match word(carries) {
        Some(word) if text.is_empty() => word.get(lang).to_owned(),
        Some(word) => format!("{} {text}", word.get(lang)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_before_the_words() {
        assert_eq!(marked(Lang::Zh, "picture", "看这壶"), "[图片] 看这壶");
        assert_eq!(marked(Lang::En, "document", ""), "[File]");
        assert_eq!(marked(Lang::Zh, "", "看这壶"), "看这壶");
    }
}
