//! What is worth how many points.

use super::{MANAGE, RULES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use weilu_kernel::{Act, App, Command, Need, Tx, setting};
use weilu_vocabulary::{Outcome, Text, refusals};

const MOST_RULES: usize = 50;
const MOST_POINTS: i64 = 10_000;

/// To whom the points of a rule go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// Who did it.
    Actor,
    /// For whom it was done: the author of what was liked, the giver of an accepted answer.
    With,
}

/// One kind of deed and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// The event, for example `post.written`.
    pub event: String,
    /// To whom the points go.
    pub to: To,
    /// Points for each time, 1 to 10,000.
    pub points: i64,
    /// Points a day at most from this rule.
    pub per_day: i64,
    /// Whether it counts.
    pub on: bool,
    /// Events that do away with it: its points are taken back.
    #[serde(default)]
    pub undone_by: Vec<String>,
    /// Events after which it stands again.
    #[serde(default)]
    pub redone_by: Vec<String>,
}

/// What a brand begins with: taking part counts, helping is not paid (charter I14), bringing people in never (t18).
pub(super) fn defaults() -> Vec<Rule> {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let rule = |event: &str, to: To, points: i64, per_day: i64, on: bool| Rule {
        event: event.to_owned(),
        to,
        points,
        per_day,
        on,
        undone_by: Vec::new(),
        redone_by: Vec::new(),
    };
    let said = |event: &str, points: i64, per_day: i64| Rule {
        undone_by: words(&["post.removed", "post.hidden"]),
        redone_by: words(&["post.restored", "post.unhidden"]),
        ..rule(event, To::Actor, points, per_day, true)
    };
    vec![
        rule("space.welcomed", To::Actor, 10, 30, true),
        said("post.written", 5, 15),
        said("post.replied", 2, 10),
        rule("poll.voted", To::Actor, 2, 6, true),
        rule("announcement.confirmed", To::Actor, 1, 3, true),
        Rule { undone_by: words(&["post.unliked"]), ..rule("post.liked", To::With, 1, 10, false) },
        Rule {
            undone_by: words(&["question.unaccepted"]),
            ..rule("question.accepted", To::With, 10, 50, false)
        },
    ]
}

/// Kinds of events that may never be worth anything: money for bringing people in (t18), and what nobody does himself.
fn is_barred(event: &str) -> bool {
    ["invitation.", "share.", "ledger.", "point.", "account.", "privacy."]
        .iter()
        .any(|noun| event.starts_with(noun))
}

/// Whether an event can be worth points: an act of a member that has a weight, and that nobody is paid for.
pub(super) fn may_earn(app: &App, event: &str) -> bool {
    !is_barred(event) && app.event_kind(event).is_some_and(|kind| kind.weight > 0)
}

/// Writes all rules anew.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "SetPointRules")]
pub struct SetRules {
    /// Every rule, fifty at most, each event once.
    pub rules: Vec<Rule>,
}

refusals! {
    /// Why rules were not written.
    pub enum RuleRefusal {
        /// Too many.
        TooMany { most: usize } => 422 "point.too_many_rules" "最多 {most} 条规则。" "There can be at most {most} rules.";
        /// One event twice.
        Twice { deed: Text } => 422 "point.rule_twice" "「{deed}」只能有一条规则。" "There can be only one rule for “{deed}”.";
        /// Not an act of a member, or one nobody may be paid for.
        NotEarnable { deed: Text } => 422 "point.not_earnable" "「{deed}」不能换积分：只有成员自己参与的事可以，拉人不可以。" "“{deed}” cannot be worth points: only what members take part in can, and never bringing people in.";
        /// Out of range.
        BadPoints { most: i64 } => 422 "point.bad_points" "每次积分请填 1 到 {most}，每天上限不能小于每次积分。" "Points are 1 to {most} each time, and the most of a day is not less than that.";
    }
}

impl To {
    /// As it stands in the key of a transfer.
    pub(super) const fn word(self) -> &'static str {
        match self {
            To::Actor => "actor",
            To::With => "with",
        }
    }
}

impl Command for SetRules {
    const NAME: &'static str = "point.set_rules";
    const SUMMARY: (&'static str, &'static str) = ("修改积分规则", "Write the rules of points");
    type Output = ();
    type Refusal = RuleRefusal;

    fn need(&self) -> Need {
        Need::Site(&MANAGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        check(&act.app, &self.rules)?;
        let value = setting::json(&self.rules);
        setting::put(tx, act, RULES.name, &value)?;
        Ok(())
    }
}

/// What is done, in words; the event's name where nobody knows it.
fn deed(app: &App, event: &str) -> Text {
    let unknown = || Text { zh: event.to_owned().into(), en: event.to_owned().into() };
    app.event_kind(event).map_or_else(unknown, |kind| kind.text())
}

fn check(app: &App, rules: &[Rule]) -> Result<(), RuleRefusal> {
    if rules.len() > MOST_RULES {
        return Err(RuleRefusal::TooMany { most: MOST_RULES });
    }
    let mut seen = BTreeSet::new();
    for rule in rules {
        if !seen.insert(rule.event.as_str()) {
            return Err(RuleRefusal::Twice { deed: deed(app, &rule.event) });
        }
        if !may_earn(app, &rule.event) {
            return Err(RuleRefusal::NotEarnable { deed: deed(app, &rule.event) });
        }
        if !(1..=MOST_POINTS).contains(&rule.points) || rule.per_day < rule.points {
            return Err(RuleRefusal::BadPoints { most: MOST_POINTS });
        }
    }
    Ok(())
}
