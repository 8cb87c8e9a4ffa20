//! Beginning a case and moving it on.

use super::{By, Case, Machine, Step, Transition, state};
use crate::{Act, Place, Tx, Verdict, link::LinkRefusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use weilu_vocabulary::{
    BranchId, EventKind, Failure, Fault, HOUR, NewEvent, Outcome, PersonaId, Ref, SpaceId, Text,
};

/// Most characters of a reason.
const LONGEST_REASON: usize = 1000;

weilu_vocabulary::refusals! {
    /// Why a case did not move.
    pub enum MachineRefusal {
        /// Not from the present state.
        NotNow { state: String, state_zh: String, state_en: String, verb_zh: String, verb_en: String, open_zh: String, open_en: String } => 409 "machine.not_now" "现在是「{state_zh}」，不能「{verb_zh}」。{open_zh}" "It is “{state_en}” now, so “{verb_en}” is not possible. {open_en}";
        /// Somebody else's step.
        NotYours { verb_zh: String, verb_en: String, who_zh: String, who_en: String } => 403 "machine.not_yours" "「{verb_zh}」要由{who_zh}来做。" "“{verb_en}” is for {who_en}.";
        /// The machine has no such verb.
        UnknownVerb { verb: String } => 422 "machine.unknown_verb" "没有「{verb}」这一步，请刷新页面再试。" "There is no step “{verb}”; reload the page and try again.";
        /// A reason is wanted.
        ReasonMissing { verb_zh: String, verb_en: String } => 422 "machine.reason_missing" "「{verb_zh}」要写一句理由，让对方明白为什么。" "“{verb_en}” needs a reason, so that the other side understands why.";
        /// A reason is too long.
        ReasonTooLong { max: usize } => 422 "machine.reason_too_long" "理由最多写 {max} 个字，请精简一些。" "A reason has at most {max} characters; please shorten it.";
        /// The thing goes through this machine already.
        AlreadyStarted { state_zh: String, state_en: String } => 409 "machine.already_started" "已经提交过了，现在是「{state_zh}」。" "This was begun before and is “{state_en}” now.";
    }
}

/// Where a new case stands and whose it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening {
    /// Whose it is; the actor's persona when absent.
    pub author: Option<PersonaId>,
    /// Who is asked to handle it.
    pub handler: Option<PersonaId>,
    /// In which space.
    pub space: Option<SpaceId>,
    /// In which branch.
    pub branch: Option<BranchId>,
}

/// A case that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The case as it is now.
    pub case: Case,
    /// What was done.
    pub verb: &'static str,
    /// State before.
    pub before: String,
    /// The reason given; empty when none was.
    pub reason: String,
}

/// A step that is open to an actor now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    /// What to send.
    pub verb: String,
    /// As on the button.
    pub text: Text,
    /// State it leads to.
    pub to: String,
    /// Whether a reason must be given.
    pub needs_reason: bool,
}

impl Machine {
    /// Begins the case of a thing in the first state.
    ///
    /// # Errors
    /// When the thing goes through this machine already.
    pub async fn start(
        &self,
        tx: &mut Tx,
        act: &Act,
        thing: impl Into<Ref>,
        opening: Opening,
    ) -> Outcome<Case> {
        let thing = self.own(thing.into())?;
        let first = self.states.first().ok_or_else(|| Fault::new("a machine without states"))?;
        let mut case = Case {
            machine: self.name.to_owned(),
            thing,
            state: first.name.to_owned(),
            author: opening.author.or(act.actor.persona),
            handler: opening.handler,
            space: opening.space,
            branch: opening.branch,
            since: act.now,
            due_at: None,
            remind_at: None,
            escalated_at: None,
            moves: 1,
            started_at: act.now,
        };
        self.set_deadline(tx, &mut case).await?;
        if !state::insert(tx, &case).await? {
            let there = self.case(tx, thing).await?.map(|c| self.state_text(&c.state));
            let text = there.unwrap_or_else(|| Text::new("", ""));
            return Err(MachineRefusal::AlreadyStarted {
                state_zh: text.zh.into(),
                state_en: text.en.into(),
            }
            .into());
        }
        state::add_step(tx, act, &case, ("start", "", ""))?;
        self.append(tx, act, &case, self.started, ("start", ""));
        Ok(case)
    }

    /// Where a thing stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case(&self, tx: &mut Tx, thing: i64) -> Result<Option<Case>, Fault> {
        state::load(tx, self.name, thing).await
    }

    /// Moves a case: checks that the way exists, that the actor may take it and that a wanted reason is
    /// given, then writes case, history and event and lets the transition have its effect.
    ///
    /// # Errors
    /// [`MachineRefusal`]; 404 when the thing has no case here.
    pub async fn go(
        &self,
        tx: &mut Tx,
        act: &Act,
        thing: impl Into<Ref>,
        verb: &str,
        reason: &str,
    ) -> Outcome<Moved> {
        let thing: Ref = thing.into();
        let number = self.own(thing)?;
        tx.lock(&[thing])?;
        let case = self.case(tx, number).await?.ok_or(LinkRefusal::NotFound)?;
        let ways: Vec<&Transition> = self.transitions.iter().filter(|t| t.verb == verb).collect();
        let Some(any) = ways.first() else {
            return Err(MachineRefusal::UnknownVerb { verb: verb.to_owned() }.into());
        };
        let Some(way) = ways.iter().find(|t| t.from.contains(&case.state.as_str())) else {
            for way in &ways {
                if self.may(tx, act, &case, way).await? {
                    return Err(self.not_now(tx, act, &case, way).await?);
                }
            }
            return Err(not_yours(any).into());
        };
        if !self.may(tx, act, &case, way).await? {
            return Err(not_yours(way).into());
        }
        let reason = check_reason(way, reason)?;
        Ok(self.shift(tx, act, case, way, reason).await?)
    }

    /// What the actor may do with a case now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offers(&self, tx: &mut Tx, act: &Act, case: &Case) -> Result<Vec<Offer>, Fault> {
        let mut offers = Vec::new();
        for way in self.leaving(&case.state) {
            if !act.actor.system && self.may(tx, act, case, way).await? {
                offers.push(Offer {
                    verb: way.verb.to_owned(),
                    text: Text::new(way.zh, way.en),
                    to: way.to.to_owned(),
                    needs_reason: way.needs_reason,
                });
            }
        }
        Ok(offers)
    }

    /// Asks somebody to handle a case, or nobody. The command that calls it says who may.
    ///
    /// # Errors
    /// 404 when the thing has no case here.
    pub async fn assign(
        &self,
        tx: &mut Tx,
        thing: impl Into<Ref>,
        handler: Option<PersonaId>,
    ) -> Outcome<Case> {
        let thing: Ref = thing.into();
        let number = self.own(thing)?;
        tx.lock(&[thing])?;
        let mut case = self.case(tx, number).await?.ok_or(LinkRefusal::NotFound)?;
        case.handler = handler;
        state::update(tx, &case)?;
        Ok(case)
    }

    /// Writes a move that was found to be allowed.
    pub(super) async fn shift(
        &self,
        tx: &mut Tx,
        act: &Act,
        mut case: Case,
        way: &Transition,
        reason: String,
    ) -> Result<Moved, Fault> {
        let before = std::mem::replace(&mut case.state, way.to.to_owned());
        case.since = act.now;
        case.escalated_at = None;
        case.moves += 1;
        self.set_deadline(tx, &mut case).await?;
        state::update(tx, &case)?;
        state::add_step(tx, act, &case, (way.verb, &before, &reason))?;
        self.append(tx, act, &case, way.event, (way.verb, &before));
        let moved = Moved { case, verb: way.verb, before, reason };
        if let Some(effect) = way.effect {
            effect(tx, act, &moved).await?;
        }
        Ok(moved)
    }

    pub(super) fn append(&self, tx: &mut Tx, act: &Act, case: &Case, event: &EventKind, step: (&str, &str)) {
        let (verb, before) = step;
        let mut line =
            self.line(case, event).body(json!({ "verb": verb, "before": before, "after": case.state }));
        for person in [case.author, case.handler].into_iter().flatten() {
            line = line.with(person);
        }
        tx.append(act, line);
    }

    /// An event about a case, where it stands.
    pub(super) fn line(&self, case: &Case, event: &EventKind) -> NewEvent {
        let mut line = event.on(Ref { kind: self.subject, id: case.thing });
        line.space = case.space;
        line.branch = case.branch;
        line
    }

    async fn set_deadline(&self, tx: &mut Tx, case: &mut Case) -> Result<(), Fault> {
        (case.due_at, case.remind_at) = (None, None);
        let Some(deadline) = self.state(&case.state).and_then(|s| s.deadline.as_ref()) else { return Ok(()) };
        let hours = deadline.hours.get(tx).await?;
        if hours <= 0 {
            return Ok(());
        }
        let due = case.since + hours.saturating_mul(HOUR);
        case.due_at = Some(due);
        if let Some(reminder) = &deadline.reminder {
            let before = reminder.hours_before.get(tx).await?;
            let at = due - before.saturating_mul(HOUR);
            case.remind_at = (before > 0 && at > case.since).then_some(at);
        }
        Ok(())
    }

    async fn may(&self, tx: &mut Tx, act: &Act, case: &Case, way: &Transition) -> Result<bool, Fault> {
        if act.actor.system {
            return Ok(true);
        }
        for by in way.by {
            let yes = match by {
                By::System => false,
                By::Author => is_me(tx, act, case.author).await?,
                By::Handler => is_me(tx, act, case.handler).await?,
                By::Holder(permission) => {
                    let place = Place { space: case.space, branch: case.branch, author: case.author };
                    act.app.grants.may(tx, act, permission, place).await? == Verdict::Yes
                }
            };
            if yes {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn not_now(&self, tx: &mut Tx, act: &Act, case: &Case, way: &Transition) -> Result<Failure, Fault> {
        let offers = self.offers(tx, act, case).await?;
        let names =
            |pick: fn(&Offer) -> &str, mark: &str| offers.iter().map(pick).collect::<Vec<_>>().join(mark);
        let (zh, en) = (names(|o| &o.text.zh, "、"), names(|o| &o.text.en, ", "));
        let is_final = self.state(&case.state).is_some_and(|s| s.is_final);
        let open = match (offers.is_empty(), is_final) {
            (false, _) => Text::owned(format!("你现在可以：{zh}。"), format!("What you can do now: {en}.")),
            (true, true) => Text::new("这件事已经结束了。", "The matter is closed."),
            (true, false) => Text::new("请等别人处理这一步。", "Please wait for somebody else's step."),
        };
        let state = self.state_text(&case.state);
        Ok(MachineRefusal::NotNow {
            state: case.state.clone(),
            state_zh: state.zh.into(),
            state_en: state.en.into(),
            verb_zh: way.zh.to_owned(),
            verb_en: way.en.to_owned(),
            open_zh: open.zh.into(),
            open_en: open.en.into(),
        }
        .into())
    }

    fn own(&self, thing: Ref) -> Result<i64, Fault> {
        if thing.kind == self.subject {
            return Ok(thing.id);
        }
        Err(Fault::new(format!("{} takes {}, not {thing}", self.name, self.subject.word())))
    }
}

async fn is_me(tx: &mut Tx, act: &Act, persona: Option<PersonaId>) -> Result<bool, Fault> {
    match persona {
        Some(persona) => act.app.grants.is_me(tx, act, persona).await,
        None => Ok(false),
    }
}

fn not_yours(way: &Transition) -> MachineRefusal {
    let who: Vec<Text> = way.by.iter().map(By::text).collect();
    let join = |pick: fn(&Text) -> &str, mark: &str| who.iter().map(pick).collect::<Vec<_>>().join(mark);
    MachineRefusal::NotYours {
        verb_zh: way.zh.to_owned(),
        verb_en: way.en.to_owned(),
        who_zh: join(|t| &t.zh, "或"),
        who_en: join(|t| &t.en, " or "),
    }
}

fn check_reason(way: &Transition, reason: &str) -> Outcome<String> {
    let reason = reason.trim();
    if way.needs_reason && reason.is_empty() {
        return Err(
            MachineRefusal::ReasonMissing { verb_zh: way.zh.to_owned(), verb_en: way.en.to_owned() }.into()
        );
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(MachineRefusal::ReasonTooLong { max: LONGEST_REASON }.into());
    }
    Ok(reason.to_owned())
}

/// One line of a history as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepView {
    /// When.
    pub at: weilu_vocabulary::Time,
    /// Who; none for the system.
    pub actor: Option<PersonaId>,
    /// What was done.
    pub verb: String,
    /// As on the button.
    pub verb_text: Text,
    /// State after.
    pub state: String,
    /// State after, as read.
    pub state_text: Text,
    /// Why.
    pub reason: String,
}

impl Machine {
    /// A line of the history with the texts of verb and state.
    #[must_use]
    pub fn view(&self, step: &Step) -> StepView {
        let way = self.transitions.iter().find(|t| t.verb == step.verb);
        let begun = Text::new("提交", "Begun");
        StepView {
            at: step.at,
            actor: step.actor,
            verb: step.verb.clone(),
            verb_text: way.map_or(begun, |t| Text::new(t.zh, t.en)),
            state: step.state_after.clone(),
            state_text: self.state_text(&step.state_after),
            reason: step.reason.clone(),
        }
    }
}
