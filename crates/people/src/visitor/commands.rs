//! A visitor's acts: agreeing, stepping, joining on sign-up, being forgotten.

use super::{JOINED, STARTED, STEPPED, state};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Command, Need, Tx, counter, link::LinkRefusal};
use weilu_vocabulary::{Ctx, HOUR, Outcome, PersonaId, refusals};

const STEPS_PER_HOUR: i64 = 300;

refusals! {
    /// Why nothing was kept.
    pub enum VisitorRefusal {
        /// No consent.
        NoConsent => 422 "visitor.no_consent" "没有同意，就不记录。随便看看就好。" "Without your consent nothing is kept. Feel free to look around.";
        /// The thing looked at is too long.
        BadThing => 422 "visitor.bad_thing" "页面地址太长，没有记录。" "The address is too long and was not kept.";
    }
}

/// Agrees to be followed under an anonymous id.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Start {
    /// Whether the visitor agreed.
    pub consent: bool,
}

/// The anonymous id.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Started {
    /// Kept by the browser; stored hashed here.
    pub visitor: String,
}

impl Command for Start {
    const NAME: &'static str = "visitor.start";
    const SUMMARY: (&'static str, &'static str) =
        ("访客同意匿名记录", "A visitor agrees to an anonymous trail");
    type Output = Started;
    type Refusal = VisitorRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Started> {
        if !self.consent {
            return Err(VisitorRefusal::NoConsent.into());
        }
        let token = data_encoding::BASE64URL_NOPAD.encode(&act.token());
        let persona = state::create(tx, act, &token)?;
        tx.append(&under(act, persona), STARTED.on(persona));
        Ok(Started { visitor: token })
    }
}

fn under(act: &Act, persona: PersonaId) -> Ctx {
    let mut ctx = act.again().ctx;
    ctx.actor.persona = Some(persona);
    ctx
}

/// What a visitor did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Looked at a page.
    View,
    /// Searched.
    Search,
    /// Asked for something: a price, a place, a person.
    Need,
}

impl StepKind {
    const fn word(self) -> &'static str {
        match self {
            StepKind::View => "view",
            StepKind::Search => "search",
            StepKind::Need => "need",
        }
    }
}

/// A step of a trail.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Step {
    /// The anonymous id.
    pub visitor: String,
    /// What he did.
    pub act: StepKind,
    /// On which page, up to 200 characters.
    pub thing: String,
}

impl Command for Step {
    const NAME: &'static str = "visitor.step";
    const SUMMARY: (&'static str, &'static str) = ("访客的一步浏览", "A step of a visitor's trail");
    type Output = ();
    type Refusal = VisitorRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if self.thing.chars().count() > 200 {
            return Err(VisitorRefusal::BadThing.into());
        }
        let (persona, _) = state::of_token(tx, &self.visitor).await?.ok_or(LinkRefusal::NotFound)?;
        counter::limit(tx, act, &format!("visitor:{persona}"), STEPS_PER_HOUR, HOUR).await?;
        state::step(tx, act, persona, self.act.word(), &self.thing)?;
        let body = serde_json::json!({ "act": self.act, "thing": self.thing });
        tx.append(&under(act, persona), STEPPED.on(persona).body(body));
        Ok(())
    }
}

/// Joins the trail of this browser to me.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Join {
    /// The anonymous id.
    pub visitor: String,
}

impl Command for Join {
    const NAME: &'static str = "visitor.join";
    const SUMMARY: (&'static str, &'static str) =
        ("注册后接上访客足迹", "Join the trail of this browser to me");
    type Output = ();
    type Refusal = VisitorRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        let me = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let (persona, joined) = state::of_token(tx, &self.visitor).await?.ok_or(LinkRefusal::NotFound)?;
        match joined {
            Some(member) if member == me => Ok(()),
            // Somebody else signed up in this browser: his trail stays his.
            Some(_) => Err(LinkRefusal::NotFound.into()),
            None => {
                state::join(tx, persona, me)?;
                tx.append(act, JOINED.on(me).with(persona));
                Ok(())
            }
        }
    }
}

/// Ends the trail and forgets it, unless it joined a member.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Forget {
    /// The anonymous id.
    pub visitor: String,
}

impl Command for Forget {
    const NAME: &'static str = "visitor.forget";
    const SUMMARY: (&'static str, &'static str) = ("访客撤回同意", "A visitor takes his consent back");
    type Output = ();
    type Refusal = VisitorRefusal;

    fn need(&self) -> Need {
        Need::Anyone
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<()> {
        if let Some((persona, None)) = state::of_token(tx, &self.visitor).await? {
            state::forget(tx, act, persona)?;
        }
        Ok(())
    }
}
