//! Turns events into notices (processor `notification.tell`): who is told is declared by the feature whose event it
//! is; who wants to hear nothing of it is left out; what is about one thing is folded while it is unread.
//!
//! What is older than a few days when it is read is news to nobody: after an update, or a long stop, members are not
//! told the whole past.
//!
//! Order: whom the notice names, minus the actor, minus those who may not hear what is said there, minus those who
//! keep quiet, minus those who switched it off. What is `firm` skips the last three.

use super::{
    MAIL_DELAY_MINUTES, TOLD,
    choice::{self, Choices},
    quiet::{self, QuietHours},
    sentence,
    state::{self, New, person::Person},
};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use weilu_kernel::{Act, NoticeSpec, Tx, Whom, link, notice::Hush, tenant};
use weilu_vocabulary::{Audience, DAY, Event, Failure, Fault, MINUTE, MemberId, PersonaId, Ref, Time};

/// Above this many people, what they chose is read at once instead of one by one.
const MANY: usize = 20;
/// Days after which something is no news any more.
const NEWS_DAYS: i64 = 3;
/// People that one event of the log names at most.
const NAMED_AT_ONCE: usize = 100;

pub(super) async fn handle(tx: &mut Tx, act: &Act, events: &[Event]) -> Result<(), Failure> {
    let mut night: Option<Night> = None;
    let mut people = People::default();
    for event in events.iter().filter(|e| act.now.since(e.recorded_at) < NEWS_DAYS * DAY) {
        let mut told = BTreeSet::new();
        for spec in act.app.notices() {
            if spec.event == event.kind && (spec.when)(event) {
                let night = match &night {
                    Some(night) => night,
                    None => night.insert(Night::of(tx, act).await?),
                };
                tell(tx, act, (event, spec), night, &mut people, &mut told).await?;
            }
            if spec.taken_back_by == Some(event.kind.as_str()) {
                take_back(tx, event, spec).await?;
            }
        }
    }
    Ok(())
}

/// When letters go out, as the brand has it.
struct Night {
    zone: TimeZone,
    hours: QuietHours,
    delay: i64,
    now: Time,
}

impl Night {
    async fn of(tx: &mut Tx, act: &Act) -> Result<Night, Fault> {
        Ok(Night {
            zone: tenant::zone(tx).await?,
            hours: quiet::of_brand(tx).await?,
            delay: MAIL_DELAY_MINUTES.get(tx).await?.max(0) * MINUTE,
            now: act.now,
        })
    }

    /// A little later, so that whoever reads it on the page gets no letter; in the morning when it is night.
    fn mail_at(&self, choices: &Choices) -> Time {
        let soon = self.now + self.delay;
        choices.quiet.unwrap_or(self.hours).end(soon, &self.zone).unwrap_or(soon)
    }
}

/// The persons behind faces, each looked up once in a run of events.
#[derive(Default)]
struct People(BTreeMap<PersonaId, Option<Person>>);

impl People {
    async fn behind(&mut self, tx: &mut Tx, persona: PersonaId) -> Result<Option<Person>, Fault> {
        if let Some(known) = self.0.get(&persona) {
            return Ok(*known);
        }
        let person = state::person::behind(tx, persona).await?;
        self.0.insert(persona, person);
        Ok(person)
    }

    async fn named(&mut self, tx: &mut Tx, one: Ref) -> Result<Option<Person>, Fault> {
        if let Some(persona) = one.get::<PersonaId>() {
            return self.behind(tx, persona).await;
        }
        match one.get::<MemberId>() {
            Some(member) => state::person::of_member(tx, member).await,
            None => Ok(None),
        }
    }
}

async fn tell(
    tx: &mut Tx,
    act: &Act,
    (event, spec): (&Event, &'static NoticeSpec),
    night: &Night,
    known: &mut People,
    told: &mut BTreeSet<MemberId>,
) -> Result<(), Failure> {
    let mut people = whom(tx, act, event, spec.whom, known).await?;
    let actor = match event.actor {
        Some(actor) => known.behind(tx, actor).await?.map(|p| p.member),
        None => None,
    };
    people.retain(|p| Some(p.member) != actor && told.insert(p.member));
    if !spec.firm {
        if !matches!(spec.whom, Whom::Inside) {
            people = those_who_hear(tx, act, event, people).await?;
        }
        people = those_not_silent(tx, act, event, spec, people).await?;
    }
    if people.is_empty() {
        return Ok(());
    }
    let choices = choices_of(tx, &people).await?;
    let written = Written::of(event, spec);
    let mut unnamed = Vec::new();
    for person in people {
        let choices = choices.get(&person.member).cloned().unwrap_or_default();
        if !spec.firm && !choices.of(spec.category).page {
            continue;
        }
        let mail_at = (spec.mail && choices.mails(spec.category)).then(|| night.mail_at(&choices));
        write(tx, act, &written, person.persona, mail_at).await?;
        if !names(event, person) {
            unnamed.push(person.persona);
        }
    }
    say_so(tx, act, event, &unnamed);
    Ok(())
}

/// Whether the event itself names somebody: then his page hears of it anyway.
fn names(event: &Event, person: Person) -> bool {
    let (persona, member) = (Ref::from(person.persona), Ref::from(person.member));
    event.with.iter().chain(event.object.as_ref()).any(|r| *r == persona || *r == member)
}

/// Lets the pages of those know whom the event does not name.
fn say_so(tx: &mut Tx, act: &Act, event: &Event, unnamed: &[PersonaId]) {
    for some in unnamed.chunks(NAMED_AT_ONCE) {
        let told = TOLD.on(event.object.unwrap_or_else(|| act.tenant.into()));
        tx.append(act, some.iter().fold(told, |told, persona| told.with(*persona)));
    }
}

/// Everybody a notice names, each once.
async fn whom(
    tx: &mut Tx,
    act: &Act,
    event: &Event,
    whom: Whom,
    known: &mut People,
) -> Result<Vec<Person>, Failure> {
    let named: Vec<Ref> = match whom {
        Whom::With => event.with.clone(),
        Whom::Object => event.object.into_iter().collect(),
        Whom::Author => author(tx, act, event).await?.into_iter().map(Ref::from).collect(),
        Whom::Inside => {
            return Ok(match event.space {
                Some(space) => state::person::inside(tx, space).await?,
                None => Vec::new(),
            });
        }
        Whom::Found(find) => find(tx, event).await?.into_iter().map(Ref::from).collect(),
    };
    let mut people = Vec::new();
    for one in named {
        people.extend(known.named(tx, one).await?);
    }
    Ok(people)
}

async fn author(tx: &mut Tx, act: &Act, event: &Event) -> Result<Option<PersonaId>, Failure> {
    let Some(thing) = event.object.filter(|thing| act.app.can_locate(*thing)) else { return Ok(None) };
    match link::locate(tx, act, thing).await {
        Ok(place) => Ok(place.author),
        Err(Failure::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What is said inside a space is not told to somebody who left it.
async fn those_who_hear(
    tx: &mut Tx,
    act: &Act,
    event: &Event,
    people: Vec<Person>,
) -> Result<Vec<Person>, Fault> {
    let for_space = act.app.event_kind(&event.kind).is_some_and(|k| k.audience == Audience::Space);
    let Some(space) = event.space.filter(|_| for_space) else { return Ok(people) };
    let mut out = Vec::with_capacity(people.len());
    for person in people {
        if state::person::hears(tx, person.member, space).await? {
            out.push(person);
        }
    }
    Ok(out)
}

async fn those_not_silent(
    tx: &mut Tx,
    act: &Act,
    event: &Event,
    spec: &NoticeSpec,
    people: Vec<Person>,
) -> Result<Vec<Person>, Fault> {
    let whom: Vec<PersonaId> = people.iter().map(|p| p.persona).collect();
    let hush = Hush { event, category: spec.category, whom: &whom };
    let mut silent = BTreeSet::new();
    for rule in act.app.features.iter().flat_map(|f| f.silences) {
        silent.extend((rule.silent)(tx, &hush).await?);
    }
    Ok(people.into_iter().filter(|p| !silent.contains(&p.persona)).collect())
}

async fn choices_of(tx: &mut Tx, people: &[Person]) -> Result<BTreeMap<MemberId, Choices>, Fault> {
    if people.len() > MANY {
        let all = state::choice::of_all(tx).await?;
        return Ok(all.into_iter().map(|(member, stored)| (member, choice::read(&stored))).collect());
    }
    let mut out = BTreeMap::new();
    for person in people {
        if let Some(stored) = state::choice::of_member(tx, person.member).await? {
            out.insert(person.member, choice::read(&stored));
        }
    }
    Ok(out)
}

/// What of an event is the same for everybody who is told.
struct Written<'a> {
    event: &'a Event,
    spec: &'static NoticeSpec,
    about: String,
    latest: String,
    path: String,
    facts: String,
}

impl<'a> Written<'a> {
    fn of(event: &'a Event, spec: &'static NoticeSpec) -> Written<'a> {
        let text = |thing: Option<Ref>| thing.map_or_else(String::new, |t| t.to_string());
        Written {
            event,
            spec,
            about: text((spec.about)(event)),
            latest: text(event.object),
            path: (spec.leads)(event),
            facts: sentence::facts((spec.values)(event)),
        }
    }
}

async fn write(
    tx: &mut Tx,
    act: &Act,
    written: &Written<'_>,
    persona: PersonaId,
    mail_at: Option<Time>,
) -> Result<(), Fault> {
    let (event, spec) = (written.event, written.spec);
    let new = New {
        persona,
        kind: spec.name,
        category: spec.category.word(),
        about: &written.about,
        latest: &written.latest,
        path: &written.path,
        space: event.space,
        actor: event.actor,
        facts: &written.facts,
        pos: event.pos,
        at: event.at,
        mail_at,
    };
    if spec.many.is_some()
        && !written.about.is_empty()
        && let Some(known) = state::unread_about(tx, persona, spec.name, &written.about).await?
    {
        return state::fold(tx, known, &new);
    }
    state::insert(tx, act, &new)
}

async fn take_back(tx: &mut Tx, event: &Event, spec: &NoticeSpec) -> Result<(), Fault> {
    let (Some(about), Some(actor)) = ((spec.about)(event), event.actor) else { return Ok(()) };
    state::take_back(tx, spec.name, &about.to_string(), actor).await
}
