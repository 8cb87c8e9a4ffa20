//! Probation of newcomers (S8): for the first days in a space no links and only so many posts a day.
//!
//! Posts, replies and chats call [`check_probation`] before they accept words; founders and those who run the space have none.

use super::{PROBATION_DAYS, PROBATION_POSTS, state};
use weilu_kernel::{Act, Tx, counter};
use weilu_vocabulary::{DAY, Failure, Fault, Outcome, PersonaId, SpaceId, Time, refusals};

/// What a newcomer may do until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probation {
    /// Until when.
    pub until: Time,
    /// Posts a day.
    pub posts_a_day: i64,
}

refusals! {
    /// Why a newcomer may not say this yet.
    pub enum ProbationRefusal {
        /// A link.
        NoLinks { until: Time, days: i64 } => 403 "gate.probation_links" "新朋友前 {days} 天先不发链接，之后就可以了。先用自己的话说说吧。" "Newcomers post no links in the first {days} days; after that you may. Until then, say it in your own words.";
        /// Enough for today.
        EnoughToday { most: i64, until: Time } => 429 "gate.probation_posts" "新朋友每天先说 {most} 条，明天接着聊。" "Newcomers say {most} things a day at first; go on tomorrow.";
    }
}

/// Whether a text holds an address that can be followed.
#[must_use]
pub fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    ["http://", "https://", "www."].iter().any(|mark| text.contains(mark))
}

/// The probation of a persona in a space, when it is not over at `now`.
///
/// # Errors
/// When the database fails.
pub async fn probation(
    tx: &mut Tx,
    persona: PersonaId,
    space: SpaceId,
    now: Time,
) -> Result<Option<Probation>, Fault> {
    let Some(since) = state::inside_since(tx, persona, space).await? else { return Ok(None) };
    let until = since + PROBATION_DAYS.get(tx).await? * DAY;
    if now >= until || state::runs(tx, persona, space).await? {
        return Ok(None);
    }
    Ok(Some(Probation { until, posts_a_day: PROBATION_POSTS.get(tx).await? }))
}

/// Refuses a link that a newcomer may not post yet; counts nothing.
///
/// # Errors
/// [`ProbationRefusal::NoLinks`].
pub async fn check_links(tx: &mut Tx, act: &Act, space: SpaceId, has_link: bool) -> Outcome<()> {
    let Some(persona) = act.actor.persona.filter(|_| has_link) else { return Ok(()) };
    let Some(on) = probation(tx, persona, space, act.now).await? else { return Ok(()) };
    let days = PROBATION_DAYS.get(tx).await?;
    Err(ProbationRefusal::NoLinks { until: on.until, days }.into())
}

/// Refuses what a newcomer may not say yet, and counts what he says.
///
/// # Errors
/// [`ProbationRefusal`].
pub async fn check_probation(tx: &mut Tx, act: &Act, space: SpaceId, has_link: bool) -> Outcome<()> {
    let Some(persona) = act.actor.persona else { return Ok(()) };
    let Some(on) = probation(tx, persona, space, act.now).await? else { return Ok(()) };
    check_links(tx, act, space, has_link).await?;
    let key = format!("probation:{space}:{persona}");
    counter::limit(tx, act, &key, on.posts_a_day, DAY).await.map_err(|failure| match failure {
        Failure::Refused(_) => ProbationRefusal::EnoughToday { most: on.posts_a_day, until: on.until }.into(),
        fault @ Failure::Fault(_) => fault,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_link_and_a_name_is_not() {
        assert!(has_link("看 HTTPS://a.example") && has_link("www.a.example"));
        assert!(!has_link("茶.水.点心"));
    }
}
