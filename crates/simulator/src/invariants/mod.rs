//! What must hold whatever happened. Each check says in one sentence what is broken.

mod counted;
mod money;
mod settled;
mod shown;

use crate::world::World;
use std::collections::BTreeSet;
use weilu_kernel::{Tx, sql};
use weilu_store::{Row, Scope, Sql};
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
                counted::likes(tx).await?;
                counted::replies(tx).await?;
                counted::votes(tx).await?;
                counted::polls(tx).await?;
                settled::questions(tx).await?;
                settled::ballots(tx).await?;
                settled::rosters(tx).await?;
                settled::cases(tx).await?;
                chats_without_gaps(tx).await?;
                members_hold_roles(tx).await
            })
        })
        .await
}

/// Checks what people are shown: dearer than what is read from rows, so it is asked less often.
///
/// # Errors
/// The first list that shows what it must not, or the fault of the database.
pub async fn check_shown(world: &World) -> Result<(), Fault> {
    shown::check(world).await
}

/// Checks that what is kept of posts in memory is what the tables say.
///
/// # Errors
/// The list that differs, or the fault of the database.
pub async fn check_kept(world: &mut World) -> Result<(), Fault> {
    shown::check_kept(world).await
}

/// Checks the whole ledger, and that what remains of points given together is what people have.
///
/// # Errors
/// The first doubt, or the fault of the database.
pub async fn check_money(world: &World) -> Result<(), Fault> {
    money::check(world).await
}

/// Readings of the log that come out the same when they are built anew.
fn readings() -> [(&'static str, &'static Sql); 8] {
    [
        ("post_count", sql!("select * from post_count where tenant = $tenant order by post")),
        ("post_latest", sql!("select * from post_latest where tenant = $tenant order by space")),
        ("vote_rank", sql!("select * from vote_rank where tenant = $tenant order by post")),
        ("poll_count", sql!("select * from poll_count where tenant = $tenant order by choice")),
        ("poll_turnout", sql!("select * from poll_turnout where tenant = $tenant order by poll")),
        (
            "question_help",
            sql!("select * from question_help where tenant = $tenant order by space, persona, day"),
        ),
        ("hot_thread", sql!("select * from hot_thread where tenant = $tenant order by thread")),
        ("pulse_waiting", sql!("select * from pulse_waiting where tenant = $tenant order by what, thing")),
    ]
}

/// Checks that every projection, rebuilt from the log, equals what was kept up step by step.
///
/// # Errors
/// The first reading that differs, or the fault of the database.
pub async fn check_rebuilt(world: &World) -> Result<(), Failure> {
    let before = dump(world).await?;
    let names: Vec<&'static str> =
        world.app.processors().filter(|p| !p.clear.is_empty()).map(|p| p.name).collect();
    for name in names {
        world.app.rebuild(name).await?;
    }
    for ((name, grown), (_, rebuilt)) in before.iter().zip(dump(world).await?) {
        let differs = grown.iter().zip(&rebuilt).find(|(a, b)| a != b);
        if let Some((grown, rebuilt)) = differs {
            let what = format!("{name}: rebuilt differs from incremental: {grown} became {rebuilt}");
            return Err(Fault::new(what).into());
        }
        if grown.len() != rebuilt.len() {
            let what = format!("{name}: {} rows grew, {} were rebuilt", grown.len(), rebuilt.len());
            return Err(Fault::new(what).into());
        }
    }
    Ok(())
}

async fn dump(world: &World) -> Result<Vec<(&'static str, Vec<String>)>, Fault> {
    world
        .app
        .store
        .read(Scope::Tenant(world.tenant), |tx: &mut Tx| {
            Box::pin(async move {
                let mut out = Vec::new();
                for (name, statement) in readings() {
                    let rows: Vec<Row> = tx.all(statement, &[]).await?;
                    out.push((name, rows.iter().map(|r| r.to_json().to_string()).collect()));
                }
                Ok::<_, Fault>(out)
            })
        })
        .await
}

/// The first row that breaks a rule, in words.
async fn none(tx: &mut Tx, statement: &'static Sql, broken: &str) -> Result<(), Fault> {
    let wrong: Vec<Row> = tx.all(statement, &[]).await?;
    match wrong.first() {
        None => Ok(()),
        Some(row) => Err(Fault::new(format!("{broken}: {}", row.to_json()))),
    }
}

async fn dense_log(tx: &mut Tx) -> Result<(), Fault> {
    let row: Option<Row> =
        tx.one(sql!("select count(*) as n, coalesce(max(pos), 0) as head from event"), &[]).await?;
    let Some(row) = row else { return Ok(()) };
    let (n, head): (i64, i64) = (row.get("n")?, row.get("head")?);
    if n == head { Ok(()) } else { Err(Fault::new(format!("{n} events but the head is {head}"))) }
}

async fn chats_without_gaps(tx: &mut Tx) -> Result<(), Fault> {
    none(
        tx,
        sql!("select c.id, c.messages from chat c where c.tenant = $tenant and (c.messages <> (select count(*) from chat_message m where m.tenant = c.tenant and m.chat = c.id) or c.messages <> coalesce((select max(m.number) from chat_message m where m.tenant = c.tenant and m.chat = c.id), 0))"),
        "the numbers of a chat have gaps",
    )
    .await
}

async fn members_hold_roles(tx: &mut Tx) -> Result<(), Fault> {
    let sides: [&'static Sql; 2] = [
        sql!("select space, persona from space_member where tenant = $tenant"),
        sql!(
            "select scope as space, persona from role_grant where tenant = $tenant and scope_kind = 'space' and role = 'member' and persona <> 0"
        ),
    ];
    let mut sets = Vec::new();
    for statement in sides {
        let rows: Vec<Row> = tx.all(statement, &[]).await?;
        let pairs = rows.iter().map(|r| Ok((r.get("space")?, r.get("persona")?)));
        sets.push(pairs.collect::<Result<BTreeSet<(i64, i64)>, Fault>>()?);
    }
    if sets.first() == sets.last() {
        return Ok(());
    }
    Err(Fault::new("a seat in a space without its role, or a role without its seat"))
}
