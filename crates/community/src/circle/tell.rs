//! Whom proposals concern: the proposer while they gather, everybody who signed when they open.

use super::{FOUNDED, LAPSED, OFFICE_ACCEPTED, SIGNED, UNSIGNED, state};
use weilu_kernel::{
    Category, Namer, NoticeSpec, Whom,
    notice::{to_object, to_space},
};
use weilu_vocabulary::{Event, ProposalId, RefKind};

fn to_proposal(event: &Event) -> String {
    to_object(event, "/circles")
}

pub(super) const NOTICES: &[NoticeSpec] = &[
    NoticeSpec {
        many: Some((
            "{actor} 等 {n} 人联署了你发起的圈子",
            "{actor} and others ({n} in all) signed your proposal",
        )),
        whom: Whom::Found(|tx, event| {
            Box::pin(async move {
                let Some(id) = event.object.and_then(|o| o.get::<ProposalId>()) else {
                    return Ok(Vec::new());
                };
                Ok(state::load(tx, id).await?.map(|p| p.proposer).into_iter().collect())
            })
        }),
        leads: to_proposal,
        mail: false,
        taken_back_by: Some(UNSIGNED.name),
        ..NoticeSpec::of(
            SIGNED.name,
            Category::Space,
            "{actor} 联署了你发起的圈子",
            "{actor} signed your proposal",
        )
    },
    NoticeSpec {
        leads: to_proposal,
        ..NoticeSpec::of(
            OFFICE_ACCEPTED.name,
            Category::Space,
            "{actor} 答应做你发起的圈子的群主",
            "{actor} accepted to own the circle you proposed",
        )
    },
    NoticeSpec {
        leads: |event| to_space(event, ""),
        ..NoticeSpec::of(
            FOUNDED.name,
            Category::Space,
            "你联署的{space}开张了",
            "The circle you signed for has opened: {space}",
        )
    },
    NoticeSpec {
        leads: to_proposal,
        ..NoticeSpec::of(
            LAPSED.name,
            Category::Space,
            "你发起的圈子到期了，人还没凑齐",
            "Your proposal lapsed before enough people signed",
        )
    },
];

pub(super) const NAMER: Namer = Namer {
    kind: RefKind::Proposal,
    names: |tx, ids| {
        Box::pin(async move {
            let mut out = Vec::with_capacity(ids.len());
            for id in ids {
                out.extend(state::load(tx, ProposalId::new(*id)).await?.map(|p| (*id, p.name)));
            }
            Ok(out)
        })
    },
};
