//! What nobody answers: first to people who know, then to customer service; each once.

use super::{EXPERT_HOURS, NEEDS_EXPERT, NEEDS_SERVICE, SERVICE_HOURS, state};
use crate::post::publish::placed;
use std::collections::BTreeSet;
use weilu_kernel::{Act, Role, Tx};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{DAY, Failure, Fault, HOUR, PersonaId, SpaceId};

const SLICE: i64 = 100;
const MOST_ASKED: usize = 10;
const HELPED_DAYS: i64 = 30;

pub(super) async fn escalate(tx: &mut Tx, act: &Act) -> Result<usize, Failure> {
    let expert = EXPERT_HOURS.get(tx).await?.max(0) * HOUR;
    let service = SERVICE_HOURS.get(tx).await?.max(0) * HOUR;
    let waiting = state::due(tx, 0, act.now - expert, SLICE).await?;
    for question in &waiting {
        let people = who_may_know(tx, act, question).await?;
        state::bring(tx, act, question.post, 1)?;
        if !people.is_empty() {
            let event = people.iter().fold(NEEDS_EXPERT.on(question.post), |e, p| e.with(*p));
            tx.append(act, placed(event, question.space));
        }
    }
    let late = state::due(tx, 1, act.now - service, SLICE).await?;
    for question in &late {
        state::bring(tx, act, question.post, 2)?;
        tx.append(act, placed(NEEDS_SERVICE.on(question.post), question.space));
    }
    Ok(waiting.len() + late.len())
}

/// Experts and leaders of the space, then those whose answers on the same topics were accepted, then those who
/// helped most in the space.
async fn who_may_know(
    tx: &mut Tx,
    act: &Act,
    question: &state::DueRow,
) -> Result<BTreeSet<PersonaId>, Fault> {
    let since = act.now - HELPED_DAYS * DAY;
    let mut found: Vec<PersonaId> = Vec::new();
    let site = question.space.map_or(Site::Whole, Site::Space);
    for role in [Role::Expert, Role::Leader] {
        found.extend(role::holders(tx, role, site).await?);
    }
    if found.len() < MOST_ASKED {
        found.extend(state::helpers_of_tags(tx, question.post, question.space, since).await?);
    }
    if let Some(space) = question.space.filter(|_| found.is_empty()) {
        found.extend(top_of(tx, act, space).await?);
    }
    found.retain(|p| *p != question.author);
    Ok(found.into_iter().take(MOST_ASKED).collect())
}

async fn top_of(tx: &mut Tx, act: &Act, space: SpaceId) -> Result<Vec<PersonaId>, Fault> {
    let zone = crate::space::day::zone(tx).await?;
    let today = crate::space::day::number(act.now, &zone);
    state::top_personas(tx, space, today - HELPED_DAYS + 1).await
}
