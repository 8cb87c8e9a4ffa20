//! Screening at the door (S8): what speaks against somebody, from what he writes and what happened before.
//!
//! Plain recruiting for a down-line is refused at once, with the reason and the way to appeal; a listed word,
//! removals from other spaces, or words that several people sent make a person decide. Each sign is kept with
//! the application, so that a wrong one can be seen and appealed.

use super::{REMOVALS_TO_HOLD, SAME_TEXT_TO_HOLD, state};
use crate::space;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{DAY, Fault, MemberId, Text};

const SAME_TEXT_DAYS: i64 = 30;
const SHORTEST_TEXT: usize = 6;

/// Ways of saying: come and recruit others below you. In both languages, spelt without spaces.
const RECRUITING: &[(&str, &str)] = &[
    ("发展下线", "recruitdownline"),
    ("拉人头", "headcountbonus"),
    ("躺赚", "earnwhileyousleep"),
    ("日入过千", "thousandaday"),
    ("招代理", "agentswanted"),
    ("代理招募", "becomeanagent"),
    ("加盟返利", "joinandearnback"),
    ("会员裂变返佣", "commissionondownline"),
    ("财富自由群", "financialfreedomgroup"),
    ("稳赚不赔", "guaranteedprofit"),
];

/// A sign that speaks against somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ScreenSign")]
pub struct Sign {
    /// `recruiting`, `listed_word`, `removed_elsewhere`, `same_text`.
    pub kind: String,
    /// What was seen.
    pub text: Text,
}

/// What the screening says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screened {
    /// Every sign.
    pub signs: Vec<Sign>,
    /// Whether it is refused at once.
    pub refuse: bool,
}

impl Screened {
    fn add(&mut self, kind: &str, text: Text) {
        self.signs.push(Sign { kind: kind.to_owned(), text });
    }

    /// Whether a person has to decide.
    #[must_use]
    pub fn hold(&self) -> bool {
        !self.signs.is_empty()
    }
}

/// The words as they are compared: small letters, without spaces and signs.
#[must_use]
pub fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The hash under which the same words are found again; none when there are too few to say anything.
#[must_use]
pub fn text_hash(text: &str) -> Option<Vec<u8>> {
    let plain = plain(text);
    (plain.chars().count() >= SHORTEST_TEXT).then(|| blake3::hash(plain.as_bytes()).as_bytes().to_vec())
}

/// What is found in the words alone.
#[must_use]
pub fn in_words(text: &str, listed: &[String]) -> Screened {
    let plain = plain(text);
    let mut screened = Screened::default();
    if RECRUITING.iter().any(|(zh, en)| plain.contains(zh) || plain.contains(en)) {
        screened.refuse = true;
        screened.add(
            "recruiting",
            Text::new("像是在招揽下线或发广告", "Reads like recruiting for a down-line or an advert"),
        );
    }
    if let Some(word) = listed.iter().find(|w| plain.contains(&self::plain(w))) {
        screened.add(
            "listed_word",
            Text::owned(format!("含有名单里的词「{word}」"), format!("Holds the listed word “{word}”")),
        );
    }
    screened
}

/// Screens somebody at the door.
///
/// # Errors
/// When the database fails.
pub async fn screen(tx: &mut Tx, act: &Act, member: MemberId, text: &str) -> Result<Screened, Fault> {
    let mut screened = in_words(text, &state::words(tx).await?);
    let removals = space::state::member::removals_elsewhere(tx, member).await?;
    if removals >= REMOVALS_TO_HOLD.get(tx).await? {
        screened.add(
            "removed_elsewhere",
            Text::owned(
                format!("在别的群被移出过 {removals} 次"),
                format!("Removed from {removals} other spaces"),
            ),
        );
    }
    if let Some(hash) = text_hash(text) {
        let others = state::same_words(tx, member, &hash, act.now - SAME_TEXT_DAYS * DAY).await?;
        if others >= SAME_TEXT_TO_HOLD.get(tx).await? {
            screened.add(
                "same_text",
                Text::owned(
                    format!("{others} 个人提交过同样的文字"),
                    format!("{others} people sent the same words"),
                ),
            );
        }
    }
    Ok(screened)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recruiting_is_refused_whatever_stands_between_the_letters() {
        assert!(in_words("跟我 躺-赚，名额有限", &[]).refuse);
        assert!(in_words("Agents wanted!", &[]).refuse);
        assert!(!in_words("我想学泡茶", &[]).hold());
    }

    #[test]
    fn a_listed_word_holds_and_does_not_refuse() {
        let seen = in_words("低价代购找我", &["代购".into()]);
        assert!(seen.hold() && !seen.refuse);
    }

    #[test]
    fn short_words_are_nobodys_own() {
        assert_eq!(text_hash("想进群"), None);
        assert_eq!(text_hash("想 进群，一起喝茶"), text_hash("想进群一起喝茶！"));
    }
}
