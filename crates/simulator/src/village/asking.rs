//! Questions of ordinary life: asked where they belong, answered within hours by others, voted on, accepted with
//! thanks; what nobody answers for a day is seen to by customer service, and not always.

use super::{
    DAYS, Village,
    later::Later,
    ordinary::somebody,
    questions::{QUESTIONS, Question, SERVICE, THANKS},
    talk,
};
use crate::world::Villager;
use serde_json::json;
use weilu_vocabulary::Failure;

/// Of a hundred questions so many are answered by members.
const ANSWERED: usize = 71;
/// Of a hundred that nobody answered so many are answered by customer service.
const SERVED: usize = 80;
const MOST_VOTES: usize = 5;
/// Coprime to the number of kinds, so that every kind has its turn.
const STEP: usize = 7;

/// A question that was asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub at: usize,
    pub post: String,
    pub asker: Villager,
    pub kind: usize,
}

fn of_kind(kind: usize) -> Option<Question> {
    QUESTIONS.get(kind % QUESTIONS.len()).copied()
}

/// Somebody asks.
pub(super) async fn ask(village: &mut Village, day: i64) -> Result<(), Failure> {
    let kind = village.asked * STEP % QUESTIONS.len();
    village.asked += 1;
    let Some(question) = of_kind(kind) else { return Ok(()) };
    let at = village.spot(question.place).unwrap_or(0);
    let Some((space, asker)) = somebody(village, at) else { return Ok(()) };
    let title = talk::fill(&mut village.world, question.title);
    let text = format!("{} #{}#", talk::fill(&mut village.world, question.text), question.topic);
    let ask = json!({ "space": space, "title": title, "text": text });
    let written = village.try_act(asker, "question.ask", ask).await?;
    let Some(post) = written.and_then(|w| Some(w.get("post")?.as_str()?.to_owned())) else { return Ok(()) };
    village.questions.push((post.clone(), asker));
    plan(village, Asked { at, post, asker, kind }, day);
    Ok(())
}

/// Who will answer when, if anybody.
fn plan(village: &mut Village, asked: Asked, day: i64) {
    let first = 6 + village.world.below(240);
    let answers = of_kind(asked.kind).map_or(0, |q| q.answers.len());
    if village.world.below(100) >= ANSWERED {
        if day < DAYS - 1 && village.world.below(100) < SERVED {
            village.in_minutes(26 * 60, Later::Service(asked));
        }
        return;
    }
    village.in_minutes(first, Later::Answer(asked.clone(), 0));
    let mut after = first;
    for (nth, of_hundred) in [(1, 50), (2, 25)] {
        if nth < answers && village.world.below(100) < of_hundred {
            after += 10 + village.world.below(300);
            village.in_minutes(after, Later::Answer(asked.clone(), nth));
        }
    }
}

/// Somebody else than who asked; often who knows best, when it is the first answer.
async fn helper(village: &mut Village, asked: &Asked, nth: usize) -> Result<Option<Villager>, Failure> {
    let knows = of_kind(asked.kind).and_then(|q| village.names.get(q.knows).copied());
    if let Some(knows) = knows.filter(|k| nth == 0 && k.persona != asked.asker.persona)
        && village.world.below(100) < 40
        && village.enter(asked.at, knows).await?
    {
        return Ok(Some(knows));
    }
    for _ in 0..4 {
        let found = somebody(village, asked.at).map(|(_, who)| who);
        if let Some(who) = found.filter(|w| w.persona != asked.asker.persona) {
            return Ok(Some(who));
        }
    }
    Ok(None)
}

/// An answer is written; others vote on it, and who asked may accept it.
pub(super) async fn answer(village: &mut Village, asked: Asked, nth: usize) -> Result<(), Failure> {
    let words = of_kind(asked.kind).and_then(|q| q.answers.get(nth).copied());
    let (Some(words), Some(helper)) = (words, helper(village, &asked, nth).await?) else { return Ok(()) };
    let text = talk::fill(&mut village.world, words);
    let Some(answer) = village.reply_as(helper, asked.at, &asked.post, &text).await? else { return Ok(()) };
    let votes = village.world.below(MOST_VOTES);
    for _ in 0..votes {
        let Some((_, who)) = somebody(village, asked.at) else { continue };
        let way = if village.world.once_in(9) { "down" } else { "up" };
        let minutes = 3 + village.world.below(600);
        let cast = json!({ "post": answer, "way": way });
        village.in_minutes(minutes, Later::Act(who, "vote.cast", cast));
    }
    let accepted = village.world.below(100) < if nth == 0 { 48 } else { 8 };
    if accepted {
        let minutes = 15 + village.world.below(600);
        village.in_minutes(minutes, Later::Accept(asked, answer, helper));
    }
    Ok(())
}

/// Customer service answers what nobody did.
pub(super) async fn by_service(village: &mut Village, asked: Asked) -> Result<(), Failure> {
    let service = village.named("温棠")?;
    village.enter(asked.at, service).await?;
    let text = village.world.pick(SERVICE).unwrap_or_default();
    village.reply_as(service, asked.at, &asked.post, text).await.map(drop)
}

/// Thanks; who was helped often wants to hear more of who helped, and now and then that is mutual.
pub(super) async fn accept(
    village: &mut Village,
    asked: Asked,
    answer: String,
    helper: Villager,
) -> Result<(), Failure> {
    let thanks = if village.world.below(100) < 65 { village.world.pick(THANKS) } else { None };
    let accept = json!({ "answer": answer, "thanks": thanks.unwrap_or_default() });
    village.try_act(asked.asker, "question.accept", accept).await?;
    if village.world.below(100) < 55 {
        village.try_act(asked.asker, "follow.start", json!({ "what": helper.member })).await?;
        if village.world.below(100) < 45 {
            village.try_act(helper, "follow.start", json!({ "what": asked.asker.member })).await?;
        }
    }
    Ok(())
}
