//! The choice against brute force on small graphs, and its rules.

use super::*;
use crate::{Chance, Direction, GraphFault, Ties, Workers};

fn random(members: u32, arcs: usize, seed: u64, direction: Direction) -> Ties {
    let mut chance = Chance::new(seed);
    let list: Vec<_> = (0..arcs).map(|_| (chance.below(members), chance.below(members))).collect();
    Ties::build(members as usize, &list, &[], direction).unwrap()
}

fn reach(ties: &Ties, model: &Model, seeds: &[u32]) -> f64 {
    simulate(ties, model, seeds, 4_000, 99, Workers::ONE).unwrap().value
}

#[test]
fn the_choice_is_near_the_best_of_all_choices_and_the_bounds_hold() {
    for (seed, model) in [(1, Model::WeightedCascade), (2, Model::Uniform(0.3)), (3, Model::Uniform(0.1))] {
        let ties = random(14, 40, seed, Direction::OneWay);
        let mut pool = Pool::new(&ties, &model, Care { seed, ..Care::default() }).unwrap();
        let choice = pool.choose(&Brief::of(2)).unwrap();
        let pairs = (0..14).flat_map(|a| (0..a).map(move |b| [a, b]));
        let best = pairs.map(|pair| reach(&ties, &model, &pair)).fold(0.0, f64::max);
        let own = reach(&ties, &model, &choice.seeds);
        assert!(own > 0.93 * best, "{model:?}: {own} of {best}");
        let proof = &choice.certificate;
        assert!(proof.met && proof.spread_least <= own + 0.1 && proof.best_most >= best - 0.1, "{proof:?}");
        assert!(choice.forecast.low - 0.1 <= own && own <= choice.forecast.high + 0.1, "{choice:?} {own}");
    }
}

#[test]
fn the_same_seed_gives_the_same_answer_with_any_number_of_threads() {
    let ties = random(3_000, 40_000, 7, Direction::Mutual);
    for model in [Model::WeightedCascade, Model::Uniform(0.1)] {
        let answer = |threads| {
            let care = Care { workers: Workers::new(threads), ..Care::default() };
            let mut pool = Pool::new(&ties, &model, care).unwrap();
            (pool.choose(&Brief::of(10)).unwrap(), pool.size())
        };
        assert_eq!(answer(1), answer(2));
    }
}

#[test]
fn every_condition_of_a_brief_is_kept() {
    let ties = random(2_000, 20_000, 8, Direction::Mutual);
    for model in [Model::WeightedCascade, Model::Uniform(0.2)] {
        let mut pool = Pool::new(&ties, &model, Care::default()).unwrap();
        let free = pool.choose(&Brief::of(10)).unwrap();
        let excluded = free.seeds[..5].to_vec();
        let without = pool.choose_again(&Brief { excluded: excluded.clone(), ..Brief::of(10) }).unwrap();
        assert!(without.seeds.iter().all(|seed| !excluded.contains(seed)) && without.seeds.len() == 10);
        let with = pool.choose_again(&Brief { included: vec![1_999, 3], ..Brief::of(10) }).unwrap();
        assert!(with.seeds.contains(&1_999) && with.seeds.contains(&3) && with.seeds.len() == 10);
        let costs: Vec<f64> = (0..2_000).map(|n| f64::from(n % 5 + 1)).collect();
        let paid = pool.choose_again(&Brief { costs, budget: 12.0, ..Brief::of(10) }).unwrap();
        assert!(paid.cost <= 12.0 && paid.seeds.len() > 3, "{paid:?}");
        let north = Quota { members: (0..1_000).collect(), at_least: 0, at_most: 2 };
        let south = Quota { members: (1_900..1_920).collect(), at_least: 4, at_most: 10 };
        let mixed = pool.choose_again(&Brief { quotas: vec![north, south], ..Brief::of(10) }).unwrap();
        let count = |from, upto| mixed.seeds.iter().filter(|seed| (from..upto).contains(*seed)).count();
        assert!(count(0, 1_000) <= 2 && count(1_900, 1_920) >= 4 && mixed.seeds.len() == 10, "{mixed:?}");
        let back = pool.choose_again(&Brief::of(10)).unwrap();
        assert_eq!(back.seeds.len(), 10);
    }
}

#[test]
fn worth_draws_the_choice_to_where_it_lies() {
    // Two stars of the same size; only the second is worth anything.
    let list: Vec<(u32, u32)> = (1..50).map(|n| (0, n)).chain((51..100).map(|n| (50, n))).collect();
    let ties = Ties::build(100, &list, &[], Direction::OneWay).unwrap();
    let worth: Vec<f32> = (0..100).map(|n| if n < 50 { 0.0 } else { 2.0 }).collect();
    let mut pool = Pool::new(&ties, &Model::Uniform(0.5), Care::default()).unwrap();
    let choice = pool.choose(&Brief { worth, ..Brief::of(1) }).unwrap();
    assert_eq!(choice.seeds, [50]);
    assert!((choice.forecast.value - 51.0).abs() < 5.0, "{:?}", choice.forecast);
}

#[test]
fn odd_graphs_get_a_clear_answer() {
    let none = Ties::build(0, &[], &[], Direction::Mutual).unwrap();
    assert!(matches!(Pool::new(&none, &Model::WeightedCascade, Care::default()), Err(GraphFault::Empty(_))));
    for (members, list) in [(1, vec![]), (2, vec![(0, 0)]), (3, vec![(0, 1), (1, 0), (0, 1)])] {
        let ties = Ties::build(members, &list, &[], Direction::Mutual).unwrap();
        for model in [Model::WeightedCascade, Model::Uniform(0.0), Model::Uniform(1.0)] {
            let mut pool = Pool::new(&ties, &model, Care::default()).unwrap();
            let choice = pool.choose(&Brief::of(5)).unwrap();
            assert!(choice.seeds.len() <= members && choice.forecast.value <= members as f64 + 1e-9);
            assert!(pool.choose(&Brief::of(0)).unwrap().seeds.is_empty());
        }
    }
    let bad = Care { eps: 0.0, ..Care::default() };
    let ties = random(10, 10, 1, Direction::Mutual);
    assert!(matches!(Pool::new(&ties, &Model::WeightedCascade, bad), Err(GraphFault::OutOfRange { .. })));
}

#[test]
fn the_choice_stands_beside_simple_ways() {
    let ties = random(400, 1_500, 5, Direction::OneWay);
    let model = Model::WeightedCascade;
    let chosen = Pool::new(&ties, &model, Care::default()).unwrap().choose(&Brief::of(5)).unwrap().seeds;
    let activity: Vec<f64> = (0..400).map(f64::from).collect();
    let rows = compare(&ties, &model, &chosen, &activity, &[], (500, 1, Workers::ONE)).unwrap();
    assert_eq!(
        rows.iter().map(|row| row.way).collect::<Vec<_>>(),
        ["chosen", "random", "most followed", "most active"]
    );
    assert!(
        rows[1..].iter().all(|row| row.seeds.len() == 5 && row.spread.value < rows[0].spread.value),
        "{rows:?}"
    );
    assert_eq!(rows[3].seeds, [399, 398, 397, 396, 395]);
    assert!(compare(&ties, &model, &chosen, &[1.0], &[], (9, 1, Workers::ONE)).is_err());
}
