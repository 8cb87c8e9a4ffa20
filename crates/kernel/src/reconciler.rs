//! Reconcilers take no input: woken by the clock, they read what is due and bring it about. Running one
//! twice does no harm, and one that died is simply run again.

use crate::{Act, App};
use std::sync::Arc;
use weilu_store::{Row, Scope, Tx, Work, sql};
use weilu_vocabulary::{Failure, TenantId};

/// A reconciler as data.
#[derive(Clone, Copy)]
pub struct ReconcilerSpec {
    /// `feature.verb`.
    pub name: &'static str,
    /// Handles what is due for one brand (a bounded slice); returns how many things it brought about.
    pub run: for<'t> fn(&'t mut Tx, &'t Act) -> Work<'t, usize, Failure>,
}

impl App {
    /// Runs one reconciler for every brand until nothing is due.
    ///
    /// # Errors
    /// When it failed for a brand; the others were still served.
    pub async fn step_reconciler(&self, spec: &'static ReconcilerSpec) -> Result<usize, Failure> {
        let mut total = 0;
        for tenant in self.tenants().await? {
            loop {
                let mut act = self.system_act();
                act.ctx.tenant = tenant;
                act.ctx.request = spec.name.to_owned();
                let act = Arc::new(act);
                let done = self
                    .store
                    .write_behind(Scope::Tenant(tenant), move |tx: &mut Tx| {
                        let act = act.clone();
                        Box::pin(async move {
                            act.rewind();
                            tx.lock_name(spec.name)?;
                            (spec.run)(tx, &act).await
                        })
                    })
                    .await?;
                total += done.value;
                if done.value == 0 {
                    break;
                }
            }
        }
        Ok(total)
    }

    /// Every brand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tenants(&self) -> Result<Vec<TenantId>, Failure> {
        self.store
            .read(Scope::System, |tx: &mut Tx| {
                Box::pin(async move {
                    let rows: Vec<Row> = tx.all(sql!("select id from tenant order by id"), &[]).await?;
                    Ok(rows.iter().map(Row::first).collect::<Result<_, _>>()?)
                })
            })
            .await
    }
}
