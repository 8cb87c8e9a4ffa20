//! The kill test: the real binary is killed while people write; what was answered is there, once, and what
//! was not answered is there at most once, whole.

use crate::house::{House, Person, Place, postgres};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};
use weilu_kernel::Role;

const ROUNDS: usize = 3;
const WRITERS: usize = 8;

struct Server {
    child: Child,
    base: String,
}

impl Server {
    fn start(data: &Path, database: Option<&str>) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_weilu"));
        command.args(["serve", "--port", "0", "--data"]).arg(data);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let base = loop {
            let line = lines.next().expect("the server says where it listens").unwrap();
            if let Some((_, address)) = line.split_once("serving on ") {
                break address.trim().to_owned();
            }
        };
        std::thread::spawn(move || for _ in lines {});
        Server { child, base }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn write_until_killed(
    person: Person,
    space: String,
    writer: usize,
    round: usize,
) -> (Vec<String>, Vec<String>) {
    let (mut answered, mut asked) = (Vec::new(), Vec::new());
    for n in 0.. {
        let text = format!("r{round} w{writer} n{n}");
        asked.push(text.clone());
        match person.try_post("post/write", json!({ "space": space, "text": text }), &text).await {
            Some(reply) if reply.status == 200 => answered.push(text),
            Some(reply) => panic!("{:#}", reply.body),
            None => break,
        }
    }
    (answered, asked)
}

async fn all_texts(person: &Person, space: &str) -> Vec<String> {
    let (mut out, mut before) = (Vec::new(), String::new());
    loop {
        let page = person.get(&format!("post/timeline?space={space}{before}")).await.ok();
        out.extend(page["items"].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap().to_owned()));
        match &page["next"] {
            Value::String(next) => before = format!("&before={next}"),
            _ => return out,
        }
    }
}

/// A space and somebody's session in it, made before the first start.
async fn prepare(pg: bool) -> (Place, String, String) {
    let house = House::open_now(pg).await;
    let owner = house.staff("12300000001", Role::Operator).await;
    let input = json!({ "name": "断电茶友会", "line": "电断了，话还在", "open_to_read": true });
    let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
    let cookie = owner.cookie();
    (house.close().await, space, cookie)
}

async fn scene(pg: bool) {
    let (place, space, cookie) = prepare(pg).await;
    let (data, database) = (place.folder.clone(), place.url());
    let mut server = Server::start(&data, database);
    let (mut answered, mut asked) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let person = Person::with_cookie(&server.base, &cookie);
            writers.spawn(write_until_killed(person, space.clone(), writer, round));
        }
        tokio::time::sleep(Duration::from_millis(300 + 137 * round as u64)).await;
        server.kill();
        for (ok, all) in writers.join_all().await {
            answered.extend(ok);
            asked.extend(all);
        }
        server = Server::start(&data, database);
    }
    let reader = Person::with_cookie(&server.base, &cookie);
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    for text in all_texts(&reader, &space).await {
        *there.entry(text).or_default() += 1;
    }
    assert!(!answered.is_empty());
    for text in &answered {
        assert_eq!(there.get(text), Some(&1), "answered, so it must be there once: {text}");
    }
    assert!(there.iter().all(|(text, n)| *n == 1 && asked.contains(text)));
    // Asked again under its key after the kill, an act is done once.
    for text in asked.iter().take(50) {
        reader.post_keyed("post/write", json!({ "space": space, "text": text }), Some(text)).await.ok();
    }
    let again = all_texts(&reader, &space).await;
    for text in asked.iter().take(50) {
        assert_eq!(again.iter().filter(|t| *t == text).count(), 1, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_it_answered_and_doubles_nothing() {
    scene(false).await;
    if postgres().is_some() {
        scene(true).await;
    }
}
