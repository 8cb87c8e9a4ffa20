//! A running house for one test: server on a free port, a clock moved by hand, people with sessions.

use reqwest::cookie::CookieStore;
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use weilu::{edge, wiring, wiring::Database};
use weilu_kernel::{App, Role};
use weilu_media::web::Reach;
use weilu_people::role::{self, Site};
use weilu_store::{Row, Scope, Tx, params, sql};
use weilu_vocabulary::{Chance, Clock, Fault, ManualClock, MemberId, PersonaId, TenantId, Time};

pub const TENANT: TenantId = TenantId::new(1);
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Runs a test on every engine: SQLite always, PostgreSQL when `WEILU_TEST_PG` names a server.
pub async fn on_every_engine<F: AsyncFn(House)>(test: F) {
    test(House::open(false).await).await;
    if postgres().is_some() {
        test(House::open(true).await).await;
    }
}

/// This machine may say for whom it speaks, and three documentation ranges have a province.
fn network() -> edge::Network {
    let table = std::env::temp_dir().join(format!("weilu-provinces-{}.csv", std::process::id()));
    std::fs::write(&table, "203.0.113.0/24,云南\n198.51.100.0/24,浙江\n").unwrap();
    edge::Network::open(vec!["127.0.0.1".parse().unwrap()], &table).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the test command names the server")]
pub fn postgres() -> Option<String> {
    std::env::var("WEILU_TEST_PG").ok()
}

pub struct House {
    pub base: String,
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    pub engine: &'static str,
    folder: PathBuf,
    database: Database,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl House {
    pub async fn open(pg: bool) -> House {
        let n = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("weilu-it-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let database = if pg { Database::Url(fresh_database(n).await) } else { Database::Folder };
        let clock = Arc::new(ManualClock::new(Time(1_795_000_000_000_000)));
        House::start(folder, database, clock, if pg { "postgres" } else { "sqlite" }).await
    }

    /// A house whose clock shows the real time, for tests that go on in another process.
    pub async fn open_now(pg: bool) -> House {
        let house = House::open(pg).await;
        house.clock.set(weilu::clock::SystemClock.now());
        house
    }

    /// An empty program on a new database, without a brand and without a server.
    pub async fn empty(pg: bool) -> (Arc<App>, Place) {
        let n = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("weilu-it-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let database = if pg { Database::Url(fresh_database(n).await) } else { Database::Folder };
        let clock = Arc::new(ManualClock::new(Time(1_795_000_000_000_000)));
        let app = wiring::open_with(&folder, &database, clock, Chance::new(5)).await.unwrap();
        (app, Place { folder, database })
    }

    /// Stops everything and leaves the data to somebody else.
    pub async fn close(mut self) -> Place {
        self.settle().await;
        self.halt().await;
        Place { folder: std::mem::take(&mut self.folder), database: self.database.clone() }
    }

    async fn start(
        folder: PathBuf,
        database: Database,
        clock: Arc<ManualClock>,
        engine: &'static str,
    ) -> House {
        let seed = u64::try_from(clock.as_ref().peek()).unwrap();
        // Tests that read links run the server with the pages themselves.
        let reach = Reach::PublicAndThisMachine;
        let opened = wiring::open_reaching(&folder, &database, clock.clone(), Chance::new(seed), reach);
        let app = opened.await.unwrap();
        if app.tenant_rows().await.unwrap().is_empty() {
            app.create_tenant("山脚茶事", "").await.unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        #[expect(clippy::disallowed_methods, reason = "the server of a test")]
        let server = tokio::spawn({
            let app = app.clone();
            async move {
                let front = edge::Front { network: network(), ..edge::Front::default() };
                edge::serve(app, listener, front, async move {
                    let _ = stopped.await;
                })
                .await
                .unwrap();
            }
        });
        House { base, app, clock, engine, folder, database, stop: Some(stop), server: Some(server) }
    }

    /// Where the data lies.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// A connection of one's own to the database server.
    pub async fn server_client(&self) -> (tokio_postgres::Client, JoinHandle<()>) {
        let Database::Url(url) = &self.database else { panic!("no database server") };
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        #[expect(clippy::disallowed_methods, reason = "the connection of a test")]
        let driver = tokio::spawn(async move {
            let _ = connection.await;
        });
        (client, driver)
    }

    /// Stops the server and starts another on the same data.
    pub async fn restart(self) -> House {
        self.restart_with(|_| {}).await
    }

    /// As [`House::restart`], after something was done to the data in between.
    pub async fn restart_with(mut self, between: impl FnOnce(&std::path::Path)) -> House {
        self.halt().await;
        let (folder, database, clock, engine) =
            (self.folder.clone(), self.database.clone(), self.clock.clone(), self.engine);
        self.folder = PathBuf::new();
        drop(self);
        between(&folder);
        clock.advance(1);
        House::start(folder, database, clock, engine).await
    }

    async fn halt(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(server) = self.server.take() {
            server.abort();
            let _ = server.await;
        }
    }

    /// Lets processors, reconcilers and jobs finish what is due now.
    pub async fn settle(&self) {
        loop {
            self.app.settle().await.unwrap();
            if self.jobs_in_hand().await == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    /// Jobs that the server's own loop is running now, or is about to: PostgreSQL passes over a row that the
    /// loop is just claiming, which then is neither run here nor seen as leased.
    async fn jobs_in_hand(&self) -> i64 {
        let now = Time(self.clock.peek());
        let rows: Result<Option<Row>, Fault> = self
            .app
            .store
            .read(Scope::System, move |tx: &mut Tx| {
                Box::pin(async move {
                    tx.one(
                        sql!("select count(*) from job where state = 'waiting' and (lease_until > $1 or run_at <= $1)"),
                        params![now],
                    )
                    .await
                })
            })
            .await;
        rows.unwrap().unwrap().first().unwrap()
    }

    /// Somebody signed in by phone, with a name made of the phone.
    pub async fn person(&self, phone: &str) -> Person {
        let person = Person::new(self);
        person.sign_in(self, phone).await;
        person
    }

    /// Somebody signed in although people are let in by approval: the door is opened for a moment.
    pub async fn person_in_spite(&self, staff: &Person, phone: &str) -> Person {
        let mode = |value: &str| json!({ "name": "admission.mode", "value": value });
        staff.post("setting/change", mode("open")).await.ok();
        let person = self.person(phone).await;
        staff.post("setting/change", mode("approval")).await.ok();
        person
    }

    /// Somebody who holds a role on the whole site.
    pub async fn staff(&self, phone: &str, role: Role) -> Person {
        let person = self.person(phone).await;
        self.give(person.persona().await, role, Site::Whole).await;
        person
    }

    /// Gives a role as the system would.
    pub async fn give(&self, persona: PersonaId, role: Role, site: Site) {
        let mut act = self.app.system_act();
        act.ctx.tenant = TENANT;
        let act = Arc::new(act);
        self.app
            .store
            .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
                let act = act.clone();
                Box::pin(async move { role::grant(tx, &act, persona, role, site).await })
            })
            .await
            .unwrap();
    }

    /// Takes a role as the system would.
    pub async fn take(&self, persona: PersonaId, role: Role, site: Site) {
        let mut act = self.app.system_act();
        act.ctx.tenant = TENANT;
        let act = Arc::new(act);
        self.app
            .store
            .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
                let act = act.clone();
                Box::pin(async move { role::revoke(tx, &act, persona, role, site).await })
            })
            .await
            .unwrap();
    }

    /// The log's lines of one kind, oldest first.
    pub async fn events(&self, kind: &'static str) -> Vec<weilu_vocabulary::Event> {
        let read: Result<_, Fault> = self
            .app
            .store
            .read(Scope::System, move |tx: &mut Tx| Box::pin(async move { tx.events_after(0, 10_000).await }))
            .await;
        read.unwrap().into_iter().filter(|e| e.kind == kind).collect()
    }

    /// Everything an application and its steps hold, as one text.
    pub async fn applications_as_text(&self) -> String {
        let read: Result<Vec<Row>, Fault> = self
            .app
            .store
            .read(Scope::Tenant(TENANT), |tx: &mut Tx| {
                Box::pin(async move {
                    let mut rows: Vec<Row> =
                        tx.all(sql!("select * from application where tenant = $tenant"), &[]).await?;
                    let steps: Vec<Row> =
                        tx.all(sql!("select * from application_step where tenant = $tenant"), &[]).await?;
                    rows.extend(steps);
                    Ok(rows)
                })
            })
            .await;
        read.unwrap().iter().map(|row| row.to_json().to_string()).collect()
    }

    /// Every table that a projection owns, row by row, as text that can be compared.
    pub async fn projections(&self) -> Vec<String> {
        self.settle().await;
        let clears = self.app.processors().flat_map(|p| p.clear).map(|clear| clear().text());
        let tables = clears.filter_map(|text| text.strip_prefix("delete from "));
        let mut out = Vec::new();
        for table in tables {
            let text: &'static str = Box::leak(format!("select * from {table}").into_boxed_str());
            let sql: &'static weilu_store::Sql = Box::leak(Box::new(weilu_store::Sql::new(text)));
            let rows: Result<Vec<Row>, Fault> = self
                .app
                .store
                .read(Scope::System, move |tx: &mut Tx| Box::pin(async move { tx.all(sql, params![]).await }))
                .await;
            let mut lines: Vec<String> = rows.unwrap().iter().map(|r| r.to_json().to_string()).collect();
            lines.sort_unstable();
            out.push(format!("{table}: {}", lines.join(" ")));
        }
        out
    }

    /// Drops and rebuilds every projection.
    pub async fn rebuild_all(&self) {
        for spec in self.app.processors().filter(|p| !p.clear.is_empty()) {
            self.app.rebuild(spec.name).await.unwrap();
        }
        for spec in self.app.followers() {
            self.app.rebuild(spec.name).await.unwrap();
        }
    }

    /// What the simulator last delivered to an address.
    pub async fn last_message(&self, address: &str) -> Option<String> {
        self.settle().await;
        let address = address.to_owned();
        let rows: Result<Vec<Row>, Fault> = self
            .app
            .store
            .read(Scope::Tenant(TENANT), move |tx: &mut Tx| {
                let address = address.clone();
                Box::pin(async move {
                    tx.all(
                        sql!("select body from simulated_message where tenant = $tenant and address = $1 order by at desc, id desc"),
                        params![address],
                    )
                    .await
                })
            })
            .await;
        rows.unwrap().first().map(|r| r.first().unwrap())
    }

    /// The one-time code in the last message to an address.
    pub async fn code(&self, address: &str) -> String {
        let text = self.last_message(address).await.expect("a message");
        let digits = text.as_bytes().windows(6).find(|w| w.iter().all(u8::is_ascii_digit)).expect("a code");
        String::from_utf8(digits.to_vec()).unwrap()
    }
}

/// Data without a server; removed when dropped.
pub struct Place {
    pub folder: PathBuf,
    database: Database,
}

impl Place {
    pub fn url(&self) -> Option<&str> {
        match &self.database {
            Database::Url(url) => Some(url),
            Database::Memory | Database::Folder => None,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
        if !self.folder.as_os_str().is_empty() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

pub async fn fresh_database(n: usize) -> String {
    let url = postgres().unwrap();
    let name = format!("it_{}_{n}", std::process::id());
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "the connection of a test")]
    let driver = tokio::spawn(connection);
    client.batch_execute(&format!("drop database if exists {name}")).await.unwrap();
    client.batch_execute(&format!("create database {name}")).await.unwrap();
    driver.abort();
    let (base, _) = url.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// Somebody with a browser.
pub struct Person {
    client: reqwest::Client,
    jar: Arc<reqwest::cookie::Jar>,
    base: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Reply {
    /// The data of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{:#}", self.body);
        self.body["data"].clone()
    }

    /// Checks the code of a refusal, and that it speaks both languages.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{:#}", self.body);
        assert!(self.body["text"]["zh"].as_str().is_some_and(|t| !t.is_empty()));
        assert!(self.body["text"]["en"].as_str().is_some_and(|t| !t.is_empty()));
        self.body["fields"].clone()
    }
}

/// What asks the server. The program brings its own TLS and names no default; a client without TLS wants one.
pub fn browser() -> reqwest::ClientBuilder {
    // Somebody else may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

impl Person {
    pub fn new(house: &House) -> Person {
        Person::at(&house.base, "")
    }

    /// Somebody's phone with WeChat's browser, as the simulator knows it.
    pub fn phone(house: &House, name: &str) -> Person {
        let agent = format!("Mozilla/5.0 (iPhone) MicroMessenger/8.0.50 wx-person/{name}");
        Person::at(&house.base, &agent)
    }

    fn at(base: &str, agent: &str) -> Person {
        let jar = Arc::new(reqwest::cookie::Jar::default());
        let client = browser().cookie_provider(jar.clone()).user_agent(agent);
        Person { client: client.build().unwrap(), jar, base: base.to_owned() }
    }

    /// Opens a page and goes where it leads: where one ends, and what stands there.
    pub async fn open(&self, address: &str) -> (String, String) {
        let whole = address.starts_with("http");
        let url = if whole { address.to_owned() } else { format!("{}{address}", self.base) };
        let response = self.client.get(url).send().await.unwrap();
        let end = response.url().to_string();
        (end.strip_prefix(&self.base).map_or(end.clone(), ToOwned::to_owned), response.text().await.unwrap())
    }

    /// Sends a form and goes where it leads.
    pub async fn send_form(&self, url: &str, fields: &[(&str, &str)]) -> String {
        let body = serde_html_form::to_string(fields).unwrap();
        let kind = "application/x-www-form-urlencoded";
        let response = self.client.post(url).header("content-type", kind).body(body).send().await.unwrap();
        let end = response.url().to_string();
        end.strip_prefix(&self.base).map_or(end.clone(), ToOwned::to_owned)
    }

    /// The cookies a browser would send.
    pub fn cookie(&self) -> String {
        let all = self.jar.cookies(&self.base.parse().unwrap());
        all.unwrap().to_str().unwrap().to_owned()
    }

    /// A browser that already holds a session.
    pub fn with_cookie(base: &str, cookie: &str) -> Person {
        let person = Person::at(base, "");
        person.jar.add_cookie_str(cookie, &base.parse().unwrap());
        person
    }

    /// As [`Person::post_keyed`]; `None` when the server went away.
    pub async fn try_post(&self, path: &str, body: Value, key: &str) -> Option<Reply> {
        let request = self.client.post(format!("{}/api/v1/{path}", self.base)).json(&body);
        let response = request.header("idempotency-key", key).send().await.ok()?;
        let status = response.status().as_u16();
        Some(Reply { status, body: serde_json::from_str(&response.text().await.ok()?).ok()? })
    }

    /// Signs in by code, with further fields of the input.
    pub async fn sign_in_with(&self, house: &House, to: &str, more: Value) -> Value {
        self.post("account/request_code", json!({ "to": to })).await.ok();
        let mut input = json!({ "to": to, "code": house.code(to).await, "consent": true });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post("account/sign_in", input).await.ok()
    }

    /// Signs in once more, after the pause between two codes.
    pub async fn sign_in_again(&self, house: &House, to: &str) -> Value {
        house.clock.advance(2 * weilu_vocabulary::MINUTE);
        self.sign_in_with(house, to, json!({})).await
    }

    pub async fn sign_in(&self, house: &House, phone: &str) -> Value {
        self.post("account/request_code", json!({ "to": phone })).await.ok();
        let code = house.code(phone).await;
        self.post("account/sign_in", json!({ "to": phone, "code": code, "consent": true })).await.ok()
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.post_keyed(path, body, None).await
    }

    pub async fn post_keyed(&self, path: &str, body: Value, key: Option<&str>) -> Reply {
        let mut request = self.client.post(format!("{}/api/v1/{path}", self.base)).json(&body);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        reply(request).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        reply(self.client.get(format!("{}/api/v1/{path}", self.base))).await
    }

    pub async fn get_at(&self, path: &str, pos: i64) -> Reply {
        let url = format!("{}/api/v1/{path}", self.base);
        reply(self.client.get(url).header("x-weilu-pos", pos.to_string())).await
    }

    /// Sends a file up.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Reply {
        self.upload_form(&[("file", Some(name), bytes)], None).await
    }

    /// Sends a form with files: field, file name, content.
    pub async fn upload_form(&self, parts: &[(&str, Option<&str>, &[u8])], key: Option<&str>) -> Reply {
        let mut body = Vec::new();
        for (field, name, content) in parts {
            let name = name.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
            let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"{name}\r\n\r\n");
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--edge--\r\n");
        let mut request = self.raw(reqwest::Method::POST, "api/v1/blob/upload").body(body);
        request = request.header("content-type", "multipart/form-data; boundary=edge");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        reply(request).await
    }

    /// Fetches a file: status, headers, bytes.
    pub async fn fetch(&self, path: &str) -> (u16, reqwest::header::HeaderMap, Vec<u8>) {
        let response = self.raw(reqwest::Method::GET, path).send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.bytes().await.unwrap().to_vec())
    }

    pub fn raw(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}/{path}", self.base))
    }

    pub async fn me(&self) -> Value {
        self.get("account/me").await.ok()["me"].clone()
    }

    pub async fn member(&self) -> MemberId {
        self.me().await["id"].as_str().unwrap().parse().unwrap()
    }

    pub async fn persona(&self) -> PersonaId {
        self.me().await["persona"].as_str().unwrap().parse().unwrap()
    }
}

async fn reply(request: reqwest::RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    Reply { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}
