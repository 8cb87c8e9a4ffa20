//! The catalogue of machines: a picture and a table for each, derived from the data that runs.

use super::{Machine, Overdue, Transition};
use crate::App;

impl App {
    /// The machine of a name.
    #[must_use]
    pub fn machine(&self, name: &str) -> Option<&'static Machine> {
        self.machines().find(|m| m.name == name)
    }

    /// Every machine.
    pub fn machines(&self) -> impl Iterator<Item = &'static Machine> {
        self.features.iter().flat_map(|f| f.machines).copied()
    }

    /// Every machine with its state diagram (Mermaid), transitions and deadlines, as Markdown.
    #[must_use]
    pub fn machine_catalogue(&self) -> String {
        let mut all: Vec<_> = self.machines().collect();
        all.sort_by_key(|m| m.name);
        let mut out = "# State machines\n\nDerived from the features; do not edit.\n".to_owned();
        for machine in all {
            out.push_str(&page(machine));
        }
        out
    }
}

fn page(machine: &Machine) -> String {
    let mut out =
        format!("\n## `{}` {} · {}\n\n```mermaid\nstateDiagram-v2\n", machine.name, machine.zh, machine.en);
    for state in machine.states {
        out.push_str(&format!("  {}: {} {}\n", state.name, state.zh, state.en));
    }
    if let Some(first) = machine.states.first() {
        out.push_str(&format!("  [*] --> {}\n", first.name));
    }
    for t in machine.transitions {
        for from in t.from {
            out.push_str(&format!("  {from} --> {}: {} {}\n", t.to, t.zh, t.en));
        }
    }
    for state in machine.states.iter().filter(|s| s.is_final) {
        out.push_str(&format!("  {} --> [*]\n", state.name));
    }
    out.push_str("```\n\n| verb | from | to | who | reason | event |\n|---|---|---|---|---|---|\n");
    machine.transitions.iter().for_each(|t| out.push_str(&row(t)));
    out.push_str(&deadlines(machine));
    out
}

fn row(t: &Transition) -> String {
    let who: Vec<String> = t.by.iter().map(|b| b.text().en.into_owned()).collect();
    format!(
        "| `{}` {} · {} | {} | {} | {} | {} | `{}` |\n",
        t.verb,
        t.zh,
        t.en,
        t.from.join(", "),
        t.to,
        who.join(", "),
        if t.needs_reason { "required" } else { "" },
        t.event.name
    )
}

fn deadlines(machine: &Machine) -> String {
    let mut out = String::new();
    for state in machine.states {
        let Some(deadline) = &state.deadline else { continue };
        let reminder = deadline.reminder.as_ref().map_or_else(String::new, |r| {
            format!(
                ", reminder `{}` {} hours before (`{}`)",
                r.event.name,
                (r.hours_before.default)(),
                r.hours_before.name
            )
        });
        let then = match &deadline.overdue {
            Overdue::Go(verb) => format!("the system makes `{verb}`"),
            Overdue::Escalate(event) => format!("escalated, `{}`", event.name),
        };
        out.push_str(&format!(
            "\n`{}`: due after {} hours (`{}`){reminder}; then {then}.\n",
            state.name,
            (deadline.hours.default)(),
            deadline.hours.name
        ));
    }
    out
}
