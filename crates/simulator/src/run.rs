//! One run: a village is set up, acts follow each other, faults are thrown in, invariants are checked.

use crate::{acts, invariants, world::World};
use weilu_community::space;
use weilu_kernel::{Role, Tx};
use weilu_store::Scope;
use weilu_vocabulary::{DAY, Failure, Fault, MINUTE, SECOND};

/// How large a run is.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// People in the village.
    pub members: usize,
    /// Acts.
    pub acts: usize,
    /// Invariants are checked after so many acts.
    pub check_every: usize,
    /// A bug to plant, to see whether it is caught.
    pub planted: Option<Planted>,
}

/// Bugs that a run must catch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// A processor's cursor is lost: it reads from the beginning again.
    LostCursor,
    /// An effect is written twice.
    DoubleEffect,
    /// A seat is given without the role that goes with it.
    OverIssuedSeat,
}

/// What a run saw.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Acts done.
    pub acts: usize,
    /// Restarts thrown in.
    pub restarts: usize,
}

/// Runs a plan in a new world.
///
/// # Errors
/// The broken invariant with the number of the act after which it was seen.
pub async fn run(world: &mut World, plan: Plan) -> Result<Outcome, Failure> {
    settle_in(world, plan.members).await?;
    let mut restarts = 0;
    for n in 0..plan.acts {
        acts::one(world).await?;
        let pause = i64::try_from(world.below(90)).unwrap_or(0) * SECOND;
        world.clock.advance(pause);
        if world.once_in(40) {
            process_some(world).await?;
        }
        if world.once_in(30) {
            invariants::check_kept(world).await.map_err(|f| f.context(format!("after act {n}")))?;
        }
        if world.once_in(500) {
            world.restart().await?;
            restarts += 1;
        }
        if world.once_in(700) {
            // The clock steps back: ids and order must not.
            world.clock.advance(-5 * MINUTE);
        }
        if world.once_in(250) {
            // Some days nobody comes by: what has a time of its own happens, and who asked to leave is erased.
            let days = 1 + i64::try_from(world.below(4)).unwrap_or(0);
            world.clock.advance(days * DAY);
        }
        if plan.planted.is_some() && n == plan.acts / 2 {
            world.app.settle().await?;
            plant(world, plan.planted).await?;
        }
        if n % plan.check_every == plan.check_every - 1 {
            world.app.settle().await?;
            invariants::check(world).await.map_err(|f| f.context(format!("after act {n}")))?;
        }
        // In long runs on the way, in short ones at the end alone.
        if n % (8 * plan.check_every) == 6 * plan.check_every - 1 {
            invariants::check_shown(world).await.map_err(|f| f.context(format!("after act {n}")))?;
            invariants::check_money(world).await.map_err(|f| f.context(format!("after act {n}")))?;
        }
    }
    world.app.settle().await?;
    invariants::check(world).await?;
    invariants::check_shown(world).await?;
    invariants::check_money(world).await?;
    invariants::check_rebuilt(world).await?;
    Ok(Outcome { acts: plan.acts, restarts })
}

async fn settle_in(world: &mut World, members: usize) -> Result<(), Failure> {
    let host = world.move_in("秦月明", &[Role::Operator]).await?;
    for n in 1..members {
        world.move_in(&format!("茶客{n}"), &[]).await?;
    }
    for (name, line) in
        [("雾溪茶友会", "一起喝茶，一起说话"), ("老白茶研习社", "看懂年份"), ("大学城冷泡社", "考完试来一杯")]
    {
        let open = space::Open { name: name.into(), line: line.into(), open_to_read: true };
        let opened = world.perform(host, open).await?;
        world.spaces.push(opened.space);
        world.seats.push((opened.space, host.persona));
    }
    world.host = Some(host);
    if let Some(last) = world.spaces.last() {
        let first = serde_json::json!({ "space": last, "mode": "everyone" });
        world.call(host, "review.set_mode", first).await?;
    }
    Ok(())
}

/// Processors come late and in any order: one of them goes on by one slice.
async fn process_some(world: &mut World) -> Result<(), Failure> {
    let specs: Vec<_> = world.app.processors().collect();
    let at = world.below(specs.len());
    if let Some(spec) = specs.get(at) {
        world.app.step_processor(spec).await?;
    }
    Ok(())
}

async fn plant(world: &World, planted: Option<Planted>) -> Result<(), Fault> {
    let now = world.app.clock.now();
    let space = world.spaces.first().copied();
    world
        .app
        .store
        .write(Scope::Tenant(world.tenant), move |tx: &mut Tx| {
            Box::pin(async move {
                match planted {
                    Some(Planted::LostCursor) => tx.set_cursor("post.count", 0, now),
                    Some(Planted::DoubleEffect) => {
                        let twice = weilu_kernel::sql!("update post_count set likes = likes + 1 where tenant = $tenant and post = (select min(post) from post_count where tenant = $tenant)");
                        tx.exec(twice, &[]).await.map(drop)
                    }
                    Some(Planted::OverIssuedSeat) => {
                        let seat = weilu_kernel::sql!("insert into space_member (tenant, space, persona, number, since) values ($tenant, $1, 1, 0, 0)");
                        tx.exec(seat, weilu_kernel::params![space]).await.map(drop)
                    }
                    None => Ok(()),
                }
            })
        })
        .await
        .map(drop)
}
