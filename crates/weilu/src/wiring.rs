//! Puts the program together: which features there are, which port is filled by whom.

use crate::{
    backups::BackupFolder,
    clock::{SystemClock, system_chance},
};
use std::{path::Path, sync::Arc};
use weilu_channels::{
    mail::MailCarriers,
    sms::{SmsPort, SmsSimulator},
    wechat,
};
use weilu_community::{invitation, post::views::PostMemory};
use weilu_kernel::{
    App, Feature,
    app::{Ports, Wiring},
};
use weilu_media::web::{Reach, Web};
use weilu_people::{
    admission, backup,
    privacy::{self, ErasureFile},
    role::RoleGrants,
};
use weilu_search::search::Finder;
use weilu_store::{BlobStore, Folder, Store};
use weilu_vocabulary::{Chance, Clock, Failure, Fault, IdSource};

/// Every feature, in the order of dependence.
#[must_use]
pub fn features() -> Vec<&'static Feature> {
    [
        weilu_kernel::FEATURES,
        weilu_media::FEATURES,
        weilu_people::FEATURES,
        weilu_ledger::FEATURES,
        weilu_community::FEATURES,
        weilu_search::FEATURES,
        weilu_channels::FEATURES,
        weilu_insight::FEATURES,
    ]
    .concat()
}

/// Where the database lies.
#[derive(Clone, Debug)]
pub enum Database {
    /// SQLite in memory, for tests and the simulator.
    Memory,
    /// `weilu.db` in the data folder.
    Folder,
    /// PostgreSQL.
    Url(String),
}

/// Opens the program on a data folder.
///
/// # Errors
/// When database or folder cannot be opened, or a migration fails.
pub async fn open(data: &Path, database: &Database) -> Result<Arc<App>, Fault> {
    open_with(data, database, Arc::new(SystemClock), system_chance()).await
}

/// As [`open`], with a clock and chance of the caller's: for tests and the simulator.
///
/// # Errors
/// As [`open`].
pub async fn open_with(
    data: &Path,
    database: &Database,
    clock: Arc<dyn Clock>,
    chance: Chance,
) -> Result<Arc<App>, Fault> {
    open_reaching(data, database, clock, chance, Reach::Public).await
}

/// As [`open_with`], and says how far links are read: for tests that run a server of their own.
///
/// # Errors
/// As [`open`].
pub async fn open_reaching(
    data: &Path,
    database: &Database,
    clock: Arc<dyn Clock>,
    chance: Chance,
    reach: Reach,
) -> Result<Arc<App>, Fault> {
    let blobs: Arc<dyn BlobStore> = Arc::new(Folder::open(data.join("blobs"))?);
    let store = match database {
        Database::Memory => Store::open_memory()?,
        Database::Folder => Store::open_file(&data.join("weilu.db"))?,
        Database::Url(url) => Store::connect(url).await?,
    };
    let finder = match database {
        Database::Memory => Finder::in_memory(),
        // Beside PostgreSQL, too, each node keeps an index of its own.
        Database::Folder | Database::Url(_) => Finder::in_folder(&data.join("index")),
    };
    let ports = ports(data, finder).with(Web::new(reach)?);
    let app = put_together(store, blobs, clock, chance, ports);
    app.migrate().await?;
    // An older copy of the database brings nobody back.
    privacy::apply_again(&app).await.map_err(failed)?;
    Ok(app)
}

/// A failure outside of any request: a refusal is a fault there.
#[must_use]
pub fn failed(failure: Failure) -> Fault {
    match failure {
        Failure::Fault(fault) => fault,
        Failure::Refused(refusal) => Fault::new(refusal.code),
    }
}

/// Puts the program together on an opened store, without a way out into the world, and nobody searches in it: for
/// the simulator. `data` is the folder beside it.
#[must_use]
pub fn assemble(
    store: Store,
    blobs: Arc<dyn BlobStore>,
    clock: Arc<dyn Clock>,
    chance: Chance,
    data: &Path,
) -> Arc<App> {
    // Nothing is let go for its age there: what the log does not tell is found out.
    let ports = ports(data, Finder::nowhere()).with(PostMemory::lasting());
    put_together(store, blobs, clock, chance, ports)
}

fn ports(data: &Path, finder: Finder) -> Ports {
    Ports::default()
        .with(ErasureFile::in_folder(data))
        .with(Arc::new(MailCarriers::default()))
        .with::<SmsPort>(Arc::new(SmsSimulator))
        .with(wechat::Carrier::default())
        .with::<admission::Invites>(Arc::new(invitation::Tokens))
        .with::<backup::Place>(Arc::new(BackupFolder::in_folder(data)))
        .with(PostMemory::default())
        .with(finder)
}

fn put_together(
    store: Store,
    blobs: Arc<dyn BlobStore>,
    clock: Arc<dyn Clock>,
    chance: Chance,
    ports: Ports,
) -> Arc<App> {
    App::new(Wiring {
        store,
        blobs,
        clock,
        ids: Arc::new(IdSource::new(0)),
        chance,
        grants: Arc::new(RoleGrants::default()),
        features: features(),
        ports,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_state_machine_makes_sense() {
        assert_eq!(weilu_kernel::machine::complaints(&super::features()), Vec::<String>::new());
    }

    #[test]
    fn every_notice_makes_sense() {
        assert_eq!(weilu_kernel::notice::complaints(&super::features()), Vec::<String>::new());
    }

    #[test]
    fn every_condition_of_rules_makes_sense() {
        assert_eq!(weilu_kernel::rule::complaints(&super::features()), Vec::<String>::new());
    }
}
