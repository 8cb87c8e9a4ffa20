//! Changing a setting, and going back to its default.

use super::{CHANGE, CHANGED, is_picture, is_secret};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use weilu_kernel::{Act, Command, Need, SettingSpec, Tx, setting};
use weilu_media::blob::{self, Owner};
use weilu_vocabulary::{BlobId, Outcome, refusals};

/// Sets a value.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the setting.
    pub name: String,
    /// The value, of the setting's kind.
    pub value: Json,
}

/// Goes back to the default.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Reset {
    /// Name of the setting.
    pub name: String,
}

refusals! {
    /// Why a setting stays.
    pub enum SettingRefusal {
        /// No such setting.
        Unknown => 404 "setting.unknown" "没有这个设置。" "There is no such setting.";
        /// The value is of another kind.
        Unfit { detail: String } => 422 "setting.unfit" "这个值放不进去：{detail}" "The value does not fit: {detail}";
        /// Thresholds are not negative.
        Negative => 422 "setting.negative" "请填 0 或更大的数。" "Enter 0 or a larger number.";
    }
}

fn spec_of(act: &Act, name: &str) -> Outcome<&'static SettingSpec> {
    Ok(act.app.settings().find(|s| s.name == name).ok_or(SettingRefusal::Unknown)?)
}

/// A setting that is a picture takes it into use for the brand, and lets the one before go.
async fn change_picture(tx: &mut Tx, act: &Act, spec: &SettingSpec, value: &Json) -> Outcome<()> {
    if !is_picture(spec) {
        return Ok(());
    }
    let read = |value: &Json| value.as_str().and_then(|text| text.parse::<BlobId>().ok());
    let before = setting::stored(tx).await?.remove(spec.name).and_then(|(value, _)| read(&value));
    blob::change_face(tx, act, act.tenant.into(), (before, read(value)), Owner::Thing).await
}

async fn record(tx: &mut Tx, act: &Act, spec: &SettingSpec, after: Option<&Json>) -> Outcome<()> {
    let before = setting::stored(tx).await?.remove(spec.name).map(|(value, _)| value);
    let body = if is_secret(spec.name) {
        json!({ "name": spec.name })
    } else {
        let default = (spec.default)();
        json!({
            "name": spec.name, "before": before.as_ref().unwrap_or(&default), "after": after.unwrap_or(&default),
        })
    };
    tx.append(act, CHANGED.on(act.tenant).body(body));
    Ok(())
}

impl Command for Change {
    const NAME: &'static str = "setting.change";
    const SUMMARY: (&'static str, &'static str) = ("修改一个设置", "Change a setting");
    // The input may be a secret.
    const REMEMBERED: bool = false;
    type Output = ();
    type Refusal = SettingRefusal;

    fn need(&self) -> Need {
        Need::Site(&CHANGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let spec = spec_of(act, &self.name)?;
        (spec.check)(self.value.clone()).map_err(|detail| SettingRefusal::Unfit { detail })?;
        if self.value.as_i64().is_some_and(|n| n < 0) {
            return Err(SettingRefusal::Negative.into());
        }
        change_picture(tx, act, spec, &self.value).await?;
        record(tx, act, spec, Some(&self.value)).await?;
        Ok(setting::put(tx, act, spec.name, &self.value)?)
    }
}

impl Command for Reset {
    const NAME: &'static str = "setting.reset";
    const SUMMARY: (&'static str, &'static str) = ("恢复默认设置", "Go back to the default of a setting");
    type Output = ();
    type Refusal = SettingRefusal;

    fn need(&self) -> Need {
        Need::Site(&CHANGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let spec = spec_of(act, &self.name)?;
        change_picture(tx, act, spec, &Json::Null).await?;
        record(tx, act, spec, None).await?;
        Ok(setting::reset(tx, spec.name)?)
    }
}
