//! A department asks for a field; the field's owner grants or refuses, and may end a grant later.
//!
//! States: waiting → granted | refused; granted → ended. Whoever asks cannot be the one who decides, except
//! headquarters, who own the brand.

use super::{
    FIELD_ASKED, FIELD_DECIDED, SEE,
    field::{self, Department},
    state, views,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{FieldRequestId, Outcome, refusals};

refusals! {
    /// Why a request was not taken or decided.
    pub enum FieldRefusal {
        /// No such field.
        UnknownField => 422 "member.unknown_field" "没有这个字段，请刷新页面再试。" "There is no such field; reload the page and try again.";
        /// No reason given.
        NoReason => 422 "member.field_reason" "请写一句（5 到 200 字）为什么需要它，所属部门好判断。" "Say in 5 to 200 characters what you need it for, so that its owner can judge.";
        /// Already visible.
        AlreadySeen => 409 "member.field_seen" "你的部门已经可以看这个字段了。" "Your department sees this field already.";
        /// Already asked.
        AlreadyAsked => 409 "member.field_asked" "你的部门已经申请过，等所属部门答复就好。" "Your department has asked already; its owner will answer.";
        /// Works in no department.
        NoDepartment => 403 "member.no_department" "你还不属于任何部门，请管理员先给你一个角色。" "You belong to no department yet; ask an administrator for a role.";
        /// Not the owner's.
        NotOwner { owner: String } => 403 "member.not_field_owner" "这个字段归「{owner}」，由他们决定。" "This field belongs to “{owner}”; they decide.";
        /// Decided before.
        Decided => 409 "member.field_decided" "这份申请已经处理过了。" "This request has been decided already.";
    }
}

/// Asks for a field for my department.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AskField {
    /// Field key.
    pub field: String,
    /// What for, 5 to 200 characters.
    pub reason: String,
}

/// The request.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FieldAsked {
    /// Its id.
    pub request: FieldRequestId,
}

impl Command for AskField {
    const NAME: &'static str = "member.ask_field";
    const SUMMARY: (&'static str, &'static str) =
        ("为本部门申请一个字段", "Ask for a field for my department");
    type Output = FieldAsked;
    type Refusal = FieldRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<FieldAsked> {
        let field = field::field(&self.field).ok_or(FieldRefusal::UnknownField)?;
        let reason = self.reason.trim();
        if !(5..=200).contains(&reason.chars().count()) {
            return Err(FieldRefusal::NoReason.into());
        }
        let asked_by = act.actor.persona.ok_or(LinkRefusal::SignIn)?;
        let roles = views::check_staff(tx, act, &SEE).await?;
        if field::sees(field, &roles, &state::grants(tx).await?) {
            return Err(FieldRefusal::AlreadySeen.into());
        }
        let department = field::departments_of(&roles).first().copied().ok_or(FieldRefusal::NoDepartment)?;
        if state::live_request(tx, field.key, department.word()).await?.is_some() {
            return Err(FieldRefusal::AlreadyAsked.into());
        }
        let request: FieldRequestId = act.id();
        state::add_request(tx, act, request, (field.key, department, reason), asked_by)?;
        tx.append(act, FIELD_ASKED.on(request));
        Ok(FieldAsked { request })
    }
}

/// Answers a request, or ends a grant.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct DecideField {
    /// Which.
    pub request: FieldRequestId,
    /// What.
    pub decision: FieldDecision,
    /// A word to those who asked.
    #[serde(default)]
    pub note: String,
}

/// What an owner may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldDecision {
    /// They may see it.
    Grant,
    /// They may not.
    Refuse,
    /// They may no longer.
    End,
}

impl FieldDecision {
    const fn step(self) -> (&'static str, &'static str) {
        match self {
            FieldDecision::Grant => ("waiting", "granted"),
            FieldDecision::Refuse => ("waiting", "refused"),
            FieldDecision::End => ("granted", "ended"),
        }
    }
}

impl Command for DecideField {
    const NAME: &'static str = "member.decide_field";
    const SUMMARY: (&'static str, &'static str) =
        ("答复字段申请", "Grant, refuse or end a department's view of a field");
    type Output = ();
    type Refusal = FieldRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let request = state::request(tx, self.request).await?.ok_or(LinkRefusal::NotFound)?;
        let field = field::field(&request.field).ok_or(FieldRefusal::UnknownField)?;
        let roles = views::check_staff(tx, act, &SEE).await?;
        if !field::decides(field, &roles) {
            let owner = field.owner.text().get(act.lang).to_owned();
            return Err(FieldRefusal::NotOwner { owner }.into());
        }
        if !state::move_request(tx, act, request.id, self.decision.step(), self.note.trim()).await? {
            return Err(FieldRefusal::Decided.into());
        }
        let open = self.decision == FieldDecision::Grant;
        if self.decision != FieldDecision::Refuse {
            state::set_grant(tx, act, field.key, &request.department, open)?;
        }
        let asked = Department::from_word(&request.department).map_or("", Department::word);
        let body =
            serde_json::json!({ "field": field.key, "department": asked, "to": self.decision.step().1 });
        tx.append(act, FIELD_DECIDED.on(request.id).with(request.asked_by).body(body));
        Ok(())
    }
}
