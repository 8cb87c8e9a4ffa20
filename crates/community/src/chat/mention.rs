//! Whom a text names. What is kept is `@` and the persona's id, as in posts: a text holds nobody's name, follows
//! every renaming, and forgets who is erased.

use std::collections::BTreeMap;
use weilu_vocabulary::{Lang, PersonaId, Text};

const MARK: &str = "@psn_";
const TOKEN_CHARS: usize = 17;
static GONE: Text = Text::new("已注销的成员", "somebody who left");

/// The text as kept, and the faces it names: those of `people` whose name stands in it.
pub(super) fn keep(text: &str, people: &[(PersonaId, String)]) -> (String, Vec<PersonaId>) {
    let mut people: Vec<_> = people.iter().filter(|(_, name)| !name.is_empty()).collect();
    // The longest name first: 阿桃子 is not 阿桃 with something behind.
    people.sort_by_key(|(_, name)| std::cmp::Reverse(name.chars().count()));
    let (mut kept, mut named) = (text.to_owned(), Vec::new());
    for (persona, name) in people {
        let written = format!("@{name}");
        if kept.contains(&written) {
            kept = kept.replace(&written, &format!("@{persona}"));
            named.push(*persona);
        }
    }
    (kept, named)
}

/// Whether a kept text may name somebody.
pub(super) fn has_names(text: &str) -> bool {
    text.contains(MARK)
}

/// The text as read: ids become the names they have now; who is not among them is gone.
pub(super) fn read(text: &str, names: &BTreeMap<PersonaId, String>, lang: Lang) -> String {
    replaced(text, |persona| {
        let name = names.get(&persona).filter(|name| !name.is_empty());
        format!("@{}", name.map_or_else(|| GONE.get(lang), String::as_str))
    })
}

/// The text without ids: what search compares.
pub(super) fn bare(text: &str) -> String {
    replaced(text, |_| " ".to_owned())
}

fn replaced(text: &str, with: impl Fn(PersonaId) -> String) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let token: String = part.chars().take(TOKEN_CHARS).collect();
        match token.parse() {
            Ok(persona) => {
                out.push_str(&with(persona));
                out.push_str(part.get(token.len()..).unwrap_or_default());
            }
            Err(_) => {
                out.push('@');
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::Id;

    #[test]
    fn a_name_is_kept_as_an_id_and_read_as_it_is_now() {
        let (tao, taozi) = (PersonaId::from_raw(812_345_678_901), PersonaId::from_raw(812_345_678_902));
        let people = [(tao, "阿桃".to_owned()), (taozi, "阿桃子".to_owned())];
        let (kept, named) = keep("@阿桃子 和 @阿桃 来不来，a@b 呢", &people);
        assert_eq!(
            (kept.as_str(), named),
            (format!("@{taozi} 和 @{tao} 来不来，a@b 呢").as_str(), vec![taozi, tao])
        );
        assert!(has_names(&kept) && !has_names("a@b"));
        let names = BTreeMap::from([(tao, "桃桃".to_owned())]);
        assert_eq!(read(&kept, &names, Lang::Zh), "@已注销的成员 和 @桃桃 来不来，a@b 呢");
        assert_eq!(bare(&kept), "  和   来不来，a@b 呢");
    }

    #[test]
    fn who_is_named_without_standing_in_the_text_is_not_called() {
        let people = [(PersonaId::from_raw(1), "乙".to_owned()), (PersonaId::from_raw(2), String::new())];
        assert_eq!(keep("在吗 @", &people), ("在吗 @".to_owned(), Vec::new()));
    }
}
