//! The simulated world: one program that can be restarted, its clock, its chance, and who lives there.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde_json::Value as Json;
use std::{collections::BTreeMap, sync::Arc};
use weilu_kernel::{Act, App, Command, Role, command};
use weilu_media::blob::{Caps, Incoming, Upload};
use weilu_people::{
    account::{Address, state},
    role::{self, Site},
};
use weilu_store::{Row, Scope, Store, Tx, sql};
use weilu_vocabulary::{
    Actor, BlobId, Chance, Failure, Fault, ManualClock, MemberId, MergeId, Origin, Outcome, PersonaId,
    PollChoiceId, PollId, PostId, RosterId, SpaceId, TenantId, Time,
};

/// Puts a program together on a store: the wiring of the binary.
pub type Open = Arc<dyn Fn(Store, Arc<ManualClock>, Chance) -> Arc<App> + Send + Sync>;

/// Somebody of the village.
#[derive(Clone, Copy, Debug)]
pub struct Villager {
    /// The person.
    pub member: MemberId,
    /// The face that acts.
    pub persona: PersonaId,
}

/// A poll of the village.
#[derive(Clone, Debug)]
pub struct Polled {
    /// Which.
    pub poll: PollId,
    /// Where.
    pub space: SpaceId,
    /// What one may choose.
    pub choices: Vec<PollChoiceId>,
}

/// The world.
pub struct World {
    /// The running program.
    pub app: Arc<App>,
    /// The clock moved by hand.
    pub clock: Arc<ManualClock>,
    /// Everybody.
    pub people: Vec<Villager>,
    /// Every space.
    pub spaces: Vec<SpaceId>,
    /// Posts that were answered with success.
    pub posts: Vec<PostId>,
    /// Where each of them stands; nowhere on somebody's own page.
    pub places: BTreeMap<PostId, Option<SpaceId>>,
    /// Who wrote each of them.
    pub authors: BTreeMap<PostId, PersonaId>,
    /// Those of them that ask.
    pub questions: Vec<PostId>,
    /// What answers them: question and answer.
    pub answers: Vec<(PostId, PostId)>,
    /// Rosters, and where they stand.
    pub rosters: Vec<(RosterId, SpaceId)>,
    /// Polls.
    pub polls: Vec<Polled>,
    /// Posts that their authors removed.
    pub removed: Vec<PostId>,
    /// Who saved what.
    pub saved: Vec<(PersonaId, PostId)>,
    /// Who came into which space.
    pub seats: Vec<(SpaceId, PersonaId)>,
    /// By which name somebody moved in.
    pub called: BTreeMap<PersonaId, String>,
    /// Who runs the house.
    pub host: Option<Villager>,
    /// The brand.
    pub tenant: TenantId,
    /// Where the events of acts come from.
    pub origin: Origin,
    store: Store,
    open: Open,
    chance: ChaCha12Rng,
    starts: u64,
    seed: u64,
}

impl World {
    /// An empty world on an empty database.
    ///
    /// # Errors
    /// When the database cannot be set up.
    pub async fn create(open: Open, store: Store, seed: u64, start: Time) -> Result<World, Fault> {
        let clock = Arc::new(ManualClock::new(start));
        let app = open(store.clone(), clock.clone(), Chance::new(seed));
        app.migrate().await?;
        let tenant = app.create_tenant("山脚茶事", "").await?;
        Ok(World {
            origin: Origin::Demo,
            app,
            clock,
            tenant,
            store,
            open,
            seed,
            people: Vec::new(),
            spaces: Vec::new(),
            posts: Vec::new(),
            places: BTreeMap::new(),
            authors: BTreeMap::new(),
            questions: Vec::new(),
            answers: Vec::new(),
            rosters: Vec::new(),
            polls: Vec::new(),
            removed: Vec::new(),
            saved: Vec::new(),
            seats: Vec::new(),
            called: BTreeMap::new(),
            host: None,
            chance: ChaCha12Rng::seed_from_u64(seed),
            starts: 0,
        })
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.chance.random_range(0..n) }
    }

    /// True once in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of a list.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        let at = self.below(list.len());
        list.get(at).copied()
    }

    /// The process dies and another starts on the same database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn restart(&mut self) -> Result<(), Fault> {
        self.starts += 1;
        let chance = Chance::new(self.seed.wrapping_mul(31).wrapping_add(self.starts));
        self.app = (self.open)(self.store.clone(), self.clock.clone(), chance);
        self.app.migrate().await.map(drop)
    }

    /// An act of somebody.
    #[must_use]
    pub fn act_of(&self, who: Villager) -> Act {
        let mut act = self.app.act(self.tenant);
        act.ctx.actor = Actor {
            persona: Some(who.persona),
            member: Some(who.member),
            session: None,
            system: false,
            suspended: None,
        };
        act.ctx.origin = self.origin.clone();
        act
    }

    /// Performs a command as somebody.
    ///
    /// # Errors
    /// The refusal or fault of the command.
    pub async fn perform<C: Command>(&self, who: Villager, command: C) -> Outcome<C::Output>
    where
        C::Output: serde::de::DeserializeOwned,
    {
        command::perform(&self.app, self.act_of(who), command).await.map(|(output, _)| output)
    }

    /// Performs a command by its name, as the edge does; `None` when there is no such command yet.
    ///
    /// # Errors
    /// The refusal or fault of the command.
    pub async fn call(&self, who: Villager, name: &str, input: Json) -> Outcome<Option<Json>> {
        let Some(spec) = self.app.command(name) else { return Ok(None) };
        let answer = (spec.run)(self.app.clone(), self.act_of(who), input, None).await?;
        Ok(Some(answer.value()?))
    }

    /// Sends a picture up as somebody, as the edge does with what arrives.
    ///
    /// # Errors
    /// The refusal or fault of the upload.
    pub async fn send_picture(&self, who: Villager, bytes: &[u8]) -> Outcome<BlobId> {
        let caps = Caps { picture_mb: 20, picture_megapixels: 50, video_mb: 0, file_mb: 0 };
        let mut incoming = Incoming::begin(&self.app.blobs, caps).await?.only_picture();
        incoming.take(bytes).await?;
        let upload = Upload::of(incoming.end().await?, None, String::new());
        Ok(self.perform(who, upload).await?.blob.id)
    }

    /// Asks a query by its name; `None` when there is no such query yet.
    ///
    /// # Errors
    /// The refusal or fault of the query.
    pub async fn ask(&self, who: Villager, name: &str, input: Json) -> Outcome<Option<Json>> {
        let Some(spec) = self.app.query(name) else { return Ok(None) };
        let answer = (spec.run)(self.app.clone(), self.act_of(who), input).await?;
        Ok(Some(answer.value()?))
    }

    /// Somebody moves in, with a verified phone of a range no operator has issued.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn move_in(&mut self, name: &str, roles: &'static [Role]) -> Result<Villager, Failure> {
        let mut act = self.app.system_act();
        act.ctx.tenant = self.tenant;
        act.ctx.origin = Origin::Demo;
        let phone = Address::Phone(format!("120{:08}", self.people.len()));
        let shared = Arc::new((act, name.to_owned(), phone));
        let done = self
            .app
            .store
            .write(Scope::Tenant(self.tenant), move |tx: &mut Tx| {
                let shared = shared.clone();
                Box::pin(async move {
                    let (act, name, phone) = &*shared;
                    act.rewind();
                    let known = state::create_member(tx, act, name).await?;
                    state::add_identity(tx, act, known.persona, phone)?;
                    weilu_people::consent::accept_current(tx, act, known.persona).await?;
                    for role in roles {
                        role::grant(tx, act, known.persona, *role, Site::Whole).await?;
                    }
                    Ok::<_, Failure>(known)
                })
            })
            .await?;
        let who = Villager { member: done.value.member, persona: done.value.persona };
        self.people.push(who);
        self.called.insert(who.persona, name.to_owned());
        Ok(who)
    }

    /// Asks a query by its name as somebody who is not signed in.
    ///
    /// # Errors
    /// The refusal or fault of the query.
    pub async fn ask_as_stranger(&self, name: &str, input: Json) -> Outcome<Option<Json>> {
        let Some(spec) = self.app.query(name) else { return Ok(None) };
        let mut act = self.app.act(self.tenant);
        act.ctx.origin = self.origin.clone();
        let answer = (spec.run)(self.app.clone(), act, input).await?;
        Ok(Some(answer.value()?))
    }

    /// Merges that stand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn merges(&self) -> Result<Vec<MergeId>, Fault> {
        self.app
            .store
            .read(Scope::Tenant(self.tenant), |tx: &mut Tx| {
                Box::pin(async move {
                    let standing = sql!(
                        "select id from member_merge where tenant = $tenant and undone_at is null order by id"
                    );
                    let rows: Vec<Row> = tx.all(standing, &[]).await?;
                    rows.iter().map(Row::first).collect()
                })
            })
            .await
    }

    /// Looks up which member each persona belongs to now: a session would.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_who_is_who(&mut self) -> Result<(), Fault> {
        let rows: Vec<(PersonaId, MemberId)> = self
            .app
            .store
            .read(Scope::Tenant(self.tenant), |tx: &mut Tx| {
                Box::pin(async move {
                    let all =
                        sql!("select id, member from persona where tenant = $tenant and member is not null");
                    let rows: Vec<Row> = tx.all(all, &[]).await?;
                    rows.iter().map(|r| Ok((r.get("id")?, r.get("member")?))).collect::<Result<_, Fault>>()
                })
            })
            .await?;
        let known: BTreeMap<PersonaId, MemberId> = rows.into_iter().collect();
        for who in &mut self.people {
            if let Some(member) = known.get(&who.persona) {
                who.member = *member;
            }
        }
        Ok(())
    }
}
