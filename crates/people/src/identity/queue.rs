//! The review queue: people decide about partial matches; and merges are proposed and undone by hand.

use super::{
    CASE_DECIDED, CASE_OPENED, DECIDE, LATER_DAYS,
    decide::Reason,
    merge::{merge, unmerge},
    state,
};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{DAY, MemberId, MergeCaseId, MergeId, Outcome, refusals};

refusals! {
    /// Why a case or a merge stays as it is.
    pub enum QueueRefusal {
        /// Decided before.
        Decided => 409 "identity.case_decided" "这一条已经处理过了，刷新就能看到结果。" "This case has been decided; reload to see the outcome.";
        /// One of the two is gone or merged elsewhere.
        Gone => 409 "identity.record_gone" "其中一份档案已经归并到别处或注销了，不能再归并。" "One of the two records was merged elsewhere or erased, so they cannot be merged.";
        /// The same record twice.
        Same => 422 "identity.same_record" "这是同一份档案。" "This is one and the same record.";
        /// Undone before.
        Undone => 409 "identity.merge_undone" "这次归并已经撤销过了。" "This merge has been undone before.";
        /// A later merge stands on it.
        LaterFirst => 409 "identity.later_merge_first" "后来又有一次归并叠在上面，请先撤销那一次。" "A later merge stands on top of this one; undo that one first.";
        /// Why not said.
        NoNote => 422 "identity.no_note" "请写一句理由（2 到 200 字），以后看的人会感谢你。" "Say why in 2 to 200 characters; whoever reads it later will be grateful.";
    }
}

/// What people may say about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseDecision {
    /// One person: merge.
    Accept,
    /// Two people: never ask again.
    Reject,
    /// Not now.
    Later,
}

/// Decides a case.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DecideCase {
    /// Which.
    pub case: MergeCaseId,
    /// What.
    pub decision: CaseDecision,
    /// Why.
    #[serde(default)]
    pub note: String,
}

impl Command for DecideCase {
    const NAME: &'static str = "identity.decide_case";
    const SUMMARY: (&'static str, &'static str) = ("处理待归并", "Decide whether two records are one person");
    type Output = ();
    type Refusal = QueueRefusal;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let case = state::case(tx, self.case).await?.ok_or(LinkRefusal::NotFound)?;
        let note = self.note.trim();
        let done = match self.decision {
            CaseDecision::Later => {
                let until = act.now + LATER_DAYS.get(tx).await? * DAY;
                state::put_aside(tx, case.id, until, note).await?
            }
            CaseDecision::Reject => state::close_case(tx, act, case.id, "rejected", note).await?,
            CaseDecision::Accept => {
                let closed = state::close_case(tx, act, case.id, "accepted", note).await?;
                let reason = super::kind::word_of(Reason::StaffSaysSo);
                if closed && merge(tx, act, case.arrived, case.known, reason).await?.is_none() {
                    return Err(QueueRefusal::Gone.into());
                }
                closed
            }
        };
        if !done {
            return Err(QueueRefusal::Decided.into());
        }
        let body = serde_json::json!({ "decision": self.decision });
        tx.append(act, CASE_DECIDED.on(case.id).body(body));
        Ok(())
    }
}

/// Puts two records into the queue by hand.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Propose {
    /// The record that would stay.
    pub known: MemberId,
    /// The record that would go in.
    pub other: MemberId,
}

/// The case.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proposed {
    /// Its id.
    pub case: MergeCaseId,
}

impl Command for Propose {
    const NAME: &'static str = "identity.propose";
    const SUMMARY: (&'static str, &'static str) =
        ("提请归并两份档案", "Propose that two records are one person");
    type Output = Proposed;
    type Refusal = QueueRefusal;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Proposed> {
        if self.known == self.other {
            return Err(QueueRefusal::Same.into());
        }
        for id in [self.known, self.other] {
            let row = member::state::load(tx, id).await?.ok_or(LinkRefusal::NotFound)?;
            if !matches!(row.state.as_str(), "active" | "suspended") {
                return Err(QueueRefusal::Gone.into());
            }
        }
        let case = state::open_case(tx, act, self.known, self.other, &[Reason::StaffSaysSo]).await?;
        let case = case.ok_or(QueueRefusal::Decided)?;
        tx.append(act, CASE_OPENED.on(case));
        Ok(Proposed { case })
    }
}

/// Undoes a merge.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Unmerge {
    /// Which.
    pub merge: MergeId,
    /// Why, 2 to 200 characters.
    pub note: String,
}

impl Command for Unmerge {
    const NAME: &'static str = "identity.unmerge";
    const SUMMARY: (&'static str, &'static str) = ("撤销一次归并", "Undo a merge");
    type Output = ();
    type Refusal = QueueRefusal;

    fn need(&self) -> Need {
        Need::Site(&DECIDE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if !(2..=200).contains(&self.note.trim().chars().count()) {
            return Err(QueueRefusal::NoNote.into());
        }
        let row = state::merge(tx, self.merge).await?.ok_or(LinkRefusal::NotFound)?;
        tx.lock(&[row.source.into(), row.target.into()])?;
        if row.undone_at.is_some() {
            return Err(QueueRefusal::Undone.into());
        }
        if state::later_merge(tx, &row).await? {
            return Err(QueueRefusal::LaterFirst.into());
        }
        unmerge(tx, act, &row).await?;
        Ok(())
    }
}
