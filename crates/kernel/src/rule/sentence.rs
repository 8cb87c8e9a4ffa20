//! A rule as one sentence, in Chinese and in English.

use super::{Leaf, Rule};
use crate::{Act, Tx};
use futures_util::future::BoxFuture;
use serde_json::Value as Json;
use weilu_vocabulary::{Fault, Text};

impl Rule {
    /// The rule as a sentence without its full stop: 「带有标签「茶」，并且（等级不低于 3 级，或者受到邀请）」.
    ///
    /// # Errors
    /// When the database fails, or the rule was never [`settled`](Rule::settled).
    pub async fn sentence(&self, tx: &mut Tx, act: &Act) -> Result<Text, Fault> {
        told(self, tx, act).await
    }
}

fn told<'a>(rule: &'a Rule, tx: &'a mut Tx, act: &'a Act) -> BoxFuture<'a, Result<Text, Fault>> {
    Box::pin(async move {
        let mut parts = Vec::new();
        match rule {
            Rule::Leaf(leaf) => return leaf_told(leaf, tx, act).await,
            Rule::Not(part) => {
                if let Rule::Leaf(leaf) = &**part {
                    return leaf_told_not(leaf, tx, act).await;
                }
                let inside = told(part, tx, act).await?;
                return Ok(not(&bracket(part, inside)));
            }
            Rule::All(inside) | Rule::Any(inside) => {
                for part in inside {
                    let text = told(part, tx, act).await?;
                    parts.push(bracket(part, text));
                }
            }
        }
        Ok(grouped(rule, &parts))
    })
}

/// Several sentences joined as the group says.
pub(super) fn grouped(rule: &Rule, parts: &[Text]) -> Text {
    let all = matches!(rule, Rule::All(_));
    if parts.is_empty() {
        return if all {
            Text::new("所有人都可以", "anybody")
        } else {
            Text::new("没有人可以", "nobody")
        };
    }
    let (zh, en) = if all { ("，并且", ", and ") } else { ("，或者", ", or ") };
    let list = |pick: fn(&Text) -> &str, mark: &str| parts.iter().map(pick).collect::<Vec<_>>().join(mark);
    Text::owned(list(|t| &t.zh, zh), list(|t| &t.en, en))
}

/// A group inside something else stands in brackets.
pub(super) fn bracket(rule: &Rule, text: Text) -> Text {
    match rule {
        Rule::All(parts) | Rule::Any(parts) if parts.len() > 1 => {
            Text::owned(format!("（{}）", text.zh), format!("({})", text.en))
        }
        _ => text,
    }
}

pub(super) fn not(text: &Text) -> Text {
    Text::owned(format!("并非{}", text.zh), format!("not: {}", text.en))
}

pub(super) async fn leaf_told(leaf: &Leaf, tx: &mut Tx, act: &Act) -> Result<Text, Fault> {
    let spec = leaf.spec(act)?;
    let params = Json::Object(leaf.params.clone());
    let words = (spec.words)(tx, act, &params).await?;
    Ok(spec.sentence(&params, &words, false).unwrap_or_else(|| Text::new(spec.says.0, spec.says.1)))
}

pub(super) async fn leaf_told_not(leaf: &Leaf, tx: &mut Tx, act: &Act) -> Result<Text, Fault> {
    let spec = leaf.spec(act)?;
    let params = Json::Object(leaf.params.clone());
    let words = (spec.words)(tx, act, &params).await?;
    match spec.sentence(&params, &words, true) {
        Some(text) => Ok(text),
        None => Ok(not(&leaf_told(leaf, tx, act).await?)),
    }
}
