//! A state machine as data, and whether it makes sense.

use super::Moved;
use crate::{Act, Feature, Permission, Setting, Tx, Work};
use std::collections::BTreeSet;
use weilu_vocabulary::{EventKind, Fault, RefKind, Text};

/// A state machine: declared as a `static` by its feature and named in `Feature::machines`.
pub struct Machine {
    /// Singular noun of what goes through it; names its cases.
    pub name: &'static str,
    /// Its name in Chinese.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// The kind of thing that goes through it: one case per thing.
    pub subject: RefKind,
    /// The states; a case begins in the first.
    pub states: &'static [State],
    /// The ways from one state to another.
    pub transitions: &'static [Transition],
    /// The event of a case that begins.
    pub started: &'static EventKind,
}

/// A state.
pub struct State {
    /// As stored.
    pub name: &'static str,
    /// As read by people, in Chinese.
    pub zh: &'static str,
    /// As read by people, in English.
    pub en: &'static str,
    /// Nothing leads out of it.
    pub is_final: bool,
    /// How long a case may stay in it.
    pub deadline: Option<Deadline>,
}

impl State {
    /// A state without a deadline.
    #[must_use]
    pub const fn open(name: &'static str, zh: &'static str, en: &'static str) -> State {
        State { name, zh, en, is_final: false, deadline: None }
    }

    /// A state in which something is due.
    #[must_use]
    pub const fn due(name: &'static str, zh: &'static str, en: &'static str, deadline: Deadline) -> State {
        State { name, zh, en, is_final: false, deadline: Some(deadline) }
    }

    /// A state nothing leads out of.
    #[must_use]
    pub const fn last(name: &'static str, zh: &'static str, en: &'static str) -> State {
        State { name, zh, en, is_final: true, deadline: None }
    }

    /// Its text.
    #[must_use]
    pub const fn text(&self) -> Text {
        Text::new(self.zh, self.en)
    }
}

/// How long a case may stay in a state, and what happens then. Read when the state is entered; a setting
/// changed later counts from the next entry.
pub struct Deadline {
    /// Hours until it is due; 0 or less: no deadline.
    pub hours: &'static Setting<i64>,
    /// Whom to remind before.
    pub reminder: Option<Reminder>,
    /// What happens when it is due.
    pub overdue: Overdue,
}

/// A word beforehand to those who can act.
pub struct Reminder {
    /// Hours before it is due; as many as the deadline or more: none.
    pub hours_before: &'static Setting<i64>,
    /// The event that tells them.
    pub event: &'static EventKind,
}

/// What happens to a case that is overdue.
pub enum Overdue {
    /// The system makes this transition, which must lead out of the state and allow [`By::System`].
    Go(&'static str),
    /// It stays where it is, is marked as escalated, and this event tells those above.
    Escalate(&'static EventKind),
}

/// What else a transition does, in the same transaction, whoever makes it. It may fail but not refuse:
/// a command asks its questions before it goes on.
pub type Effect = for<'t> fn(&'t mut Tx, &'t Act, &'t Moved) -> Work<'t, (), Fault>;

/// A way from one state to another.
pub struct Transition {
    /// What is done; the same verb may stand several times with different states before.
    pub verb: &'static str,
    /// As on a button, in Chinese.
    pub zh: &'static str,
    /// As on a button, in English.
    pub en: &'static str,
    /// States it leads out of.
    pub from: &'static [&'static str],
    /// State it leads to.
    pub to: &'static str,
    /// Who may; one of them is enough.
    pub by: &'static [By],
    /// Whether a reason must be given.
    pub needs_reason: bool,
    /// The event it appends; its body holds `verb`, `before` and `after`, never the reason.
    pub event: &'static EventKind,
    /// What else it does.
    pub effect: Option<Effect>,
}

/// Who may make a transition.
#[derive(Clone, Copy)]
pub enum By {
    /// Whoever the case belongs to, under any of his personas.
    Author,
    /// Whoever was asked to handle the case.
    Handler,
    /// Holders of a permission where the case stands.
    Holder(&'static Permission),
    /// The system itself: a deadline, a processor, the command line. It may make every transition.
    System,
}

impl By {
    /// As read by people.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            By::Author => Text::new("发起人", "whoever began it"),
            By::Handler => Text::new("经办人", "whoever handles it"),
            By::Holder(p) => Text::owned(format!("有「{}」权限的人", p.zh), format!("holders of “{}”", p.en)),
            By::System => Text::new("系统", "the system"),
        }
    }
}

impl Machine {
    /// The state of a name.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&'static State> {
        self.states.iter().find(|s| s.name == name)
    }

    /// The text of a state; the bare word when the machine no longer knows it.
    #[must_use]
    pub fn state_text(&self, name: &str) -> Text {
        self.state(name).map_or_else(|| Text::owned(name, name), State::text)
    }

    pub(super) fn leaving<'a>(&self, state: &'a str) -> impl Iterator<Item = &'static Transition> + use<'a> {
        self.transitions.iter().filter(move |t| t.from.contains(&state))
    }

    pub(super) fn events(&self) -> Vec<&'static EventKind> {
        let mut events = vec![self.started];
        events.extend(self.transitions.iter().map(|t| t.event));
        for deadline in self.states.iter().filter_map(|s| s.deadline.as_ref()) {
            events.extend(deadline.reminder.as_ref().map(|r| r.event));
            if let Overdue::Escalate(event) = deadline.overdue {
                events.push(event);
            }
        }
        events
    }

    fn settings(&self) -> impl Iterator<Item = &'static str> {
        let deadlines = self.states.iter().filter_map(|s| s.deadline.as_ref());
        deadlines.flat_map(|d| {
            [Some(d.hours.name), d.reminder.as_ref().map(|r| r.hours_before.name)].into_iter().flatten()
        })
    }

    fn complaints(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let names: BTreeSet<&str> = self.states.iter().map(|s| s.name).collect();
        if names.len() != self.states.len() || names.is_empty() {
            wrong.push("a state stands twice, or there is none".to_owned());
        }
        for t in self.transitions {
            let known = t.from.iter().chain([&t.to]).all(|s| names.contains(s));
            if !known || t.from.is_empty() || t.by.is_empty() {
                wrong.push(format!("{}: unknown state, or nobody may", t.verb));
            }
            let same = self.transitions.iter().filter(|o| o.verb == t.verb);
            if same.flat_map(|o| o.from).filter(|s| t.from.contains(s)).count() != t.from.len() {
                wrong.push(format!("{}: two ways out of one state", t.verb));
            }
        }
        for (at, s) in self.states.iter().enumerate() {
            if self.leaving(s.name).next().is_none() != s.is_final {
                wrong.push(format!("{}: final and not final", s.name));
            }
            if at > 0 && !self.transitions.iter().any(|t| t.to == s.name) {
                wrong.push(format!("{}: nothing leads here", s.name));
            }
            if let Some(Deadline { overdue: Overdue::Go(verb), .. }) = s.deadline {
                let way = self.leaving(s.name).find(|t| t.verb == verb);
                if !way.is_some_and(|t| !t.needs_reason && t.by.iter().any(|b| matches!(b, By::System))) {
                    wrong.push(format!("{}: the system cannot {verb} when it is overdue", s.name));
                }
            }
        }
        wrong.iter().map(|w| format!("{}: {w}", self.name)).collect()
    }
}

/// What makes no sense in the machines of features: run by a test of the whole program.
#[must_use]
pub fn complaints(features: &[&'static Feature]) -> Vec<String> {
    let machines: Vec<&Machine> = features.iter().flat_map(|f| f.machines).copied().collect();
    let events: BTreeSet<&str> = features.iter().flat_map(|f| f.events).map(|e| e.name).collect();
    let permissions: BTreeSet<&str> = features.iter().flat_map(|f| f.permissions).map(|p| p.name).collect();
    let settings: BTreeSet<&str> = features.iter().flat_map(|f| f.settings).map(|s| s.name).collect();
    let mut wrong: Vec<String> = machines.iter().flat_map(|m| m.complaints()).collect();
    for m in &machines {
        if machines.iter().filter(|o| o.name == m.name).count() > 1 {
            wrong.push(format!("{}: two machines of one name", m.name));
        }
        for event in m.events() {
            if !events.contains(event.name) {
                wrong.push(format!("{}: the event {} is declared by no feature", m.name, event.name));
            }
        }
        for setting in m.settings() {
            if !settings.contains(setting) {
                wrong.push(format!("{}: the setting {setting} is declared by no feature", m.name));
            }
        }
        for by in m.transitions.iter().flat_map(|t| t.by) {
            if let By::Holder(p) = by
                && !permissions.contains(p.name)
            {
                wrong.push(format!("{}: the permission {} is declared by no feature", m.name, p.name));
            }
        }
    }
    wrong
}
