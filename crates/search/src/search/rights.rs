//! What a person may find, as bits of the index. Kept in memory while nobody's rights change.

use super::{FIND_RESTING, Finder};
use crate::{Rights, SearchIndex};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Place, Tx, Verdict, searchable::Shelf};
use weilu_vocabulary::{Fault, Id, TenantId};

const ENTRIES_MAX: usize = 20_000;

/// Rights by brand and member (0 for whoever is not signed in), as of one epoch of the store.
#[derive(Debug)]
pub(super) struct Kept {
    epoch: u64,
    rights: BTreeMap<(i64, i64), Rights>,
}

impl Kept {
    pub(super) const EMPTY: Self = Self { epoch: 0, rights: BTreeMap::new() };
}

/// The number of a shelf in the index: spaces have positive ones, the shelves of a brand negative ones.
pub(super) fn shelf(shelf: Shelf, tenant: TenantId) -> i64 {
    let own = tenant.raw().saturating_mul(4);
    match shelf {
        Shelf::Space(space) => space.raw(),
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
    pub(super) async fn rights(&self, tx: &mut Tx, act: &Act, index: &SearchIndex) -> Result<Rights, Fault> {
        let key = (act.tenant.raw(), act.actor.member.map_or(0, Id::raw));
        let epoch = act.app.store.rights_epoch();
        {
            let kept = self.kept();
            if let Some(known) = kept.rights.get(&key).filter(|_| kept.epoch == epoch) {
                return Ok(known.clone());
            }
        }
        let rights = read(tx, act, index).await?;
        let mut kept = self.kept();
        if kept.epoch < epoch || kept.rights.len() >= ENTRIES_MAX {
            *kept = Kept { epoch, rights: BTreeMap::new() };
        }
        if kept.epoch == epoch {
            kept.rights.insert(key, rights.clone());
        }
        Ok(rights)
    }
}

async fn read(tx: &mut Tx, act: &Act, index: &SearchIndex) -> Result<Rights, Fault> {
    let mut shelves = vec![shelf(Shelf::Everybody, act.tenant)];
    if act.actor.member.is_some() {
        shelves.push(shelf(Shelf::SignedIn, act.tenant));
    }
    if act.app.grants.may(tx, act, &FIND_RESTING, Place::default()).await? == Verdict::Yes {
        shelves.push(shelf(Shelf::Staff, act.tenant));
    }
    for reach in act.app.searchables().filter_map(|searchable| searchable.reach) {
        shelves.extend(reach(tx, act).await?.into_iter().map(Id::raw));
    }
    Ok(Rights { spaces: index.space_set(shelves), outside: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::SpaceId;

    #[test]
    fn no_two_shelves_of_two_brands_are_one() {
        let mut numbers = Vec::new();
        for tenant in [1, 2, 3].map(TenantId::new) {
            let all = [Shelf::Everybody, Shelf::SignedIn, Shelf::Staff, Shelf::Space(SpaceId::new(tenant.raw()))];
            numbers.extend(all.map(|one| shelf(one, tenant)));
        }
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
        assert!(!numbers.contains(&0));
    }
}
