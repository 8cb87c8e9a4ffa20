//! The demo village: told in memory through the real commands, then taken over into the real database.

use crate::{archive, clock::SystemClock, wiring};
use std::{path::Path, sync::Arc};
use weilu_kernel::App;
use weilu_simulator::{Size, Village, World, world::Open};
use weilu_store::{Folder, Store};
use weilu_vocabulary::{Clock, DAY, Failure, Fault};

const SEED: u64 = 20_260_618;

/// Fills an empty installation with the village, ending today.
///
/// # Errors
/// When the installation is not empty, or the story cannot be told.
pub async fn fill(app: &Arc<App>, data: &Path, size: Size) -> Result<(), Fault> {
    let today = SystemClock.now();
    let folder = data.join("blobs");
    let blobs = Arc::new(Folder::open(folder)?);
    let beside = data.to_path_buf();
    let open: Open =
        Arc::new(move |store, clock, chance| wiring::assemble(store, blobs.clone(), clock, chance, &beside));
    let start = today - 91 * DAY;
    let world = World::create(open, Store::open_memory()?, SEED, start).await?;
    let told = Village::tell(world, size, today, |day| {
        if day % 10 == 0 {
            tracing::info!("the village lives: day {day} of 90");
        }
    });
    let world = told.await.map_err(|failure| match failure {
        Failure::Fault(fault) => fault,
        Failure::Refused(refusal) => Fault::new(format!("the story was refused: {}", refusal.code)),
    })?;
    archive::move_to(&world.app, app).await.map(drop)
}
