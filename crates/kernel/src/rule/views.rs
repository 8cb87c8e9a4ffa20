//! Questions about rules, for whoever writes one: which conditions there are, and what a rule says.

use super::Rule;
use crate::{Act, Need, Query, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use weilu_vocabulary::{Outcome, Text};

/// The conditions that rules can be made of.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Leaves {}

/// One condition.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LeafView {
    /// Its kind.
    pub kind: String,
    /// Its sentence with `{parameter}` places.
    pub says: Text,
    /// JSON Schema of its parameters.
    pub params: Json,
}

impl Query for Leaves {
    const NAME: &'static str = "rule.leaves";
    const SUMMARY: (&'static str, &'static str) =
        ("规则可以用哪些条件", "The conditions that rules can be made of");
    type Output = Vec<LeafView>;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, _: &mut Tx, act: &Act) -> Outcome<Vec<LeafView>> {
        let view = |leaf: &'static super::LeafSpec| LeafView {
            kind: leaf.kind.to_owned(),
            says: Text::new(leaf.says.0, leaf.says.1),
            params: super::schema::params(leaf),
        };
        Ok(act.app.leaves().map(view).collect())
    }
}

/// Reads a rule from its text and says what it means.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Preview {
    /// The rule as text.
    pub text: String,
}

/// A rule that can be written.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Previewed {
    /// As data.
    pub rule: Rule,
    /// As text, in its one spelling.
    pub text: String,
    /// As a sentence.
    pub sentence: Text,
}

impl Query for Preview {
    const NAME: &'static str = "rule.preview";
    const SUMMARY: (&'static str, &'static str) = ("看看一条规则说的是什么", "What a rule says");
    type Output = Previewed;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<Previewed> {
        let rule = Rule::parse(&self.text)?.settled(tx, act).await?;
        let sentence = rule.sentence(tx, act).await?;
        Ok(Previewed { text: rule.text(), rule, sentence })
    }
}
