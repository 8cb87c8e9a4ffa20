//! Catalogues derived from what features declare: the API document, events, permissions, refusals, settings.

use crate::{App, Role};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json, json};

impl App {
    /// The OpenAPI 3.1 document of every command and query.
    #[must_use]
    pub fn openapi(&self) -> Json {
        let mut generator = SchemaSettings::openapi3().for_serialize().into_generator();
        let mut inputs = SchemaSettings::openapi3().for_deserialize().into_generator();
        let mut paths = Map::new();
        for feature in &self.features {
            for c in feature.commands {
                let body = body(c.file, (c.input)(&mut inputs).to_value());
                let answer = (c.output)(&mut generator);
                paths.insert(path(c.name), json!({ "post": {
                    "operationId": c.name, "tags": [feature.name], "summary": c.summary.1, "description": c.summary.0,
                    "parameters": [{ "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string" } }],
                    "requestBody": { "required": true, "content": body },
                    "responses": responses(&answer.to_value(), c.refusals.iter().map(|r| r.status)),
                } }));
            }
            for q in feature.queries {
                let input = (q.input)(&mut inputs);
                let answer = (q.output)(&mut generator);
                let parameters = parameters(&input.to_value(), inputs.definitions());
                paths.insert(path(q.name), json!({ "get": {
                    "operationId": q.name, "tags": [feature.name], "summary": q.summary.1, "description": q.summary.0,
                    "parameters": parameters, "responses": responses(&answer.to_value(), std::iter::empty()),
                } }));
            }
        }
        let answered = generator.take_definitions(true);
        let mut schemas = sent_apart(&mut paths, inputs.take_definitions(true), &answered);
        schemas.extend(answered);
        schemas.insert("Problem".into(), problem());
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Weilu", "version": env!("CARGO_PKG_VERSION"), "description": "Commands are POST, queries are GET; ids are prefix_base32, times are microseconds since 1970 in UTC, money is fen." },
            "paths": paths, "components": { "schemas": schemas },
        })
    }

    /// Every kind of event, as tab-separated lines: name, Chinese, English, weight, audience.
    #[must_use]
    pub fn event_catalogue(&self) -> String {
        let mut lines = vec!["kind\tzh\ten\tweight\taudience".to_owned()];
        for kind in self.features.iter().flat_map(|f| f.events) {
            lines.push(format!(
                "{}\t{}\t{}\t{}\t{:?}",
                kind.name, kind.zh, kind.en, kind.weight, kind.audience
            ));
        }
        lines.sort_unstable_by(|a, b| {
            (a.as_str() != "kind\tzh\ten\tweight\taudience", a)
                .cmp(&(b.as_str() != "kind\tzh\ten\tweight\taudience", b))
        });
        lines.join("\n") + "\n"
    }

    /// The permission matrix: permission, texts, and the roles that hold it by default.
    #[must_use]
    pub fn permission_matrix(&self) -> String {
        let mut out = format!(
            "permission\tzh\ten\t{}\n",
            Role::ALL.iter().map(|r| r.word()).collect::<Vec<_>>().join("\t")
        );
        let mut all: Vec<_> = self.features.iter().flat_map(|f| f.permissions).collect();
        all.sort_by_key(|p| p.name);
        for p in all {
            let marks: Vec<&str> =
                Role::ALL.iter().map(|r| if p.roles.contains(r) { "x" } else { "" }).collect();
            out.push_str(&format!("{}\t{}\t{}\t{}\n", p.name, p.zh, p.en, marks.join("\t")));
        }
        out
    }

    /// Every refusal: code, status and both sentences.
    #[must_use]
    pub fn refusal_catalogue(&self) -> String {
        let own = [
            crate::link::LinkRefusal::ALL,
            crate::command::InputRefusal::ALL,
            crate::form::FormRefusal::ALL,
            crate::form::FormFlaw::ALL,
            crate::form::AnswerFlaw::ALL,
            crate::machine::MachineRefusal::ALL,
            crate::rule::RuleRefusal::ALL,
            crate::rule::RuleFlaw::ALL,
        ];
        let mut lines: Vec<String> = own
            .into_iter()
            .chain(self.features.iter().flat_map(|f| f.commands).map(|c| c.refusals))
            .flatten()
            .map(|r| format!("{}\t{}\t{}\t{}", r.code, r.status, r.zh, r.en))
            .collect();
        lines.sort_unstable();
        lines.dedup();
        format!("code\tstatus\tzh\ten\n{}\n", lines.join("\n"))
    }
}

use weilu_vocabulary::Refuse as _;

/// What a command is sent: JSON, or a form with a file.
fn body(file: bool, input: Json) -> Json {
    if !file {
        return json!({ "application/json": { "schema": input } });
    }
    let binary = json!({ "type": "object", "required": ["file"], "properties": { "file": { "type": "string", "format": "binary" } } });
    json!({ "multipart/form-data": { "schema": { "allOf": [input, binary] } } })
}

/// A type that is sent in another shape than it is answered in, or that merely shares its name with another, stands
/// under a name of its own: inputs and answers are described by two generators, each of which numbers its names.
fn sent_apart(
    paths: &mut Map<String, Json>,
    sent: Map<String, Json>,
    answered: &Map<String, Json>,
) -> Map<String, Json> {
    let differs = |name: &str| answered.get(name).is_some_and(|other| sent.get(name) != Some(other));
    let apart: Vec<String> = sent.keys().filter(|name| differs(name)).cloned().collect();
    for path in paths.values_mut() {
        for place in ["/post/requestBody", "/get/parameters"] {
            path.pointer_mut(place).into_iter().for_each(|part| point_apart(part, &apart));
        }
    }
    sent.into_iter()
        .map(|(name, mut schema)| {
            point_apart(&mut schema, &apart);
            (if apart.contains(&name) { format!("{name}Sent") } else { name }, schema)
        })
        .collect()
}

/// Turns references to types that stand apart to their own names.
fn point_apart(part: &mut Json, apart: &[String]) {
    match part {
        Json::Object(map) => {
            if let Some(Json::String(to)) = map.get_mut("$ref")
                && to.rsplit('/').next().is_some_and(|name| apart.iter().any(|a| a == name))
            {
                to.push_str("Sent");
            }
            map.values_mut().for_each(|inner| point_apart(inner, apart));
        }
        Json::Array(list) => list.iter_mut().for_each(|inner| point_apart(inner, apart)),
        _ => {}
    }
}

fn path(name: &str) -> String {
    format!("/api/v1/{}", name.replacen('.', "/", 1))
}

fn responses(answer: &Json, refusals: impl Iterator<Item = u16>) -> Json {
    let data = json!({ "type": "object", "required": ["data", "pos"], "properties": { "data": answer, "pos": { "type": "integer", "format": "int64" } } });
    let mut out = Map::new();
    out.insert(
        "200".into(),
        json!({ "description": "Done", "content": { "application/json": { "schema": data } } }),
    );
    for status in refusals {
        out.insert(status.to_string(), json!({ "description": "Refused", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }));
    }
    Json::Object(out)
}

fn parameters(input: &Json, definitions: &Map<String, Json>) -> Vec<Json> {
    let target = input.get("$ref").and_then(Json::as_str).and_then(|r| r.rsplit('/').next());
    let schema = target.and_then(|name| definitions.get(name)).unwrap_or(input);
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let properties = schema.get("properties").and_then(Json::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| json!({ "name": name, "in": "query", "required": required.contains(&name.as_str()), "schema": schema }))
        .collect()
}

fn problem() -> Json {
    json!({
        "type": "object", "required": ["type", "title", "status", "code", "message", "text", "fields", "request_id"],
        "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "code": { "type": "string" }, "message": { "type": "string" },
            "text": { "type": "object", "required": ["zh", "en"], "properties": { "zh": { "type": "string" }, "en": { "type": "string" } } },
            "fields": { "type": "object", "additionalProperties": true }, "request_id": { "type": "string" },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(value: Json) -> Map<String, Json> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn what_only_shares_a_name_stands_apart() {
        let ask = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let mut paths = map(
            json!({ "/a": { "get": { "parameters": [{ "schema": ask("Kind") }], "responses": ask("Kind") } } }),
        );
        let sent = map(
            json!({ "Kind": { "enum": ["a"] }, "Same": { "type": "null" }, "Box": { "items": ask("Kind") } }),
        );
        let answered = map(json!({ "Kind": { "enum": ["b"] }, "Same": { "type": "null" } }));
        let schemas = sent_apart(&mut paths, sent, &answered);
        assert_eq!(
            Json::Object(schemas),
            json!({ "KindSent": { "enum": ["a"] }, "Same": { "type": "null" }, "Box": { "items": ask("KindSent") } })
        );
        assert_eq!(
            Json::Object(paths),
            json!({ "/a": { "get": { "parameters": [{ "schema": ask("KindSent") }], "responses": ask("Kind") } } })
        );
    }
}
