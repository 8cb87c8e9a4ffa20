//! Saved views of the members' list: they follow the person to every desk.

use super::{LIST, state, views};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, ViewId, refusals};

refusals! {
    /// Why a view was not kept.
    pub enum ViewRefusal {
        /// No name, or a long one.
        BadName => 422 "member.bad_view_name" "视图名字请写 1 到 24 个字。" "A view's name has 1 to 24 characters.";
        /// Too much in it.
        TooLarge => 422 "member.view_too_large" "这个视图里的条件太多了，去掉几项再保存。" "This view holds too many conditions; drop some and save again.";
    }
}

/// Keeps a view; the same name replaces.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SaveView {
    /// 1 to 24 characters.
    pub name: String,
    /// Columns shown.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Filters by name.
    #[serde(default)]
    pub filters: BTreeMap<String, String>,
    /// Sort, as in the address.
    #[serde(default)]
    pub sort: String,
}

/// The view.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ViewSaved {
    /// Its id.
    pub view: ViewId,
}

impl Command for SaveView {
    const NAME: &'static str = "member.save_view";
    const SUMMARY: (&'static str, &'static str) = ("保存成员列表的视图", "Keep a view of the members' list");
    type Output = ViewSaved;
    type Refusal = ViewRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ViewSaved> {
        views::check_staff(tx, act, &LIST).await?;
        let mine = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let name = self.name.trim();
        if !(1..=24).contains(&name.chars().count()) {
            return Err(ViewRefusal::BadName.into());
        }
        let columns = serde_json::json!(self.columns).to_string();
        let filters = serde_json::json!(self.filters).to_string();
        if columns.len() + filters.len() + self.sort.len() > 4_000 {
            return Err(ViewRefusal::TooLarge.into());
        }
        let view: ViewId = act.id();
        state::put_view(tx, act, view, mine, (name, &columns, &filters, &self.sort))?;
        Ok(ViewSaved { view })
    }
}

/// Forgets a view of mine.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DropView {
    /// Which.
    pub view: ViewId,
}

impl Command for DropView {
    const NAME: &'static str = "member.drop_view";
    const SUMMARY: (&'static str, &'static str) = ("删除一个视图", "Forget a view of mine");
    type Output = ();
    type Refusal = ViewRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let me = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        if !state::drop_view(tx, self.view, me).await? {
            return Err(LinkRefusal::NotFound.into());
        }
        Ok(())
    }
}
