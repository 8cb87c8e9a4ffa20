//! The baseline on PostgreSQL: what one would write first there. A few connections, one transaction a request, every
//! statement awaited before the next; the same rows as in `naive`.

use crate::village::Village;
use axum::{Json, Router, extract::State, http::HeaderMap, routing::post};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::{Mutex, MutexGuard};
use tokio_postgres::{Client, NoTls, Transaction};

/// As many connections as the server it is measured against.
const CONNECTIONS: usize = 16;

#[derive(Clone)]
struct Pool(Arc<(Vec<Mutex<Client>>, AtomicUsize)>);

impl Pool {
    async fn take(&self) -> MutexGuard<'_, Client> {
        let next = self.0.1.fetch_add(1, Ordering::Relaxed);
        self.0.0[next % CONNECTIONS].lock().await
    }
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

pub async fn start(village: &Village, url: &str) -> String {
    let first = connect(url).await;
    first
        .batch_execute(
            "create schema naive; set search_path to naive;
             create table session (token text primary key, member text not null, space text not null);
             create table post (id bigint generated always as identity primary key, space text not null, author text not null, text text not null);
             create table liked (post text not null, member text not null, primary key (post, member));
             create table log (pos bigint generated always as identity primary key, kind text not null, actor text not null, object text not null, space text not null);
             create index log_actor on log (actor, pos);
             create index log_object on log (object, pos);
             create table answered (key text primary key, answer text not null);",
        )
        .await
        .unwrap();
    for (n, seat) in village.seats.iter().enumerate() {
        let member = format!("m{n}");
        let insert = "insert into session values ($1, $2, $3)";
        first.execute(insert, &[&seat.token, &member, &seat.space]).await.unwrap();
    }
    let mut clients = vec![Mutex::new(first)];
    while clients.len() < CONNECTIONS {
        let client = connect(url).await;
        client.batch_execute("set search_path to naive").await.unwrap();
        clients.push(Mutex::new(client));
    }
    let app = Router::new()
        .route("/api/v1/post/like", post(like))
        .route("/api/v1/post/unlike", post(like))
        .route("/api/v1/post/write", post(write))
        .with_state(Pool(Arc::new((clients, AtomicUsize::new(0)))));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers[name].to_str().unwrap().trim_start_matches("Bearer ").to_owned()
}

async fn who(tx: &Transaction<'_>, token: &str) -> (String, String) {
    let found = "select member, space from session where token = $1";
    let row = tx.query_one(found, &[&token]).await.unwrap();
    (row.get(0), row.get(1))
}

async fn note(tx: &Transaction<'_>, kind: &str, actor: &str, object: &str, space: &str) {
    let insert = "insert into log (kind, actor, object, space) values ($1, $2, $3, $4)";
    tx.execute(insert, &[&kind, &actor, &object, &space]).await.unwrap();
}

async fn like(State(pool): State<Pool>, headers: HeaderMap, Json(input): Json<Value>) -> Json<Value> {
    let target = input["post"].as_str().unwrap();
    let mut client = pool.take().await;
    let tx = client.transaction().await.unwrap();
    let (member, space) = who(&tx, &header(&headers, "authorization")).await;
    let insert = "insert into liked values ($1, $2) on conflict do nothing";
    tx.execute(insert, &[&target, &member]).await.unwrap();
    note(&tx, "liked", &member, target, &space).await;
    tx.commit().await.unwrap();
    Json(json!({ "data": null, "pos": 1 }))
}

async fn write(State(pool): State<Pool>, headers: HeaderMap, Json(input): Json<Value>) -> Json<Value> {
    let text = input["text"].as_str().unwrap();
    let mut client = pool.take().await;
    let tx = client.transaction().await.unwrap();
    let (member, space) = who(&tx, &header(&headers, "authorization")).await;
    let insert = "insert into post (space, author, text) values ($1, $2, $3) returning id";
    let id: i64 = tx.query_one(insert, &[&space, &member, &text]).await.unwrap().get(0);
    note(&tx, "written", &member, &id.to_string(), &space).await;
    let remember = "insert into answered values ($1, $2) on conflict do nothing";
    tx.execute(remember, &[&header(&headers, "idempotency-key"), &id.to_string()]).await.unwrap();
    tx.commit().await.unwrap();
    Json(json!({ "data": { "post": id.to_string() }, "pos": 1 }))
}
