//! Leaves: the conditions that features declare. A leaf is a struct of its parameters; from it come its
//! schema, its check, its sentence and its target.

use crate::{Act, App, Feature, Flaw, Tx, Work};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
};
use weilu_vocabulary::{Fault, Faulty, MemberId, PersonaId, Ref, Text};

/// Whom a rule is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The person; none for a stranger.
    pub member: Option<MemberId>,
    /// The persona under which he comes.
    pub persona: Option<PersonaId>,
    /// What it is about, where a condition needs it: the space to enter, the offer to take.
    pub about: Option<Ref>,
}

/// What a leaf found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Whether it holds.
    pub holds: bool,
    /// Why, as far as the person may know: 「你现在 2 级」.
    pub because: Option<Text>,
    /// What would open it: 「再签到 3 天就到 3 级」.
    pub opens: Option<Text>,
}

impl Finding {
    /// It holds, or it does not.
    #[must_use]
    pub const fn of(holds: bool) -> Finding {
        Finding { holds, because: None, opens: None }
    }

    /// Says why.
    #[must_use]
    pub fn because(mut self, text: Text) -> Finding {
        self.because = Some(text);
        self
    }

    /// Says what would open it.
    #[must_use]
    pub fn opens(mut self, text: Text) -> Finding {
        self.opens = Some(text);
        self
    }
}

/// What to say for a parameter: the name of a label instead of its id.
pub type Words = BTreeMap<&'static str, Text>;

/// A condition of a feature: the struct holds its parameters, whole numbers, texts, ids and lists of them.
pub trait Condition: DeserializeOwned + Serialize + JsonSchema + Send + Sync + 'static {
    /// `noun.condition`, for example `label.has`.
    const KIND: &'static str;
    /// The sentence in Chinese and English, with `{parameter}` places; it goes on from 「需要：」 and “needs: ”.
    const SAYS: (&'static str, &'static str);
    /// The sentence of the opposite, where it can be said more simply than 「并非……」.
    const SAYS_NOT: Option<(&'static str, &'static str)> = None;

    /// What is wrong with the parameters, beyond their schema: out of range, no such label in this brand.
    /// Paths are the names of parameters.
    ///
    /// # Errors
    /// When the database fails.
    fn check(&self, _tx: &mut Tx, _act: &Act) -> impl Future<Output = Result<Vec<Flaw>, Fault>> + Send {
        std::future::ready(Ok(Vec::new()))
    }

    /// What to say for parameters that are ids or words of the program.
    ///
    /// # Errors
    /// When the database fails.
    fn words(&self, _tx: &mut Tx, _act: &Act) -> impl Future<Output = Result<Words, Fault>> + Send {
        std::future::ready(Ok(Words::new()))
    }

    /// Whether it holds for somebody now.
    ///
    /// # Errors
    /// When the database fails.
    fn live(
        &self,
        tx: &mut Tx,
        act: &Act,
        who: &Candidate,
    ) -> impl Future<Output = Result<Finding, Fault>> + Send;
}

/// A leaf as data.
#[derive(Clone, Copy)]
pub struct LeafSpec {
    /// `noun.condition`.
    pub kind: &'static str,
    /// Chinese and English, with `{parameter}` places.
    pub says: (&'static str, &'static str),
    /// The opposite.
    pub says_not: Option<(&'static str, &'static str)>,
    /// Schema of the parameters.
    pub params: fn(&mut SchemaGenerator) -> Schema,
    /// The parameters in their one spelling, defaults filled in; or what does not fit.
    pub read: fn(&Json) -> Result<Json, String>,
    /// As [`Condition::check`].
    pub check: for<'t> fn(&'t mut Tx, &'t Act, &'t Json) -> Work<'t, Vec<Flaw>, Fault>,
    /// As [`Condition::words`].
    pub words: for<'t> fn(&'t mut Tx, &'t Act, &'t Json) -> Work<'t, Words, Fault>,
    /// As [`Condition::live`].
    pub live: for<'t> fn(&'t mut Tx, &'t Act, &'t Candidate, &'t Json) -> Work<'t, Finding, Fault>,
}

impl LeafSpec {
    /// The data of a leaf.
    #[must_use]
    pub const fn of<L: Condition>() -> LeafSpec {
        LeafSpec {
            kind: L::KIND,
            says: L::SAYS,
            says_not: L::SAYS_NOT,
            params: |g| g.subschema_for::<L>(),
            read: |params| {
                let leaf: L = serde_json::from_value(params.clone()).map_err(|e| e.to_string())?;
                serde_json::to_value(&leaf).map_err(|e| e.to_string())
            },
            check: |tx, act, params| Box::pin(async move { typed::<L>(params)?.check(tx, act).await }),
            words: |tx, act, params| Box::pin(async move { typed::<L>(params)?.words(tx, act).await }),
            live: |tx, act, who, params| {
                Box::pin(async move { typed::<L>(params)?.live(tx, act, who).await })
            },
        }
    }

    /// The sentence with its places filled, or that of the opposite where there is one.
    #[must_use]
    pub fn sentence(&self, params: &Json, words: &Words, negated: bool) -> Option<Text> {
        let (zh, en) = if negated { self.says_not? } else { self.says };
        let (mut zh, mut en) = (zh.to_owned(), en.to_owned());
        for (name, value) in params.as_object().into_iter().flatten() {
            let place = format!("{{{name}}}");
            let named = words.get(name.as_str());
            zh = zh.replace(&place, &named.map_or_else(|| plain(value, "、"), |t| t.zh.to_string()));
            en = en.replace(&place, &named.map_or_else(|| plain(value, ", "), |t| t.en.to_string()));
        }
        Some(Text::owned(zh, en))
    }
}

fn typed<L: Condition>(params: &Json) -> Result<L, Fault> {
    serde_json::from_value(params.clone()).context(format!("reading the parameters of {}", L::KIND))
}

fn plain(value: &Json, mark: &str) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(|v| plain(v, mark)).collect::<Vec<_>>().join(mark),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

impl App {
    /// Every leaf that a feature declares.
    pub fn leaves(&self) -> impl Iterator<Item = &'static LeafSpec> {
        self.features.iter().flat_map(|f| f.leaves)
    }

    /// The leaf of a kind.
    #[must_use]
    pub fn leaf(&self, kind: &str) -> Option<&'static LeafSpec> {
        self.leaves().find(|l| l.kind == kind)
    }
}

/// What makes no sense in the leaves of features: run by a test of the whole program.
#[must_use]
pub fn complaints(features: &[&'static Feature]) -> Vec<String> {
    let leaves: Vec<&LeafSpec> = features.iter().flat_map(|f| f.leaves).collect();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for leaf in leaves {
        if !leaf.kind.contains('.') || !super::is_kind(leaf.kind) || !seen.insert(leaf.kind) {
            wrong.push(format!("{}: not spelt noun.condition, or declared twice", leaf.kind));
        }
        let schema = super::schema::params(leaf);
        let known: BTreeSet<&str> = schema
            .get("properties")
            .and_then(Json::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        let texts = [Some(leaf.says), leaf.says_not].into_iter().flatten();
        for place in texts.flat_map(|(zh, en)| [zh, en]).flat_map(places) {
            if !known.contains(place) {
                wrong.push(format!("{}: its sentence names {place}, which is no parameter", leaf.kind));
            }
        }
    }
    wrong
}

fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(place, _)| place)
}
