//! Naming who looks after a member, and ending it.

use super::{ASSIGN, ASSIGNED, ENDED, state};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{MemberId, Outcome, refusals};

/// In which way somebody looks after a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CareKind {
    /// Shop adviser.
    Adviser,
    /// Dealer.
    Dealer,
    /// Owner of his group.
    GroupOwner,
}

impl CareKind {
    /// As stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            CareKind::Adviser => "adviser",
            CareKind::Dealer => "dealer",
            CareKind::GroupOwner => "group_owner",
        }
    }
}

refusals! {
    /// Why nobody was named.
    pub enum CareRefusal {
        /// The keeper is gone.
        NoKeeper => 422 "care.no_keeper" "这位同事的账号不在用，请选别人。" "This colleague's account is not in use; choose somebody else.";
        /// Himself.
        Himself => 422 "care.himself" "自己不能当自己的顾问。" "Nobody is his own adviser.";
        /// Already his.
        Already => 409 "care.already" "已经由这位同事照看了。" "This colleague looks after him already.";
        /// Nobody to end.
        Nobody => 409 "care.nobody" "目前没有这一类顾问。" "Nobody looks after him in this way now.";
    }
}

/// Names who looks after a member; whoever did before is ended.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Assign {
    /// Whom.
    pub member: MemberId,
    /// In which way.
    pub kind: CareKind,
    /// Who.
    pub keeper: MemberId,
}

impl Command for Assign {
    const NAME: &'static str = "care.assign";
    const SUMMARY: (&'static str, &'static str) = ("安排专属顾问", "Name who looks after a member");
    type Output = ();
    type Refusal = CareRefusal;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &ASSIGN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if self.keeper == self.member {
            return Err(CareRefusal::Himself.into());
        }
        let keeper = member::state::load(tx, self.keeper).await?.filter(|k| k.state == "active");
        let keeper = keeper.ok_or(CareRefusal::NoKeeper)?;
        let face = member::state::face(tx, keeper.id).await?.ok_or(CareRefusal::NoKeeper)?;
        let client = member::state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        tx.lock(&[self.member.into()])?;
        if state::keeper(tx, self.member, self.kind.word()).await? == Some(face) {
            return Err(CareRefusal::Already.into());
        }
        state::end(tx, act, self.member, self.kind.word()).await?;
        state::begin(tx, act, client, self.kind.word(), face)?;
        tx.append(act, ASSIGNED.on(self.member).with(client).with(face));
        Ok(())
    }
}

/// Ends who looks after a member.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct End {
    /// Whom.
    pub member: MemberId,
    /// In which way.
    pub kind: CareKind,
}

impl Command for End {
    const NAME: &'static str = "care.end";
    const SUMMARY: (&'static str, &'static str) = ("结束专属顾问", "End who looks after a member");
    type Output = ();
    type Refusal = CareRefusal;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &ASSIGN)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let client = member::state::face(tx, self.member).await?.ok_or(LinkRefusal::NotFound)?;
        if !state::end(tx, act, self.member, self.kind.word()).await? {
            return Err(CareRefusal::Nobody.into());
        }
        tx.append(act, ENDED.on(self.member).with(client));
        Ok(())
    }
}
