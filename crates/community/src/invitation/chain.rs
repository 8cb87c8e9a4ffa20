//! The chain of a space: who brought whom. For trust and tracing, never for money (charter t19).

use super::state;
use crate::space::RUN;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx};
use weilu_vocabulary::{MemberId, Outcome, SpaceId, Time};

/// Who brought whom into a space, or the branch below one person.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Chain {
    /// Which space.
    pub space: SpaceId,
    /// Below whom.
    #[serde(default)]
    pub member: Option<MemberId>,
}

/// One link of the chain.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Who came in.
    pub member: MemberId,
    /// His name.
    pub name: String,
    /// Who brought him.
    pub inviter: MemberId,
    /// Whether he is inside now.
    pub inside: bool,
    /// When he was removed, if he was.
    pub removed_at: Option<Time>,
}

/// The chain.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChainShown {
    /// Links; those of a branch level by level.
    pub items: Vec<Link>,
}

impl Query for Chain {
    const NAME: &'static str = "invitation.chain";
    const SUMMARY: (&'static str, &'static str) = ("邀请链", "Who brought whom");
    type Output = ChainShown;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &RUN)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<ChainShown> {
        let guests = match self.member {
            Some(root) => state::guests_of(tx, self.space, root).await?,
            None => state::guests(tx, self.space).await?,
        };
        let link = |g: state::Guest| Link {
            member: g.member,
            name: g.name,
            inviter: g.inviter,
            inside: g.since.is_some(),
            removed_at: g.removed_at,
        };
        Ok(ChainShown { items: guests.into_iter().map(link).collect() })
    }
}
