//! Backup, restore and move: what was there is there again, on either engine, and a broken file is refused.

use crate::house::{House, on_every_engine, postgres};
use serde_json::json;
use std::sync::Arc;
use weilu::archive;
use weilu_kernel::{App, Role, Tx};
use weilu_store::{NewJob, Scope};
use weilu_vocabulary::{Failure, Fault, TenantId, Time};

const QUIET: fn(&str) = |_| {};

async fn live_in(house: &House) -> String {
    let owner = house.staff("12300000001", Role::Operator).await;
    let input = json!({ "name": "搬家茶友会", "line": "换个屋子接着喝", "open_to_read": true });
    let space = owner.post("space/open", input).await.ok()["space"].as_str().unwrap().to_owned();
    for n in 0..30 {
        let text = format!("第 {n} 杯 {}", "茶".repeat(40));
        owner.post("post/write", json!({ "space": space, "text": text })).await.ok();
    }
    house.app.blobs.put(b"a picture").unwrap();
    house.settle().await;
    enqueue_waiting(&house.app).await;
    space
}

async fn enqueue_waiting(app: &Arc<App>) {
    let mut act = app.system_act();
    act.ctx.tenant = TenantId::new(1);
    let act = Arc::new(act);
    app.store
        .write(Scope::Tenant(TenantId::new(1)), move |tx: &mut Tx| {
            let act = act.clone();
            Box::pin(async move {
                let job = NewJob {
                    kind: "sms.send",
                    key: "later".into(),
                    payload: json!({}),
                    run_at: Time(i64::MAX),
                };
                tx.enqueue(&act, job).map_err(Failure::from)
            })
        })
        .await
        .unwrap();
}

async fn events(app: &App) -> Vec<String> {
    let read: Result<_, Fault> = app
        .store
        .read(Scope::System, |tx: &mut Tx| Box::pin(async move { tx.events_after(0, 10_000).await }))
        .await;
    read.unwrap().iter().map(|e| format!("{e:?}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_comes_back_on_either_engine_and_holds_what_was_waiting() {
    on_every_engine(async |house| {
        live_in(&house).await;
        let file =
            std::env::temp_dir().join(format!("weilu-backup-{}-{}.tar.gz", house.engine, std::process::id()));
        let made = archive::backup(&house.app, &file, QUIET).await.unwrap();
        assert!(made.rows > 60 && made.files == 1, "{made:?}");
        for pg in [false, true] {
            if pg && postgres().is_none() {
                continue;
            }
            let (app, _place) = House::empty(pg).await;
            let back = archive::restore(&app, &file, QUIET).await.unwrap();
            assert_eq!((back.rows, back.files), (made.rows, made.files));
            assert_eq!(app.store.row_counts().await.unwrap(), house.app.store.row_counts().await.unwrap());
            assert_eq!(events(&app).await, events(&house.app).await);
            assert_eq!(app.store.job_counts().await.unwrap()["held"]["count"], 1);
            assert!(archive::restore(&app, &file, QUIET).await.is_err(), "not into a filled one");
            assert_eq!(app.store.release_held_jobs().await.unwrap(), 1);
        }
        std::fs::remove_file(&file).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_grows_from_sqlite_to_postgresql() {
    if postgres().is_none() {
        return;
    }
    let house = House::open(false).await;
    live_in(&house).await;
    let (target, _place) = House::empty(true).await;
    archive::move_to(&house.app, &target).await.unwrap();
    assert_eq!(events(&target).await, events(&house.app).await);
    assert_eq!(target.store.job_counts().await.unwrap()["waiting"]["count"], 1, "a move holds nothing back");
    assert!(archive::move_to(&house.app, &target).await.is_err(), "not into a filled one");
    assert_eq!(
        target.create_tenant("别家", "other.test").await.unwrap(),
        TenantId::new(2),
        "it goes on from there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_backup_changes_nothing() {
    let file = std::env::temp_dir().join(format!("weilu-nonsense-{}.tar.gz", std::process::id()));
    std::fs::write(&file, b"not a backup at all").unwrap();
    let (app, _place) = House::empty(false).await;
    assert!(archive::restore(&app, &file, QUIET).await.is_err());
    assert!(app.store.is_empty().await.unwrap());
    std::fs::remove_file(&file).unwrap();
}
