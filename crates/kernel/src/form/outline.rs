//! The JSON Schema of a form's answers, for pages and other programs.

use super::{Field, FieldKind, Form};
use serde_json::{Map, Value as Json, json};

impl Form {
    /// JSON Schema (2020-12) of the answers. It can say less than [`Form::fill`] checks: it knows no
    /// trimming and no limits of days.
    #[must_use]
    pub fn answers_schema(&self) -> Json {
        let properties: Map<String, Json> = self.fields.iter().map(|f| (f.key.clone(), one(f))).collect();
        let required: Vec<&str> = self.fields.iter().filter(|f| f.required).map(|f| f.key.as_str()).collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title.zh, "description": self.title.en,
            "type": "object", "additionalProperties": false,
            "required": required, "properties": properties,
        })
    }
}

fn one(field: &Field) -> Json {
    let mut schema = match &field.kind {
        FieldKind::Text { min_chars, max_chars, .. } | FieldKind::LongText { min_chars, max_chars, .. } => {
            json!({ "type": "string", "minLength": min_chars, "maxLength": max_chars })
        }
        FieldKind::Single { .. } => json!({ "type": "string", "enum": keys(field) }),
        FieldKind::Multiple { min_choices, max_choices, options } => json!({
            "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": keys(field) },
            "minItems": min_choices, "maxItems": max_choices.map_or(options.len(), super::answer::index),
        }),
        FieldKind::Number { min, max, .. } => {
            let mut number = Map::from_iter([("type".to_owned(), json!("integer"))]);
            number.extend(min.map(|min| ("minimum".to_owned(), min.into())));
            number.extend(max.map(|max| ("maximum".to_owned(), max.into())));
            Json::Object(number)
        }
        FieldKind::Region { parts } => json!({
            "type": "array", "minItems": parts, "maxItems": parts,
            "items": { "type": "string", "minLength": 1, "maxLength": 30 },
        }),
        FieldKind::Date { .. } => json!({ "type": "string", "format": "date" }),
        FieldKind::Phone {} => json!({ "type": "string", "maxLength": 30 }),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".into(), field.label.zh.clone().into());
        schema.insert("description".into(), field.label.en.clone().into());
    }
    schema
}

fn keys(field: &Field) -> Vec<&str> {
    field.kind.options().iter().map(|o| o.key.as_str()).collect()
}
