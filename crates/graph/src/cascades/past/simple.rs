//! The simple rules that a choice from the past must beat.
//!
//! Rules: they see the same cascades as the choice does. Deliberately not here: anything clever.

#![expect(clippy::indexing_slicing, reason = "members are below the number of names")]

use crate::Chance;
use crate::cascades::Cascades;

/// Seeds by the simple rules from the first `end` cascades: `random` starters, `most started`, `most active`, and `greedy
/// on past reach`.
#[must_use]
pub fn simple_seeds(
    cascades: &Cascades,
    end: usize,
    seeds: usize,
    seed: u64,
) -> Vec<(&'static str, Vec<u32>)> {
    let members = cascades.names().len();
    let (mut started, mut active) = (vec![0_u32; members], vec![0_u32; members]);
    let mut own: Vec<Vec<u32>> = vec![Vec::new(); members];
    for at in 0..end.min(cascades.len()) {
        let steps = cascades.members(at);
        steps.iter().for_each(|member| active[*member as usize] += 1);
        if let [first, others @ ..] = steps {
            started[*first as usize] += 1;
            own[*first as usize].extend(others);
        }
    }
    let top = |counts: &[u32]| {
        let mut order: Vec<u32> = (0..members as u32).filter(|member| counts[*member as usize] > 0).collect();
        order.sort_by_key(|member| (std::cmp::Reverse(counts[*member as usize]), *member));
        order.truncate(seeds);
        order
    };
    let mut random: Vec<u32> = (0..members as u32).filter(|member| started[*member as usize] > 0).collect();
    Chance::new(seed).shuffle(&mut random);
    random.truncate(seeds);
    vec![
        ("random", random),
        ("most started", top(&started)),
        ("most active", top(&active)),
        ("greedy on past reach", greedy(own, seeds)),
    ]
}

/// Again and again whoever reached most people that nobody before him has reached.
fn greedy(mut own: Vec<Vec<u32>>, seeds: usize) -> Vec<u32> {
    let mut reached = vec![false; own.len()];
    for list in &mut own {
        list.sort_unstable();
        list.dedup();
    }
    let mut chosen = Vec::new();
    while chosen.len() < seeds {
        let fresh = |list: &Vec<u32>| list.iter().filter(|member| !reached[**member as usize]).count();
        let best =
            own.iter().enumerate().map(|(member, list)| (fresh(list), std::cmp::Reverse(member))).max();
        let Some((1.., std::cmp::Reverse(member))) = best else { break };
        own[member].drain(..).for_each(|other| reached[other as usize] = true);
        chosen.push(member as u32);
    }
    chosen
}
