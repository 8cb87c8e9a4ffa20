//! The sentence of a notice, filled when it is read: nothing of a person was copied when it was told.

use serde_json::{Map, Value as Json};
use weilu_kernel::NoticeSpec;
use weilu_vocabulary::Text;

const SOME_SPACE: Text = Text::new("社群", "a space");

/// What the event gave for the places of the sentence, as stored.
#[must_use]
pub(super) fn facts(values: Vec<(&'static str, Text)>) -> String {
    let facts: Map<String, Json> =
        values.into_iter().map(|(name, text)| (name.to_owned(), serde_json::json!(text))).collect();
    Json::Object(facts).to_string()
}

/// The sentence in both languages; `{actor}` stays, since whoever shows it knows better what to call him.
#[must_use]
pub(super) fn sentence(spec: &NoticeSpec, people: i64, space: Option<&str>, facts: &Json) -> Text {
    let (zh, en) = match spec.many {
        Some(many) if people > 1 => many,
        _ => (spec.zh, spec.en),
    };
    let mut text = Text::new(zh, en);
    let space = space.map_or(SOME_SPACE, |name| Text::owned(format!("「{name}」"), format!("“{name}”")));
    text = put(&text, "space", &space);
    text = put(&text, "n", &Text::owned(people.to_string(), people.to_string()));
    for (name, value) in facts.as_object().into_iter().flatten() {
        if let Ok(value) = serde_json::from_value::<Text>(value.clone()) {
            text = put(&text, name, &value);
        }
    }
    text
}

/// Puts a text of both languages into its place.
#[must_use]
pub(super) fn put(text: &Text, name: &str, value: &Text) -> Text {
    let place = format!("{{{name}}}");
    Text::owned(text.zh.replace(&place, &value.zh), text.en.replace(&place, &value.en))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_kernel::Category;

    const LIKED: NoticeSpec = NoticeSpec {
        many: Some((
            "{actor} 等 {n} 人赞了你在{space}的帖子",
            "{actor} and others ({n} in all) liked your post in {space}",
        )),
        ..NoticeSpec::of("post.liked", Category::Like, "{actor} 赞了你的帖子", "{actor} liked your post")
    };

    #[test]
    fn one_and_several_read_differently_and_the_actor_stays_a_place() {
        let nothing = Json::Null;
        assert_eq!(sentence(&LIKED, 1, None, &nothing).zh, "{actor} 赞了你的帖子");
        let many = sentence(&LIKED, 3, Some("雾溪"), &nothing);
        assert_eq!(many.zh, "{actor} 等 3 人赞了你在「雾溪」的帖子");
        assert_eq!(many.en, "{actor} and others (3 in all) liked your post in “雾溪”");
        assert_eq!(sentence(&LIKED, 2, None, &nothing).zh, "{actor} 等 2 人赞了你在社群的帖子");
    }

    #[test]
    fn facts_come_back_in_both_languages() {
        let given = NoticeSpec::of("role.given", Category::Account, "你成为了{role}", "You are {role} now");
        let stored = facts(vec![("role", Text::new("客服", "customer service"))]);
        let read = sentence(&given, 1, None, &serde_json::from_str(&stored).expect("json"));
        assert_eq!((read.zh.as_ref(), read.en.as_ref()), ("你成为了客服", "You are customer service now"));
    }
}
