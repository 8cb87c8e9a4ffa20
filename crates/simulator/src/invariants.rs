//! What must hold whatever happened. Each check says in one sentence what is broken.

use crate::world::World;
use std::collections::BTreeSet;
use weilu_kernel::{Tx, rows, sql};
use weilu_store::{Row, Scope};
use weilu_vocabulary::{Failure, Fault};

/// Checks everything that can be read without changing anything.
///
/// # Errors
/// The first broken invariant, or the fault of the database.
pub async fn check(world: &World) -> Result<(), Fault> {
    world
        .app
        .store
        .read(Scope::Tenant(world.tenant), |tx: &mut Tx| {
            Box::pin(async move {
                dense_log(tx).await?;
                counts(tx).await?;
                chats_without_gaps(tx).await?;
                members_hold_roles(tx).await
            })
        })
        .await
}

/// Checks that every projection, rebuilt from the log, equals what was kept up step by step.
///
/// # Errors
/// The first projection that differs, or the fault of the database.
pub async fn check_rebuilt(world: &World) -> Result<(), Failure> {
    let before = dump(world).await?;
    let names: Vec<&'static str> =
        world.app.processors().filter(|p| !p.clear.is_empty()).map(|p| p.name).collect();
    for name in names {
        world.app.rebuild(name).await?;
        if dump(world).await? != before {
            return Err(Fault::new(format!("{name}: rebuilt differs from incremental")).into());
        }
    }
    Ok(())
}

async fn dump(world: &World) -> Result<String, Fault> {
    world
        .app
        .store
        .read(Scope::Tenant(world.tenant), |tx: &mut Tx| {
            Box::pin(async move {
                let rows: Vec<Row> = tx
                    .all(sql!("select * from post_count where tenant = $tenant order by post"), &[])
                    .await?;
                Ok::<_, Fault>(rows.iter().map(|r| r.to_json().to_string()).collect::<Vec<_>>().join("\n"))
            })
        })
        .await
}

async fn dense_log(tx: &mut Tx) -> Result<(), Fault> {
    let row: Option<Row> =
        tx.one(sql!("select count(*) as n, coalesce(max(pos), 0) as head from event"), &[]).await?;
    let Some(row) = row else { return Ok(()) };
    let (n, head): (i64, i64) = (row.get("n")?, row.get("head")?);
    if n == head { Ok(()) } else { Err(Fault::new(format!("{n} events but the head is {head}"))) }
}

rows! {
    struct Counted { post: i64, counted: i64, kept: i64 }
}

async fn counts(tx: &mut Tx) -> Result<(), Fault> {
    let wrong: Vec<Counted> = tx
        .all(
            sql!(
                "select p.id as post, (select count(*) from post_like l where l.tenant = $tenant and l.post = p.id) as counted, coalesce(c.likes, 0) as kept
                 from post p left join post_count c on c.tenant = p.tenant and c.post = p.id where p.tenant = $tenant
                 and coalesce(c.likes, 0) <> (select count(*) from post_like l where l.tenant = $tenant and l.post = p.id)"
            ),
            &[],
        )
        .await?;
    match wrong.first() {
        None => Ok(()),
        Some(w) => Err(Fault::new(format!("post {}: {} likes but {} counted", w.post, w.counted, w.kept))),
    }
}

async fn chats_without_gaps(tx: &mut Tx) -> Result<(), Fault> {
    let wrong: Vec<Row> = tx
        .all(
            sql!("select c.id, c.messages from chat c where c.tenant = $tenant and (c.messages <> (select count(*) from chat_message m where m.tenant = c.tenant and m.chat = c.id) or c.messages <> coalesce((select max(m.number) from chat_message m where m.tenant = c.tenant and m.chat = c.id), 0))"),
            &[],
        )
        .await?;
    match wrong.first() {
        None => Ok(()),
        Some(row) => Err(Fault::new(format!("chat {}: its numbers have gaps", row.get::<i64>("id")?))),
    }
}

async fn members_hold_roles(tx: &mut Tx) -> Result<(), Fault> {
    let sides: [(&str, &'static weilu_store::Sql); 2] = [
        ("seats", sql!("select space, persona from space_member where tenant = $tenant")),
        (
            "roles",
            sql!(
                "select scope as space, persona from role_grant where tenant = $tenant and scope_kind = 'space' and role = 'member' and persona <> 0"
            ),
        ),
    ];
    let mut sets = Vec::new();
    for (_, statement) in sides {
        let rows: Vec<Row> = tx.all(statement, &[]).await?;
        let pairs = rows.iter().map(|r| Ok((r.get("space")?, r.get("persona")?)));
        sets.push(pairs.collect::<Result<BTreeSet<(i64, i64)>, Fault>>()?);
    }
    if sets.first() == sets.last() {
        return Ok(());
    }
    Err(Fault::new("a seat in a space without its role, or a role without its seat"))
}
