//! Who may find what: spaces as bits.
//!
//! Every space gets a small running number the first time the index hears of it, from a document or
//! from somebody's rights. A viewer's rights are a set of those numbers, so that the question "may
//! he see this one" is one bit, and sets of thousands of spaces are joined word by word.
//! Invariants: numbers are never reused while the index is open; number 0 is "outside every space";
//! what was never granted is never found. Rights are a snapshot: build them anew when a membership
//! changes. Deliberately not here: how rights come about.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// Numbers that fit beside the kind in one column entry.
const MAX_ORDINAL: u32 = 0x00ff_ffff;
/// Kind number of everything beyond 255 kinds.
const OTHER_KIND: u8 = u8::MAX;

/// A set of spaces, cheap to copy. Only the index that made it understands it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpaceSet {
    words: Arc<[u64]>,
}

impl SpaceSet {
    /// Both sets together: what is open to everybody and what is open to one.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (long, short) = if self.words.len() >= other.words.len() { (self, other) } else { (other, self) };
        let mut words = long.words.to_vec();
        for (word, more) in words.iter_mut().zip(short.words.iter()) {
            *word |= more;
        }
        Self { words: words.into() }
    }

    /// The spaces that are in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(other.words.iter()).map(|(one, two)| one & two).collect() }
    }

    fn from_ordinals(ordinals: impl IntoIterator<Item = u32>) -> Self {
        let mut words: Vec<u64> = Vec::new();
        for ordinal in ordinals {
            let slot = ordinal as usize / 64;
            if slot >= words.len() {
                words.resize(slot + 1, 0);
            }
            if let Some(word) = words.get_mut(slot) {
                *word |= 1 << (ordinal % 64);
            }
        }
        Self { words: words.into() }
    }

    /// Whether the space with this number is in the set.
    #[inline]
    pub(crate) fn holds(&self, ordinal: u32) -> bool {
        self.words.get(ordinal as usize / 64).is_some_and(|word| word >> (ordinal % 64) & 1 == 1)
    }
}

/// What one viewer may find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    /// Documents of these spaces.
    pub spaces: SpaceSet,
    /// Documents that stand outside every space (the site's own, public ones).
    pub outside: bool,
}

impl Rights {
    /// The set that is asked bit by bit.
    pub(crate) fn effective(&self) -> SpaceSet {
        if self.outside { self.spaces.union(&SpaceSet::from_ordinals([0])) } else { self.spaces.clone() }
    }
}

/// The running numbers of spaces and kinds.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    spaces: RwLock<FxHashMap<i64, u32>>,
    kinds: RwLock<Vec<String>>,
}

impl Directory {
    /// The set of these spaces; 0 is left out.
    pub(crate) fn set(&self, spaces: impl IntoIterator<Item = i64>) -> SpaceSet {
        let spaces = spaces.into_iter().filter(|space| *space != 0);
        SpaceSet::from_ordinals(
            spaces.map(|space| self.ordinal(space)).filter(|ordinal| *ordinal < MAX_ORDINAL),
        )
    }

    /// The number of a space, given now if need be.
    pub(crate) fn ordinal(&self, space: i64) -> u32 {
        if space == 0 {
            return 0;
        }
        if let Some(known) = self.spaces.read().unwrap_or_else(PoisonError::into_inner).get(&space) {
            return *known;
        }
        let mut spaces = self.spaces.write().unwrap_or_else(PoisonError::into_inner);
        // The last number stands for "too many" and is granted to nobody.
        let next = u32::try_from(spaces.len() + 1).unwrap_or(MAX_ORDINAL).min(MAX_ORDINAL);
        *spaces.entry(space).or_insert(next)
    }

    /// The number of a kind, given now if need be.
    pub(crate) fn kind(&self, name: &str) -> u8 {
        if let Some(known) = self.known_kind(name) {
            return known;
        }
        let mut kinds = self.kinds.write().unwrap_or_else(PoisonError::into_inner);
        let at = kinds.iter().position(|kind| kind == name).unwrap_or_else(|| {
            if kinds.len() < usize::from(OTHER_KIND) {
                kinds.push(name.to_owned());
                kinds.len() - 1
            } else {
                usize::from(OTHER_KIND)
            }
        });
        u8::try_from(at).unwrap_or(OTHER_KIND)
    }

    /// The number of a kind, if any document had it.
    pub(crate) fn known_kind(&self, name: &str) -> Option<u8> {
        let kinds = self.kinds.read().unwrap_or_else(PoisonError::into_inner);
        kinds.iter().position(|kind| kind == name).and_then(|at| u8::try_from(at).ok())
    }

    /// The name of a kind.
    pub(crate) fn kind_name(&self, kind: u8) -> String {
        let kinds = self.kinds.read().unwrap_or_else(PoisonError::into_inner);
        kinds.get(usize::from(kind)).cloned().unwrap_or_default()
    }
}

/// Space and kind of a document in one number, because every candidate is asked for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(u32);

impl Place {
    /// Packs a space's and a kind's number.
    pub(crate) fn new(ordinal: u32, kind: u8) -> Self {
        Self(ordinal.min(MAX_ORDINAL) | u32::from(kind) << 24)
    }

    /// Where a document that should not exist stands: nobody may see it.
    pub(crate) const NOWHERE: Self = Self(u32::MAX);

    /// The space's number.
    #[inline]
    pub(crate) fn ordinal(self) -> u32 {
        self.0 & MAX_ORDINAL
    }

    /// The kind's number.
    #[inline]
    pub(crate) fn kind(self) -> u8 {
        (self.0 >> 24) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_granted_and_nothing_else() {
        let directory = Directory::default();
        let open = directory.set([10, 20]);
        let own = directory.set((100..400).chain([0]));
        let both = open.union(&own);
        for space in [10, 20, 100, 399] {
            assert!(both.holds(directory.ordinal(space)));
        }
        assert!(!both.holds(directory.ordinal(400)));
        assert!(!both.holds(0));
        assert!(!open.holds(directory.ordinal(100)));
        assert_eq!(both.intersection(&open), open.union(&SpaceSet::default()));
    }

    #[test]
    fn outside_is_granted_by_its_own_flag() {
        let directory = Directory::default();
        let spaces = directory.set([7]);
        assert!(!Rights { spaces: spaces.clone(), outside: false }.effective().holds(0));
        assert!(Rights { spaces, outside: true }.effective().holds(0));
    }

    #[test]
    fn places_keep_space_and_kind_apart() {
        let place = Place::new(70_000, 3);
        assert_eq!((place.ordinal(), place.kind()), (70_000, 3));
        assert!(!Directory::default().set([1]).holds(Place::NOWHERE.ordinal()));
    }
}
