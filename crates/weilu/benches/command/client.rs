//! A small HTTP/1.1 client that keeps its connections and costs little beside the server it measures.

use crate::village::Village;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What each client sends, by its number and the number of the request.
#[derive(Clone)]
pub struct Load(pub Arc<dyn Fn(usize, usize, u64) -> Vec<u8> + Send + Sync>);

impl Load {
    pub fn likes(village: &Village) -> Load {
        let posts = village.posts.clone();
        let seats: Vec<(String, String)> =
            village.seats.iter().map(|s| (s.token.clone(), s.space.clone())).collect();
        Load(Arc::new(move |client, n, _| {
            let (token, space) = &seats[client % seats.len()];
            let of_space = &posts.iter().find(|(s, _)| s == space).unwrap().1;
            // First a like, then the same one taken back: every request changes something.
            let verb = if (n / of_space.len()) % 2 == 0 { "like" } else { "unlike" };
            let body = format!("{{\"post\":\"{}\"}}", of_space[n % of_space.len()]);
            request(&format!("/api/v1/post/{verb}"), token, None, &body)
        }))
    }

    pub fn posts(village: &Village) -> Load {
        let seats: Vec<(String, String)> =
            village.seats.iter().map(|s| (s.token.clone(), s.space.clone())).collect();
        Load(Arc::new(move |client, n, round| {
            let (token, space) = &seats[client % seats.len()];
            let text = format!("{client} 号座位第 {n} 句：{}", "水开了，茶香慢慢出来。".repeat(8));
            let body = format!("{{\"space\":\"{space}\",\"text\":\"{text}\"}}");
            request("/api/v1/post/write", token, Some(&format!("{round}-{client}-{n}")), &body)
        }))
    }
}

/// A request that changes something.
pub fn request(path: &str, token: &str, key: Option<&str>, body: &str) -> Vec<u8> {
    let key = key.map(|k| format!("idempotency-key: {k}\r\n")).unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{key}content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A question.
pub fn question(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n").into_bytes()
}

/// What a run showed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// As many requests as the server takes, for a time.
pub async fn run(address: &str, load: &Load, clients: usize, time: Duration, round: u64) -> Measured {
    measure(address, load, clients, time, round, None).await
}

/// A fixed number of requests a second.
pub async fn paced(address: &str, load: &Load, clients: usize, rate: u64, time: Duration) -> Measured {
    let gap = Duration::from_secs_f64(clients as f64 / rate as f64);
    measure(address, load, clients, time, 99, Some(gap)).await
}

async fn measure(
    address: &str,
    load: &Load,
    clients: usize,
    time: Duration,
    round: u64,
    gap: Option<Duration>,
) -> Measured {
    let mut tasks = tokio::task::JoinSet::new();
    let started = Instant::now();
    for client in 0..clients {
        let (address, load) = (address.to_owned(), load.clone());
        // One after the other, as people come; all at once would measure how long they wait for one another.
        let pace = gap.map(|gap| (started + gap.mul_f64(client as f64 / clients as f64), gap));
        tasks.spawn(async move { one_client(&address, &load, client, round, started + time, pace).await });
    }
    let mut times: Vec<f64> = tasks.join_all().await.into_iter().flatten().collect();
    let seconds = started.elapsed().as_secs_f64();
    assert!(!times.is_empty(), "nothing was answered");
    times.sort_by(f64::total_cmp);
    let at = |q: f64| times[((times.len() - 1) as f64 * q) as usize];
    Measured { per_second: times.len() as f64 / seconds, p50_ms: at(0.5), p99_ms: at(0.99) }
}

async fn one_client(
    address: &str,
    load: &Load,
    client: usize,
    round: u64,
    until: Instant,
    pace: Option<(Instant, Duration)>,
) -> Vec<f64> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut times, mut buffer) = (Vec::new(), vec![0; 262_144]);
    let (mut due, gap) = pace.unzip();
    for n in 0.. {
        if Instant::now() >= until {
            break;
        }
        // A paced request is measured from when it was due, so that a stall counts for all who waited.
        let started = due.unwrap_or_else(Instant::now);
        if let Some(due) = due {
            tokio::time::sleep_until(due.into()).await;
        }
        due = due.zip(gap).map(|(due, gap)| due + gap);
        stream.write_all(&load.0(client, n, round)).await.unwrap();
        answer(&mut stream, &mut buffer).await;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    times
}

/// Reads one answer with a content length, checks that it is a success, and returns how long its body is.
async fn answer(stream: &mut TcpStream, buffer: &mut [u8]) -> usize {
    let (mut filled, mut whole) = (0, None);
    loop {
        let read = stream.read(&mut buffer[filled..]).await.unwrap();
        assert!(read > 0, "the server closed the connection");
        filled += read;
        whole = whole.or_else(|| length_of(&buffer[..filled]));
        if let Some((head, body)) = whole.filter(|(head, body)| filled >= head + body) {
            let text = &buffer[..head + body];
            assert!(text.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(text));
            return body;
        }
    }
}

/// Length of head and body, once the head is there.
fn length_of(read: &[u8]) -> Option<(usize, usize)> {
    let end = read.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1).expect("a length").split("\r\n").next();
    Some((end + 4, length.unwrap().trim().parse().unwrap()))
}
