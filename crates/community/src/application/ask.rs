//! Asking to be let in.

use super::{ACCEPTED, ASKED, DECIDE_HOURS, REFUSED, stage::Stage, state};
use crate::{
    entry_code,
    gate::{self, Gate, Judged, Known, Rule, Verdict, region, screen},
    invitation::{self, Invited},
    space::{self, state::member::Entry},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{
    Act, Command, Need, Role, Tx,
    form::{Answers, Filled},
};
use weilu_people::role::{self, Site};
use weilu_vocabulary::{
    ApplicationId, EntryCodeId, HOUR, MemberId, Outcome, PersonaId, SpaceId, Text, Time, refusals,
};

/// A position, used once for the judgement and not kept.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub struct Position {
    /// Latitude in millionths of a degree.
    pub lat: i64,
    /// Longitude in millionths of a degree.
    pub lon: i64,
}

/// Asks to be let into a space.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Ask {
    /// Which space.
    pub space: SpaceId,
    /// Answers to the questionnaire.
    #[serde(default)]
    pub answers: Option<Answers>,
    /// Whether the answers may go into my profile.
    #[serde(default)]
    pub keep_answers: bool,
    /// A word to those who decide, up to 200 characters.
    #[serde(default)]
    pub note: String,
    /// Code of the city I live in.
    #[serde(default)]
    pub city: Option<String>,
    /// My position; sending it is the consent to use it once.
    #[serde(default)]
    pub position: Option<Position>,
    /// The token of an invitation.
    #[serde(default)]
    pub invitation: Option<String>,
    /// The token of the entry code that was scanned.
    #[serde(default)]
    pub entry_code: Option<String>,
}

/// What became of it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// Which application.
    pub application: ApplicationId,
    /// `accepted`, `asked` (a person decides), `refused`.
    pub state: String,
    /// My number, when I was let in.
    pub number: Option<i64>,
    /// Why I was not let in, and what would open it.
    pub reason: Option<Text>,
    /// Until when a person should decide.
    pub due_at: Option<Time>,
}

refusals! {
    /// Why an application was not taken.
    pub enum AskRefusal {
        /// One is under way.
        Waiting => 409 "application.waiting" "你的申请还在等群主看，请稍等。" "Your application is waiting for the owner; please be patient.";
        /// Too often.
        NoAttemptsLeft { attempts: i64 } => 409 "application.no_attempts_left" "这个群的 {attempts} 次申请机会用完了。对结果有疑问，可以申诉一次。" "You have used all {attempts} applications for this space. If you disagree with the result you may appeal once.";
        /// Too much.
        NoteTooLong => 422 "application.note_too_long" "附言请控制在 200 字以内。" "Keep the note within 200 characters.";
        /// No such place.
        NoSuchCity => 422 "application.no_such_city" "没有找到这个城市，请从列表里选。" "There is no such city; choose one from the list.";
        /// Not on the globe.
        BadPosition => 422 "application.bad_position" "位置不对，请重新获取一次。" "The position does not make sense; please get it again.";
        /// The questionnaire must be answered.
        AnswersMissing => 422 "application.answers_missing" "这个群有几道题要先回答。" "This space asks a few questions first.";
    }
}

/// Everything that was found out at the door.
struct Found {
    gate: Gate,
    version: i64,
    known: Known,
    filled: Option<Filled>,
    invited: Option<Invited>,
    scanned: Option<EntryCodeId>,
    screened: screen::Screened,
    returns: bool,
}

/// What follows from it.
struct Ruling {
    stage: Stage,
    judged: Judged,
    reason: Option<Text>,
}

/// The gate decides what it can; a sign or an earlier removal makes a person decide; plain recruiting is refused.
fn rule(found: &Found) -> Ruling {
    let judged = found.gate.rule.judge(&found.known);
    if found.screened.refuse {
        let signs: Vec<&Text> = found.screened.signs.iter().map(|s| &s.text).collect();
        let zh = signs.iter().map(|t| t.zh.as_ref()).collect::<Vec<_>>().join("；");
        let en = signs.iter().map(|t| t.en.as_ref()).collect::<Vec<_>>().join("; ");
        let reason = Text::owned(
            format!("{zh}。如果误会了，请申诉一次，会有人来看。"),
            format!("{en}. If this is a mistake, appeal once and a person will look."),
        );
        return Ruling { stage: Stage::Refused, judged, reason: Some(reason) };
    }
    let held = found.screened.hold() || found.returns;
    let stage = match judged.verdict {
        Verdict::Unmet => Stage::Refused,
        Verdict::Met if !held => Stage::Accepted,
        Verdict::Met | Verdict::Waiting => Stage::Asked,
    };
    let reason = (stage == Stage::Refused).then(|| judged.reason());
    Ruling { stage, judged, reason }
}

impl Ask {
    fn checked_position(&self) -> Result<Option<(i64, i64)>, AskRefusal> {
        let Some(at) = self.position else { return Ok(None) };
        let sound =
            (-90_000_000..=90_000_000).contains(&at.lat) && (-180_000_000..=180_000_000).contains(&at.lon);
        if sound { Ok(Some((at.lat, at.lon))) } else { Err(AskRefusal::BadPosition) }
    }

    async fn find_out(&self, tx: &mut Tx, act: &Act, member: MemberId) -> Outcome<Found> {
        if self.note.chars().count() > 200 {
            return Err(AskRefusal::NoteTooLong.into());
        }
        if self.city.as_deref().is_some_and(|city| !region::is_place(city)) {
            return Err(AskRefusal::NoSuchCity.into());
        }
        let position = self.checked_position()?;
        let (gate, version) =
            gate::state::numbered(tx, self.space).await?.unwrap_or_else(|| (Gate::open(), 0));
        let refused = state::refused_times(tx, self.space, member).await?;
        if refused >= gate.attempts {
            return Err(AskRefusal::NoAttemptsLeft { attempts: gate.attempts }.into());
        }
        let invited = invitation::valid(tx, act, self.space, self.invitation.as_deref()).await?;
        let scanned = entry_code::scanned(tx, self.space, self.entry_code.as_deref()).await?;
        let filled = self.filled(tx, &gate).await?;
        let mut known = gate::known_of(tx, act, member, invited.as_ref()).await?;
        known.passed = filled.as_ref().map(|f| f.score.passed);
        known.to_be_read = filled.as_ref().is_some_and(|f| f.score.needs_person);
        known.position = position;
        known.city = position.and_then(region::city_at).map(ToOwned::to_owned).or_else(|| self.city.clone());
        let screened = screen::screen(tx, act, member, &self.words(filled.as_ref())).await?;
        let returns = space::state::member::removal(tx, self.space, member).await?.is_some();
        Ok(Found { gate, version, known, filled, invited, scanned, screened, returns })
    }

    async fn filled(&self, tx: &mut Tx, gate: &Gate) -> Outcome<Option<Filled>> {
        let Some(form) = gate::state::questionnaire(tx, gate.form).await? else { return Ok(None) };
        match &self.answers {
            Some(answers) => Ok(Some(form.fill(answers)?)),
            None if matches!(gate.rule, Rule::Any { .. }) => Ok(None),
            None => Err(AskRefusal::AnswersMissing.into()),
        }
    }

    /// Everything written by hand, for the screening.
    fn words(&self, filled: Option<&Filled>) -> String {
        let answers =
            filled.map(|f| f.answers.0.values().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(" "));
        format!("{} {}", self.note, answers.unwrap_or_default()).trim().to_owned()
    }

    fn keep(&self, tx: &mut Tx, act: &Act, persona: PersonaId, found: &Found) -> Outcome<()> {
        let (Some(form), Some(filled)) = (found.gate.form, &found.filled) else { return Ok(()) };
        if self.keep_answers {
            for (field, answer) in &filled.answers.0 {
                state::keep_answer(tx, act, persona, form, field, answer)?;
            }
        }
        Ok(())
    }
}

impl Command for Ask {
    const NAME: &'static str = "application.ask";
    const SUMMARY: (&'static str, &'static str) = ("申请入群", "Ask to be let into a space");
    type Output = Asked;
    type Refusal = AskRefusal;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn perform(&self, tx: &mut Tx, act: &Act) -> Outcome<Asked> {
        tx.lock(&[self.space.into()])?;
        let (member, persona) = gate::at_the_door(tx, act, self.space).await?;
        if state::latest(tx, act, self.space).await?.is_some_and(|a| a.is_waiting()) {
            return Err(AskRefusal::Waiting.into());
        }
        let found = self.find_out(tx, act, member).await?;
        let ruling = rule(&found);
        let id: ApplicationId = act.id();
        let waits = ruling.stage == Stage::Asked;
        let due_at = if waits { Some(act.now + DECIDE_HOURS.get(tx).await? * HOUR) } else { None };
        state::insert(tx, act, &self.row(id, persona, &found, &ruling, due_at))?;
        let reason = ruling.reason.as_ref().map(|r| r.get(act.lang).to_owned()).unwrap_or_default();
        state::step(tx, act, id, ruling.stage, &reason, due_at, waits.then_some(persona))?;
        self.keep(tx, act, persona, &found)?;
        let number = announce(tx, act, (self.space, id), persona, &found, &ruling).await?;
        let state = ruling.stage.word().to_owned();
        Ok(Asked { application: id, state, number, reason: ruling.reason, due_at })
    }
}

impl Ask {
    fn row<'a>(
        &'a self,
        id: ApplicationId,
        persona: PersonaId,
        found: &'a Found,
        ruling: &Ruling,
        due_at: Option<Time>,
    ) -> state::NewApplication<'a> {
        let near = found.gate.rule.asks(|r| matches!(r, Rule::Near { .. }));
        let words = self.words(found.filled.as_ref());
        state::NewApplication {
            id,
            space: self.space,
            persona,
            stage: ruling.stage,
            gate_version: found.version,
            filled: found.gate.form.zip(found.filled.as_ref()),
            note: self.note.trim(),
            text_hash: screen::text_hash(&words),
            city: found.known.city.as_deref(),
            near: (near && found.known.position.is_some()).then(|| near_enough(&ruling.judged)),
            signs: serde_json::to_value(&found.screened.signs).unwrap_or_default(),
            judged: serde_json::to_value(&ruling.judged).unwrap_or_default(),
            invitation: found.invited.as_ref().map(|i| i.id),
            entry_code: found.scanned,
            keep_answers: self.keep_answers,
            due_at,
        }
    }
}

fn near_enough(judged: &Judged) -> bool {
    (judged.kind == "near" && judged.verdict == Verdict::Met) || judged.of.iter().any(near_enough)
}

/// Says in the log what happened, and lets in whom the gate lets in.
async fn announce(
    tx: &mut Tx,
    act: &Act,
    (space, id): (SpaceId, ApplicationId),
    persona: PersonaId,
    found: &Found,
    ruling: &Ruling,
) -> Outcome<Option<i64>> {
    match ruling.stage {
        Stage::Accepted => {
            tx.append(act, ACCEPTED.on(id).space(space).with(persona));
            let inviter = found.invited.as_ref().map(|i| i.inviter);
            let via = if inviter.is_some() { "invitation" } else { "application" };
            let number = space::enter(tx, act, space, persona, Entry { via, inviter }).await?;
            if let Some(invited) = &found.invited {
                invitation::use_up(tx, act, invited, persona)?;
            }
            if let Some(code) = found.scanned {
                entry_code::count_join(tx, code)?;
            }
            Ok(Some(number))
        }
        Stage::Asked => {
            let mut event = ASKED.on(id).space(space).with(persona);
            for role in [Role::Owner, Role::Admin] {
                for runner in role::holders(tx, role, Site::Space(space)).await? {
                    event = event.with(runner);
                }
            }
            tx.append(act, event);
            Ok(None)
        }
        _ => {
            tx.append(act, REFUSED.on(id).space(space).with(persona));
            Ok(None)
        }
    }
}
