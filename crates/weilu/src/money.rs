//! `weilu money verify`: whether the ledger and the log it stands in are what was written.

use std::sync::Arc;
use weilu_kernel::{App, Tx};
use weilu_ledger::ledger::{self, Verified};
use weilu_store::{Followed, Link, Scope};
use weilu_vocabulary::{Fault, TenantId};

/// Lines of the log looked at in one transaction.
const AT_ONCE: i64 = 5_000;

/// Prints what was looked at and every doubt; a fault when there is one.
///
/// # Errors
/// When something is not as it must be, or the database fails.
pub async fn verify(app: &Arc<App>) -> Result<(), Fault> {
    let mut doubts = 0;
    for tenant in app.tenant_rows().await? {
        let seen = of_brand(app, tenant.id).await?;
        tracing::info!("{}: {} accounts, {} transfers", tenant.name, seen.accounts, seen.transfers);
        for doubt in &seen.doubts {
            tracing::warn!(
                "{} [{}] {}: {} {}",
                tenant.name,
                doubt.rule,
                doubt.what,
                doubt.text.zh,
                doubt.text.en
            );
        }
        doubts += seen.doubts.len();
    }
    match chain(app).await? {
        (lines, None) => tracing::info!("the log is a chain of {lines} lines"),
        (_, Some(pos)) => {
            tracing::warn!("日志第 {pos} 行被改过。 Line {pos} of the log was changed.");
            doubts += 1;
        }
    }
    if doubts > 0 { Err(Fault::new(format!("{doubts} doubts"))) } else { Ok(()) }
}

async fn of_brand(app: &App, tenant: TenantId) -> Result<Verified, Fault> {
    let now = app.clock.now();
    app.store.read(Scope::Tenant(tenant), move |tx: &mut Tx| Box::pin(ledger::verify(tx, now))).await
}

/// How many lines fit one another, and the first that does not.
async fn chain(app: &App) -> Result<(i64, Option<i64>), Fault> {
    let mut link = Link::START;
    loop {
        let followed = app
            .store
            .read(Scope::System, move |tx: &mut Tx| Box::pin(tx.follow_chain(link, AT_ONCE)))
            .await?;
        match followed {
            Followed::Sound(next) => link = next,
            Followed::Broken { pos } => return Ok((link.pos, Some(pos))),
            Followed::End => return Ok((link.pos, None)),
        }
    }
}
