//! Opening a drafted space: only with a whole charter (S2) and a gate that can be passed.

use super::{OPENED, OWN, charter::Charter, state};
use crate::gate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_people::role::{self, ANYONE, Site};
use weilu_vocabulary::{Outcome, SpaceId, Text, refusals};

/// Opens a drafted or archived space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Publish {
    /// Which.
    pub space: SpaceId,
}

/// Open now.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// Its id.
    pub space: SpaceId,
}

refusals! {
    /// Why the space stays closed.
    pub enum PublishRefusal {
        /// The charter has holes.
        CharterMissing { fields: Vec<String>, names: Vec<Text> } => 409 "space.charter_missing" "章程还没写完，还差这几项：{names}。补齐就能开放。" "The charter is not finished yet; still missing: {names}. Fill these and the space can open.";
        /// The gate cannot be passed by anybody.
        GateMissing { detail: String } => 409 "space.gate_missing" "入群条件还没定好：{detail}" "The gate is not ready: {detail}";
        /// Open already.
        AlreadyOpen => 409 "space.already_open" "这个社群已经开放了。" "This space is open already.";
    }
}

/// Opens a space whose charter and gate are whole, and lets its readers in.
///
/// # Errors
/// What is missing.
pub async fn publish(tx: &mut Tx, act: &Act, space: SpaceId) -> Outcome<()> {
    let row = state::load(tx, space).await?.ok_or(LinkRefusal::NotFound)?;
    if row.state == "open" {
        return Err(PublishRefusal::AlreadyOpen.into());
    }
    let charter = state::charter::load(tx, space, row.charter).await?.map(|(c, _)| c).unwrap_or_default();
    let missing = charter.missing();
    if !missing.is_empty() {
        let names = missing.iter().map(|field| Charter::called(field)).collect();
        let fields = missing.into_iter().map(ToOwned::to_owned).collect();
        return Err(PublishRefusal::CharterMissing { fields, names }.into());
    }
    let gate = gate::state::present(tx, space).await?;
    if let Some(hole) = gate.hole() {
        return Err(PublishRefusal::GateMissing { detail: hole.get(act.lang).to_owned() }.into());
    }
    state::set_state(tx, act, space, "open")?;
    if row.open_to_read {
        role::grant(tx, act, ANYONE, Role::Visitor, Site::Space(space)).await?;
    }
    state::act_log::write(tx, act, space, state::act_log::Done { kind: "opened", ..Default::default() })?;
    tx.append(act, OPENED.on(space).space(space));
    Ok(())
}

impl Command for Publish {
    const NAME: &'static str = "space.publish";
    const SUMMARY: (&'static str, &'static str) = ("开放起草好的社群", "Open a drafted space");
    type Output = Published;
    type Refusal = PublishRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &OWN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Published> {
        tx.lock(&[self.space.into()])?;
        publish(tx, act, self.space).await?;
        Ok(Published { space: self.space })
    }
}
