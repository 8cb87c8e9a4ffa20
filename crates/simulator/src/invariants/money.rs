//! The ledger and what is counted in it.

use super::none;
use crate::world::World;
use weilu_kernel::{Tx, sql};
use weilu_ledger::ledger;
use weilu_store::Scope;
use weilu_vocabulary::Fault;

pub(super) async fn check(world: &World) -> Result<(), Fault> {
    let now = world.app.clock.now();
    world
        .app
        .store
        .read(Scope::Tenant(world.tenant), move |tx: &mut Tx| {
            Box::pin(async move {
                let seen = ledger::verify(tx, now).await?;
                if let Some(doubt) = seen.doubts.first() {
                    return Err(Fault::new(format!(
                        "the ledger: {} {}: {}",
                        doubt.rule, doubt.what, doubt.text.en
                    )));
                }
                lots(tx).await
            })
        })
        .await
}

async fn lots(tx: &mut Tx) -> Result<(), Fault> {
    none(
        tx,
        sql!("select a.owner, a.posted from ledger_account a where a.tenant = $tenant and a.book = 'points' and a.role = 'available' and a.posted <> (select cast(coalesce(sum(l.remaining), 0) as bigint) from point_lot l where l.tenant = a.tenant and l.persona = a.owner)"),
        "what remains of somebody's points is not what he has",
    )
    .await
}
