//! Choosing from the past: on made histories, and its rules.

use super::*;
use crate::Names;

/// Many cascades: the members 0 to 9 start most and reach the same few, 10 to 19 start less and reach many, 20 to 29 did
/// so long ago and do no more.
fn history(count: u32) -> Cascades {
    let mut names = Names::new();
    (0..600).for_each(|n: u32| assert_eq!(names.intern(&format!("m{n}")), Ok(n)));
    let mut chance = crate::Chance::new(3);
    let mut list = Vec::new();
    for at in 0..count {
        let kind = match chance.below(3) {
            0 => 0,
            1 => 1,
            _ => 1 + u32::from(at < count / 3),
        };
        let starter = kind * 10 + chance.below(10);
        let mut steps = vec![(starter, f64::from(at))];
        for _ in 0..if kind == 0 { 3 } else { 12 } {
            let reached = if kind == 0 { 30 + chance.below(5) } else { 40 + chance.below(560) };
            steps.push((reached, f64::from(at) + 0.5));
        }
        list.push(steps);
    }
    Cascades::build(names, list).unwrap()
}

#[test]
fn those_who_reach_many_now_are_chosen() {
    let cascades = history(400);
    let brief = PastBrief { seeds: 10, ..PastBrief::default() };
    let choice = choose_from_past(&cascades, 320, &brief, Workers::ONE).unwrap();
    let good = choice.seeds.iter().filter(|seed| (10..20).contains(*seed)).count();
    assert!(good >= 9, "{:?}", choice.seeds);
    let really = cascades.reached(320..400, &choice.seeds) as f64;
    assert!(
        choice.forecast.low <= really && really <= choice.forecast.high,
        "{really} {:?}",
        choice.forecast
    );
    assert_eq!(choice.tried, (180, 6));
    assert_eq!(choice, choose_from_past(&cascades, 320, &brief, Workers::new(3)).unwrap());
    for (way, seeds) in simple_seeds(&cascades, 320, 10, 1) {
        assert!(cascades.reached(320..400, &seeds) as f64 <= really, "{way}");
    }
}

#[test]
fn the_brief_is_kept_and_contradictions_are_named() {
    let cascades = history(100);
    let brief = PastBrief { seeds: 4, included: vec![500], excluded: (10..20).collect() };
    let choice = choose_from_past(&cascades, 100, &brief, Workers::ONE).unwrap();
    assert!(choice.seeds.contains(&500) && choice.seeds.len() == 4);
    assert!(choice.seeds.iter().all(|seed| !(10..20).contains(seed)));
    let ask = |brief: PastBrief, end| choose_from_past(&cascades, end, &brief, Workers::ONE);
    assert!(ask(PastBrief { seeds: 1, included: vec![1, 2], ..PastBrief::default() }, 99).is_err());
    assert!(ask(PastBrief { seeds: 9, included: vec![1], excluded: vec![1] }, 99).is_err());
    assert!(ask(PastBrief { seeds: 9, included: vec![999], ..PastBrief::default() }, 99).is_err());
    assert!(ask(PastBrief { seeds: 9, ..PastBrief::default() }, 0).is_err());
    assert_eq!(ask(PastBrief::default(), 99).unwrap().seeds, []);
}

#[test]
fn thin_history_says_so() {
    let cascades = history(8);
    let choice =
        choose_from_past(&cascades, 8, &PastBrief { seeds: 3, ..PastBrief::default() }, Workers::ONE)
            .unwrap();
    assert_eq!((choice.seeds.len(), choice.forecast.low, choice.tried), (3, 0.0, (0, 0)));
    assert!(choice.forecast.method.contains("too few"));
}
