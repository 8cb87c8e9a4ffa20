//! What a person may find, as bits of the index. Kept in memory while nobody's rights change.

use super::{FIND_RESTING, Finder};
use crate::{Rights, SearchIndex, SpaceSet};
use std::collections::BTreeMap;
use weilu_kernel::{
    Act, Place, Searchable, Tx, Verdict,
    searchable::{Reach, Shelf},
};
use weilu_vocabulary::{Fault, Id, TenantId};

const ENTRIES_MAX: usize = 20_000;

/// What one person may find.
#[derive(Debug)]
pub(super) struct May {
    /// Everything.
    pub(super) rights: Rights,
    /// Of that, what is his by what is between people: what friends show to friends.
    pub(super) near: SpaceSet,
}

/// What roles open, by brand and member (0 for whoever is not signed in), as of one epoch of the store.
#[derive(Debug)]
pub(super) struct Kept {
    epoch: u64,
    open: BTreeMap<(i64, i64), SpaceSet>,
}

impl Kept {
    pub(super) const EMPTY: Self = Self { epoch: 0, open: BTreeMap::new() };
}

/// The number of a shelf in the index.
pub(super) fn shelf(shelf: Shelf, tenant: TenantId) -> i64 {
    let own = tenant.raw().saturating_mul(4);
    match shelf {
        Shelf::Space(space) => space.raw(),
        // Numbers of spaces and personas are unique and far above the few shelves of a brand.
        Shelf::Inside(space) => -space.raw(),
        Shelf::Friends(persona) => persona.raw(),
        Shelf::Everybody => -(own + 1),
        Shelf::SignedIn => -(own + 2),
        Shelf::Staff => -(own + 3),
    }
}

impl Finder {
    /// What the actor may find.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn may(&self, tx: &mut Tx, act: &Act, index: &SearchIndex) -> Result<May, Fault> {
        let open = self.open_to(tx, act, index).await?;
        let near = shelves(tx, act, index, |searchable| searchable.near).await?;
        Ok(May { rights: Rights { spaces: open.union(&near), outside: false }, near })
    }

    async fn open_to(&self, tx: &mut Tx, act: &Act, index: &SearchIndex) -> Result<SpaceSet, Fault> {
        let key = (act.tenant.raw(), act.actor.member.map_or(0, Id::raw));
        let epoch = act.app.store.rights_epoch();
        {
            let kept = self.kept();
            if let Some(known) = kept.open.get(&key).filter(|_| kept.epoch == epoch) {
                return Ok(known.clone());
            }
        }
        let open = by_roles(tx, act, index).await?;
        let mut kept = self.kept();
        if kept.epoch < epoch || kept.open.len() >= ENTRIES_MAX {
            *kept = Kept { epoch, open: BTreeMap::new() };
        }
        if kept.epoch == epoch {
            kept.open.insert(key, open.clone());
        }
        Ok(open)
    }
}

async fn by_roles(tx: &mut Tx, act: &Act, index: &SearchIndex) -> Result<SpaceSet, Fault> {
    let mut own = vec![Shelf::Everybody];
    if act.actor.member.is_some() {
        own.push(Shelf::SignedIn);
    }
    if act.app.grants.may(tx, act, &FIND_RESTING, Place::default()).await? == Verdict::Yes {
        own.push(Shelf::Staff);
    }
    let own = index.space_set(own.into_iter().map(|one| shelf(one, act.tenant)));
    Ok(own.union(&shelves(tx, act, index, |searchable| searchable.reach).await?))
}

/// The shelves that the features open to the actor.
async fn shelves(
    tx: &mut Tx,
    act: &Act,
    index: &SearchIndex,
    by: fn(&Searchable) -> Option<Reach>,
) -> Result<SpaceSet, Fault> {
    let mut all = Vec::new();
    for open in act.app.searchables().filter_map(by) {
        all.extend(open(tx, act).await?.into_iter().map(|one| shelf(one, act.tenant)));
    }
    Ok(index.space_set(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::{PersonaId, SpaceId};

    #[test]
    fn no_two_shelves_of_two_brands_are_one() {
        let mut numbers = Vec::new();
        for tenant in [1, 2, 3].map(TenantId::new) {
            let (space, persona) = (SpaceId::new(1_000 + tenant.raw()), PersonaId::new(2_000 + tenant.raw()));
            let all = [
                Shelf::Everybody,
                Shelf::SignedIn,
                Shelf::Staff,
                Shelf::Space(space),
                Shelf::Inside(space),
                Shelf::Friends(persona),
            ];
            numbers.extend(all.map(|one| shelf(one, tenant)));
        }
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
        assert!(!numbers.contains(&0));
    }
}
