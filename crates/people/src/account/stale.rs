//! Whoever gains or loses a role gets a new session token: a token that leaked before is worth nothing after.

use super::state;
use crate::role;
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Event, Failure, PersonaId};

pub(super) async fn handle(tx: &mut Tx, _act: &Act, events: &[Event]) -> Result<(), Failure> {
    for event in events.iter().filter(|e| e.kind == role::GIVEN.name || e.kind == role::TAKEN.name) {
        // Being in a space is a role too, and no privilege over others.
        let site_wide = event.space.is_none();
        if let Some(persona) = event.object.and_then(|o| o.get::<PersonaId>()).filter(|_| site_wide)
            && let Some(member) = state::member_of(tx, persona).await?
        {
            state::session::mark_stale(tx, member)?;
        }
    }
    Ok(())
}
