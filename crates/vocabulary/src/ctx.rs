//! The context of one act: when, who, in which brand, in which language, and the only source of ids and
//! chance. `now`, ids and tokens are drawn once, so that a repeated transaction decides the same.

use crate::{Id, Lang, MemberId, PersonaId, SessionId, TenantId, Time};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use serde::{Deserialize, Serialize};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

/// Where an event came from. Processors that act see only what is live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Somebody did it just now.
    Live,
    /// Read from a file; the name is the run.
    Import(String),
    /// Done again from the log.
    Replay,
    /// The demo village.
    Demo,
}

impl Origin {
    /// As stored.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Origin::Live => "live".into(),
            Origin::Import(run) => format!("import:{run}"),
            Origin::Replay => "replay".into(),
            Origin::Demo => "demo".into(),
        }
    }

    /// From storage.
    #[must_use]
    pub fn from_word(word: &str) -> Origin {
        match word.split_once(':') {
            Some(("import", run)) => Origin::Import(run.to_owned()),
            _ if word == "replay" => Origin::Replay,
            _ if word == "demo" => Origin::Demo,
            _ => Origin::Live,
        }
    }
}

/// Source of the present time; the real one lives in the binary, a hand-moved one in tests.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Time;
}

/// A clock moved by hand.
#[derive(Debug, Default)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub const fn new(start: Time) -> Self {
        Self(AtomicI64::new(start.0))
    }

    /// Moves it by microseconds, also backwards.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// Microseconds it shows.
    #[must_use]
    pub fn peek(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Sets it.
    pub fn set(&self, to: Time) {
        self.0.store(to.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

const EPOCH_MS: i64 = 1_577_836_800_000; // 2020-01-01

/// The least id given at `time`: whatever is older has a lower one.
#[must_use]
pub const fn id_floor(time: Time) -> i64 {
    let millis = time.0 / 1000 - EPOCH_MS;
    if millis < 1 { 0 } else { millis << 22 }
}

/// Gives ids that grow with time and never repeat on a node, also when the clock steps back; a new one must be told
/// with [`IdSource::go_on_after`] how far the one before it came.
#[derive(Debug)]
pub struct IdSource {
    node: i64,
    last: AtomicI64,
}

impl IdSource {
    /// A source for one node (0 to 1023).
    #[must_use]
    pub const fn new(node: i64) -> Self {
        Self { node: node & 0x3ff, last: AtomicI64::new(0) }
    }

    /// Goes on behind every id given up to a time: after a start, for the clock may have stepped back meanwhile.
    pub fn go_on_after(&self, time: Time) {
        self.last.fetch_max((time.0 / 1000 - EPOCH_MS).max(0) << 12, Ordering::SeqCst);
    }

    /// The next id at `now`.
    pub fn next(&self, now: Time) -> i64 {
        let floor = (now.0 / 1000 - EPOCH_MS).max(1) << 12;
        let step = |last: i64| Some(floor.max(last + 1));
        let last = self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, step).unwrap_or_else(|l| l);
        let tick = floor.max(last + 1);
        ((tick >> 12) << 22) | (self.node << 12) | (tick & 0xfff)
    }
}

/// Seeded chance.
pub struct Chance(Mutex<ChaCha12Rng>);

impl Chance {
    /// Chance from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }

    /// Chance from 256 bits of real entropy.
    #[must_use]
    pub fn from_entropy(seed: [u8; 32]) -> Self {
        Self(Mutex::new(ChaCha12Rng::from_seed(seed)))
    }

    /// The next 64 bits.
    pub fn next(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random()
    }

    /// A new seed for a child.
    pub fn seed(&self) -> [u8; 32] {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random()
    }

    /// A number from 0 to below `n` (0 when `n` is 0).
    pub fn below(&self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.next() % n }
    }
}

/// Who acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The face that acts; none for strangers and for the system.
    pub persona: Option<PersonaId>,
    /// The person behind it, as known now.
    pub member: Option<MemberId>,
    /// The session it came by.
    pub session: Option<SessionId>,
    /// The system itself (reconcilers, jobs, the command line).
    pub system: bool,
    /// Who came, when his account is suspended: he counts as a stranger except for what is open to him.
    pub suspended: Option<(PersonaId, MemberId)>,
}

impl Actor {
    /// The actor for what stays open to somebody suspended: himself.
    #[must_use]
    pub fn himself(mut self) -> Actor {
        if let Some((persona, member)) = self.suspended {
            self.persona = Some(persona);
            self.member = Some(member);
        }
        self
    }
}

#[derive(Default)]
struct Drawn {
    ids: Vec<i64>,
    tokens: Vec<[u8; 16]>,
    next_id: usize,
    next_token: usize,
}

/// Everything an act may know besides its input and the stored state.
pub struct Ctx {
    /// Brand.
    pub tenant: TenantId,
    /// The instant of the act.
    pub now: Time,
    /// Who acts.
    pub actor: Actor,
    /// What the actor reads.
    pub lang: Lang,
    /// Names the request in logs and as the cause of events.
    pub request: String,
    /// Where the events come from.
    pub origin: Origin,
    /// Carrier: web, wechat, api, job.
    pub channel: &'static str,
    /// Province of the sender's address (属地), when known; never the address.
    pub province: Option<String>,
    /// Keyed hash of the sender's address, for shared rate limits only; never stored beside a person.
    pub source: Option<[u8; 16]>,
    /// Where the request was addressed, scheme and host (`https://tea.example`); empty outside of a request.
    pub site: String,
    /// Hash of the browser's own cookie, where it has one: binds what was begun here to this browser.
    pub browser: Option<[u8; 16]>,
    ids: std::sync::Arc<IdSource>,
    chance: Chance,
    drawn: Mutex<Drawn>,
}

impl Ctx {
    /// A context of nobody in particular; fill in the public fields.
    #[must_use]
    pub fn new(tenant: TenantId, now: Time, ids: std::sync::Arc<IdSource>, seed: [u8; 32]) -> Ctx {
        let chance = Chance::from_entropy(seed);
        let request = format!("{:016x}", chance.next());
        Ctx {
            tenant,
            now,
            actor: Actor::default(),
            lang: Lang::Zh,
            request,
            origin: Origin::Live,
            channel: "web",
            province: None,
            source: None,
            site: String::new(),
            browser: None,
            ids,
            chance,
            drawn: Mutex::default(),
        }
    }

    /// A context of the same brand, time and origin in which the system acts.
    #[must_use]
    pub fn as_system(&self) -> Ctx {
        let mut ctx = Ctx::new(self.tenant, self.now, self.ids.clone(), self.chance.seed());
        ctx.actor.system = true;
        ctx.origin = self.origin.clone();
        ctx.request.clone_from(&self.request);
        ctx
    }

    /// A new id; the same one when the transaction is repeated.
    pub fn id<I: Id>(&self) -> I {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        let at = drawn.next_id;
        drawn.next_id += 1;
        if let Some(id) = drawn.ids.get(at) {
            return I::from_raw(*id);
        }
        let id = self.ids.next(self.now);
        drawn.ids.push(id);
        I::from_raw(id)
    }

    /// A new 128-bit token; the same one when the transaction is repeated.
    pub fn token(&self) -> [u8; 16] {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        let at = drawn.next_token;
        drawn.next_token += 1;
        if let Some(token) = drawn.tokens.get(at) {
            return *token;
        }
        let mut token = [0; 16];
        token[..8].copy_from_slice(&self.chance.next().to_be_bytes());
        token[8..].copy_from_slice(&self.chance.next().to_be_bytes());
        drawn.tokens.push(token);
        token
    }

    /// A number from 0 to below `n`, repeated like tokens.
    pub fn below(&self, n: u64) -> u64 {
        let token = self.token();
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&token[..8]);
        if n == 0 { 0 } else { u64::from_be_bytes(bytes) % n }
    }

    /// Goes back to the first id and token: called before a transaction is repeated.
    pub fn rewind(&self) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.next_id = 0;
        drawn.next_token = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PostId;
    use std::sync::Arc;

    #[test]
    fn ids_grow_also_when_the_clock_steps_back() {
        let source = IdSource::new(7);
        let a = source.next(Time(1_800_000_000_000_000));
        let b = source.next(Time(1_700_000_000_000_000));
        let c = source.next(Time(1_800_000_000_000_000));
        assert!(a < b && b < c);
        assert_eq!((a >> 12) & 0x3ff, 7);
        let at = Time(1_800_000_000_000_000);
        assert!(id_floor(at) <= a && id_floor(at + 1000) > a);
        let after_a_start = IdSource::new(7);
        after_a_start.go_on_after(at + 1000);
        assert!(after_a_start.next(Time(1_700_000_000_000_000)) > a);
    }

    #[test]
    fn a_repeated_transaction_draws_the_same() {
        let ctx =
            Ctx::new(TenantId::from_raw(1), Time(1_800_000_000_000_000), Arc::new(IdSource::new(0)), [1; 32]);
        let first = (ctx.id::<PostId>(), ctx.token(), ctx.id::<PostId>());
        ctx.rewind();
        assert_eq!(first, (ctx.id::<PostId>(), ctx.token(), ctx.id::<PostId>()));
        assert_ne!(first.0, first.2);
    }
}
