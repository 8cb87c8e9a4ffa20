//! How a text that names people is read in a chat: by the names they have now. It is spelt as in posts
//! ([`crate::post::mention`]): a text holds nobody's name, follows every renaming, and forgets who is erased.

use crate::post::mention::replaced;
use std::collections::BTreeMap;
use weilu_vocabulary::{Lang, PersonaId, Text};

static GONE: Text = Text::new("已注销的成员", "somebody who left");

/// The text as read: ids become the names they have now; who is not among them is gone.
pub(super) fn read(text: &str, names: &BTreeMap<PersonaId, String>, lang: Lang) -> String {
    replaced(text, |persona| {
        let name = names.get(&persona).filter(|name| !name.is_empty());
        format!("@{}", name.map_or_else(|| GONE.get(lang), String::as_str))
    })
}

/// The text without ids: what search compares. Words on both sides of a name stay apart.
pub(super) fn bare(text: &str) -> String {
    replaced(text, |_| " ".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::Id;

    #[test]
    fn ids_are_read_as_the_names_of_now() {
        let (tao, taozi) = (PersonaId::from_raw(812_345_678_901), PersonaId::from_raw(812_345_678_902));
        let kept = format!("@{taozi} 和 @{tao} 来不来，a@b 呢");
        let names = BTreeMap::from([(tao, "桃桃".to_owned())]);
        assert_eq!(read(&kept, &names, Lang::Zh), "@已注销的成员 和 @桃桃 来不来，a@b 呢");
        assert_eq!(bare(&kept), "  和   来不来，a@b 呢");
    }
}
