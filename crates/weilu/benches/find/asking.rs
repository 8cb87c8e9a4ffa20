//! One person asking over one connection, and what is asked.

use crate::{
    corpus::Chance,
    figures::{figure, percentile, say},
    filling::Filled,
    quality::{self, Questions},
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};
use weilu_search::Tokenizer;

const QUESTIONS: usize = 500;
const FRESH: usize = 100;
const PAUSE: Duration = Duration::from_millis(200);
const FIRST_TEN: usize = 10;
/// Words in less than a tenth of the posts one may read.
const COMMON: f64 = 0.1;

pub struct Asker {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Asker {
    pub fn connect(address: &str, token: &str) -> Asker {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Asker { stream: BufReader::new(stream), token: token.to_owned() }
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Value {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            assert!(self.stream.read_line(&mut line).unwrap() > 0, "the server closed the connection");
            if line == "\r\n" {
                break;
            }
            if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = text.trim().parse().unwrap();
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}{}", String::from_utf8_lossy(&body));
        serde_json::from_slice::<Value>(&body).unwrap()["data"].take()
    }

    fn find(&mut self, q: &str, more: &str) -> (Value, f64) {
        let escaped: String = q.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let started = Instant::now();
        let found = self.send("GET", &format!("/api/v1/search/find?q={escaped}{more}"), "");
        (found, started.elapsed().as_secs_f64() * 1e3)
    }

    fn total(&mut self, q: &str) -> f64 {
        let (found, _) = self.find(q, "");
        if found["nearest"] == true { 0.0 } else { found["total"].as_f64().unwrap() }
    }

    pub fn wait_until_found(&mut self, q: &str) {
        while self.total(q) < 1.0 {
            std::thread::sleep(PAUSE);
        }
    }
}

fn report(name: &str, mut times: Vec<f64>) {
    if times.is_empty() {
        return say(&format!("find: no {name} in these texts")).unwrap();
    }
    times.sort_by(f64::total_cmp);
    figure(&format!("http_{name}_p50"), "ms", percentile(&times, 0.5), None).unwrap();
    figure(&format!("http_{name}_p99"), "ms", percentile(&times, 0.99), None).unwrap();
}

/// Words as they come in posts, by whether they are common.
pub fn words(asker: &mut Asker, texts: &[String], posts: usize) {
    let (tokenizer, mut chance) = (Tokenizer::new(), Chance::new(11));
    let readable = posts as f64 / 3.0;
    let (mut usual, mut commonest) = (Vec::new(), Vec::new());
    for _ in 0..QUESTIONS * 20 {
        let words = tokenizer.words(&texts[chance.below(posts) % texts.len()]);
        let Some(word) = words.get(chance.below(words.len())).map(|word| word.text.clone()) else { continue };
        let share = asker.total(&word) / readable;
        let list = if share < COMMON { &mut usual } else { &mut commonest };
        if share > 0.0 && list.len() < QUESTIONS {
            list.push(word);
        }
        if usual.len() == QUESTIONS {
            break;
        }
    }
    report("word_under_10_percent", usual.iter().map(|word| asker.find(word, "").1).collect());
    report("word_commoner", commonest.iter().map(|word| asker.find(word, "").1).collect());
}

/// The commonest characters of all.
pub fn characters(asker: &mut Asker) {
    let all = "的了是我不一有人在这你好大来上";
    let times = (0..QUESTIONS / 15).flat_map(|_| all.chars()).map(|ch| asker.find(&ch.to_string(), "").1);
    report("commonest_characters", times.collect());
}

/// From the answer to a post until somebody finds it.
pub fn freshness(asker: &mut Asker, space: &str) {
    let times = (0..FRESH).map(|n| {
        let word = format!("刚写好的第{n}号新帖");
        let body = json!({ "space": space, "text": format!("{word}，看看多久能搜到") }).to_string();
        asker.send("POST", "/api/v1/post/write", &body);
        let written = Instant::now();
        while asker.total(&format!("\"{word}\"")) < 1.0 {
            std::thread::yield_now();
        }
        written.elapsed().as_secs_f64() * 1e3
    });
    report("new_post_found", times.collect());
}

/// How often the passage that answers a question comes first, beside plain bigram BM25.
pub fn quality(asker: &mut Asker, set: &Questions, filled: &Filled) {
    let place = |asker: &mut Asker, question: &str, passage: usize| {
        let (found, _) = asker.find(question, &format!("&space={}", filled.library));
        let items = found["items"].as_array().unwrap();
        let want = json!(filled.passages[passage]);
        items.iter().take(FIRST_TEN).position(|item| item["id"] == want)
    };
    let ours: Vec<Option<usize>> =
        set.questions.iter().map(|(question, passage)| place(asker, question, *passage)).collect();
    let plain = quality::ranks_of_plain(set).unwrap();
    figure("http_first_hit", "%", quality::first(&ours), Some(quality::first(&plain))).unwrap();
}
