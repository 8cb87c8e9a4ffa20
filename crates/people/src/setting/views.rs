//! Every setting with its default, its value and the shape of its input.

use super::{CHANGE, is_secret};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use weilu_kernel::{Act, Drawer, Need, Query, Tx, setting};
use weilu_vocabulary::{Outcome, Text, Time};

/// Every setting.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct List {}

/// One setting.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettingShown {
    /// `feature.noun`.
    pub name: String,
    /// What it decides.
    pub text: Text,
    /// JSON Schema of its value: the page draws its input from it.
    pub schema: Json,
    /// The default.
    pub default: Json,
    /// The present value; null for a secret.
    pub value: Json,
    /// When it was set; none while the default counts.
    pub set_at: Option<Time>,
    /// Whether it is never shown.
    pub secret: bool,
}

/// The settings of one feature.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettingGroup {
    /// Name of the feature.
    pub feature: String,
    /// What the feature is called.
    pub title: Text,
    /// In which drawer of the page it lies.
    pub drawer: Drawer,
    /// Its settings.
    pub items: Vec<SettingShown>,
}

/// A drawer of the page.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DrawerShown {
    /// Which.
    pub drawer: Drawer,
    /// What it is called.
    pub title: Text,
}

/// The answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettingsShown {
    /// The drawers in which something lies, in the order of the page.
    pub drawers: Vec<DrawerShown>,
    /// One group per feature that has settings.
    pub groups: Vec<SettingGroup>,
}

impl Query for List {
    const NAME: &'static str = "setting.list";
    const SUMMARY: (&'static str, &'static str) = ("全部设置", "Every setting");
    type Output = SettingsShown;

    fn need(&self) -> Need {
        Need::Site(&CHANGE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<SettingsShown> {
        let mut stored = setting::stored(tx).await?;
        let mut groups = Vec::new();
        for feature in act.app.features.iter().filter(|f| !f.settings.is_empty()) {
            let mut items = Vec::new();
            for spec in feature.settings {
                let set = stored.remove(spec.name);
                let secret = is_secret(spec.name);
                let mut generator =
                    SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true).into_generator();
                let default = (spec.default)();
                items.push(SettingShown {
                    name: spec.name.to_owned(),
                    text: Text::new(spec.zh, spec.en),
                    schema: (spec.schema)(&mut generator).to_value(),
                    set_at: set.as_ref().map(|(_, at)| *at),
                    value: if secret { Json::Null } else { set.map_or_else(|| default.clone(), |(v, _)| v) },
                    default,
                    secret,
                });
            }
            let title = Text::new(feature.zh, feature.en);
            let drawer = feature.drawer;
            groups.push(SettingGroup { feature: feature.name.to_owned(), title, drawer, items });
        }
        let filled = Drawer::ALL.into_iter().filter(|d| groups.iter().any(|g| g.drawer == *d));
        let drawers = filled.map(|d| DrawerShown { drawer: d, title: d.text() }).collect();
        Ok(SettingsShown { drawers, groups })
    }
}
