//! Fixed seeds, fresh seeds for a while, and planted bugs that must be caught.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use futures_util::StreamExt;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use weilu::wiring;
use weilu_simulator::{Plan, World, run, run::Planted, world::Open};
use weilu_store::{Folder, Store};
use weilu_vocabulary::{Failure, Time};

const FIXED_SEEDS: u64 = 50;
const START: Time = Time(1_795_000_000_000_000);

fn open() -> Open {
    let folder = std::env::temp_dir().join(format!("weilu-simulation-{}", std::process::id()));
    Arc::new(move |store, clock, chance| {
        let blobs = Arc::new(Folder::open(folder.join("blobs")).unwrap());
        wiring::assemble(store, blobs, clock, chance, &folder)
    })
}

async fn world(seed: u64) -> World {
    World::create(open(), Store::open_memory().unwrap(), seed, START).await.unwrap()
}

async fn runs(seed: u64, plan: Plan) -> Result<(), Failure> {
    run(&mut world(seed).await, plan).await.map(drop)
}

/// Somebody in a hurry runs shorter prefixes of the same seeds.
fn acts() -> usize {
    std::env::var("WEILU_SIMULATED_ACTS").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000)
}

/// Fresh seeds begin anywhere; one that failed is run again by its number.
fn first_seed() -> u64 {
    let told = std::env::var("WEILU_SIMULATED_SEED").ok().and_then(|n| n.parse().ok());
    told.unwrap_or_else(|| u64::from(std::process::id()) << 20)
}

#[tokio::test(flavor = "multi_thread")]
async fn fixed_seeds_hold_every_invariant() {
    let plan = Plan { members: 200, acts: acts(), check_every: 1_000, planted: None };
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let villages = (0..FIXED_SEEDS).map(|seed| tokio::spawn(async move { (seed, runs(seed, plan).await) }));
    let mut villages = futures_util::stream::iter(villages).buffer_unordered(at_once);
    while let Some(lived) = villages.next().await {
        let (seed, lived) = lived.unwrap();
        if let Err(failure) = lived {
            panic!("seed {seed}: {failure:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_seeds_hold_every_invariant_for_a_while() {
    let started = Instant::now();
    let mut seed = first_seed();
    while started.elapsed() < Duration::from_secs(60) {
        let plan = Plan { members: 60, acts: 400, check_every: 100, planted: None };
        if let Err(failure) = runs(seed, plan).await {
            panic!("seed {seed}: {failure:?}");
        }
        seed += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn planted_bugs_are_caught() {
    for planted in [Planted::LostCursor, Planted::DoubleEffect, Planted::OverIssuedSeat] {
        let plan = Plan { members: 40, acts: 600, check_every: 100, planted: Some(planted) };
        assert!(runs(7, plan).await.is_err(), "{planted:?} went unnoticed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_gives_the_same_village() {
    let plan = Plan { members: 40, acts: 300, check_every: 100, planted: None };
    let mut heads = Vec::new();
    for _ in 0..2 {
        let mut world = world(11).await;
        run(&mut world, plan).await.unwrap();
        heads.push((world.app.store.head(), world.posts.clone()));
    }
    assert_eq!(heads[0], heads[1]);
}
