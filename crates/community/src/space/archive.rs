//! Archiving a space: it is closed to newcomers and to new words, and stays readable for those who were in. A draft that
//! nobody wants any more is put away the same way, and can be taken up again.

use super::{ARCHIVED, OWN, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_people::role::{self, ANYONE, Site};
use weilu_vocabulary::{Outcome, SpaceId, refusals};

/// Archives an open space or a draft; it can be opened again.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Archive {
    /// Which.
    pub space: SpaceId,
    /// Why, told in the space's log; a draft needs none.
    #[serde(default)]
    pub reason: String,
}

/// Archived.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Archived {}

refusals! {
    /// Why it was not archived.
    pub enum ArchiveRefusal {
        /// Not open.
        NotOpen => 409 "space.not_open" "这个群现在没有开放，可以先看看别的圈子。" "This space is not open right now; have a look at other circles.";
        /// No reason.
        NoReason => 422 "space.no_reason" "请写一句原因，群里的人都会看到。" "Please give a reason; everybody in the space will read it.";
    }
}

/// The reason as it is kept: 2 to 200 characters.
pub(super) fn checked_reason(reason: &str) -> Result<&str, ArchiveRefusal> {
    let reason = reason.trim();
    if (2..=200).contains(&reason.chars().count()) { Ok(reason) } else { Err(ArchiveRefusal::NoReason) }
}

impl Command for Archive {
    const NAME: &'static str = "space.archive";
    const SUMMARY: (&'static str, &'static str) = ("归档社群", "Archive a space");
    type Output = Archived;
    type Refusal = ArchiveRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &OWN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Archived> {
        tx.lock(&[self.space.into()])?;
        let space = state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        let reason = match space.state.as_str() {
            "open" => checked_reason(&self.reason)?,
            "draft" if self.reason.is_empty() => "",
            "draft" => checked_reason(&self.reason)?,
            _ => return Err(ArchiveRefusal::NotOpen.into()),
        };
        state::set_state(tx, act, space.id, "archived")?;
        role::revoke(tx, act, ANYONE, Role::Visitor, Site::Space(space.id)).await?;
        let done = state::act_log::Done { kind: "archived", reason, ..Default::default() };
        state::act_log::write(tx, act, space.id, done)?;
        tx.append(act, ARCHIVED.on(space.id).space(space.id));
        Ok(Archived {})
    }
}
