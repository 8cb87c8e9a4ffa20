//! Taking a backup away: the file for headquarters, and a line in the log.

use super::{FETCHED, MAKE, Place, make::BackupRefusal, state};
use std::{path::PathBuf, sync::Arc};
use weilu_kernel::{Act, Need, Tx, link};
use weilu_store::Scope;
use weilu_vocabulary::{BackupId, Failure, Outcome};

/// A file to be sent.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Name to save it under.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// Lets headquarters have a backup, and writes down that they did.
///
/// # Errors
/// 401 or 403 for others; 404 when there is no such file.
pub async fn fetch(act: Act, name: &str) -> Outcome<Fetched> {
    let (app, tenant) = (act.app.clone(), act.tenant);
    let path = app.port::<Place>()?.path(name);
    let shared = Arc::new((act, path.is_some()));
    app.store
        .write(Scope::Tenant(tenant), move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (act, there) = &*shared;
                act.rewind();
                link::check(tx, act, Need::Site(&MAKE)).await?;
                if state::brands(tx).await? > 1 {
                    return Err(BackupRefusal::ManyBrands.into());
                }
                if !there {
                    return Err(link::LinkRefusal::NotFound.into());
                }
                tx.append(act, FETCHED.on(act.id::<BackupId>()));
                Ok::<(), Failure>(())
            })
        })
        .await?;
    let path = path.ok_or(link::LinkRefusal::NotFound)?;
    Ok(Fetched { name: name.to_owned(), path })
}
