//! What somebody will do in some hours: answers, thanks, votes, second thoughts.
//!
//! It waits in the order of its time and happens at the first act of the village after it, so that what falls
//! into the night happens in the morning. What lies after the last moment never happens.

use super::{Village, asking};
use crate::world::Villager;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use weilu_vocabulary::{Failure, MINUTE, Time};

/// Something to come.
#[derive(Clone, Debug)]
pub(super) enum Later {
    /// An answer to a question.
    Answer(asking::Asked, usize),
    /// Nobody answered for a day: customer service looks at it.
    Service(asking::Asked),
    /// Whoever asked accepts an answer, and may follow who gave it.
    Accept(asking::Asked, String, Villager),
    /// Any command of somebody.
    Act(Villager, &'static str, Json),
}

/// What waits.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    queue: BTreeMap<(Time, u64), Later>,
    number: u64,
}

impl Village {
    /// Lets something happen in some minutes.
    pub(super) fn in_minutes(&mut self, minutes: usize, what: Later) {
        let at = self.world.app.clock.now() + i64::try_from(minutes).unwrap_or(0) * MINUTE;
        self.waiting.number += 1;
        self.waiting.queue.insert((at, self.waiting.number), what);
    }

    /// Does what is due.
    pub(super) async fn do_what_is_due(&mut self) -> Result<(), Failure> {
        loop {
            let now = self.world.app.clock.now();
            let Some(first) = self.waiting.queue.first_entry().filter(|e| e.key().0 <= now) else {
                return Ok(());
            };
            match first.remove() {
                Later::Answer(asked, nth) => asking::answer(self, asked, nth).await?,
                Later::Service(asked) => asking::by_service(self, asked).await?,
                Later::Accept(asked, answer, helper) => asking::accept(self, asked, answer, helper).await?,
                Later::Act(who, command, input) => self.try_act(who, command, input).await.map(drop)?,
            }
        }
    }
}
