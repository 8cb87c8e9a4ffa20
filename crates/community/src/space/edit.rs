//! Changing the face of a space: name, picture, who may read, welcome, modules.

use super::{EDITED, RUN, draft::checked_name, kind::MODULES, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Command, Need, Role, Tx, link::LinkRefusal};
use weilu_media::blob::{self, Owner};
use weilu_people::role::{self, ANYONE, Site};
use weilu_vocabulary::{BlobId, Outcome, SpaceId, refusals};

/// Changes what is given and leaves the rest.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Edit {
    /// Which.
    pub space: SpaceId,
    /// New name.
    #[serde(default)]
    pub name: Option<String>,
    /// New picture.
    #[serde(default)]
    pub avatar: Option<BlobId>,
    /// Whether strangers may read.
    #[serde(default)]
    pub open_to_read: Option<bool>,
    /// What a newcomer is told, up to 500 characters.
    #[serde(default)]
    pub welcome: Option<String>,
    /// What a newcomer is asked to do first, up to 60 characters.
    #[serde(default)]
    pub first_act: Option<String>,
    /// Modules to switch on or off.
    #[serde(default)]
    pub modules: Option<BTreeMap<String, bool>>,
}

/// Changed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Edited {}

refusals! {
    /// Why nothing was changed.
    pub enum EditRefusal {
        /// Too long.
        TooLong { field: String, max: usize } => 422 "space.too_long" "「{field}」请控制在 {max} 个字以内。" "Keep “{field}” within {max} characters.";
        /// No such module.
        NoModule { module: String } => 422 "space.no_module" "没有「{module}」这个模块。" "There is no module called “{module}”.";
    }
}

fn within(field: &str, text: &str, max: usize) -> Result<String, EditRefusal> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(EditRefusal::TooLong { field: field.to_owned(), max });
    }
    Ok(text.to_owned())
}

fn switched(
    now: &serde_json::Value,
    wished: &BTreeMap<String, bool>,
) -> Result<serde_json::Value, EditRefusal> {
    let mut all = now.as_object().cloned().unwrap_or_default();
    for (module, on) in wished {
        if !MODULES.iter().any(|m| m.word == module) {
            return Err(EditRefusal::NoModule { module: module.clone() });
        }
        all.insert(module.clone(), (*on).into());
    }
    Ok(all.into())
}

impl Command for Edit {
    const NAME: &'static str = "space.edit";
    const SUMMARY: (&'static str, &'static str) =
        ("修改社群资料、欢迎语与模块", "Change name, picture, welcome and modules of a space");
    type Output = Edited;
    type Refusal = EditRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Edited> {
        tx.lock(&[self.space.into()])?;
        let mut space = state::load(tx, self.space).await?.ok_or(LinkRefusal::NotFound)?;
        if let Some(name) = &self.name {
            checked_name(name)?.clone_into(&mut space.name);
        }
        if let Some(welcome) = &self.welcome {
            space.welcome = within("welcome", welcome, 500)?;
        }
        if let Some(first) = &self.first_act {
            space.first_act = within("first_act", first, 60)?;
        }
        if let Some(wished) = &self.modules {
            space.modules = switched(&space.modules, wished)?;
        }
        if self.avatar.is_some() {
            blob::change_face(tx, act, space.id.into(), (space.avatar, self.avatar), Owner::Thing).await?;
            space.avatar = self.avatar;
        }
        if let Some(open) = self.open_to_read.filter(|open| *open != space.open_to_read) {
            space.open_to_read = open;
            let site = Site::Space(space.id);
            match (open, space.state.as_str()) {
                (true, "open") => drop(role::grant(tx, act, ANYONE, Role::Visitor, site).await?),
                (true, _) => {}
                (false, _) => drop(role::revoke(tx, act, ANYONE, Role::Visitor, site).await?),
            }
        }
        state::save_face(tx, &space)?;
        tx.append(act, EDITED.on(space.id).space(space.id));
        Ok(Edited {})
    }
}
