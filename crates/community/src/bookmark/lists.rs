//! Lists of bookmarks: making, renaming, sharing, and doing away with them.

use super::{SHARED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, command::Never, link::LinkRefusal};
use weilu_vocabulary::{BookmarkListId, Outcome, refusals};

const MOST: i64 = 50;
const NAME_MAX: usize = 20;

/// Makes a list.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Make {
    /// Its name, 1 to 20 characters.
    pub name: String,
    /// Whether others may see and follow it.
    #[serde(default)]
    pub shared: bool,
}

/// Renames a list, shares it, or shares it no longer.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Change {
    /// Which.
    pub list: BookmarkListId,
    /// Its name, 1 to 20 characters.
    pub name: String,
    /// Whether others may see and follow it.
    pub shared: bool,
}

/// Does away with a list; what is in it stays saved.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Discard {
    /// Which.
    pub list: BookmarkListId,
}

/// A new list.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListMade {
    /// Which.
    pub list: BookmarkListId,
}

refusals! {
    /// Why there is no such list.
    pub enum ListRefusal {
        /// Too short or too long.
        BadName { most: usize } => 422 "bookmark.bad_name" "收藏夹名字请写 1 到 {most} 个字。" "A list's name has 1 to {most} characters.";
        /// Enough.
        Enough { most: i64 } => 409 "bookmark.enough_lists" "最多建 {most} 个收藏夹。" "There can be at most {most} lists.";
    }
}

fn checked(name: &str) -> Result<&str, ListRefusal> {
    let name = name.trim();
    if (1..=NAME_MAX).contains(&name.chars().count()) {
        return Ok(name);
    }
    Err(ListRefusal::BadName { most: NAME_MAX })
}

impl Command for Make {
    const NAME: &'static str = "bookmark.make_list";
    const SUMMARY: (&'static str, &'static str) = ("新建收藏夹", "Make a list of bookmarks");
    type Output = ListMade;
    type Refusal = ListRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<ListMade> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let persona = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let name = checked(&self.name)?;
        if state::number_of_lists(tx, member).await? >= MOST {
            return Err(ListRefusal::Enough { most: MOST }.into());
        }
        let list: BookmarkListId = act.id();
        state::insert_list(tx, act, list, persona, name, self.shared)?;
        if self.shared {
            tx.append(act, SHARED.on(list));
        }
        Ok(ListMade { list })
    }
}

impl Command for Change {
    const NAME: &'static str = "bookmark.change_list";
    const SUMMARY: (&'static str, &'static str) = ("修改收藏夹", "Rename or share a list of bookmarks");
    type Output = ();
    type Refusal = ListRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let list = state::own_list(tx, member, self.list).await?.ok_or(LinkRefusal::NotFound)?;
        state::change_list(tx, list.id, checked(&self.name)?, self.shared)?;
        if self.shared && !list.shared {
            tx.append(act, SHARED.on(list.id));
        }
        Ok(())
    }
}

impl Command for Discard {
    const NAME: &'static str = "bookmark.discard_list";
    const SUMMARY: (&'static str, &'static str) = ("删除收藏夹", "Do away with a list of bookmarks");
    type Output = ();
    type Refusal = Never;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let list = state::own_list(tx, member, self.list).await?.ok_or(LinkRefusal::NotFound)?;
        state::discard_list(tx, list.id)?;
        Ok(())
    }
}
