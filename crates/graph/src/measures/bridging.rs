//! Bridging and bonding: whether a member holds a group together or joins groups.
//!
//! Burt: Structural holes, 1992 (effective size and constraint); Putnam: Bowling alone, 2000, for the two words; and
//! participation across circles (Guimerà, Amaral, 2005). Rules: one-way ties count both ways, weights as they are for the
//! constraint. A member without a tie neither bridges nor bonds. Deliberately not here: naming people.

#![expect(clippy::indexing_slicing, reason = "members are below the row count, which is checked first")]

use super::Triangles;
use crate::{GraphFault, Ties};

/// How a member stands between others.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Position {
    /// How evenly his ties go to different circles: 0 all to one, towards 1 evenly to many.
    pub bridging: f64,
    /// The share of his ties that stay in his circle.
    pub bonding: f64,
    /// Friends who do not know each other, as a part of all friends: 1 - (mean ties of a friend to the others) / friends.
    pub efficiency: f64,
}

/// The position of each member, by the circles (a number each) and the triangles of the same snapshot.
///
/// # Errors
/// [`GraphFault::Length`] when circles or triangles belong to another number of members.
pub fn positions(ties: &Ties, circles: &[u32], triangles: &Triangles) -> Result<Vec<Position>, GraphFault> {
    let members = ties.members();
    for (what, given) in
        [("the list of circles", circles.len()), ("the list of triangles", triangles.counts().len())]
    {
        if given != members {
            return Err(GraphFault::Length { what, given, wanted: members });
        }
    }
    let ties = ties.undirected();
    let rows = ties.outgoing();
    let mut own = Vec::new();
    let mut position = |member: u32| {
        let degree = rows.degree(member) as f64;
        if degree == 0.0 {
            return Position::default();
        }
        own.clear();
        own.extend(rows.row(member).iter().map(|other| circles[*other as usize]));
        own.sort_unstable();
        let squares: f64 = own.chunk_by(|a, b| a == b).map(|run| (run.len() as f64 / degree).powi(2)).sum();
        let inside = own.iter().filter(|circle| **circle == circles[member as usize]).count() as f64;
        let between = 2.0 * triangles.counts()[member as usize] as f64 / degree;
        Position { bridging: 1.0 - squares, bonding: inside / degree, efficiency: 1.0 - between / degree }
    };
    Ok((0..members as u32).map(&mut position).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Workers};

    #[test]
    fn who_joins_two_groups_bridges_and_who_stays_bonds() {
        // Two triangles, joined by member 6.
        let list = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (6, 0), (6, 3)];
        let ties = Ties::build(8, &list, &[], Direction::Mutual).unwrap();
        let triangles = Triangles::count(&ties, Workers::ONE);
        let found = positions(&ties, &[0, 0, 0, 1, 1, 1, 0, 2], &triangles).unwrap();
        assert_eq!(found[6], Position { bridging: 0.5, bonding: 0.5, efficiency: 1.0 });
        assert_eq!(found[1], Position { bridging: 0.0, bonding: 1.0, efficiency: 0.5 });
        assert_eq!(found[7], Position::default());
        assert!(positions(&ties, &[0; 7], &triangles).is_err());
    }
}
