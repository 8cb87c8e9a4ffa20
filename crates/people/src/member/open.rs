//! Staff open a member's page: who opened whose page is an event, and only then the page answers.

use super::{OPENED, SEE, state};
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome};

/// Opens the page of a member.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Open {
    /// Whose.
    pub member: MemberId,
}

impl Command for Open {
    const NAME: &'static str = "member.open";
    const SUMMARY: (&'static str, &'static str) =
        ("打开成员页（留下记录）", "Open a member's page, on record");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &SEE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let viewer = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        state::note_visit(tx, act, viewer, self.member)?;
        tx.append(act, OPENED.on(self.member));
        Ok(())
    }
}
