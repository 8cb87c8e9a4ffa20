//! The baseline: a straightforward handler as one would write it first. One connection behind a lock, one
//! transaction with full sync per request, the same rows written as ours: session, right, state, log line.

use crate::village::Village;
use axum::{Json, Router, extract::State, http::HeaderMap, routing::post};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

type Db = Arc<Mutex<Connection>>;

pub async fn start(village: &Village) -> String {
    let db = Connection::open(village.folder.join("naive.db")).unwrap();
    db.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table session (token text primary key, member text not null, space text not null);
         create table post (id integer primary key, space text not null, author text not null, text text not null);
         create table liked (post text not null, member text not null, primary key (post, member));
         create table log (pos integer primary key, kind text not null, actor text not null, object text not null, space text not null);
         create index log_actor on log (actor, pos);
         create index log_object on log (object, pos);
         create table answered (key text primary key, answer text not null);",
    )
    .unwrap();
    for (n, seat) in village.seats.iter().enumerate() {
        let member = format!("m{n}");
        db.execute("insert into session values (?, ?, ?)", params![seat.token, member, seat.space]).unwrap();
    }
    let app = Router::new()
        .route("/api/v1/post/like", post(like))
        .route("/api/v1/post/unlike", post(like))
        .route("/api/v1/post/write", post(write))
        .with_state(Arc::new(Mutex::new(db)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

fn token(headers: &HeaderMap) -> String {
    headers["authorization"].to_str().unwrap().trim_start_matches("Bearer ").to_owned()
}

async fn like(State(db): State<Db>, headers: HeaderMap, Json(input): Json<Value>) -> Json<Value> {
    let (token, target) = (token(&headers), input["post"].as_str().unwrap().to_owned());
    tokio::task::spawn_blocking(move || {
        let mut db = db.lock().unwrap();
        let tx = db.transaction().unwrap();
        let (member, space) = who(&tx, &token);
        tx.execute("insert or replace into liked values (?, ?)", params![target, member]).unwrap();
        tx.execute(
            "insert into log (kind, actor, object, space) values ('liked', ?, ?, ?)",
            params![member, target, space],
        )
        .unwrap();
        tx.commit().unwrap();
        Json(json!({ "data": null, "pos": 1 }))
    })
    .await
    .unwrap()
}

async fn write(State(db): State<Db>, headers: HeaderMap, Json(input): Json<Value>) -> Json<Value> {
    let (token, text) = (token(&headers), input["text"].as_str().unwrap().to_owned());
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    tokio::task::spawn_blocking(move || {
        let mut db = db.lock().unwrap();
        let tx = db.transaction().unwrap();
        let (member, space) = who(&tx, &token);
        tx.execute("insert into post (space, author, text) values (?, ?, ?)", params![space, member, text])
            .unwrap();
        let id = tx.last_insert_rowid().to_string();
        tx.execute(
            "insert into log (kind, actor, object, space) values ('written', ?, ?, ?)",
            params![member, id, space],
        )
        .unwrap();
        tx.execute("insert or ignore into answered values (?, ?)", params![key, id]).unwrap();
        tx.commit().unwrap();
        Json(json!({ "data": { "post": id }, "pos": 1 }))
    })
    .await
    .unwrap()
}

fn who(tx: &rusqlite::Transaction<'_>, token: &str) -> (String, String) {
    let found = "select member, space from session where token = ?";
    tx.query_row(found, [token], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}
