//! The live target: a rule weighed for one person, with the reasons.

use super::{Candidate, Leaf, Rule, sentence};
use crate::{Act, Tx};
use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use weilu_vocabulary::{Fault, Text};

/// What a node of a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// Every part must hold.
    All,
    /// One part is enough.
    Any,
    /// The part must not hold.
    Not,
    /// A condition.
    Leaf,
}

/// A rule weighed for somebody: the same tree, each node with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weighed {
    /// What the node is.
    pub node: Node,
    /// Whether it holds.
    pub holds: bool,
    /// What it asks for.
    pub text: Text,
    /// Why it holds or not, where the condition says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Text>,
    /// What would open it; only where it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Text>,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Weighed>,
}

impl Rule {
    /// Weighs every condition for somebody, with the reasons: for people who ask why.
    ///
    /// # Errors
    /// When the database fails, or the rule was never [`settled`](Rule::settled).
    pub async fn weigh(&self, tx: &mut Tx, act: &Act, who: &Candidate) -> Result<Weighed, Fault> {
        weigh(self, tx, act, who).await
    }

    /// Whether the rule holds for somebody; asks no more conditions than it must.
    ///
    /// # Errors
    /// As [`Rule::weigh`].
    pub async fn holds(&self, tx: &mut Tx, act: &Act, who: &Candidate) -> Result<bool, Fault> {
        holds(self, tx, act, who).await
    }
}

fn holds<'a>(
    rule: &'a Rule,
    tx: &'a mut Tx,
    act: &'a Act,
    who: &'a Candidate,
) -> BoxFuture<'a, Result<bool, Fault>> {
    Box::pin(async move {
        let (parts, enough) = match rule {
            Rule::All(parts) => (parts, false),
            Rule::Any(parts) => (parts, true),
            Rule::Not(part) => return Ok(!holds(part, tx, act, who).await?),
            Rule::Leaf(leaf) => {
                let params = Json::Object(leaf.params.clone());
                return Ok((leaf.spec(act)?.live)(tx, act, who, &params).await?.holds);
            }
        };
        for part in parts {
            if holds(part, tx, act, who).await? == enough {
                return Ok(enough);
            }
        }
        Ok(!enough)
    })
}

fn weigh<'a>(
    rule: &'a Rule,
    tx: &'a mut Tx,
    act: &'a Act,
    who: &'a Candidate,
) -> BoxFuture<'a, Result<Weighed, Fault>> {
    Box::pin(async move {
        match rule {
            Rule::Leaf(leaf) => weigh_leaf(leaf, tx, act, who).await,
            Rule::Not(part) => {
                let inside = weigh(part, tx, act, who).await?;
                let text = match &**part {
                    Rule::Leaf(leaf) => sentence::leaf_told_not(leaf, tx, act).await?,
                    _ => sentence::not(&sentence::bracket(part, inside.text.clone())),
                };
                let (holds, because) = (!inside.holds, inside.because.clone());
                let opens = inside.holds.then(|| text.clone());
                Ok(Weighed { node: Node::Not, holds, text, because, opens, parts: vec![inside] })
            }
            Rule::All(inside) | Rule::Any(inside) => {
                let mut parts = Vec::with_capacity(inside.len());
                for part in inside {
                    parts.push(weigh(part, tx, act, who).await?);
                }
                Ok(group(rule, inside, parts))
            }
        }
    })
}

fn group(rule: &Rule, inside: &[Rule], parts: Vec<Weighed>) -> Weighed {
    let all = matches!(rule, Rule::All(_));
    let told = |pick: fn(&Weighed) -> Option<&Text>| -> Vec<Text> {
        let texts = inside.iter().zip(&parts).filter_map(|(r, w)| Some((r, pick(w)?.clone())));
        texts.map(|(r, text)| sentence::bracket(r, text)).collect()
    };
    let text = sentence::grouped(rule, &told(|w| Some(&w.text)));
    let holds = if all { parts.iter().all(|p| p.holds) } else { parts.iter().any(|p| p.holds) };
    let opens = (!holds).then(|| sentence::grouped(rule, &told(|w| w.opens.as_ref())));
    Weighed { node: if all { Node::All } else { Node::Any }, holds, text, because: None, opens, parts }
}

async fn weigh_leaf(leaf: &Leaf, tx: &mut Tx, act: &Act, who: &Candidate) -> Result<Weighed, Fault> {
    let text = sentence::leaf_told(leaf, tx, act).await?;
    let params = Json::Object(leaf.params.clone());
    let found = (leaf.spec(act)?.live)(tx, act, who, &params).await?;
    let opens = (!found.holds).then(|| found.opens.unwrap_or_else(|| text.clone()));
    Ok(Weighed {
        node: Node::Leaf,
        holds: found.holds,
        text,
        because: found.because,
        opens,
        parts: Vec::new(),
    })
}
