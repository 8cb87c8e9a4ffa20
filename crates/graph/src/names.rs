//! Names of members: arbitrary text on one side, small numbers on the other.
//!
//! Rules: a name is any run of bytes that is valid UTF-8; numbers are given in order of first appearance, so the
//! same text gives the same numbers. A table of indices with open addressing; a text made to collide makes the
//! table choose another key, so hostile names cost no more than twice the time. Deliberately not here: what a
//! name means.

#![expect(clippy::indexing_slicing, reason = "slots and spans are numbered by the table itself")]

use crate::GraphFault;
use crate::chance::mix;

/// Longest run of occupied slots before the table takes another key.
const RUN_MAX: usize = 96;
const FREE: u32 = u32::MAX;

/// A set of names, numbered from zero.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    slots: Vec<u32>,
    key: u64,
}

fn hash(key: u64, name: &str) -> u64 {
    let mut state = mix(key ^ name.len() as u64);
    for part in name.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..part.len()].copy_from_slice(part);
        state = (state ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
    mix(state)
}

impl Names {
    /// No names yet.
    #[must_use]
    pub fn new() -> Self {
        Names::default()
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name of a number.
    #[must_use]
    pub fn name(&self, number: u32) -> Option<&str> {
        let number = number as usize;
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    /// The number of a name, if it is known.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let number = self.slots[self.slot(name).0];
        (number != FREE).then_some(number)
    }

    /// The number of a name, which is taken in if it is new.
    ///
    /// # Errors
    /// When there are more names than numbers.
    pub fn intern(&mut self, name: &str) -> Result<u32, GraphFault> {
        if self.slots.len() < 2 * (self.len() + 1) {
            self.rebuild((4 * (self.len() + 1)).next_power_of_two().max(64));
        }
        let (mut slot, mut run) = self.slot(name);
        if self.slots[slot] != FREE {
            return Ok(self.slots[slot]);
        }
        if run > RUN_MAX {
            self.key = mix(self.key ^ 0x5EED);
            self.rebuild(self.slots.len() * 2);
            (slot, run) = self.slot(name);
            debug_assert!(run <= self.slots.len());
        }
        let number = u32::try_from(self.len()).ok().filter(|number| *number < FREE);
        let number = number.ok_or(GraphFault::TooMany { what: "names", limit: u64::from(FREE) })?;
        self.text.push_str(name);
        self.ends.push(self.text.len());
        self.slots[slot] = number;
        Ok(number)
    }

    /// Where the name is or would be, and how many slots were asked.
    fn slot(&self, name: &str) -> (usize, usize) {
        let mask = self.slots.len() - 1;
        let mut slot = hash(self.key, name) as usize & mask;
        let mut run = 1;
        while self.slots[slot] != FREE && self.name(self.slots[slot]) != Some(name) {
            slot = (slot + 1) & mask;
            run += 1;
        }
        (slot, run)
    }

    fn rebuild(&mut self, size: usize) {
        self.slots.clear();
        self.slots.resize(size, FREE);
        let mask = size - 1;
        for number in 0..self.ends.len() as u32 {
            let start = self.name(number).map_or(0, |name| hash(self.key, name)) as usize;
            let mut slot = start & mask;
            while self.slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_numbers_in_order_of_appearance() {
        let mut names = Names::new();
        assert_eq!(names.number("a"), None);
        for (name, number) in [("b", 0), ("", 1), ("a", 2), ("b", 0), ("成都-小李", 3), ("", 1)] {
            assert_eq!(names.intern(name), Ok(number));
        }
        assert_eq!((names.len(), names.name(3), names.name(4)), (4, Some("成都-小李"), None));
        assert_eq!((names.number("a"), names.number("c")), (Some(2), None));
    }

    #[test]
    fn many_and_similar_names_are_told_apart() {
        let mut names = Names::new();
        for round in 0..2 {
            for n in 0..20_000_u32 {
                let name = "x".repeat((n % 7) as usize) + &n.to_string();
                assert_eq!(names.intern(&name), Ok(n), "round {round}");
            }
        }
    }
}
