//! Settings of a brand. Every threshold is one, and shows its default.

use crate::Act;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use weilu_store::{Row, Tx, params, sql};
use weilu_vocabulary::{Fault, Text};

/// Where a feature's settings lie on the page of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Drawer {
    /// The brand's face and calendar.
    Brand,
    /// Signing in and joining.
    Entry,
    /// What a space begins with.
    Spaces,
    /// Content and order.
    Content,
    /// Messages that leave the house.
    Messages,
    /// Privacy and what the law asks for.
    Law,
}

impl Drawer {
    /// Every drawer, in the order of the page.
    pub const ALL: [Drawer; 6] =
        [Drawer::Brand, Drawer::Entry, Drawer::Spaces, Drawer::Content, Drawer::Messages, Drawer::Law];

    /// As read by people.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Drawer::Brand => Text::new("品牌", "Brand"),
            Drawer::Entry => Text::new("登录与注册", "Signing in and joining"),
            Drawer::Spaces => Text::new("社群默认", "What a space begins with"),
            Drawer::Content => Text::new("内容与治理", "Content and order"),
            Drawer::Messages => Text::new("消息", "Messages"),
            Drawer::Law => Text::new("隐私与法定", "Privacy and law"),
        }
    }
}

/// A typed setting.
#[derive(Clone, Copy)]
pub struct Setting<T> {
    /// `feature.noun`.
    pub name: &'static str,
    /// What it decides, in Chinese.
    pub zh: &'static str,
    /// What it decides, in English.
    pub en: &'static str,
    /// The default.
    pub default: fn() -> T,
}

/// A setting as data.
#[derive(Clone, Copy)]
pub struct SettingSpec {
    /// `feature.noun`.
    pub name: &'static str,
    /// What it decides, in Chinese.
    pub zh: &'static str,
    /// What it decides, in English.
    pub en: &'static str,
    /// The default as JSON.
    pub default: fn() -> serde_json::Value,
    /// Its schema.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Says what is wrong with a value, if anything.
    pub check: fn(serde_json::Value) -> Result<(), String>,
}

/// A setting that can stand in a list of settings.
pub trait AsSpec {
    /// As data.
    const SPEC: SettingSpec;
}

/// Declares typed settings as constants together with their list: `settings! { pub PROBATION_DAYS: i64 = 3, "space.probation_days" "试用期天数" "Days of probation"; }`.
#[macro_export]
macro_rules! settings {
    ($($vis:vis $name:ident : $ty:ty = $default:expr, $word:literal $zh:literal $en:literal;)*) => {
        $(#[doc = $en] $vis const $name: $crate::Setting<$ty> = $crate::Setting { name: $word, zh: $zh, en: $en, default: || $default };)*
        /// Every setting declared here.
        pub const SETTINGS: &[$crate::SettingSpec] = &[$($crate::SettingSpec {
            name: $word, zh: $zh, en: $en,
            default: || $crate::setting::json(&(($name.default)())),
            schema: |g| g.subschema_for::<$ty>(),
            check: $crate::setting::check::<$ty>,
        },)*];
    };
}

#[doc(hidden)]
pub fn json<T: Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

#[doc(hidden)]
pub fn check<T: DeserializeOwned + JsonSchema>(value: serde_json::Value) -> Result<(), String> {
    serde_json::from_value::<T>(value).map(drop).map_err(|e| e.to_string())
}

impl<T: DeserializeOwned> Setting<T> {
    /// The value for this brand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, tx: &mut Tx) -> Result<T, Fault> {
        let row: Option<Row> = tx
            .memo(sql!("select value from setting where tenant = $tenant and name = $1"), params![self.name])
            .await?;
        let Some(row) = row else { return Ok((self.default)()) };
        let stored: serde_json::Value = row.get("value")?;
        Ok(serde_json::from_value(stored).unwrap_or_else(|_| (self.default)()))
    }
}

/// What a brand has set, by name: the value and when.
///
/// # Errors
/// When the database fails.
pub async fn stored(
    tx: &mut Tx,
) -> Result<std::collections::BTreeMap<String, (serde_json::Value, weilu_vocabulary::Time)>, Fault> {
    let rows: Vec<Row> =
        tx.all(sql!("select name, value, at from setting where tenant = $tenant order by name"), &[]).await?;
    rows.iter().map(|r| Ok((r.get("name")?, (r.get("value")?, r.get("at")?)))).collect()
}

/// Goes back to the default.
///
/// # Errors
/// When the database fails.
pub fn reset(tx: &mut Tx, name: &str) -> Result<(), Fault> {
    tx.queue(sql!("delete from setting where tenant = $tenant and name = $1"), params![name])
}

/// Writes a setting; the caller has checked it against its spec.
///
/// # Errors
/// When the database fails.
pub fn put(tx: &mut Tx, act: &Act, name: &str, value: &serde_json::Value) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into setting (tenant, name, value, at) values ($tenant, $1, $2, $3) on conflict (tenant, name) do update set value = excluded.value, at = excluded.at"),
        params![name, value, act.now],
    )
}
