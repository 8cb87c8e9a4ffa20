//! Editing the tree: adding, changing, closing a branch, putting a member into one.

use super::{CHANGED, EDIT, PLACED, state};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Place, Tx, link, link::LinkRefusal};
use weilu_vocabulary::{BranchId, MemberId, Outcome, refusals};

const DEPTH_MAX: usize = 8;
/// Kinds of branch.
pub const KINDS: &[&str] = &["headquarters", "branch", "sub_branch", "shop", "dealer", "department", "team"];

refusals! {
    /// Why the tree stays as it is.
    pub enum BranchRefusal {
        /// Bad name.
        BadName => 422 "organisation.bad_name" "名字请写 1 到 30 个字。" "A name has 1 to 30 characters.";
        /// No such kind.
        BadKind => 422 "organisation.bad_kind" "请选一种组织类型。" "Choose a kind of branch.";
        /// The branch above is closed or gone.
        ParentGone => 409 "organisation.parent_gone" "上级组织已经关闭，请换一个。" "The branch above is closed; choose another.";
        /// Below itself.
        BelowItself => 422 "organisation.below_itself" "不能把组织移到它自己下面。" "A branch cannot stand below itself.";
        /// Too deep.
        TooDeep { most: usize } => 422 "organisation.too_deep" "组织最多 {most} 层。" "The tree has at most {most} levels.";
        /// Something hangs on it.
        InUse => 409 "organisation.in_use" "下面还有开着的组织、角色或成员，先移走再关闭。" "Open branches, roles or members still hang on it; move them first.";
    }
}

fn checked<'a>(name: &'a str, kind: &str) -> Result<&'a str, BranchRefusal> {
    let name = name.trim();
    if !(1..=30).contains(&name.chars().count()) {
        return Err(BranchRefusal::BadName);
    }
    if !KINDS.contains(&kind) {
        return Err(BranchRefusal::BadKind);
    }
    Ok(name)
}

/// The line above a new place; refuses a closed parent and a tree too deep.
async fn line_above(tx: &mut Tx, parent: Option<BranchId>) -> Outcome<Vec<BranchId>> {
    let Some(parent) = parent else { return Ok(Vec::new()) };
    let row = state::branch(tx, parent).await?.ok_or(LinkRefusal::NotFound)?;
    if row.closed_at.is_some() {
        return Err(BranchRefusal::ParentGone.into());
    }
    let line = state::line(tx, parent).await?;
    if line.len() >= DEPTH_MAX {
        return Err(BranchRefusal::TooDeep { most: DEPTH_MAX }.into());
    }
    Ok(line)
}

fn need_at(parent: Option<BranchId>) -> Need {
    parent.map_or(Need::Site(&EDIT), |p| Need::On(p.into(), &EDIT))
}

/// Adds a branch.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Add {
    /// Above it; none at the top.
    #[serde(default)]
    pub parent: Option<BranchId>,
    /// 1 to 30 characters.
    pub name: String,
    /// Kind of branch.
    pub kind: String,
}

/// The branch.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Added {
    /// Its id.
    pub branch: BranchId,
}

impl Command for Add {
    const NAME: &'static str = "organisation.add";
    const SUMMARY: (&'static str, &'static str) = ("新增组织", "Add a branch");
    type Output = Added;
    type Refusal = BranchRefusal;

    fn need(&self) -> Need {
        need_at(self.parent)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Added> {
        let name = checked(&self.name, &self.kind)?;
        line_above(tx, self.parent).await?;
        let branch: BranchId = act.id();
        state::add(tx, act, branch, self.parent, name, &self.kind)?;
        tx.append(act, CHANGED.on(branch).branch(branch));
        Ok(Added { branch })
    }
}

/// Renames or moves a branch.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Edit {
    /// Which.
    pub branch: BranchId,
    /// Above it from now on; none at the top.
    #[serde(default)]
    pub parent: Option<BranchId>,
    /// 1 to 30 characters.
    pub name: String,
    /// Kind of branch.
    pub kind: String,
}

impl Command for Edit {
    const NAME: &'static str = "organisation.edit";
    const SUMMARY: (&'static str, &'static str) = ("修改或移动组织", "Rename or move a branch");
    type Output = ();
    type Refusal = BranchRefusal;

    fn need(&self) -> Need {
        Need::On(self.branch.into(), &EDIT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let name = checked(&self.name, &self.kind)?;
        let row = state::branch(tx, self.branch).await?.ok_or(LinkRefusal::NotFound)?;
        if row.parent != self.parent {
            // Whoever moves a branch runs both the place it leaves and the place it goes to.
            for parent in [row.parent, self.parent] {
                link::may(tx, act, &EDIT, Place { space: None, branch: parent, author: None }).await?;
            }
            if line_above(tx, self.parent).await?.contains(&self.branch) {
                return Err(BranchRefusal::BelowItself.into());
            }
        }
        state::edit(tx, self.branch, self.parent, name, &self.kind)?;
        tx.append(act, CHANGED.on(self.branch).branch(self.branch));
        Ok(())
    }
}

/// Closes a branch nothing hangs on.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Close {
    /// Which.
    pub branch: BranchId,
}

impl Command for Close {
    const NAME: &'static str = "organisation.close";
    const SUMMARY: (&'static str, &'static str) = ("关闭组织", "Close a branch");
    type Output = ();
    type Refusal = BranchRefusal;

    fn need(&self) -> Need {
        Need::On(self.branch.into(), &EDIT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if state::in_use(tx, self.branch).await? {
            return Err(BranchRefusal::InUse.into());
        }
        state::close(tx, act, self.branch)?;
        tx.append(act, CHANGED.on(self.branch).branch(self.branch));
        Ok(())
    }
}

/// Puts a member into a branch.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct PlaceMember {
    /// Whom.
    pub member: MemberId,
    /// Where.
    pub branch: BranchId,
}

impl Command for PlaceMember {
    const NAME: &'static str = "organisation.place_member";
    const SUMMARY: (&'static str, &'static str) = ("调整成员所属组织", "Put a member into a branch");
    type Output = ();
    type Refusal = BranchRefusal;

    fn need(&self) -> Need {
        Need::On(self.branch.into(), &EDIT)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let face = member::state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        let from = member::state::home(tx, self.member).await?;
        if from.is_some() {
            link::may(tx, act, &EDIT, Place { space: None, branch: from, author: None }).await?;
        }
        let row = state::branch(tx, self.branch).await?.filter(|b| b.closed_at.is_none());
        let row = row.ok_or(BranchRefusal::ParentGone)?;
        member::state::set_home(tx, act, face, row.id)?;
        tx.append(act, PLACED.on(self.member).with(face).branch(row.id));
        Ok(())
    }
}
