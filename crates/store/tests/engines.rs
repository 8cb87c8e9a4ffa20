//! What both engines must do alike. PostgreSQL joins when `WEILU_TEST_PG` names a server.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use std::sync::Arc;
use weilu_store::{NewJob, Row, Schema, Scope, Store, Tx, Value, params, sql};
use weilu_vocabulary::{Audience, Ctx, EventKind, Fault, Id, IdSource, PersonaId, PostId, TenantId, Time};

const SCHEMA: Schema = Schema {
    feature: "tale",
    steady: &["tale"],
    text: "-- migration 1\ncreate table tale (tenant id not null, id id not null, line text not null, told bool not null, primary key (tenant, id));",
};
const TOLD: EventKind = EventKind {
    name: "tale.told",
    zh: "讲了个故事",
    en: "told a tale",
    weight: 1,
    audience: Audience::Nobody,
};
const TENANT: TenantId = TenantId::new(1);

async fn stores() -> Vec<(&'static str, Store)> {
    let folder = std::env::temp_dir().join(format!(
        "weilu-store-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut stores = vec![
        ("memory", Store::open_memory().unwrap()),
        ("file", Store::open_file(&folder.join("weilu.db")).unwrap()),
    ];
    if let Ok(url) = std::env::var("WEILU_TEST_PG") {
        stores.push(("postgres", fresh_database(&url).await));
    }
    for (_, store) in &stores {
        store.migrate(&[SCHEMA]).await.unwrap();
    }
    stores
}

async fn fresh_database(url: &str) -> Store {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let n = NEXT.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let name = format!("store_{}_{n}", std::process::id());
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("drop database if exists {name}")).await.unwrap();
    client.batch_execute(&format!("create database {name}")).await.unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    Store::connect(&format!("{base}/{name}")).await.unwrap()
}

fn ctx(n: u8) -> Arc<Ctx> {
    static IDS: std::sync::LazyLock<Arc<IdSource>> = std::sync::LazyLock::new(|| Arc::new(IdSource::new(1)));
    let mut ctx = Ctx::new(TENANT, Time(1_800_000_000_000_000 + i64::from(n)), IDS.clone(), [n; 32]);
    ctx.actor.persona = Some(PersonaId::from_raw(7));
    Arc::new(ctx)
}

async fn tell(store: &Store, ctx: Arc<Ctx>, line: &'static str, fail: bool) -> Result<i64, Fault> {
    let done = store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                ctx.rewind();
                let id: PostId = ctx.id();
                tx.queue(
                    // Out of order and repeated on purpose.
                    sql!("insert into tale (line, id, told, tenant) select $2, $1, length($2) > 0, $tenant"),
                    params![id, line],
                )?;
                tx.append(&ctx, TOLD.on(id).value(3).body(serde_json::json!({ "line": line })));
                tx.enqueue(
                    &ctx,
                    NewJob {
                        kind: "tale.print",
                        key: line.into(),
                        payload: serde_json::json!({}),
                        run_at: ctx.now,
                    },
                )?;
                if fail { Err(Fault::new("changed my mind")) } else { Ok(()) }
            })
        })
        .await?;
    Ok(done.pos)
}

#[tokio::test]
async fn a_failed_command_leaves_nothing_and_positions_have_no_gaps() {
    for (name, store) in stores().await {
        assert_eq!(tell(&store, ctx(1), "one", false).await.unwrap(), 1, "{name}");
        assert!(tell(&store, ctx(2), "two", true).await.is_err());
        assert_eq!(tell(&store, ctx(3), "three", false).await.unwrap(), 2, "{name}");
        let (lines, events) = store
            .read(Scope::Tenant(TENANT), |tx: &mut Tx| {
                Box::pin(async move {
                    let lines: Vec<Row> = tx
                        .all(sql!("select line, told from tale where tenant = $tenant order by id"), &[])
                        .await?;
                    Ok::<_, Fault>((lines, tx.events_after(0, 10).await?))
                })
            })
            .await
            .unwrap();
        assert_eq!(lines.len(), 2, "{name}");
        assert!(lines[0].get::<bool>("told").unwrap());
        assert_eq!(events.len(), 2, "{name}");
        assert_eq!(events[1].body["line"], "three");
        assert_eq!((events[1].pos, events[1].value), (2, Some(3)));
    }
}

/// Reads through the memo in an act of its own; `set` writes before it, `fail` takes that back.
async fn told(store: &Store, set: Option<&'static str>, fail: bool) -> Result<Option<String>, Fault> {
    let done = store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        Box::pin(async move {
            // Read before it is written, so that there is something to forget.
            let before = read(tx).await?;
            if let Some(line) = set {
                tx.exec(sql!("update tale set line = $1 where tenant = $tenant"), params![line]).await?;
                assert_eq!(read(tx).await?.as_deref(), Some(line));
            }
            if fail { Err(Fault::new("changed my mind")) } else { Ok(before) }
        })
    });
    done.await.map(|done| done.value)
}

async fn read(tx: &mut Tx) -> Result<Option<String>, Fault> {
    let row: Option<Row> = tx.memo(sql!("select line from tale where tenant = $tenant limit 1"), &[]).await?;
    row.map(|row| row.first()).transpose()
}

#[tokio::test]
async fn what_the_writer_remembers_is_what_it_would_read() {
    for (name, store) in stores().await {
        assert_eq!(told(&store, None, false).await.unwrap(), None, "{name}");
        tell(&store, ctx(1), "one", false).await.unwrap();
        assert_eq!(told(&store, None, false).await.unwrap().as_deref(), Some("one"), "{name}");
        told(&store, Some("two"), false).await.unwrap();
        assert!(told(&store, Some("three"), true).await.is_err());
        assert_eq!(told(&store, None, false).await.unwrap().as_deref(), Some("two"), "{name}");
    }
}

/// Lock, load, decide: what is loaded under a lock is what its last holder left.
#[tokio::test]
async fn behind_a_lock_nothing_older_is_remembered() {
    let Ok(url) = std::env::var("WEILU_TEST_PG") else { return };
    let store = fresh_database(&url).await;
    store.migrate(&[SCHEMA]).await.unwrap();
    tell(&store, ctx(1), "one", false).await.unwrap();
    let other = store.clone();
    let done = store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        let other = other.clone();
        Box::pin(async move {
            assert_eq!(read(tx).await?.as_deref(), Some("one"));
            told(&other, Some("two"), false).await?;
            tx.lock(&[PostId::from_raw(7).into()])?;
            read(tx).await
        })
    });
    assert_eq!(done.await.unwrap().value.as_deref(), Some("two"));
}

#[tokio::test]
async fn what_another_process_wrote_is_not_remembered_otherwise() {
    let folder = std::env::temp_dir().join(format!("weilu-memo-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let [one, other] = [(); 2].map(|()| Store::open_file(&folder.join("weilu.db")).unwrap());
    one.migrate(&[SCHEMA]).await.unwrap();
    tell(&one, ctx(1), "one", false).await.unwrap();
    assert_eq!(told(&one, None, false).await.unwrap().as_deref(), Some("one"));
    told(&other, Some("two"), false).await.unwrap();
    assert_eq!(told(&one, None, false).await.unwrap().as_deref(), Some("two"));
}

#[tokio::test]
async fn many_at_once_get_dense_positions_each_its_own() {
    for (name, store) in stores().await {
        let told = (0..60u8).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                tell(&store, ctx(n + 10), Box::leak(format!("l{n}").into_boxed_str()), false).await.unwrap()
            })
        });
        let mut seen = Vec::new();
        for task in told.collect::<Vec<_>>() {
            seen.push(task.await.unwrap());
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=60).collect::<Vec<i64>>(), "{name}");
        assert_eq!(store.head(), 60, "{name}");
    }
}

/// A batch in which some fail after they wrote is run again, each by itself.
#[tokio::test]
async fn among_many_those_that_fail_leave_nothing() {
    for (name, store) in stores().await {
        let told = (0..90u8).map(|n| {
            let store = store.clone();
            let line = Box::leak(format!("l{n:02}").into_boxed_str());
            tokio::spawn(async move { tell(&store, ctx(n), line, n % 30 == 7).await })
        });
        let mut positions = Vec::new();
        for (n, task) in told.collect::<Vec<_>>().into_iter().enumerate() {
            let done = task.await.unwrap();
            assert_eq!(done.is_err(), n % 30 == 7, "{name} {n}");
            positions.extend(done.ok());
        }
        positions.sort_unstable();
        assert_eq!(positions, (1..=87).collect::<Vec<i64>>(), "{name}");
        let lines: Vec<String> = store
            .read(Scope::Tenant(TENANT), |tx: &mut Tx| {
                Box::pin(async move {
                    let rows: Vec<Row> = tx
                        .all(sql!("select line from tale where tenant = $tenant order by line"), &[])
                        .await?;
                    rows.iter().map(Row::first).collect::<Result<_, Fault>>()
                })
            })
            .await
            .unwrap();
        let kept: Vec<String> = (0..90).filter(|n| n % 30 != 7).map(|n| format!("l{n:02}")).collect();
        assert_eq!(lines, kept, "{name}");
    }
}

/// A long transaction holds nobody up, and stands behind what it waited for although it began before.
#[tokio::test]
async fn on_postgresql_an_event_waits_for_no_older_transaction() {
    let Ok(url) = std::env::var("WEILU_TEST_PG") else { return };
    let store = fresh_database(&url).await;
    store.migrate(&[SCHEMA]).await.unwrap();
    let other = store.clone();
    let long = store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        let other = other.clone();
        Box::pin(async move {
            tx.exec(sql!("delete from tale where tenant = $tenant and line = 'nothing'"), &[]).await?;
            tx.exec(sql!("insert into tale (tenant, id, line, told) values ($tenant, 1, 'long', true)"), &[])
                .await?;
            let short = tell(&other, ctx(2), "short", false).await?;
            assert_eq!((short, other.head()), (1, 1), "it got its place while the long one runs");
            tx.append(&ctx(3), TOLD.on(PostId::from_raw(1)));
            Ok::<(), Fault>(())
        })
    });
    assert_eq!(long.await.unwrap().pos, 2);
}

/// How often a row is there, by [`Tx::once`].
async fn once(tx: &mut Tx) -> Result<i64, Fault> {
    let row: Option<Row> = tx.once(sql!("select count(*) from tale where tenant = $tenant"), &[]).await?;
    row.unwrap().first()
}

#[tokio::test]
async fn what_was_read_once_is_read_again_behind_a_writing_or_a_lock() {
    for (name, store) in stores().await {
        let other = store.clone();
        let done = store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            let other = other.clone();
            Box::pin(async move {
                tx.foresee(sql!("select line from tale where tenant = $tenant limit 1"), &[])?;
                let mut counts = vec![once(tx).await?, once(tx).await?];
                tx.queue(
                    sql!("insert into tale (tenant, id, line, told) values ($tenant, 1, 'a', true)"),
                    &[],
                )?;
                counts.push(once(tx).await?);
                if name == "postgres" {
                    tell(&other, ctx(1), "theirs", false).await?;
                    assert_eq!(once(tx).await?, 1, "not asked again");
                }
                tx.lock(&[PostId::from_raw(7).into()])?;
                counts.push(once(tx).await?);
                Ok::<_, Fault>(counts)
            })
        });
        let expected = if name == "postgres" { [0, 0, 1, 2] } else { [0, 0, 1, 1] };
        assert_eq!(done.await.unwrap().value, expected, "{name}");
    }
}

/// What is queued row by row stands as if it had been written row by row: also where rows have the same key.
#[tokio::test]
async fn rows_that_travel_together_are_written_one_after_the_other() {
    for (name, store) in stores().await {
        let lines = store.write(Scope::Tenant(TENANT), |tx: &mut Tx| {
            Box::pin(async move {
                for n in [1, 2, 3, 2, 2, 4, 1_i64] {
                    tx.queue(
                        sql!("insert into tale (tenant, id, line, told) values ($tenant, $1, $2, true) on conflict (tenant, id) do update set line = tale.line || excluded.line"),
                        params![n, n.to_string()],
                    )?;
                }
                for n in 5..=7_i64 {
                    tx.queue(
                        sql!("insert into tale (tenant, id, line, told) values ($tenant, $1, $3, $2)"),
                        params![n, n == 6, "x"],
                    )?;
                }
                let rows: Vec<Row> = tx.all(sql!("select line, told from tale where tenant = $tenant order by id"), &[]).await?;
                rows.iter().map(|r| Ok((r.get("line")?, r.get("told")?))).collect::<Result<Vec<(String, bool)>, Fault>>()
            })
        });
        let told: Vec<(String, bool)> = lines.await.unwrap().value;
        let expected =
            [("11", true), ("222", true), ("3", true), ("4", true), ("x", false), ("x", true), ("x", false)];
        assert_eq!(told, expected.map(|(line, told)| (line.to_owned(), told)), "{name}");
    }
}

#[tokio::test]
async fn a_tenant_sees_only_its_own_and_the_system_binds_none() {
    for (name, store) in stores().await {
        tell(&store, ctx(1), "mine", false).await.unwrap();
        let other = Scope::Tenant(TenantId::new(2));
        let count = |scope| {
            let store = store.clone();
            async move {
                store
                    .read(scope, |tx: &mut Tx| {
                        Box::pin(async move {
                            let row: Option<Row> =
                                tx.one(sql!("select count(*) from tale where tenant = $tenant"), &[]).await?;
                            row.unwrap().first::<i64>()
                        })
                    })
                    .await
            }
        };
        assert_eq!(count(other).await.unwrap(), 0, "{name}");
        assert_eq!(count(Scope::Tenant(TENANT)).await.unwrap(), 1, "{name}");
        assert!(count(Scope::System).await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn jobs_are_leased_retried_and_die_in_the_end() {
    for (name, store) in stores().await {
        tell(&store, ctx(1), "again", false).await.unwrap();
        tell(&store, ctx(2), "again", false).await.unwrap();
        let mut now = Time(1_900_000_000_000_000);
        let first = store.claim_jobs(now, &["tale.print"], 10).await.unwrap();
        assert_eq!(first.len(), 1, "the same key is queued once ({name})");
        assert!(store.claim_jobs(now, &["tale.print"], 10).await.unwrap().is_empty(), "leased");
        store.job_failed(&first[0], now, "printer on fire", false).await.unwrap();
        for _ in 0..20 {
            now = now + 3 * weilu_vocabulary::HOUR;
            for job in store.claim_jobs(now, &["tale.print"], 10).await.unwrap() {
                store.job_failed(&job, now, "still", false).await.unwrap();
            }
        }
        assert_eq!(store.job_counts().await.unwrap()["dead"]["count"], 1, "{name}");
        assert!(store.retry_job(TENANT, first[0].id, now).await.unwrap());
        let again = store.claim_jobs(now, &["tale.print"], 10).await.unwrap();
        store.job_done(again[0].id).await.unwrap();
        assert_eq!(store.job_counts().await.unwrap()["done"]["count"], 1, "{name}");
    }
}

#[tokio::test]
async fn readers_cannot_write_and_migrations_cannot_change() {
    for (name, store) in stores().await {
        if name != "memory" {
            let refused = store
                .read(Scope::Tenant(TENANT), |tx: &mut Tx| {
                    Box::pin(
                        async move { tx.exec(sql!("delete from tale where tenant = $tenant"), &[]).await },
                    )
                })
                .await;
            assert!(refused.is_err(), "{name}");
        }
        assert_eq!(store.migrate(&[SCHEMA]).await.unwrap(), 0, "{name}");
        let changed = Schema { text: "-- migration 1\ncreate table tale (tenant id not null);", ..SCHEMA };
        assert!(store.migrate(&[changed]).await.is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_panic_ends_one_command_only() {
    for (name, store) in stores().await {
        let died =
            store.write(Scope::Tenant(TENANT), |_: &mut Tx| Box::pin(async move { panic_now::<()>() })).await;
        assert!(died.is_err(), "{name}");
        assert_eq!(tell(&store, ctx(1), "after", false).await.unwrap(), 1, "{name}");
    }
}

fn panic_now<T>() -> Result<T, Fault> {
    let none: Option<Value> = None;
    none.map(|_| Err(Fault::new("never"))).unwrap()
}
