//! The gate as somebody at the door sees it, and as those see it who set it.

use super::{Judged, Rule, known_of, state};
use crate::{
    application, invitation,
    space::{self, RUN},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{
    Act, Need, Query, Tx,
    form::{Choice, Field, FieldKind, Form},
    link::LinkRefusal,
};
use weilu_vocabulary::{MemberId, Outcome, SpaceId, Text};

/// The gate of a space, judged for whoever asks.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which space.
    pub space: SpaceId,
    /// The token of an invitation, when one was given.
    #[serde(default)]
    pub invitation: Option<String>,
}

/// A gate at the door.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// What it asks, in one sentence.
    pub sentence: Text,
    /// How it stands for me, part by part.
    pub judged: Judged,
    /// Whether I can simply go in.
    pub opens: bool,
    /// The questionnaire without its scores, when there is one.
    pub questionnaire: Option<Form>,
    /// Whether it asks for a city.
    pub asks_city: bool,
    /// Whether it asks for a position.
    pub asks_position: bool,
    /// How many applications I may still send.
    pub attempts_left: i64,
    /// Why I was removed before, when I was.
    pub removed_because: Option<String>,
    /// Who invited me, by name.
    pub invited_by: Option<String>,
}

/// The questions without what they are worth: whoever answers does not see the key.
fn without_scores(form: Form) -> Form {
    let blank = |options: Vec<Choice>| options.into_iter().map(|o| Choice { points: 0, ..o }).collect();
    let fields = form
        .fields
        .into_iter()
        .map(|field| {
            let kind = match field.kind {
                FieldKind::Single { options } => FieldKind::Single { options: blank(options) },
                FieldKind::Multiple { options, min_choices, max_choices } => {
                    FieldKind::Multiple { options: blank(options), min_choices, max_choices }
                }
                FieldKind::Number { min, max, unit, .. } => {
                    FieldKind::Number { min, max, unit, scores: Vec::new() }
                }
                other => other,
            };
            Field { kind, ..field }
        })
        .collect();
    Form { fields, pass_mark: None, ..form }
}

impl Query for Show {
    const NAME: &'static str = "gate.show";
    const SUMMARY: (&'static str, &'static str) =
        ("入群条件（为我判断）", "The gate of a space, judged for me");
    type Output = Shown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Shown> {
        let row = space::state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        if row.state != "open" {
            return Err(LinkRefusal::NotFound.into());
        }
        let gate = state::present(tx, self.space).await?;
        let member = act.actor.member.unwrap_or(MemberId::new(-1));
        let invited = match &self.invitation {
            Some(token) => invitation::peek(tx, act, self.space, token).await?,
            None => None,
        };
        let known = known_of(tx, act, member, invited.as_ref()).await?;
        let judged = gate.rule.judge(&known);
        let removed = space::state::member::removal(tx, self.space, member).await?;
        let refused = application::state::refused_times(tx, self.space, member).await?;
        let questionnaire = state::questionnaire(tx, gate.form).await?.map(without_scores);
        Ok(Shown {
            sentence: gate.rule.sentence(),
            opens: judged.verdict == super::Verdict::Met && removed.is_none(),
            judged,
            questionnaire,
            asks_city: gate.rule.asks(|r| matches!(r, Rule::Region { .. })),
            asks_position: gate.rule.asks(|r| matches!(r, Rule::Near { .. })),
            attempts_left: (gate.attempts - refused).max(0),
            removed_because: removed.map(|r| r.reason),
            invited_by: invited.map(|i| i.inviter_name),
        })
    }
}

/// The gate of a space as it was set.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Edit {
    /// Which space.
    pub space: SpaceId,
}

/// A gate with everything in it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Edited {
    /// What must be met.
    pub rule: Rule,
    /// In one sentence.
    pub sentence: Text,
    /// The questionnaire with its scores.
    pub questionnaire: Option<Form>,
    /// How many refused applications somebody may send.
    pub attempts: i64,
    /// Number of this version.
    pub version: i64,
    /// What is missing before anybody can pass it.
    pub hole: Option<Text>,
}

impl Query for Edit {
    const NAME: &'static str = "gate.edit";
    const SUMMARY: (&'static str, &'static str) =
        ("入群条件（可改）", "The gate of a space, with its scores");
    type Output = Edited;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Edited> {
        let (gate, version) =
            state::numbered(tx, self.space).await?.unwrap_or_else(|| (super::Gate::open(), 0));
        Ok(Edited {
            sentence: gate.rule.sentence(),
            hole: gate.hole(),
            questionnaire: state::questionnaire(tx, gate.form).await?,
            attempts: gate.attempts,
            rule: gate.rule,
            version,
        })
    }
}
