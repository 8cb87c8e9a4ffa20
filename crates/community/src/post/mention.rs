//! Mentions: who is named in a text.
//!
//! One writes `@name`; what is kept is `@` and the persona's id, so that a text holds nobody's name: it is looked
//! up when the text is read, follows every renaming, and is gone when the person is erased.

use super::state;
use crate::block;
use std::collections::BTreeSet;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, MemberId, Outcome, PersonaId, SpaceId, refusals};

/// Most people one post names.
pub const MOST: usize = 10;
const TOKEN_CHARS: usize = 17;

refusals! {
    /// Why nobody was named.
    pub enum MentionRefusal {
        /// Too many.
        TooMany { most: usize } => 422 "post.too_many_mentions" "一条最多提到 {most} 个人。" "At most {most} people can be named in one post.";
    }
}

/// A text whose mentions are found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The text as kept.
    pub text: String,
    /// Whom it names.
    pub personas: Vec<PersonaId>,
}

/// Brings the mentions of a text to the spelling that is kept. A name that does not stand in the text is left
/// out; people outside the space, and those whom a block keeps apart from the writer, are not named.
///
/// # Errors
/// [`MentionRefusal`].
pub async fn resolve(
    tx: &mut Tx,
    act: &Act,
    space: Option<SpaceId>,
    text: &str,
    members: &[MemberId],
) -> Outcome<Named> {
    let distinct: BTreeSet<MemberId> = members.iter().copied().collect();
    if distinct.len() > MOST {
        return Err(MentionRefusal::TooMany { most: MOST }.into());
    }
    let mut people = Vec::new();
    for member in distinct {
        let Some(found) = person(tx, space, member).await? else { continue };
        if !block::between(tx, act, found.0).await?.any() {
            people.push(found);
        }
    }
    let mut named = spelt(text, people);
    named.personas.extend(kept(text));
    named.personas.sort_unstable();
    named.personas.dedup();
    named.personas.retain(|p| act.actor.persona != Some(*p));
    Ok(named)
}

/// A text with the ids of those of `people` whose name stands in it; a person without a name is not named.
#[must_use]
pub fn spelt(text: &str, mut people: Vec<(PersonaId, String)>) -> Named {
    people.retain(|(_, name)| !name.is_empty());
    // The longest name first: 阿桃子 is not 阿桃 with something behind.
    people.sort_by_key(|(_, name)| std::cmp::Reverse(name.chars().count()));
    let mut named = Named { text: text.to_owned(), personas: Vec::new() };
    for (persona, name) in people {
        let written = format!("@{name}");
        if named.text.contains(&written) {
            named.text = named.text.replace(&written, &format!("@{persona}"));
            named.personas.push(persona);
        }
    }
    named
}

async fn person(
    tx: &mut Tx,
    space: Option<SpaceId>,
    member: MemberId,
) -> Result<Option<(PersonaId, String)>, Fault> {
    let found = match space {
        Some(space) => state::member_inside(tx, space, member).await?,
        None => state::member_anywhere(tx, member).await?,
    };
    Ok(found)
}

/// Whether a kept text may name somebody: what is asked before their names are looked up.
#[must_use]
pub fn has_names(text: &str) -> bool {
    text.contains("@psn_")
}

/// The personas that a kept text names: an edit sends the text as it was read for editing.
#[must_use]
pub fn kept(text: &str) -> Vec<PersonaId> {
    let mut out: Vec<PersonaId> = text
        .split('@')
        .skip(1)
        .filter_map(|part| {
            let token: String = part.chars().take(TOKEN_CHARS).collect();
            token.parse().ok()
        })
        .collect();
    out.truncate(MOST);
    out
}

/// The kept text with something else in place of each person it names.
#[must_use]
pub fn replaced(text: &str, mut instead: impl FnMut(PersonaId) -> String) -> String {
    let mut parts = text.split('@');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.char_indices().nth(TOKEN_CHARS).map_or(part.len(), |(at, _)| at);
        let (token, rest) = part.split_at(end);
        match token.parse() {
            Ok(persona) => out.push_str(&instead(persona)),
            Err(_) => {
                out.push('@');
                out.push_str(token);
            }
        }
        out.push_str(rest);
    }
    out
}

/// The kept text without the people it names.
#[must_use]
pub fn without(text: &str) -> String {
    replaced(text, |_| String::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::Id;

    #[test]
    fn a_name_is_kept_as_an_id_the_longest_first() {
        let (tao, taozi) = (PersonaId::from_raw(812_345_678_901), PersonaId::from_raw(812_345_678_902));
        let people = vec![(tao, "阿桃".to_owned()), (taozi, "阿桃子".to_owned())];
        let named = spelt("@阿桃子 和 @阿桃 来不来，a@b 呢", people);
        assert_eq!(named.text, format!("@{taozi} 和 @{tao} 来不来，a@b 呢"));
        assert_eq!(named.personas, [taozi, tao]);
        assert!(has_names(&named.text) && !has_names("a@b"));
        let nobody = vec![(PersonaId::from_raw(1), "乙".to_owned()), (PersonaId::from_raw(2), String::new())];
        assert_eq!(spelt("在吗 @", nobody), Named { text: "在吗 @".to_owned(), personas: Vec::new() });
    }

    #[test]
    fn a_kept_text_says_whom_it_names() {
        let someone = PersonaId::from_raw(812_345_678_901);
        let text = format!("@{someone} 水开了，@谁 来喝");
        assert_eq!(kept(&text), vec![someone]);
        assert_eq!(someone.to_string().chars().count(), TOKEN_CHARS);
        assert!(kept("@psn_").is_empty() && kept("没有人").is_empty());
        assert_eq!(without(&text), " 水开了，@谁 来喝");
        assert_eq!(replaced(&format!("a@{someone}b@{someone}"), |_| "@阿桃".to_owned()), "a@阿桃b@阿桃");
        assert_eq!(without("a@@b@ 没有人@"), "a@@b@ 没有人@");
    }
}
