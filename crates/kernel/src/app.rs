//! The running program: the store, the features, the ports, and how they are stepped.

use crate::{
    CommandSpec, Feature, Grants, JobSpec, Locator, ProcessorSpec, QuerySpec, ReconcilerSpec, Searchable,
    Seers, SettingSpec, follower::Track, realtime::Hub,
};
use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, Weak},
};
use weilu_store::{BlobStore, Schema, Store};
use weilu_vocabulary::{
    Chance, Clock, Ctx, EventKind, Failure, Fault, IdSource, MemberId, Ref, RefKind, SECOND, TenantId,
};

/// How long to wait for events that are about to get their place in the log.
const SOON: std::time::Duration = std::time::Duration::from_millis(5);

/// One act: its context and the program it happens in.
pub struct Act {
    /// Who, when, where, in which language.
    pub ctx: Ctx,
    /// The program.
    pub app: Arc<App>,
    /// What every processor had passed in the log before this act began: their tables are read as of it.
    pub as_of: crate::touched::AsOf,
    reads: std::sync::Mutex<std::collections::BTreeSet<MemberId>>,
}

impl Deref for Act {
    type Target = Ctx;
    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl Act {
    /// A new act of the same actor, now.
    #[must_use]
    pub fn again(&self) -> Act {
        let mut act = self.app.act(self.tenant);
        act.ctx.actor = self.actor.clone();
        act.ctx.lang = self.lang;
        act.ctx.origin = self.origin.clone();
        act.ctx.channel = self.channel;
        act.ctx.province.clone_from(&self.province);
        act.ctx.source = self.source;
        act.ctx.site.clone_from(&self.site);
        act.ctx.browser = self.browser;
        act
    }

    /// Says that this question reads the personal data of somebody else: after the answer it is written into
    /// the log as `privacy.data_read`, for the person to see. Reading one's own is nobody's business.
    pub fn reads_data_of(&self, member: MemberId) {
        if self.actor.member != Some(member) && !self.actor.system {
            self.reads.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(member);
        }
    }

    pub(crate) fn take_data_reads(&self) -> std::collections::BTreeSet<MemberId> {
        std::mem::take(&mut *self.reads.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// What the wiring puts together.
pub struct Wiring {
    /// The database.
    pub store: Store,
    /// Files.
    pub blobs: Arc<dyn BlobStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<IdSource>,
    /// Chance: seeds for tokens.
    pub chance: Chance,
    /// Roles and rights.
    pub grants: Arc<dyn Grants>,
    /// Every feature.
    pub features: Vec<&'static Feature>,
    /// Ports that features look up by type.
    pub ports: Ports,
}

/// Ports by type: what a lower crate declares and the wiring fills in.
#[derive(Default)]
pub struct Ports(BTreeMap<std::any::TypeId, Box<dyn std::any::Any + Send + Sync>>);

impl Ports {
    /// Adds a port, usually an `Arc<dyn Trait>`.
    #[must_use]
    pub fn with<P: Send + Sync + 'static>(mut self, port: P) -> Ports {
        self.0.insert(std::any::TypeId::of::<P>(), Box::new(port));
        self
    }

    fn get<P: 'static>(&self) -> Option<&P> {
        self.0.get(&std::any::TypeId::of::<P>())?.downcast_ref()
    }
}

/// The running program.
pub struct App {
    /// The database.
    pub store: Store,
    /// Files.
    pub blobs: Arc<dyn BlobStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Roles and rights.
    pub grants: Arc<dyn Grants>,
    /// Tells listeners.
    pub hub: Hub,
    /// Every feature.
    pub features: Vec<&'static Feature>,
    ids: Arc<IdSource>,
    chance: Chance,
    ports: Ports,
    kinds: BTreeMap<&'static str, &'static EventKind>,
    known: tokio::sync::watch::Sender<i64>,
    cursors: std::sync::Mutex<BTreeMap<&'static str, i64>>,
    pub(crate) tracks: BTreeMap<&'static str, Track>,
    pub(crate) touched: crate::touched::Memory,
    me: Weak<App>,
}

/// A handle that does not keep the program alive.
#[derive(Clone)]
pub struct AppParts(Weak<App>);

impl AppParts {
    /// The program, while it runs.
    #[must_use]
    pub fn app(&self) -> Option<Arc<App>> {
        self.0.upgrade()
    }
}

impl App {
    /// Puts the program together.
    #[must_use]
    pub fn new(wiring: Wiring) -> Arc<App> {
        let kinds = wiring.features.iter().flat_map(|f| f.events).map(|k| (k.name, k)).collect();
        let touched = crate::touched::Memory::of(&wiring.features);
        let followers = wiring.features.iter().flat_map(|f| f.followers);
        let tracks = followers.map(|f| (f.name, Track::default())).collect();
        Arc::new_cyclic(|me| App {
            store: wiring.store,
            blobs: wiring.blobs,
            clock: wiring.clock,
            grants: wiring.grants,
            hub: Hub::default(),
            features: wiring.features,
            ids: wiring.ids,
            chance: wiring.chance,
            ports: wiring.ports,
            kinds,
            known: tokio::sync::watch::channel(0).0,
            cursors: std::sync::Mutex::default(),
            tracks,
            touched,
            me: me.clone(),
        })
    }

    /// Brings the database to the newest version, and goes on with ids behind those it holds.
    ///
    /// # Errors
    /// When a migration fails.
    pub async fn migrate(&self) -> Result<usize, Fault> {
        let own = std::iter::once(crate::SCHEMA);
        let schemas: Vec<Schema> = own.chain(self.features.iter().filter_map(|f| f.tables())).collect();
        let done = self.store.migrate(&schemas).await?;
        let last = self
            .store
            .read(weilu_store::Scope::System, |tx: &mut weilu_store::Tx| Box::pin(tx.last_recorded()))
            .await?;
        // More ids were given at that moment than one: a second holds four million.
        if let Some(last) = last {
            self.ids.go_on_after(last + SECOND);
        }
        Ok(done)
    }

    /// A port by its type.
    ///
    /// # Errors
    /// When the wiring left it out: a mistake in the program.
    #[track_caller]
    pub fn port<P: 'static>(&self) -> Result<&P, Fault> {
        self.ports
            .get::<P>()
            .ok_or_else(|| Fault::new(format!("no port {} was wired", std::any::type_name::<P>())))
    }

    /// A new act of nobody in particular.
    #[must_use]
    pub fn act(&self, tenant: TenantId) -> Act {
        let ctx = Ctx::new(tenant, self.clock.now(), self.ids.clone(), self.chance.seed());
        let as_of = self.as_of(*self.known.borrow());
        Act { ctx, app: self.handle(), as_of, reads: std::sync::Mutex::default() }
    }

    /// A new act of the system.
    #[must_use]
    pub fn system_act(&self) -> Act {
        let mut act = self.act(TenantId::new(0));
        act.ctx.actor.system = true;
        act.ctx.channel = "system";
        act
    }

    #[expect(clippy::expect_used, reason = "self is borrowed from the very Arc that the weak handle names")]
    fn handle(&self) -> Arc<App> {
        self.me.upgrade().expect("the program is alive while it is used")
    }

    /// A handle that does not keep the program alive.
    #[must_use]
    pub fn parts(&self) -> AppParts {
        AppParts(self.me.clone())
    }

    /// The command of a name.
    #[must_use]
    pub fn command(&self, name: &str) -> Option<&'static CommandSpec> {
        self.features.iter().flat_map(|f| f.commands).find(|c| c.name == name)
    }

    /// The query of a name.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&'static QuerySpec> {
        self.features.iter().flat_map(|f| f.queries).find(|q| q.name == name)
    }

    /// The kind of event of a name.
    #[must_use]
    pub fn event_kind(&self, name: &str) -> Option<&'static EventKind> {
        self.kinds.get(name).copied()
    }

    /// How far each processor has come in the log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cursors(&self) -> Result<Vec<(&'static str, i64)>, Fault> {
        let names: Vec<&'static str> = self.processors().map(|p| p.name).collect();
        self.store
            .read(weilu_store::Scope::System, move |tx: &mut weilu_store::Tx| {
                let names = names.clone();
                Box::pin(async move {
                    let mut out = Vec::with_capacity(names.len());
                    for name in names {
                        out.push((name, tx.cursor(name).await?));
                    }
                    Ok(out)
                })
            })
            .await
    }

    /// Follows how far every processor has come: what a reader of their tables may rely on.
    #[must_use]
    pub fn known_watch(&self) -> tokio::sync::watch::Receiver<i64> {
        self.known.subscribe()
    }

    /// How far a processor or a follower of this node has come.
    #[must_use]
    pub fn has_reached(&self, name: &str) -> i64 {
        if let Some(track) = self.tracks.get(name) {
            return *track.pos.borrow();
        }
        let cursors = self.cursors.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        cursors.get(name).copied().unwrap_or(0)
    }

    pub(crate) fn note_cursor(&self, spec: &'static ProcessorSpec, pos: i64) {
        let mut cursors = self.cursors.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        cursors.insert(spec.name, pos);
        // Those that act are waited for too: whoever just heard of an answer finds the notice of it.
        let all = self.processors();
        let least = all.map(|p| cursors.get(p.name).copied().unwrap_or(0)).min().unwrap_or(pos);
        self.known.send_if_modified(|known| std::mem::replace(known, least) != least);
    }

    /// Every processor.
    pub fn processors(&self) -> impl Iterator<Item = &'static ProcessorSpec> {
        self.features.iter().flat_map(|f| f.processors)
    }

    /// Every reconciler.
    pub fn reconcilers(&self) -> impl Iterator<Item = &'static ReconcilerSpec> {
        self.features.iter().flat_map(|f| f.reconcilers)
    }

    /// What events tell whom.
    pub fn notices(&self) -> impl Iterator<Item = &'static crate::NoticeSpec> {
        self.features.iter().flat_map(|f| f.notices)
    }

    /// Every runner of jobs.
    pub fn jobs(&self) -> impl Iterator<Item = &'static JobSpec> {
        self.features.iter().flat_map(|f| f.jobs)
    }

    /// Everything that can be found by words.
    pub fn searchables(&self) -> impl Iterator<Item = &'static Searchable> {
        self.features.iter().flat_map(|f| f.searchables)
    }

    /// Every setting.
    pub fn settings(&self) -> impl Iterator<Item = &'static SettingSpec> {
        self.features.iter().flat_map(|f| f.settings)
    }

    pub(crate) fn locator(&self, kind: RefKind) -> Option<&'static Locator> {
        self.features.iter().flat_map(|f| f.locators).find(|l| l.kind == kind)
    }

    pub(crate) fn seers(&self, kind: RefKind) -> Option<Seers> {
        self.features.iter().flat_map(|f| f.viewers).find(|v| v.kind == kind).map(|v| v.who)
    }

    /// Whether a thing's kind has a place that can be found.
    #[must_use]
    pub fn can_locate(&self, thing: Ref) -> bool {
        self.locator(thing.kind).is_some()
    }

    /// Lets every processor, reconciler, job and follower go on until nothing is left to do at this time: for
    /// tests and the simulator.
    ///
    /// # Errors
    /// When one of them fails.
    pub async fn settle(self: &Arc<Self>) -> Result<(), Failure> {
        loop {
            self.settle_database().await?;
            let mut moved = false;
            for spec in self.followers() {
                while self.step_follower(spec).await? {
                    moved = true;
                }
            }
            if !moved {
                return Ok(());
            }
        }
    }

    /// As [`App::settle`], of what lies in the database: what a server needs before its first answer. Followers
    /// may have far to go and do so while it answers.
    ///
    /// # Errors
    /// When one of them fails.
    pub async fn settle_database(self: &Arc<Self>) -> Result<(), Failure> {
        loop {
            // Asked before the round: what gets its place during the round is met in the next one.
            let more_comes = self.store.awaits_numbers().await?;
            let mut moved = false;
            for spec in self.processors() {
                while self.step_processor(spec).await? {
                    moved = true;
                }
            }
            for spec in self.reconcilers() {
                moved |= self.step_reconciler(spec).await? > 0;
            }
            moved |= self.step_jobs().await? > 0;
            match (moved, more_comes) {
                (true, _) => {}
                (false, true) => tokio::time::sleep(SOON).await,
                (false, false) => return Ok(()),
            }
        }
    }
}
