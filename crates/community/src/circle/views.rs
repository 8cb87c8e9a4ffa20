//! Starter packs and proposals as people see them.

use super::{SIGNATURES, state, template::TEMPLATES};
use crate::space::charter::Charter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal};
use weilu_vocabulary::{Outcome, ProposalId, SpaceId, Text, Time};

/// The starter packs.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Templates {}

/// A starter pack in the reader's language.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplateShown {
    /// As stored.
    pub word: String,
    /// Name.
    pub name: Text,
    /// Core value in one sentence.
    pub line: Text,
    /// The charter it begins with.
    pub charter: Charter,
}

/// Packs.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplatesShown {
    /// How many signatures a circle needs now.
    pub needs: i64,
    /// In their order.
    pub items: Vec<TemplateShown>,
}

impl Query for Templates {
    const NAME: &'static str = "circle.templates";
    const SUMMARY: (&'static str, &'static str) = ("圈子起步模板", "Starter packs of circles");
    type Output = TemplatesShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<TemplatesShown> {
        let needs = SIGNATURES.get(tx).await?;
        let items = TEMPLATES.iter().map(|t| TemplateShown {
            word: t.word.to_owned(),
            name: t.name.text(),
            line: t.line.text(),
            charter: t.charter(act.lang),
        });
        Ok(TemplatesShown { needs, items: items.collect() })
    }
}

/// Proposals that gather signatures.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Proposals {}

/// A proposal.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProposalShown {
    /// Which.
    pub id: ProposalId,
    /// Name of the circle.
    pub name: String,
    /// Its charter.
    pub charter: Charter,
    /// Who proposed it.
    pub proposer: String,
    /// Who accepted to own it.
    pub owner: Option<String>,
    /// `gathering`, `founded`, `lapsed`; for its proposer also `held` and `hidden`.
    pub state: String,
    /// What it became.
    pub space: Option<SpaceId>,
    /// How many people signed.
    pub signed: i64,
    /// How many it needs.
    pub needs: i64,
    /// Whether I signed.
    pub mine: bool,
    /// Whether I proposed it.
    pub by_me: bool,
    /// Whether I accepted to own it.
    pub owned_by_me: bool,
    /// Until when it gathers.
    pub lapses_at: Time,
}

/// Proposals.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProposalsShown {
    /// Newest first.
    pub items: Vec<ProposalShown>,
}

fn shown(view: state::ProposalView, needs: i64) -> ProposalShown {
    ProposalShown {
        id: view.id,
        name: view.name,
        charter: serde_json::from_value(view.charter).unwrap_or_default(),
        proposer: view.proposer.unwrap_or_default(),
        owner: view.owner,
        state: view.state,
        space: view.space,
        signed: view.signed,
        needs,
        mine: view.mine > 0,
        by_me: view.by_me > 0,
        owned_by_me: view.owned_by_me > 0,
        lapses_at: view.lapses_at,
    }
}

impl Query for Proposals {
    const NAME: &'static str = "circle.proposals";
    const SUMMARY: (&'static str, &'static str) = ("正在联署的圈子", "Proposals that gather signatures");
    type Output = ProposalsShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ProposalsShown> {
        let needs = SIGNATURES.get(tx).await?;
        let views = state::views(tx, act, None).await?;
        Ok(ProposalsShown { items: views.into_iter().map(|v| shown(v, needs)).collect() })
    }
}

/// One proposal.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Show {
    /// Which.
    pub proposal: ProposalId,
}

impl Query for Show {
    const NAME: &'static str = "circle.show";
    const SUMMARY: (&'static str, &'static str) = ("一个开圈提议", "One proposal");
    type Output = ProposalShown;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ProposalShown> {
        let needs = SIGNATURES.get(tx).await?;
        let view = state::views(tx, act, Some(self.proposal)).await?.pop().ok_or(LinkRefusal::NotFound)?;
        // What waits or was put away is shown to who wrote it, and to nobody else.
        if matches!(view.state.as_str(), "held" | "hidden") && view.by_me == 0 {
            return Err(LinkRefusal::NotFound.into());
        }
        Ok(shown(view, needs))
    }
}
