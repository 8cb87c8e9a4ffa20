//! Counting what people do, from the log.

use super::state;
use crate::post;
use weilu_kernel::{Act, Tx};
use weilu_people::account;
use weilu_vocabulary::{DAY, Event, Failure, PersonaId};

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    for event in events {
        let kind = event.kind.as_str();
        if let Some(actor) = event.actor {
            let acted =
                kind == account::SIGNED_IN.name || act.app.event_kind(kind).is_some_and(|k| k.weight > 0);
            if acted && state::came_by(tx, actor, event.at.0 / DAY).await? {
                state::add(tx, actor, 1, 0, 0)?;
            }
            if kind == post::WRITTEN.name || kind == post::REPLIED.name {
                state::add(tx, actor, 0, 1, 0)?;
            }
        }
        let change = match kind {
            k if k == post::LIKED.name => 1,
            k if k == post::UNLIKED.name => -1,
            _ => continue,
        };
        let author: Option<PersonaId> = event.with.iter().find_map(|r| r.get());
        if let Some(author) = author.filter(|a| Some(*a) != event.actor) {
            state::add(tx, author, 0, 0, change)?;
        }
    }
    Ok(())
}
