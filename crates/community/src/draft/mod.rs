//! Drafts 草稿: what somebody wrote and has not sent yet, kept on the server so that he finds it on his other device.
//!
//! Rules: one draft a place (a space, a reply, his own page); only its author ever reads it; an empty one is gone.
//! It appends no events: nothing has happened yet.

mod acts;
mod personal;
mod state;
mod views;

use weilu_kernel::{Act, CommandSpec, Feature, QuerySpec, Tx};
use weilu_vocabulary::{Fault, PersonaId};

/// Gives words back to their author; a draft that stands there already stays, and the words come behind it.
///
/// # Errors
/// When the database fails.
pub async fn keep(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    place: &str,
    title: &str,
    text: &str,
) -> Result<(), Fault> {
    match state::load(tx, persona, place).await? {
        Some(old) => {
            let text = format!("{}\n\n{text}", old.text);
            state::save(tx, act, persona, place, &old.title, &text)
        }
        None => state::save(tx, act, persona, place, title, text),
    }
}

/// Drafts as a feature.
pub const FEATURE: Feature = Feature {
    name: "draft",
    zh: "草稿",
    en: "Drafts",
    schema: Some(include_str!("schema.sql")),
    commands: &[CommandSpec::of::<acts::Save>()],
    queries: &[QuerySpec::of::<views::List>(), QuerySpec::of::<views::Show>()],
    personal: personal::PERSONAL,
    ..Feature::EMPTY
};
