//! The templates: every kind of space with what it presets, modules, and the nine benefits.

use crate::space::{
    benefit::BENEFITS,
    kind::{KINDS, Led, MODULES},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Role, Tx};
use weilu_vocabulary::{Outcome, Text};

/// Every kind of space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Kinds {}

/// A word with its name.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    /// As stored.
    pub word: String,
    /// As read.
    pub name: Text,
}

/// A kind.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct KindShown {
    /// As stored.
    pub word: String,
    /// As read.
    pub name: Text,
    /// What it is good for.
    pub line: Text,
    /// Who leads it.
    pub led: Led,
    /// Whether strangers may read by default.
    pub open_to_read: bool,
    /// Whether it stands in the catalogue.
    pub listed: bool,
    /// Its default gate in words.
    pub gate: Text,
    /// Offices it knows besides member.
    pub offices: Vec<Role>,
    /// House rules to begin with.
    pub rules: Vec<Text>,
    /// Modules that are on.
    pub modules: Vec<String>,
}

/// Templates.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct KindsShown {
    /// Kinds.
    pub kinds: Vec<KindShown>,
    /// Modules there are.
    pub modules: Vec<Word>,
    /// Benefits there are.
    pub benefits: Vec<Word>,
}

impl Query for Kinds {
    const NAME: &'static str = "space.kinds";
    const SUMMARY: (&'static str, &'static str) = ("社群类型与模板", "Kinds of space and what they preset");
    type Output = KindsShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, _tx: &mut Tx, _act: &Act) -> Outcome<KindsShown> {
        let kinds = KINDS.iter().map(|k| KindShown {
            word: k.word.to_owned(),
            name: k.name.text(),
            line: k.line.text(),
            led: k.led,
            open_to_read: k.open_to_read,
            listed: k.listed,
            gate: (k.gate)().sentence(),
            offices: k.offices.to_vec(),
            rules: k.rules.iter().map(|r| r.text()).collect(),
            modules: k.modules.iter().map(|m| (*m).to_owned()).collect(),
        });
        let modules = MODULES.iter().map(|m| Word { word: m.word.to_owned(), name: m.name.text() });
        let benefits = BENEFITS.iter().map(|b| Word { word: b.word.to_owned(), name: b.name.clone() });
        Ok(KindsShown { kinds: kinds.collect(), modules: modules.collect(), benefits: benefits.collect() })
    }
}
