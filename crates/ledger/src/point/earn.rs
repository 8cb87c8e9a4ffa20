//! Reads the log and gives what the rules say; takes it back when the deed was done away with.

use super::{
    EARNED, RULES, Rule, TAKEN_BACK, To, purse,
    state::{self, Deed},
};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, btree_map::Entry};
use weilu_kernel::{Act, Tx, tenant};
use weilu_people::account;
use weilu_vocabulary::{Event, Failure, Fault, MemberId, Origin, Outcome, PersonaId, Ref, day_number};

/// Imported history earns nothing: points are a promise of today.
pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    if !matches!(act.origin, Origin::Live | Origin::Demo) {
        return Ok(());
    }
    let rules: Vec<Rule> = RULES.get(tx).await?;
    let mut slice =
        Slice { zone: tenant::zone(tx).await?, members: BTreeMap::new(), earned: BTreeMap::new() };
    for event in events {
        for rule in &rules {
            if rule.on && rule.event == event.kind {
                earn(tx, act, &mut slice, rule, event).await?;
            } else if rule.undone_by.contains(&event.kind) {
                turn(tx, act, rule, event, true).await?;
            } else if rule.redone_by.contains(&event.kind) {
                turn(tx, act, rule, event, false).await?;
            }
        }
    }
    Ok(())
}

/// What is asked once for a slice of the log: who somebody is, and what he got on a day. Whoever has all of a day's
/// points costs nothing more.
struct Slice<'r> {
    zone: TimeZone,
    members: BTreeMap<PersonaId, Option<MemberId>>,
    earned: BTreeMap<(&'r str, MemberId, i64), i64>,
}

impl<'r> Slice<'r> {
    async fn member(&mut self, tx: &mut Tx, persona: PersonaId) -> Result<Option<MemberId>, Fault> {
        if let Some(member) = self.members.get(&persona) {
            return Ok(*member);
        }
        let member = account::state::member_of(tx, persona).await?;
        self.members.insert(persona, member);
        Ok(member)
    }

    /// What a member got so far on a day under a rule.
    async fn earned(
        &mut self,
        tx: &mut Tx,
        rule: &'r str,
        member: MemberId,
        day: i64,
    ) -> Result<&mut i64, Fault> {
        match self.earned.entry((rule, member, day)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(asked) => Ok(asked.insert(state::earned_on(tx, rule, member, day).await?)),
        }
    }

    /// Who earns by an event: nobody for what he did to himself, whatever face he wore.
    async fn earner(
        &mut self,
        tx: &mut Tx,
        rule: &Rule,
        event: &Event,
    ) -> Result<Option<(PersonaId, MemberId)>, Fault> {
        let persona = match rule.to {
            To::Actor => event.actor,
            To::With => event.with.iter().find_map(|thing| thing.get()),
        };
        let Some(persona) = persona else { return Ok(None) };
        let Some(member) = self.member(tx, persona).await? else { return Ok(None) };
        let by = match event.actor {
            Some(actor) if rule.to == To::With => self.member(tx, actor).await?,
            _ => None,
        };
        Ok((by != Some(member)).then_some((persona, member)))
    }
}

async fn earn<'r>(
    tx: &mut Tx,
    act: &Act,
    slice: &mut Slice<'r>,
    rule: &'r Rule,
    event: &Event,
) -> Outcome<()> {
    let (Some((persona, member)), Some(object)) = (slice.earner(tx, rule, event).await?, event.object) else {
        return Ok(());
    };
    let day = day_number(event.at, &slice.zone);
    let so_far = slice.earned(tx, &rule.event, member, day).await?;
    let points = rule.points.min(rule.per_day - *so_far);
    if points <= 0 || state::earned(tx, rule, persona, object).await?.is_some() {
        return Ok(());
    }
    *so_far += points;
    state::insert(
        tx,
        &Deed { rule: rule.event.clone(), persona, object, points, undone: false, day, at: event.at },
    )?;
    give(tx, act, event, &Due { persona, object, points, rule }).await
}

/// Points that are due to somebody for something.
struct Due<'t> {
    persona: PersonaId,
    object: Ref,
    points: i64,
    rule: &'t Rule,
}

async fn give(tx: &mut Tx, act: &Act, event: &Event, due: &Due<'_>) -> Outcome<()> {
    let key = format!("earn:{}:{}:{}:{}", due.rule.event, due.rule.to.word(), event.pos, due.persona);
    purse::give(tx, act, &entry(key, due, &EARNED)).await.map(drop)
}

fn entry(key: String, due: &Due<'_>, reason: &'static crate::ledger::Reason) -> purse::Entry {
    purse::Entry { key, persona: due.persona, points: due.points, reason, about: Some(due.object) }
}

/// Takes back what was earned by something that was done away with, or gives it again when it stands again.
async fn turn(tx: &mut Tx, act: &Act, rule: &Rule, event: &Event, undone: bool) -> Outcome<()> {
    let Some(object) = event.object else { return Ok(()) };
    for deed in state::earned_by(tx, &rule.event, object, undone).await? {
        // A like that was taken back costs its author nothing of somebody else's like.
        if rule.to == To::With && undone && !concerns(event, &deed) {
            continue;
        }
        state::turn(tx, &deed, undone)?;
        let due = Due { persona: deed.persona, object, points: deed.points, rule };
        if undone {
            let key = format!("back:{}:{}:{}:{}", rule.event, rule.to.word(), event.pos, deed.persona);
            purse::take_back(tx, act, &entry(key, &due, &TAKEN_BACK)).await?;
        } else {
            give(tx, act, event, &due).await?;
        }
    }
    Ok(())
}

fn concerns(event: &Event, deed: &Deed) -> bool {
    let with: Option<PersonaId> = event.with.iter().find_map(|thing| thing.get());
    with.is_none_or(|with| with == deed.persona)
}
