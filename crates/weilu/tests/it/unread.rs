//! Unread marks: what is new since one looked, counted for all spaces in one go.

use crate::{
    house::{House, Person, TENANT, on_every_engine},
    notification::{inside, write},
    space::opened,
};
use serde_json::{Value, json};
use weilu_kernel::{Role, Tx};
use weilu_store::{Scope, params, sql};
use weilu_vocabulary::{Failure, Id, MINUTE, PersonaId, PostId, SpaceId, Time};

async fn mine(person: &Person, space: &str) -> Value {
    let items = person.get("unread/mine").await.ok()["items"].as_array().unwrap().clone();
    items.into_iter().find(|i| i["space"] == space).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_wrote_since_i_looked_is_new_and_a_mark_only_moves_forward() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let other = opened(&owner, "circle", "老白茶研习社").await;
        write(&owner, &space, "他来以前说的", None).await;
        house.clock.advance(MINUTE);
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        assert_eq!(mine(&tao, &space).await["unread"], 0, "what was said before he came is not new");
        house.clock.advance(MINUTE);
        let first = write(&owner, &space, "一", None).await;
        let second = write(&owner, &space, "二", None).await;
        write(&owner, &space, "回一句", Some(&first)).await;
        write(&tao, &space, "我自己说的", None).await;
        let shown = mine(&tao, &space).await;
        assert_eq!((&shown["unread"], &shown["seen"]), (&json!(2), &Value::Null));
        tao.post("unread/see", json!({ "space": space, "post": first })).await.ok();
        assert_eq!(mine(&tao, &space).await["unread"], 1);
        tao.post("unread/see", json!({ "space": space, "post": second })).await.ok();
        tao.post("unread/see", json!({ "space": space, "post": first })).await.ok();
        let shown = mine(&tao, &space).await;
        assert_eq!((&shown["unread"], &shown["seen"]), (&json!(0), &json!(second)), "it does not go back");
        // The owner's own mark is his; a post of another space moves nothing.
        assert_eq!(mine(&owner, &space).await["unread"], 1);
        tao.post("unread/see", json!({ "space": other, "post": second }))
            .await
            .refused(404, "link.not_found");
        Person::new(&house)
            .post("unread/see", json!({ "space": space, "post": second }))
            .await
            .refused(401, "link.sign_in");
        tao.post("space/set_own", json!({ "space": space, "muted": true })).await.ok();
        assert_eq!(mine(&tao, &space).await["muted"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_stops_at_a_hundred() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let space = opened(&owner, "circle", "雾溪茶友会").await;
        let tao = inside(&house, "12300000002", "阿桃", &space).await;
        let (id, author): (SpaceId, PersonaId) = (space.parse().unwrap(), owner.persona().await);
        fill(&house, id, author, 99).await;
        assert_eq!(mine(&tao, &space).await["unread"], 99);
        fill(&house, id, author, 300).await;
        assert_eq!(mine(&tao, &space).await["unread"], 100);
    })
    .await;
}

async fn fill(house: &House, space: SpaceId, author: PersonaId, n: i64) {
    let now = Time(house.clock.peek());
    let base = weilu_vocabulary::id_floor(now) + (1 << 30) * n;
    let done: Result<_, Failure> = house
        .app
        .store
        .write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            Box::pin(async move {
                for i in 0..n {
                    tx.queue(
                        sql!("insert into post (tenant, id, space, author, thread, kind, title, text, state, visibility, created_at, version) values ($tenant, $1, $2, $3, $1, 'post', '', '茶', 'live', 'public', $4, 1)"),
                        params![PostId::from_raw(base + i), space, author, now],
                    )?;
                }
                Ok(())
            })
        })
        .await;
    done.unwrap();
}
