//! Rules: one condition tree with several faces. Gates, segments, tiers, earn rules and warnings use it.
//!
//! Rules of the rules: a rule is `all`, `any`, `not` or a leaf; leaves are declared by features and named by
//! their kind, so the kernel knows none of them. Faces: JSON, a text that reads back to the same rule, a
//! sentence in Chinese and English, a JSON Schema. Target here: live, one person at a time, with a tree that
//! says what holds, what does not and what would open it; columns and SQL are targets of `facts`.
//! Invariants: a rule is checked when it is written ([`Rule::settled`]), with the path of every flaw, so a
//! stored rule can always be weighed; a leaf is therefore never renamed without a migration. It deliberately
//! has no arithmetic, no variables and no time: what needs those is a leaf of the feature that knows them.

mod leaf;
mod schema;
mod sentence;
mod settle;
#[cfg(test)]
mod tests;
mod views;
mod weigh;
mod written;

pub use leaf::{Candidate, Condition, Finding, LeafSpec, Words, complaints};
pub use views::{LeafView, Leaves, Preview, Previewed};
pub use weigh::{Node, Weighed};

use crate::{Act, Feature, Flaw, QuerySpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use weilu_vocabulary::Fault;

/// Deepest nesting of a rule; a leaf alone is 1.
pub const MOST_DEPTH: usize = 6;
/// Most groups, negations and leaves of a rule together.
pub const MOST_NODES: usize = 100;

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every part must hold; without parts it holds for everybody.
    All(Vec<Rule>),
    /// One part is enough.
    Any(Vec<Rule>),
    /// The part must not hold.
    Not(Box<Rule>),
    /// A condition of a feature.
    Leaf(Leaf),
}

/// A condition with its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RuleLeaf")]
pub struct Leaf {
    /// Which: `label.has`.
    pub kind: String,
    /// Its parameters.
    #[serde(default)]
    pub params: Map<String, Json>,
}

weilu_vocabulary::refusals! {
    /// What is wrong with one place of a rule.
    pub enum RuleFlaw {
        /// Nested too deep.
        TooDeep { most: usize } => 422 "rule.too_deep" "条件套得太深了，最多 {most} 层。" "The conditions are nested too deep; at most {most} levels.";
        /// Too many parts.
        TooLarge { most: usize } => 422 "rule.too_large" "条件太多了，最多 {most} 个。" "There are too many conditions; at most {most}.";
        /// A group without parts.
        Empty => 422 "rule.empty" "这一组里还没有条件，请加一条或删掉这一组。" "This group holds no condition; add one or remove the group.";
        /// No feature declares it.
        UnknownLeaf { kind: String } => 422 "rule.unknown_leaf" "没有「{kind}」这种条件，请从列出的条件里选。" "There is no condition “{kind}”; choose one of those listed.";
        /// The leaf has no such parameter.
        UnknownParam { name: String } => 422 "rule.unknown_param" "这个条件没有「{name}」这一项，请去掉。" "This condition takes no “{name}”; please remove it.";
        /// The parameters do not fit.
        BadParams { detail: String } => 422 "rule.bad_params" "这个条件没有填对，请检查每一项。" "This condition is not filled in rightly: {detail}";
        /// A fraction.
        WholeNumbers => 422 "rule.whole_numbers" "这里请填整数。" "Please give a whole number.";
        /// Not a rule.
        Unreadable { column: usize, expected_zh: String, expected_en: String } => 422 "rule.unreadable" "读到第 {column} 个字看不懂了，这里应该是{expected_zh}。" "It cannot be read at character {column}; expected: {expected_en}.";
    }
}

weilu_vocabulary::refusals! {
    /// Why a rule was not taken.
    pub enum RuleRefusal {
        /// It has flaws.
        BadRule { count: usize, first_zh: String, first_en: String, flaws: Vec<Flaw> } => 422 "rule.bad_rule" "规则还有 {count} 处要改一改：{first_zh}" "Places of the rule to mend: {count}. {first_en}";
    }
}

impl RuleRefusal {
    fn of(flaws: Vec<Flaw>) -> RuleRefusal {
        let first = Flaw::first(&flaws);
        RuleRefusal::BadRule {
            count: flaws.len(),
            first_zh: first.zh.into(),
            first_en: first.en.into(),
            flaws,
        }
    }
}

impl Rule {
    /// A condition of a feature as a rule of its own.
    #[must_use]
    pub fn leaf<L: Condition>(leaf: &L) -> Rule {
        let params = match serde_json::to_value(leaf) {
            Ok(Json::Object(params)) => params,
            _ => Map::new(),
        };
        Rule::Leaf(Leaf { kind: L::KIND.to_owned(), params })
    }

    /// Every condition in it, from left to right.
    #[must_use]
    pub fn conditions(&self) -> Vec<&Leaf> {
        match self {
            Rule::Leaf(leaf) => vec![leaf],
            _ => self.parts().iter().flat_map(Rule::conditions).collect(),
        }
    }

    fn parts(&self) -> &[Rule] {
        match self {
            Rule::All(parts) | Rule::Any(parts) => parts,
            Rule::Not(part) => std::slice::from_ref(part),
            Rule::Leaf(_) => &[],
        }
    }
}

impl Leaf {
    fn spec(&self, act: &Act) -> Result<&'static LeafSpec, Fault> {
        act.app
            .leaf(&self.kind)
            .ok_or_else(|| Fault::new(format!("no feature declares the leaf {}", self.kind)))
    }
}

/// `noun.condition`, small letters, digits and underscores.
fn is_kind(text: &str) -> bool {
    text.len() <= 80
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

/// Rules as a feature of the kernel: questions for whoever writes one.
pub const FEATURE: Feature = Feature {
    name: "rule",
    zh: "规则",
    en: "Rules",
    queries: &[QuerySpec::of::<Leaves>(), QuerySpec::of::<Preview>()],
    ..Feature::EMPTY
};
