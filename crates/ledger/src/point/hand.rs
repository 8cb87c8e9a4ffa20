//! Staff give and take points by hand, with a reason the member reads.

use super::{ADJUSTED, GIVEN, HAND_MOST, ISSUED, MANAGE, TAKEN, purse, state};
use crate::ledger::Party;
use schemars::JsonSchema;
use serde::Deserialize;
use weilu_kernel::{Act, Category, Command, Need, NoticeSpec, Tx, link::LinkRefusal};
use weilu_people::identity;
use weilu_vocabulary::{MemberId, Outcome, Text, refusals};

const REASON_MAX: usize = 100;

/// Gives points to a member, or takes some of his.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "AdjustPoints")]
pub struct Adjust {
    /// Whose.
    pub member: MemberId,
    /// How many: above zero given, below zero taken.
    pub points: i64,
    /// Why, 2 to 100 characters; the member reads it.
    pub reason: String,
}

refusals! {
    /// Why points were not changed.
    pub enum AdjustRefusal {
        /// None or too many.
        BadPoints { most: i64 } => 422 "point.bad_adjustment" "一次发放或扣除 1 到 {most} 分。" "Give or take 1 to {most} points at once.";
        /// No reason.
        NoReason { most: usize } => 422 "point.no_reason" "请写明理由，2 到 {most} 个字，对方看得到。" "Say why in 2 to {most} characters; the member reads it.";
        /// He has less.
        Short { have: i64 } => 409 "point.short" "对方只有 {have} 分，扣不了这么多。" "The member has only {have} points, so that many cannot be taken.";
        /// One's own.
        Own => 409 "point.own" "不能给自己加减积分，请同事来操作。" "Nobody changes his own points; ask a colleague.";
    }
}

pub(super) const NOTICES: &[NoticeSpec] = &[NoticeSpec {
    leads: |_| "/me/points".to_owned(),
    values: |event| {
        let points = event.value.unwrap_or(0);
        let signed = if points > 0 { format!("+{points}") } else { points.to_string() };
        vec![("points", Text { zh: signed.clone().into(), en: signed.into() })]
    },
    firm: true,
    mail: false,
    ..NoticeSpec::of(
        ADJUSTED.name,
        Category::Account,
        "你的积分变动 {points}，理由写在积分明细里",
        "Your points changed by {points}; the statement says why",
    )
}];

impl Command for Adjust {
    const NAME: &'static str = "point.adjust";
    const SUMMARY: (&'static str, &'static str) = ("发放或扣除积分", "Give or take points by hand");
    type Output = ();
    type Refusal = AdjustRefusal;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &MANAGE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let reason = self.reason.trim();
        if !(2..=REASON_MAX).contains(&reason.chars().count()) {
            return Err(AdjustRefusal::NoReason { most: REASON_MAX }.into());
        }
        let most = HAND_MOST.get(tx).await?;
        if self.points == 0 || self.points.checked_abs().is_none_or(|points| points > most) {
            return Err(AdjustRefusal::BadPoints { most }.into());
        }
        if act.actor.member == Some(self.member) {
            return Err(AdjustRefusal::Own.into());
        }
        let personas = identity::state::personas(tx, self.member).await?;
        let persona = *personas.first().ok_or(LinkRefusal::NotFound)?;
        let has = purse::standing(tx, self.member).await?.available;
        if self.points < 0 && has < -self.points {
            return Err(AdjustRefusal::Short { have: has }.into());
        }
        let key = format!("hand:{}", act.id::<weilu_vocabulary::TransferId>());
        let lines = if self.points > 0 {
            let entry = purse::Entry { key, persona, points: self.points, reason: &GIVEN, about: None };
            purse::give(tx, act, &entry).await?
        } else {
            let taken = (key.as_str(), -self.points, &TAKEN);
            purse::take(tx, act, self.member, taken, Party::house(&ISSUED)).await?
        };
        for (transfer, persona) in lines {
            state::note(tx, act, transfer, persona, reason)?;
        }
        let event = ADJUSTED.on(self.member).with(persona).value(self.points);
        tx.append(act, event.body(serde_json::json!({ "reason": reason })));
        Ok(())
    }
}
