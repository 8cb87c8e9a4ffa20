//! What is looked at before it is published in a space: nothing, newcomers, links, or everything.

use super::{DECIDE, MODE_SET, state};
use crate::space::{READ, RUN};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Query, Tx, command::Never};
use weilu_vocabulary::{Fault, Outcome, SpaceId};

/// What is looked at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReviewMode")]
pub enum Mode {
    /// Nothing but listed words.
    #[default]
    None,
    /// What newcomers say.
    Newcomers,
    /// What holds a link.
    Links,
    /// Everything.
    Everyone,
}

impl Mode {
    const fn word(self) -> &'static str {
        match self {
            Mode::None => "none",
            Mode::Newcomers => "newcomers",
            Mode::Links => "links",
            Mode::Everyone => "everyone",
        }
    }
}

pub(super) async fn of(tx: &mut Tx, space: SpaceId) -> Result<Mode, Fault> {
    let stored = state::mode(tx, space).await?;
    Ok(match stored.as_deref() {
        Some("newcomers") => Mode::Newcomers,
        Some("links") => Mode::Links,
        Some("everyone") => Mode::Everyone,
        _ => Mode::None,
    })
}

/// Sets what is looked at first in a space.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "SetReviewMode")]
pub struct SetMode {
    /// Where.
    pub space: SpaceId,
    /// What.
    pub mode: Mode,
}

impl Command for SetMode {
    const NAME: &'static str = "review.set_mode";
    const SUMMARY: (&'static str, &'static str) =
        ("设置先审后发的范围", "Set what is looked at before it is published");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        state::set_mode(tx, act, self.space, self.mode.word())?;
        let body = serde_json::json!({ "mode": self.mode.word() });
        tx.append(act, MODE_SET.on(self.space).space(self.space).body(body));
        Ok(())
    }
}

/// What is looked at first in a space.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ReviewModeOf")]
pub struct ShowMode {
    /// Where.
    pub space: SpaceId,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ModeShown {
    /// What.
    pub mode: Mode,
    /// Whether I decide cases here.
    pub reviews: bool,
}

impl Query for ShowMode {
    const NAME: &'static str = "review.mode";
    const SUMMARY: (&'static str, &'static str) =
        ("先审后发的范围", "What is looked at before it is published");
    type Output = ModeShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &READ)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ModeShown> {
        let place = weilu_kernel::Place { space: Some(self.space), ..weilu_kernel::Place::default() };
        let reviews = act.app.grants.may(tx, act, &DECIDE, place).await? == weilu_kernel::Verdict::Yes;
        Ok(ModeShown { mode: of(tx, self.space).await?, reviews })
    }
}
