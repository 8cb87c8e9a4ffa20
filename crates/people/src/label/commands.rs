//! Acts on labels: kinds, giving and taking, choosing one's own, agreeing to be suggested.

use super::{DECLARE, DECLARED, GIVE, PUT, TAKEN, state};
use crate::member;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, link::LinkRefusal};
use weilu_vocabulary::{LabelId, MemberId, Outcome, SpaceId, refusals};

const OWN_MAX: i64 = 30;
const MANY_MAX: usize = 500;

refusals! {
    /// Why labels stay as they are.
    pub enum LabelRefusal {
        /// No such kind.
        UnknownKind => 422 "label.unknown_kind" "没有这一类标签，先选一个类别。" "There is no such kind of label; choose one first.";
        /// Bad name.
        BadName => 422 "label.bad_name" "标签请写 1 到 16 个字。" "A label has 1 to 16 characters.";
        /// Bad kind.
        BadKind => 422 "label.bad_kind" "类别代号用 2 到 24 个小写字母，中英文名各写 1 到 12 个字。" "A kind has a word of 2 to 24 small letters, and a Chinese and an English name of 1 to 12 and 24 characters.";
        /// No such label.
        UnknownLabel => 404 "label.unknown" "没有这个标签，可能已经改名。" "There is no such label; it may have been renamed.";
        /// Too many.
        TooMany { most: i64 } => 409 "label.too_many" "标签最多 {most} 个，先去掉一个再加。" "At most {most} labels; take one away first.";
        /// Too many members at once.
        TooManyMembers { most: usize } => 422 "label.too_many_members" "一次最多给 {most} 人打标签，分几次来。" "At most {most} members at a time; do it in several goes.";
    }
}

fn name_of(typed: &str) -> Result<&str, LabelRefusal> {
    let name = typed.trim();
    let sound = (1..=16).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if sound { Ok(name) } else { Err(LabelRefusal::BadName) }
}

/// Adds a kind of label.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AddKind {
    /// Small letters.
    pub word: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

impl Command for AddKind {
    const NAME: &'static str = "label.add_kind";
    const SUMMARY: (&'static str, &'static str) = ("新增标签类别", "Add a kind of label");
    type Output = ();
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        Need::Site(&GIVE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (zh, en) = (self.zh.trim(), self.en.trim());
        let word = (2..=24).contains(&self.word.len())
            && self.word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let names = (1..=12).contains(&zh.chars().count()) && (1..=24).contains(&en.chars().count());
        if !word || !names || super::KINDS.iter().any(|k| k.0 == self.word) {
            return Err(LabelRefusal::BadKind.into());
        }
        state::add_kind(tx, act, &self.word, zh, en)?;
        Ok(())
    }
}

/// Gives a member a label, making it when it is new.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Put {
    /// To whom.
    pub member: MemberId,
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
}

/// The label.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Given {
    /// Its id.
    pub label: LabelId,
    /// How many got it new.
    pub given: i64,
}

impl Command for Put {
    const NAME: &'static str = "label.put";
    const SUMMARY: (&'static str, &'static str) = ("给成员打标签", "Give a member a label");
    type Output = Given;
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        Need::On(self.member.into(), &GIVE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Given> {
        give(tx, act, &[self.member], &self.kind, &self.name).await
    }
}

/// Gives many members a label.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct PutMany {
    /// To whom, at most 500.
    pub members: Vec<MemberId>,
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
}

impl Command for PutMany {
    const NAME: &'static str = "label.put_many";
    const SUMMARY: (&'static str, &'static str) = ("批量打标签", "Give many members a label");
    type Output = Given;
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        Need::Site(&GIVE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Given> {
        if self.members.len() > MANY_MAX {
            return Err(LabelRefusal::TooManyMembers { most: MANY_MAX }.into());
        }
        give(tx, act, &self.members, &self.kind, &self.name).await
    }
}

async fn give(tx: &mut Tx, act: &Act, members: &[MemberId], kind: &str, name: &str) -> Outcome<Given> {
    let name = name_of(name)?;
    if !state::kind_exists(tx, kind).await? {
        return Err(LabelRefusal::UnknownKind.into());
    }
    let label = state::label_of(tx, act, kind, name).await?;
    let mut given = 0;
    for member in members {
        let face = member::state::face(tx, *member).await?.ok_or(LinkRefusal::NotFound)?;
        if state::put(tx, act, *member, face, label, "staff").await? {
            given += 1;
            tx.append(act, PUT.on(label).with(face));
        }
    }
    Ok(Given { label, given })
}

/// Takes a label from a member.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Take {
    /// From whom; from myself when not given.
    #[serde(default)]
    pub member: Option<MemberId>,
    /// Which.
    pub label: LabelId,
}

impl Command for Take {
    const NAME: &'static str = "label.take";
    const SUMMARY: (&'static str, &'static str) = ("去掉一个标签", "Take a label away");
    type Output = ();
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        self.member.map_or(Need::SignedIn, |m| Need::On(m.into(), &GIVE))
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let member = self.member.or(act.actor.member).ok_or(LinkRefusal::SignIn)?;
        let face = member::state::face(tx, member).await?.ok_or(LinkRefusal::NotFound)?;
        if state::take(tx, member, self.label).await? {
            tx.append(act, TAKEN.on(self.label).with(face));
        }
        Ok(())
    }
}

/// Gives myself a label.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Choose {
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
}

impl Command for Choose {
    const NAME: &'static str = "label.choose";
    const SUMMARY: (&'static str, &'static str) = ("给自己加一个标签", "Give myself a label");
    type Output = Given;
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Given> {
        let name = name_of(&self.name)?;
        let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        if !state::kind_exists(tx, &self.kind).await? {
            return Err(LabelRefusal::UnknownKind.into());
        }
        if state::count(tx, member).await? >= OWN_MAX {
            return Err(LabelRefusal::TooMany { most: OWN_MAX }.into());
        }
        let label = state::label_of(tx, act, &self.kind, name).await?;
        let new = state::put(tx, act, member, persona, label, "said").await?;
        if new {
            tx.append(act, PUT.on(label).with(persona));
        }
        Ok(Given { label, given: new.into() })
    }
}

/// Agrees, or no longer, to be suggested to members and groups with the same label.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Consent {
    /// Whether I agree.
    pub given: bool,
}

impl Command for Consent {
    const NAME: &'static str = "label.consent";
    const SUMMARY: (&'static str, &'static str) =
        ("是否愿意被推荐给同好", "Whether I agree to be suggested to others like me");
    type Output = ();
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let (Some(member), Some(persona)) = (act.actor.member, act.actor.persona) else {
            return Err(LinkRefusal::SignIn.into());
        };
        state::set_consent(tx, act, member, persona, self.given)?;
        Ok(())
    }
}

/// Says on which kind of label a space is built; an empty kind takes it back.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Declare {
    /// Which space.
    pub space: SpaceId,
    /// Kind of label.
    pub kind: String,
    /// The very label, if it is one.
    #[serde(default)]
    pub label: Option<LabelId>,
}

impl Command for Declare {
    const NAME: &'static str = "label.declare";
    const SUMMARY: (&'static str, &'static str) =
        ("写明社群建立在哪类标签上", "Say on which kind of label a space is built");
    type Output = ();
    type Refusal = LabelRefusal;

    fn need(&self) -> Need {
        Need::On(self.space.into(), &DECLARE)
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if !self.kind.is_empty() && !state::kind_exists(tx, &self.kind).await? {
            return Err(LabelRefusal::UnknownKind.into());
        }
        if let Some(label) = self.label
            && !state::exists(tx, label).await?
        {
            return Err(LabelRefusal::UnknownLabel.into());
        }
        state::declare(tx, act, self.space, &self.kind, self.label)?;
        tx.append(act, DECLARED.on(self.space).space(self.space));
        Ok(())
    }
}
