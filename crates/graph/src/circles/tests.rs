//! Circles against brute force on small graphs, and their rules on larger ones.

use super::*;
use crate::{Chance, Direction, Ties};

/// Whether each circle hangs together.
fn connected(ties: &Ties, of: &[u32]) -> bool {
    let ties = ties.undirected();
    let mut seen = vec![false; of.len()];
    let mut begun = vec![false; of.len() + of.iter().max().map_or(0, |most| *most as usize + 1)];
    for root in 0..of.len() as u32 {
        if seen[root as usize] {
            continue;
        }
        if std::mem::replace(&mut begun[of[root as usize] as usize], true) {
            return false;
        }
        let mut queue = vec![root];
        seen[root as usize] = true;
        while let Some(member) = queue.pop() {
            for other in ties.outgoing().row(member) {
                if of[*other as usize] == of[member as usize]
                    && !std::mem::replace(&mut seen[*other as usize], true)
                {
                    queue.push(*other);
                }
            }
        }
    }
    true
}

fn blocks(count: u32, size: u32, inside: usize, between: usize, seed: u64) -> Vec<(u32, u32)> {
    let mut chance = Chance::new(seed);
    let mut list = Vec::new();
    for block in 0..count {
        for _ in 0..inside {
            list.push((block * size + chance.below(size), block * size + chance.below(size)));
        }
    }
    for _ in 0..between {
        list.push((chance.below(count * size), chance.below(count * size)));
    }
    list
}

#[test]
fn modularity_is_near_the_best_of_all_partitions() {
    fn partitions(of: &mut Vec<u32>, used: u32, length: usize, each: &mut impl FnMut(&[u32])) {
        if of.len() == length {
            return each(of);
        }
        for circle in 0..=used {
            of.push(circle);
            partitions(of, used.max(circle + 1), length, each);
            of.pop();
        }
    }
    let mut chance = Chance::new(12);
    for round in 0..12 {
        let list: Vec<_> = (0..14).map(|_| (chance.below(8), chance.below(8))).collect();
        let weights: Vec<f32> = list.iter().map(|_| 1.0 + chance.below(3) as f32).collect();
        let ties = Ties::build(8, &list, &weights, Direction::Mutual).unwrap();
        let mut best = f64::MIN;
        partitions(&mut Vec::new(), 0, 8, &mut |of| best = best.max(modularity(&ties, of, 1.0).unwrap()));
        let found = (0..5).map(|seed| circles(&ties, 1.0, seed).unwrap().modularity).fold(f64::MIN, f64::max);
        assert!(found > best - 0.02, "{round}: {found} of {best}");
    }
}

#[test]
fn planted_circles_are_found_and_hang_together() {
    let list = blocks(20, 50, 400, 900, 3);
    for direction in [Direction::Mutual, Direction::OneWay] {
        let ties = Ties::build(1_005, &list, &[], direction).unwrap();
        let found = circles(&ties, 1.0, 1).unwrap();
        assert!(connected(&ties, &found.of));
        assert_eq!(found.count, 25, "20 blocks and 5 members without a tie");
        assert!((modularity(&ties, &found.of, 1.0).unwrap() - found.modularity).abs() < 1e-9);
        assert_eq!(found, circles(&ties, 1.0, 1).unwrap());
    }
}

#[test]
fn circles_keep_their_numbers_and_their_quality_as_the_graph_grows() {
    let list = blocks(20, 50, 400, 900, 4);
    let (known, fresh) = list.split_at(list.len() - 90);
    let first = Ties::build(
        990,
        &known.iter().copied().filter(|(a, b)| a.max(b) < &990).collect::<Vec<_>>(),
        &[],
        Direction::Mutual,
    )
    .unwrap();
    let before = circles(&first, 1.0, 1).unwrap();
    let fresh: Vec<_> =
        list.iter().copied().filter(|tie| fresh.contains(tie) || tie.0.max(tie.1) >= 990).collect();
    let grown = first.with(1_000, &fresh, &[]).unwrap();
    let after = circles_again(&grown, 1.0, 1, &before.of, &fresh).unwrap();
    let full = circles(&grown, 1.0, 1).unwrap();
    assert!(after.modularity > full.modularity - 0.002 && connected(&grown, &after.of));
    let same = before.of.iter().zip(&after.of).filter(|(a, b)| a == b).count();
    assert!(same > 950, "{same}");
}

#[test]
fn odd_graphs_get_a_clear_answer() {
    for members in [0, 1, 3] {
        let ties = Ties::build(members, &[], &[], Direction::Mutual).unwrap();
        let found = circles(&ties, 1.0, 1).unwrap();
        assert_eq!((found.count, found.modularity), (members, 0.0));
    }
    let ties = Ties::build(2, &[(0, 0), (0, 1)], &[], Direction::Mutual).unwrap();
    assert_eq!(circles(&ties, 1.0, 1).unwrap().count, 1);
    assert!(circles(&ties, 0.0, 1).is_err() && circles(&ties, f64::NAN, 1).is_err());
    assert!(circles_again(&ties, 1.0, 1, &[0, 0, 0], &[]).is_err());
    assert!(circles_again(&ties, 1.0, 1, &[0], &[(0, 9)]).is_err());
    assert!(modularity(&ties, &[0], 1.0).is_err() && modularity(&ties, &[0, 2], 1.0).is_err());
}
