//! Opening a space.

use super::{OPEN, OPENED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx};
use weilu_people::role::{self, ANYONE, Site};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Opens a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Open {
    /// Name, 2 to 30 characters.
    pub name: String,
    /// Core value in one sentence, up to 60 characters.
    pub line: String,
    /// Whether strangers may read.
    #[serde(default)]
    pub open_to_read: bool,
}

/// The new space.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Its id.
    pub space: SpaceId,
}

refusals! {
    /// Why no space was opened.
    pub enum OpenRefusal {
        /// The name is too short or too long.
        BadName => 422 "space.bad_name" "社群名字请写 2 到 30 个字。" "Give the space a name of 2 to 30 characters.";
        /// The sentence is missing or too long.
        BadLine => 422 "space.bad_line" "请用一句话（60 字以内）说说它给大家带来什么。" "Say in one sentence of up to 60 characters what it gives people.";
    }
}

impl Command for Open {
    const NAME: &'static str = "space.open";
    const SUMMARY: (&'static str, &'static str) = ("开设社群", "Open a space");
    type Output = Opened;
    type Refusal = OpenRefusal;

    fn need(&self) -> Need {
        Need::Site(&OPEN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Opened> {
        let (name, line) = (self.name.trim(), self.line.trim());
        if !(2..=30).contains(&name.chars().count()) {
            return Err(OpenRefusal::BadName.into());
        }
        if !(1..=60).contains(&line.chars().count()) {
            return Err(OpenRefusal::BadLine.into());
        }
        let space: SpaceId = act.id();
        state::insert(tx, act, space, name, line, self.open_to_read)?;
        if self.open_to_read {
            role::grant(tx, act, ANYONE, Role::Visitor, Site::Space(space)).await?;
        }
        if let Some(persona) = act.actor.persona {
            role::grant(tx, act, persona, Role::Owner, Site::Space(space)).await?;
            state::let_in(tx, act, space, persona).await?;
        }
        tx.append(act, OPENED.on(space).space(space));
        Ok(Opened { space })
    }
}
