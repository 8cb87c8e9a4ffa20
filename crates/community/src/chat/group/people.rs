//! Who comes into a small group and who goes, and what it is called.

use super::{GroupRefusal, checked_name, enter, note, owned, runs, wanted};
use crate::chat::{
    ADDED, LEFT, READ, RENAMED, SEND,
    state::{self, member},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx};
use weilu_vocabulary::{ChatId, MemberId, Outcome};

/// Done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct GroupDone {}

/// Brings people one knows into a small group.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Add {
    /// Which.
    pub chat: ChatId,
    /// Whom.
    pub members: Vec<MemberId>,
}

impl Command for Add {
    const NAME: &'static str = "chat.add";
    const SUMMARY: (&'static str, &'static str) = ("拉人进小群", "Bring people into a small group");
    type Output = GroupDone;
    type Refusal = GroupRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.chat.into(), &SEND)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<GroupDone> {
        let (chat, guest) = enter(tx, act, self.chat).await?;
        let there = member::all(tx, chat.id).await?;
        let faces = wanted(tx, act, guest.member, &there, &self.members).await?;
        if faces.is_empty() {
            return Err(GroupRefusal::NobodyNamed.into());
        }
        for (at, persona) in (0..).zip(faces) {
            // He sees the line that brings him in, and nothing before it.
            member::insert(tx, act, chat.id, persona, chat.messages + at)?;
            note(tx, act, &chat, guest.persona, (&ADDED, "added"), Some(persona)).await?;
        }
        Ok(GroupDone {})
    }
}

/// Takes somebody out of a small group.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TakeOut {
    /// Which.
    pub chat: ChatId,
    /// Whom.
    pub member: MemberId,
}

impl Command for TakeOut {
    const NAME: &'static str = "chat.take_out";
    const SUMMARY: (&'static str, &'static str) = ("移出小群", "Take somebody out of a small group");
    type Output = GroupDone;
    type Refusal = GroupRefusal;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &SEND)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<GroupDone> {
        let (chat, guest) = enter(tx, act, self.chat).await?;
        owned(tx, act, &chat).await?;
        let there = member::all(tx, chat.id).await?;
        let gone = there.iter().find(|s| s.member == self.member && s.member != guest.member);
        let gone = gone.ok_or(GroupRefusal::NotThere)?;
        member::remove(tx, chat.id, gone.member)?;
        note(tx, act, &chat, guest.persona, (&LEFT, "removed"), Some(gone.persona)).await?;
        Ok(GroupDone {})
    }
}

/// Leaves a small group.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Leave {
    /// Which.
    pub chat: ChatId,
}

impl Command for Leave {
    const NAME: &'static str = "chat.leave";
    const SUMMARY: (&'static str, &'static str) = ("退出小群", "Leave a small group");
    type Output = GroupDone;
    type Refusal = GroupRefusal;

    fn need(&self) -> Need {
        Need::On(self.chat.into(), &READ)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<GroupDone> {
        let (chat, guest) = enter(tx, act, self.chat).await?;
        member::remove(tx, chat.id, guest.member)?;
        note(tx, act, &chat, guest.persona, (&LEFT, "left"), None).await?;
        if runs(tx, act, &chat).await?
            && let Some(next) = member::all(tx, chat.id).await?.first()
        {
            state::set_owner(tx, chat.id, next.persona)?;
        }
        Ok(GroupDone {})
    }
}

/// Gives a small group a name.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Rename {
    /// Which.
    pub chat: ChatId,
    /// Up to 20 characters; empty, and its members are its name.
    pub name: String,
}

impl Command for Rename {
    const NAME: &'static str = "chat.rename";
    const SUMMARY: (&'static str, &'static str) = ("改小群的名字", "Rename a small group");
    type Output = GroupDone;
    type Refusal = GroupRefusal;

    fn need(&self) -> Need {
        Need::PublishOn(self.chat.into(), &SEND)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<GroupDone> {
        let (chat, guest) = enter(tx, act, self.chat).await?;
        owned(tx, act, &chat).await?;
        state::rename(tx, act, chat.id, checked_name(&self.name)?)?;
        note(tx, act, &chat, guest.persona, (&RENAMED, "renamed"), None).await?;
        Ok(GroupDone {})
    }
}
