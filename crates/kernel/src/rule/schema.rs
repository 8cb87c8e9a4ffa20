//! The JSON Schema of rules: which leaves there are and what parameters each takes.

use super::{LeafSpec, MOST_NODES};
use crate::App;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

/// Schema of one leaf's parameters, with everything it refers to inside.
pub(super) fn params(leaf: &LeafSpec) -> Json {
    let mut settings = SchemaSettings::draft2020_12().for_deserialize();
    settings.inline_subschemas = true;
    let mut generator = settings.into_generator();
    (leaf.params)(&mut generator).to_value()
}

impl App {
    /// JSON Schema (2020-12) of every rule that can be written in this program.
    #[must_use]
    pub fn rule_schema(&self) -> Json {
        let leaf = |l: &'static LeafSpec| {
            json!({
                "type": "object", "additionalProperties": false, "required": ["kind"],
                "title": l.says.0, "description": l.says.1,
                "properties": { "kind": { "const": l.kind }, "params": params(l) },
            })
        };
        let leaves: Vec<Json> = self.leaves().map(leaf).collect();
        let node = |name: &str, inner: Json| {
            json!({
                "type": "object", "additionalProperties": false, "required": [name],
                "properties": { name: inner },
            })
        };
        let rule = json!({ "$ref": "#/$defs/rule" });
        let many = json!({ "type": "array", "maxItems": MOST_NODES, "items": rule });
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": "#/$defs/rule",
            "$defs": { "rule": { "oneOf": [
                node("all", many.clone()), node("any", many), node("not", rule.clone()),
                node("leaf", json!({ "oneOf": leaves })),
            ] } },
        })
    }
}
