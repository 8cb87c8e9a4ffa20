//! What the vendor knows: accounts, people, and everything it handed out.

use super::No;
use data_encoding::BASE32_NOPAD;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use weilu_vocabulary::{Clock, DAY, HOUR, MINUTE, SECOND, Time};

/// A sign-in code counts so long.
pub(super) const CODE_VALID: i64 = 5 * MINUTE;
/// Tokens and tickets count so long.
pub(super) const TOKEN_VALID: i64 = 2 * HOUR;
/// A token that was replaced counts so much longer.
const OLD_TOKEN_VALID: i64 = 5 * MINUTE;
pub(super) const REFRESH_VALID: i64 = 30 * DAY;
const BEIJING: i64 = 8 * HOUR;

/// An official account as its operator set it up with the vendor.
#[derive(Clone, Debug)]
pub struct Account {
    /// App id.
    pub app_id: String,
    /// App secret.
    pub secret: String,
    /// Original id, the sender of its messages.
    pub original: String,
    /// Token of its messages.
    pub token: String,
    /// EncodingAESKey; empty for messages in the open.
    pub aes_key: String,
    /// Where its messages go; empty for nowhere.
    pub callback: String,
    /// The one host (with port) to which people may be sent back.
    pub domain: String,
    /// The platform it is bound to.
    pub platform: Option<String>,
}

/// Somebody with a phone.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Name in WeChat.
    pub nickname: String,
    /// Accounts he follows, by app id.
    pub follows: BTreeSet<String>,
    /// Whether he is shown pages as snapshots: he never agreed to anything.
    pub snapshot: bool,
}

/// A sign-in code.
#[derive(Clone)]
pub(super) struct Code {
    pub app_id: String,
    pub person: String,
    pub scope: String,
    pub at: Time,
    pub used: bool,
}

/// A token of one person's sign-in.
#[derive(Clone)]
pub(super) struct WebToken {
    pub app_id: String,
    pub person: String,
    pub scope: String,
    pub until: Time,
}

/// A code with a parameter.
#[derive(Clone)]
pub(super) struct Qr {
    pub app_id: String,
    pub scene: String,
    pub ticket: String,
    /// None for a permanent one.
    pub until: Option<Time>,
}

#[derive(Default)]
pub(super) struct World {
    pub accounts: BTreeMap<String, Account>,
    pub people: BTreeMap<String, Person>,
    pub codes: BTreeMap<String, Code>,
    pub web_tokens: BTreeMap<String, WebToken>,
    pub refresh_tokens: BTreeMap<String, WebToken>,
    /// Access tokens: of which account, until when.
    pub tokens: BTreeMap<String, (String, Time)>,
    /// The newest token of each account.
    pub newest: BTreeMap<String, String>,
    /// The newest page ticket of each account.
    pub tickets: BTreeMap<String, String>,
    /// Codes by the address in them.
    pub qrs: BTreeMap<String, Qr>,
    pub permanent: BTreeMap<String, u64>,
    /// Calls of a day: account, interface, day.
    pub calls: BTreeMap<(String, &'static str, i64), i64>,
    pub daily: BTreeMap<&'static str, i64>,
    drawn: u64,
}

/// The stand-in.
#[derive(Clone)]
pub struct Simulator {
    world: Arc<Mutex<World>>,
    clock: Arc<dyn Clock>,
}

impl Simulator {
    /// A vendor without accounts and people.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Simulator {
        let daily = BTreeMap::from([
            ("token", 2_000),
            ("ticket", 1_000_000),
            ("qrcode", 100_000),
            ("user_info", 500_000),
        ]);
        let world = World { daily, ..World::default() };
        Simulator { world: Arc::new(Mutex::new(world)), clock }
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Time {
        self.clock.now()
    }

    /// Sets up an account, or changes it.
    pub fn set_account(&self, account: Account) {
        self.world().accounts.insert(account.app_id.clone(), account);
    }

    /// Sets up somebody, or changes him.
    pub fn set_person(&self, name: &str, person: Person) {
        self.world().people.insert(name.to_owned(), person);
    }

    /// How many calls of an interface (`token`, `ticket`, `qrcode`, `user_info`) an account has a day.
    pub fn set_daily(&self, interface: &'static str, most: i64) {
        self.world().daily.insert(interface, most);
    }

    /// How many calls of an interface an account made today.
    #[must_use]
    pub fn calls(&self, app_id: &str, interface: &'static str) -> i64 {
        let day = day(self.now());
        self.world().calls.get(&(app_id.to_owned(), interface, day)).copied().unwrap_or(0)
    }

    /// Makes every access token of an account worthless, as if somebody reset the secret.
    pub fn drop_tokens(&self, app_id: &str) {
        self.world().tokens.retain(|_, (app, _)| app != app_id);
    }

    /// Somebody's id at an account.
    #[must_use]
    pub fn open_id(&self, app_id: &str, person: &str) -> String {
        open_id(app_id, person)
    }

    /// Somebody's id over all accounts of a platform.
    #[must_use]
    pub fn union_id(&self, platform: &str, person: &str) -> String {
        union_id(platform, person)
    }

    /// The page ticket an account was given.
    #[must_use]
    pub fn ticket(&self, app_id: &str) -> Option<String> {
        self.world().tickets.get(app_id).cloned()
    }

    /// The newest code with a parameter that an account made, as the text in its picture.
    #[must_use]
    pub fn newest_code(&self, app_id: &str) -> Option<String> {
        let world = self.world();
        let mine = world.qrs.iter().filter(|(_, qr)| qr.app_id == app_id);
        mine.max_by(|a, b| a.1.ticket.cmp(&b.1.ticket)).map(|(url, _)| url.clone())
    }
}

/// Phones beside the village, by the name in `wx-person/NAME`.
const PHONES: [(&str, &str); 4] =
    [("atao", "阿桃"), ("laozhou", "老周"), ("xiaoma", "小马"), ("xiaolin", "小林")];

/// A vendor beside the demo village, whose house answers at an address; there is nothing to hide.
#[must_use]
pub fn village(clock: Arc<dyn Clock>, house: std::net::SocketAddr) -> (Simulator, Account) {
    let simulator = Simulator::new(clock);
    let account = Account {
        app_id: "wx5a1e7ea000000001".into(),
        secret: "village".into(),
        original: "gh_village".into(),
        token: "village".into(),
        aes_key: String::new(),
        callback: format!("http://{house}/wechat/callback"),
        domain: house.to_string(),
        platform: Some("village".into()),
    };
    simulator.set_account(account.clone());
    for (name, nickname) in PHONES {
        simulator.set_person(name, Person { nickname: nickname.into(), ..Person::default() });
    }
    (simulator, account)
}

fn day(now: Time) -> i64 {
    (now.0 + BEIJING) / DAY
}

fn short(text: &str, length: usize) -> String {
    let hash = blake3::hash(text.as_bytes());
    BASE32_NOPAD.encode(hash.as_bytes()).chars().take(length).collect()
}

pub(super) fn open_id(app_id: &str, person: &str) -> String {
    format!("o{}", short(&format!("{app_id}/{person}"), 27))
}

pub(super) fn union_id(platform: &str, person: &str) -> String {
    format!("u{}", short(&format!("{platform}#{person}"), 27))
}

impl World {
    /// A new name for something handed out; later ones sort after earlier ones.
    pub fn draw(&mut self, what: &str) -> String {
        self.drawn += 1;
        format!("{what}{:08}{}", self.drawn, short(&format!("{what}{}", self.drawn), 24))
    }

    /// The account that knows its secret.
    pub fn account(&self, app_id: &str, secret: &str) -> Result<Account, No> {
        let account = self.accounts.get(app_id).ok_or(No(40013, "invalid appid"))?;
        if account.secret != secret {
            return Err(No(40125, "invalid appsecret"));
        }
        Ok(account.clone())
    }

    /// The account of an access token.
    pub fn account_of(&self, token: &str, now: Time) -> Result<Account, No> {
        if token.is_empty() {
            return Err(No(41001, "access_token missing"));
        }
        let (app, until) = self
            .tokens
            .get(token)
            .ok_or(No(40001, "invalid credential, access_token is invalid or not latest"))?;
        if *until <= now {
            let newest = self.newest.get(app).is_some_and(|t| t == token);
            return Err(if newest {
                No(42001, "access_token expired")
            } else {
                No(40001, "invalid credential, access_token is invalid or not latest")
            });
        }
        self.accounts.get(app).cloned().ok_or(No(40013, "invalid appid"))
    }

    /// Hands out a new access token; the one before counts a little longer.
    pub fn new_token(&mut self, app_id: &str, now: Time) -> String {
        if let Some(old) = self.newest.get(app_id)
            && let Some((_, until)) = self.tokens.get_mut(old)
        {
            *until = Time(until.0.min((now + OLD_TOKEN_VALID).0));
        }
        let token = self.draw("AT");
        self.tokens.insert(token.clone(), (app_id.to_owned(), now + TOKEN_VALID));
        self.newest.insert(app_id.to_owned(), token.clone());
        token
    }

    /// Counts a call of the day.
    pub fn count(&mut self, app_id: &str, interface: &'static str, now: Time) -> Result<(), No> {
        let most = self.daily.get(interface).copied().unwrap_or(i64::MAX);
        let calls = self.calls.entry((app_id.to_owned(), interface, day(now))).or_default();
        if *calls >= most {
            return Err(No(45009, "reach max api daily quota limit"));
        }
        *calls += 1;
        Ok(())
    }
}

/// Seconds of a span, as the vendor tells it.
pub(super) const fn seconds(span: i64) -> i64 {
    span / SECOND
}
