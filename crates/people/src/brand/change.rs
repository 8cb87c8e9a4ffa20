//! Changing the brand's face: what is given is changed, the rest stays.

use super::{ACCENT, Accent, CHANGE, CHANGED, LOGO, PURPOSE, Purpose, SHORT_NAME, SLOGAN, state};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use weilu_kernel::{Act, Command, Need, Tx, setting, tenant::TIME_ZONE};
use weilu_media::blob::{self, Owner};
use weilu_vocabulary::{BlobId, Outcome, refusals};

const SHORT_MAX: usize = 10;
const SLOGAN_MAX: usize = 40;

/// Changes what is given of the brand's face and calendar.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "ChangeBrand")]
pub struct Change {
    /// Full name, 2 to 40 characters.
    pub name: Option<String>,
    /// Short name, up to 10 characters; empty for the full one.
    pub short_name: Option<String>,
    /// One sentence, up to 40 characters.
    pub slogan: Option<String>,
    /// Colour as `#rrggbb`.
    pub accent: Option<String>,
    /// A picture that was uploaded.
    pub logo: Option<BlobId>,
    /// Whether to do without a logo from now on.
    pub no_logo: bool,
    /// Domain without `https://`; empty for any.
    pub host: Option<String>,
    /// Time zone by its name in the IANA list.
    pub time_zone: Option<String>,
    /// What the house is for.
    pub purpose: Option<Purpose>,
}

/// Changed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct BrandChanged {}

refusals! {
    /// Why the brand stays as it was.
    pub enum BrandRefusal {
        /// Too short or too long.
        BadName => 422 "brand.bad_name" "品牌名字请写 2 到 40 个字。" "Give the brand a name of 2 to 40 characters.";
        /// Too long.
        BadShortName { most: usize } => 422 "brand.bad_short_name" "简称最多 {most} 个字，页面顶部放得下才好看。" "A short name has {most} characters at most, so that it fits on top of a page.";
        /// Too long.
        BadSlogan { most: usize } => 422 "brand.bad_slogan" "一句话介绍请控制在 {most} 个字以内。" "Keep the sentence within {most} characters.";
        /// Not a colour.
        BadAccent => 422 "brand.bad_accent" "颜色请写成 # 加六位，例如 #2f7d5b。" "Write the colour as # and six digits, for example #2f7d5b.";
        /// Not a domain.
        BadHost => 422 "brand.bad_host" "域名只写中间这一段，例如 club.example.com，不带 https:// 和斜杠。" "Enter the domain alone, for example club.example.com, without https:// and slashes.";
        /// Another brand has it.
        HostTaken => 409 "brand.host_taken" "这个域名已经给了这里的另一个品牌。" "Another brand of this house answers to that domain.";
        /// No such zone.
        BadZone => 422 "brand.bad_zone" "没有这个时区，请从列表里选。" "There is no such time zone; choose one from the list.";
    }
}

/// A domain as it is compared with what a browser sends.
fn host_of(typed: &str) -> Option<String> {
    let host = typed.trim().to_lowercase();
    let part = |p: &str| {
        !p.is_empty()
            && p.len() <= 63
            && !p.starts_with('-')
            && !p.ends_with('-')
            && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let sound = host.is_empty() || host.len() <= 253 && host.contains('.') && host.split('.').all(part);
    sound.then_some(host)
}

fn within(text: &str, range: std::ops::RangeInclusive<usize>) -> Option<String> {
    let text = text.trim();
    range.contains(&text.chars().count()).then(|| text.to_owned())
}

/// What is to be written, checked.
#[derive(Debug, Default, PartialEq)]
struct Wished {
    name: Option<String>,
    host: Option<String>,
    settings: Vec<(&'static str, Json)>,
}

impl Change {
    fn checked(&self) -> Result<Wished, BrandRefusal> {
        let mut wished = Wished::default();
        let mut set = |name: &'static str, value: Json| wished.settings.push((name, value));
        if let Some(short) = &self.short_name {
            let most = SHORT_MAX;
            let short = within(short, 0..=most).ok_or(BrandRefusal::BadShortName { most })?;
            set(SHORT_NAME.name, short.into());
        }
        if let Some(slogan) = &self.slogan {
            let most = SLOGAN_MAX;
            let slogan = within(slogan, 0..=most).ok_or(BrandRefusal::BadSlogan { most })?;
            set(SLOGAN.name, slogan.into());
        }
        if let Some(accent) = &self.accent {
            let accent = Accent::read(accent).ok_or(BrandRefusal::BadAccent)?;
            set(ACCENT.name, accent.hex().into());
        }
        if self.logo.is_some() || self.no_logo {
            set(LOGO.name, json!(self.logo.filter(|_| !self.no_logo)));
        }
        if let Some(zone) = &self.time_zone {
            let zone = zone.trim();
            TimeZone::get(zone).map_err(|_| BrandRefusal::BadZone)?;
            set(TIME_ZONE.name, zone.into());
        }
        if let Some(purpose) = self.purpose {
            set(PURPOSE.name, json!(purpose));
        }
        if let Some(name) = &self.name {
            wished.name = Some(within(name, 2..=40).ok_or(BrandRefusal::BadName)?);
        }
        if let Some(host) = &self.host {
            wished.host = Some(host_of(host).ok_or(BrandRefusal::BadHost)?);
        }
        Ok(wished)
    }
}

impl Command for Change {
    const NAME: &'static str = "brand.change";
    const SUMMARY: (&'static str, &'static str) = ("修改品牌资料", "Change the brand's face and calendar");
    type Output = BrandChanged;
    type Refusal = BrandRefusal;

    fn need(&self) -> Need {
        Need::Site(&CHANGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<BrandChanged> {
        let wished = self.checked()?;
        let mut changes = Map::new();
        let (name, host) = state::row(tx).await?;
        let new_name = wished.name.unwrap_or_else(|| name.clone());
        let new_host = wished.host.unwrap_or_else(|| host.clone());
        if new_host != host && state::is_taken(tx, &new_host).await? {
            return Err(BrandRefusal::HostTaken.into());
        }
        note(&mut changes, "name", name.clone().into(), &json!(new_name));
        note(&mut changes, "host", host.clone().into(), &json!(new_host));
        if new_name != name || new_host != host {
            state::save_row(tx, &new_name, &new_host)?;
        }
        let mut stored = setting::stored(tx).await?;
        if let Some((_, logo)) = wished.settings.iter().find(|(name, _)| *name == LOGO.name) {
            let read = |value: &Json| serde_json::from_value(value.clone()).ok();
            let before = stored.get(LOGO.name).and_then(|(value, _)| read(value));
            blob::change_face(tx, act, act.tenant.into(), (before, read(logo)), Owner::Thing).await?;
        }
        for (name, value) in wished.settings {
            let default = act.app.settings().find(|s| s.name == name).map(|s| (s.default)());
            let before = stored.remove(name).map(|(v, _)| v).or(default).unwrap_or(Json::Null);
            if note(&mut changes, name, before, &value) {
                setting::put(tx, act, name, &value)?;
            }
        }
        if !changes.is_empty() {
            tx.append(act, CHANGED.on(act.tenant).body(changes.into()));
        }
        Ok(BrandChanged {})
    }
}

/// Notes before and after of what is another now.
fn note(changes: &mut Map<String, Json>, name: &str, before: Json, after: &Json) -> bool {
    let changed = before != *after;
    if changed {
        changes.insert(name.to_owned(), json!([before, after]));
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_stands_alone() {
        assert_eq!(host_of(" Club.Example.com ").as_deref(), Some("club.example.com"));
        assert_eq!(host_of("").as_deref(), Some(""));
        for wrong in
            ["https://club.example.com", "club", "club..com", "club.example.com/", "-a.com", "俱乐部.com"]
        {
            assert_eq!(host_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_hold_on_both_sides() {
        let name = |n: usize| Change { name: Some("茶".repeat(n)), ..Change::default() }.checked();
        assert_eq!(name(1), Err(BrandRefusal::BadName));
        assert!(name(2).is_ok() && name(40).is_ok());
        assert_eq!(name(41), Err(BrandRefusal::BadName));
        let short = |n: usize| Change { short_name: Some("茶".repeat(n)), ..Change::default() }.checked();
        assert!(short(0).is_ok() && short(10).is_ok());
        assert_eq!(short(11), Err(BrandRefusal::BadShortName { most: 10 }));
        let slogan = |n: usize| Change { slogan: Some("茶".repeat(n)), ..Change::default() }.checked();
        assert!(slogan(40).is_ok());
        assert_eq!(slogan(41), Err(BrandRefusal::BadSlogan { most: 40 }));
    }
}
