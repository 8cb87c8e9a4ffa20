//! Sessions kept in memory for half a minute, and only while nobody's rights change.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};
use weilu_kernel::App;
use weilu_people::account::{self, Comer};
use weilu_vocabulary::{Fault, Id, SECOND, TenantId, Time};

const KEEP: i64 = 30 * SECOND;
const ENTRIES_MAX: usize = 100_000;

#[derive(Default)]
struct Kept {
    epoch: u64,
    comers: BTreeMap<(i64, String), (Comer, Time)>,
}

/// The memory of one node.
#[derive(Default)]
pub(super) struct Sessions(Mutex<Kept>);

impl Sessions {
    /// Who comes with a token, and whether that was read just now.
    pub(super) async fn comer(
        &self,
        app: &App,
        tenant: TenantId,
        token: &str,
        now: Time,
    ) -> Result<(Comer, bool), Fault> {
        let epoch = app.store.rights_epoch();
        let key = (tenant.raw(), token.to_owned());
        {
            let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let known = kept
                .comers
                .get(&key)
                .filter(|(_, at)| kept.epoch == epoch && (0..KEEP).contains(&now.since(*at)));
            if let Some((comer, _)) = known {
                return Ok((comer.clone(), false));
            }
        }
        let comer = account::actor_of_token(app, tenant, token, now).await?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.epoch < epoch || kept.comers.len() >= ENTRIES_MAX {
            *kept = Kept { epoch, ..Kept::default() };
        }
        // A token nobody knows is not worth the room: anyone could fill it.
        if kept.epoch == epoch && comer.actor.member.is_some() {
            kept.comers.insert(key, (comer.clone(), now));
        }
        Ok((comer, true))
    }
}
