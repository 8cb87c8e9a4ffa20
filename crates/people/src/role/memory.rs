//! Roles kept in memory. An entry is trusted only while the store's rights epoch is the one that was read
//! before the database was asked, so that a role taken away counts from the very next request.

use super::{Held, Site, state};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use weilu_kernel::{Act, Tx};
use weilu_vocabulary::{Fault, Id, PersonaId, SpaceId};

const ENTRIES_MAX: usize = 100_000;

/// What is kept for one brand and person or space.
type Key = (i64, i64);

#[derive(Debug, Default)]
struct Kept {
    epoch: u64,
    mine: BTreeMap<Key, Arc<[Held]>>,
    open: BTreeMap<Key, Arc<[Held]>>,
    faces: BTreeMap<Key, Arc<[PersonaId]>>,
}

/// The memory of one node.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Kept>);

impl Memory {
    /// Roles of the acting person.
    pub(super) async fn held(&self, tx: &mut Tx, act: &Act) -> Result<Arc<[Held]>, Fault> {
        let Some(member) = act.actor.member else { return Ok([].into()) };
        let (key, epoch) = ((act.tenant.raw(), member.raw()), act.app.store.rights_epoch());
        if let Some(known) = self.known(epoch, |kept| kept.mine.get(&key).cloned()) {
            return Ok(known);
        }
        let roles: Arc<[Held]> = state::held(tx, act).await?.into();
        self.keep(epoch, |kept| kept.mine.insert(key, roles.clone()));
        Ok(roles)
    }

    /// Roles that anyone holds in a space.
    pub(super) async fn open(&self, tx: &mut Tx, act: &Act, space: SpaceId) -> Result<Arc<[Held]>, Fault> {
        let (key, epoch) = ((act.tenant.raw(), space.raw()), act.app.store.rights_epoch());
        if let Some(known) = self.known(epoch, |kept| kept.open.get(&key).cloned()) {
            return Ok(known);
        }
        let roles: Arc<[Held]> = state::open_at(tx, Site::Space(space)).await?.into();
        self.keep(epoch, |kept| kept.open.insert(key, roles.clone()));
        Ok(roles)
    }

    /// The personas that are the acting person.
    pub(super) async fn faces(&self, tx: &mut Tx, act: &Act) -> Result<Arc<[PersonaId]>, Fault> {
        let Some(member) = act.actor.member else { return Ok([].into()) };
        let (key, epoch) = ((act.tenant.raw(), member.raw()), act.app.store.rights_epoch());
        if let Some(known) = self.known(epoch, |kept| kept.faces.get(&key).cloned()) {
            return Ok(known);
        }
        let faces: Arc<[PersonaId]> = state::faces(tx, act).await?.into();
        self.keep(epoch, |kept| kept.faces.insert(key, faces.clone()));
        Ok(faces)
    }

    fn known<T>(&self, epoch: u64, find: impl Fn(&Kept) -> Option<T>) -> Option<T> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.epoch == epoch { find(&kept) } else { None }
    }

    fn keep<T>(&self, epoch: u64, put: impl FnOnce(&mut Kept) -> T) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.epoch > epoch {
            return;
        }
        let full = kept.mine.len() + kept.open.len() + kept.faces.len() >= ENTRIES_MAX;
        if kept.epoch < epoch || full {
            *kept = Kept { epoch, ..Kept::default() };
        }
        put(&mut kept);
    }
}
