//! What is checked when a rule is written: its size, its leaves and their parameters, each with its path.

use super::{Leaf, LeafSpec, MOST_DEPTH, MOST_NODES, Rule, RuleFlaw, RuleRefusal};
use crate::{Act, Flaw, Tx};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value as Json};
use weilu_vocabulary::{Fault, Outcome};

impl Rule {
    /// The rule as it may be stored: groups of one unwrapped, parameters in their one spelling.
    ///
    /// # Errors
    /// Every flaw with its path, such as `rule.any[1].not.leaf.params.level`.
    pub async fn settled(self, tx: &mut Tx, act: &Act) -> Outcome<Rule> {
        let mut flaws = Vec::new();
        if self.depth() > MOST_DEPTH {
            flaws.push(Flaw::at("rule", &RuleFlaw::TooDeep { most: MOST_DEPTH }));
        }
        if self.size() > MOST_NODES {
            flaws.push(Flaw::at("rule", &RuleFlaw::TooLarge { most: MOST_NODES }));
        }
        if !flaws.is_empty() {
            return Err(RuleRefusal::of(flaws).into());
        }
        let mut rule = self;
        let everybody = rule == Rule::All(Vec::new());
        if !everybody {
            settle(&mut rule, tx, act, "rule".to_owned(), &mut flaws).await?;
        }
        if flaws.is_empty() { Ok(rule.plain()) } else { Err(RuleRefusal::of(flaws).into()) }
    }

    /// Groups of one unwrapped.
    #[must_use]
    pub fn plain(self) -> Rule {
        match self {
            Rule::All(parts) => group(parts, Rule::All),
            Rule::Any(parts) => group(parts, Rule::Any),
            Rule::Not(part) => Rule::Not(Box::new(part.plain())),
            leaf @ Rule::Leaf(_) => leaf,
        }
    }

    /// How deep it is: 1 for a leaf alone.
    #[must_use]
    pub fn depth(&self) -> usize {
        1 + self.parts().iter().map(Rule::depth).max().unwrap_or(0)
    }

    /// How many groups, negations and leaves it has.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.parts().iter().map(Rule::size).sum::<usize>()
    }
}

fn group(parts: Vec<Rule>, make: fn(Vec<Rule>) -> Rule) -> Rule {
    let mut parts: Vec<Rule> = parts.into_iter().map(Rule::plain).collect();
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            make(parts)
        }
    }
}

fn settle<'a>(
    rule: &'a mut Rule,
    tx: &'a mut Tx,
    act: &'a Act,
    path: String,
    flaws: &'a mut Vec<Flaw>,
) -> BoxFuture<'a, Result<(), Fault>> {
    Box::pin(async move {
        let (word, parts) = match rule {
            Rule::All(parts) => ("all", parts),
            Rule::Any(parts) => ("any", parts),
            Rule::Not(part) => return settle(part, tx, act, format!("{path}.not"), flaws).await,
            Rule::Leaf(leaf) => return settle_leaf(leaf, tx, act, &format!("{path}.leaf"), flaws).await,
        };
        if parts.is_empty() {
            flaws.push(Flaw::at(format!("{path}.{word}"), &RuleFlaw::Empty));
        }
        for (at, part) in parts.iter_mut().enumerate() {
            settle(part, tx, act, format!("{path}.{word}[{at}]"), flaws).await?;
        }
        Ok(())
    })
}

async fn settle_leaf(
    leaf: &mut Leaf,
    tx: &mut Tx,
    act: &Act,
    path: &str,
    flaws: &mut Vec<Flaw>,
) -> Result<(), Fault> {
    let Some(spec) = act.app.leaf(&leaf.kind) else {
        let flaw = RuleFlaw::UnknownLeaf { kind: leaf.kind.clone() };
        flaws.push(Flaw::at(format!("{path}.kind"), &flaw));
        return Ok(());
    };
    let read = match read(spec, &leaf.params, path) {
        Ok(read) => read,
        Err(found) => {
            flaws.extend(found);
            return Ok(());
        }
    };
    let params = Json::Object(read);
    for flaw in (spec.check)(tx, act, &params).await? {
        flaws.push(Flaw { path: format!("{path}.params.{}", flaw.path), ..flaw });
    }
    if let Json::Object(params) = params {
        leaf.params = params;
    }
    Ok(())
}

fn read(spec: &LeafSpec, given: &Map<String, Json>, path: &str) -> Result<Map<String, Json>, Vec<Flaw>> {
    let place = |name: &str| format!("{path}.params.{name}");
    let mut flaws: Vec<Flaw> = given
        .iter()
        .filter(|(_, value)| has_fraction(value))
        .map(|(name, _)| Flaw::at(place(name), &RuleFlaw::WholeNumbers))
        .collect();
    let schema = super::schema::params(spec);
    let properties = schema.get("properties").and_then(Json::as_object);
    let unknown = given.keys().filter(|name| !properties.is_some_and(|p| p.contains_key(*name)));
    flaws.extend(unknown.map(|name| Flaw::at(place(name), &RuleFlaw::UnknownParam { name: name.clone() })));
    if !flaws.is_empty() {
        return Err(flaws);
    }
    match (spec.read)(&Json::Object(given.clone())) {
        Ok(Json::Object(read)) => Ok(read),
        Ok(_) => Ok(Map::new()),
        Err(detail) => Err(vec![Flaw::at(format!("{path}.params"), &RuleFlaw::BadParams { detail })]),
    }
}

fn has_fraction(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.as_i64().is_none(),
        Json::Array(items) => items.iter().any(has_fraction),
        Json::Object(fields) => fields.values().any(has_fraction),
        _ => false,
    }
}
