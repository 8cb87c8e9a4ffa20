//! Texts of messages, by name, in both languages.

use serde_json::{Map, Value as Json};
use weilu_vocabulary::{Lang, Text};

struct Template {
    name: &'static str,
    subject: Text,
    body: Text,
}

const TEMPLATES: &[Template] = &[Template {
    name: "one_time_code",
    subject: Text::new("你的验证码 {code}", "Your code is {code}"),
    body: Text::new(
        "验证码 {code}，{minutes} 分钟内有效。不是你本人操作的话，不用理会这条消息，也不要告诉任何人。",
        "Your code is {code}, valid for {minutes} minutes. If this was not you, ignore this message and tell nobody the code.",
    ),
}];

/// Subject and body of a message; `None` when there is no such template.
#[must_use]
pub fn render(name: &str, lang: Lang, values: &Map<String, Json>) -> Option<(String, String)> {
    let template = TEMPLATES.iter().find(|t| t.name == name)?;
    let fill = |text: &Text| text.fill(values).get(lang).to_owned();
    Some((fill(&template.subject), fill(&template.body)))
}
