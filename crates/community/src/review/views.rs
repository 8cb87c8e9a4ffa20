//! The queue, and one case with everything that helps to decide it.

use super::{
    CASE, DECIDE,
    decide::need,
    state::{self, CaseRow, QueueRow, Which},
    suggest::{Suggestion, suggest},
    thing,
};
use crate::{chat, gate::screen::Sign, post, report, sanction, trust};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use weilu_kernel::{Act, Need, Query, Tx, link::LinkRefusal, machine::StepView};
use weilu_media::blob::{self, BlobView};
use weilu_people::account;
use weilu_vocabulary::{
    CaseId, DAY, Id, MemberId, MessageId, Outcome, PersonaId, PostId, Ref, SpaceId, Time,
};

const PAGE: usize = 50;

/// Cases that wait, or that were decided.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "CaseQueue")]
pub struct Queue {
    /// Of which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
    /// `waiting`, `proposed`, `upheld` or `cleared`.
    #[serde(default)]
    pub state: String,
    /// Only `held`, `reported` or `noted`.
    #[serde(default)]
    pub kind: String,
    /// Only those I take care of.
    #[serde(default)]
    pub mine: bool,
    /// Only those about this person.
    #[serde(default)]
    pub author: Option<MemberId>,
    /// Where the page begins.
    #[serde(default)]
    pub after: Option<CaseId>,
}

/// A case in a queue.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CaseCard")]
pub struct Card {
    /// Which.
    pub id: CaseId,
    /// `held`, `reported` or `noted`.
    pub kind: String,
    /// What it is about.
    pub about: Ref,
    /// State it is in.
    pub state: String,
    /// Where.
    pub space: Option<SpaceId>,
    /// Name of the space.
    pub space_name: Option<String>,
    /// Whose it is.
    pub author: Option<MemberId>,
    /// His name.
    pub author_name: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// What speaks against it.
    pub signs: Vec<Sign>,
    /// How many pointed at it.
    pub reports: i64,
    /// Whether it is out of sight already.
    pub hidden: bool,
    /// Who takes care of it.
    pub assignee: Option<String>,
    /// Since when it waits.
    pub at: Time,
    /// When it should be decided.
    pub due_at: Option<Time>,
    /// Whether that is past.
    pub overdue: bool,
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reason: String,
}

/// A page of cases.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CasePage")]
pub struct CasePage {
    /// Those that wait longest first; decided ones newest first.
    pub items: Vec<Card>,
    /// Where the next page begins.
    pub next: Option<CaseId>,
}

fn card(row: QueueRow, case: CaseRow, text: Option<(String, String)>) -> Card {
    let about = case.about();
    let (title, words) = text.unwrap_or((row.title.unwrap_or_default(), row.text.unwrap_or_default()));
    Card {
        id: case.id,
        kind: case.kind,
        about,
        state: case.state,
        space: case.space,
        space_name: row.space_name,
        author: row.member,
        author_name: row.name.unwrap_or_default(),
        title,
        text: words,
        signs: serde_json::from_value(case.signs).unwrap_or_default(),
        reports: row.reports,
        hidden: case.hidden,
        assignee: row.assignee_name,
        at: case.opened_at,
        due_at: row.due_at,
        overdue: row.escalated_at.is_some(),
        decision: case.decision,
        reason: case.reason,
    }
}

impl Query for Queue {
    const NAME: &'static str = "review.queue";
    const SUMMARY: (&'static str, &'static str) = ("待审队列", "Cases that wait or were decided");
    type Output = CasePage;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CasePage> {
        let state = if self.state.is_empty() { "waiting" } else { &self.state };
        let which = Which {
            space: self.space,
            state: state.to_owned(),
            kind: self.kind.clone(),
            assignee: act.actor.persona.filter(|_| self.mine),
            author: self.author,
            after: self.after.map_or(0, Id::raw),
            most: i64::try_from(PAGE + 1).unwrap_or(i64::MAX),
        };
        let mut rows = state::queue(tx, &which).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = if more { rows.last().map(|r| r.id) } else { None };
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(case) = state::load(tx, row.id).await? else { continue };
            let text = match row.text.as_deref() {
                Some(text) if text.contains("@psn_") || row.carries.is_some() => {
                    let text = post::state::with_names(tx, text).await?;
                    let carries = row.carries.as_deref().unwrap_or_default();
                    Some((row.title.clone().unwrap_or_default(), chat::marked(act.lang, carries, &text)))
                }
                _ => None,
            };
            items.push(card(row, case, text));
        }
        Ok(CasePage { items, next })
    }
}

/// One case.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "ShowCase")]
pub struct Show {
    /// Which.
    pub case: CaseId,
}

/// A case with everything that helps to decide it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseShown {
    /// The case.
    pub case: Card,
    /// The post it belongs to, by which it is opened.
    pub thread: Option<PostId>,
    /// What it answers.
    pub answers: Option<String>,
    /// What hangs on a post.
    pub files: Vec<BlobView>,
    /// A message of a chat among its neighbours.
    pub excerpt: Option<chat::excerpt::Excerpt>,
    /// Words that were proposed to the author.
    pub proposed: Option<Words>,
    /// What reporters said.
    pub reports: Vec<report::ReportShown>,
    /// Trust level of the author.
    pub trust: i64,
    /// Cases upheld against him in the last 90 days.
    pub upheld: i64,
    /// Measures against him so far, newest first.
    pub sanctions: Vec<sanction::SanctionShown>,
    /// Which measure would fit.
    pub suggestion: Suggestion,
    /// What happened to the case.
    pub steps: Vec<StepView>,
}

/// Title and text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ProposedWords")]
pub struct Words {
    /// Title.
    pub title: String,
    /// Text.
    pub text: String,
}

impl Query for Show {
    const NAME: &'static str = "review.show";
    const SUMMARY: (&'static str, &'static str) = ("一件待审", "One case with what helps to decide it");
    type Output = CaseShown;

    fn need(&self) -> Need {
        Need::On(self.case.into(), &DECIDE)
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<CaseShown> {
        let case = state::load(tx, self.case).await?.ok_or(LinkRefusal::NotFound)?;
        let member = match case.author {
            Some(author) => account::state::member_of(tx, author).await?,
            None => None,
        };
        let (mut level, mut upheld, mut sanctions) = (0, 0, Vec::new());
        if let Some(member) = member {
            level = trust::level(tx, act, member).await?;
            upheld = state::upheld_against(tx, member, act.now - trust::STRIKE_DAYS * DAY).await?;
            sanctions = sanction::of_member(tx, act, member).await?;
        }
        let about = case.about();
        let (title, text) = thing::words(tx, act, about).await?;
        let text = post::state::with_names(tx, &text).await?;
        let (thread, answers) = context(tx, about).await?;
        let excerpt = excerpt(tx, act, &case).await?;
        let steps = CASE.history(tx, case.id.raw()).await?;
        let reports = report::of_case(tx, case.id).await?;
        let row = QueueRow {
            id: case.id,
            space_name: match case.space {
                Some(space) => crate::space::state::load(tx, space).await?.map(|s| s.name),
                None => None,
            },
            member,
            name: match member {
                Some(member) => crate::space::state::member::name_of(tx, member).await?,
                None => None,
            },
            title: None,
            text: None,
            carries: None,
            reports: i64::try_from(reports.len()).unwrap_or(i64::MAX),
            assignee_name: name_of_face(tx, case.assignee).await?,
            due_at: CASE.case(tx, case.id.raw()).await?.and_then(|c| c.due_at),
            escalated_at: None,
        };
        let proposed = (case.state == "proposed")
            .then(|| Words { title: case.proposed_title.clone(), text: case.proposed_text.clone() });
        Ok(CaseShown {
            reports,
            suggestion: suggest(upheld, case.space.is_some()),
            steps: steps.iter().map(|s| CASE.view(s)).collect(),
            case: card(row, case, Some((title, text))),
            trust: level,
            files: if thread.is_some() { files(tx, about).await? } else { Vec::new() },
            thread,
            answers,
            excerpt,
            proposed,
            upheld,
            sanctions,
        })
    }
}

/// The name of the person behind a face.
async fn name_of_face(tx: &mut Tx, face: Option<PersonaId>) -> Outcome<Option<String>> {
    let Some(face) = face else { return Ok(None) };
    match account::state::member_of(tx, face).await? {
        Some(member) => Ok(crate::space::state::member::name_of(tx, member).await?),
        None => Ok(None),
    }
}

/// The thread of a post, and what it answers.
async fn context(tx: &mut Tx, about: Ref) -> Outcome<(Option<PostId>, Option<String>)> {
    let Some(id) = about.get::<PostId>() else { return Ok((None, None)) };
    let Some(row) = post::state::load(tx, id).await? else { return Ok((None, None)) };
    let answers = match row.parent {
        Some(parent) => match post::order::words(tx, parent).await? {
            Some((title, text)) => {
                let text = post::state::with_names(tx, &text).await?;
                Some(if title.is_empty() { text } else { format!("{title}：{text}") })
            }
            None => None,
        },
        None => None,
    };
    Ok((Some(row.thread), answers))
}

async fn files(tx: &mut Tx, about: Ref) -> Outcome<Vec<BlobView>> {
    Ok(blob::of(tx, &[about]).await?.remove(&about).unwrap_or_default())
}

/// A message among its neighbours; alone once nothing was found in it.
async fn excerpt(tx: &mut Tx, act: &Act, case: &CaseRow) -> Outcome<Option<chat::excerpt::Excerpt>> {
    let Some(id) = case.about().get::<MessageId>() else { return Ok(None) };
    let Some((row, _)) = chat::order::said(tx, id).await? else { return Ok(None) };
    Ok(chat::excerpt::of(tx, act, &row, case.state != "cleared").await?)
}

/// How much waits.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "CasesWaiting")]
pub struct Waiting {
    /// In which space; none for the whole site.
    #[serde(default)]
    pub space: Option<SpaceId>,
}

/// The figures.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "WaitingNumbers")]
pub struct Numbers {
    /// Cases that wait.
    pub waiting: i64,
    /// Of them, those past their term.
    pub overdue: i64,
}

impl Query for Waiting {
    const NAME: &'static str = "review.waiting";
    const SUMMARY: (&'static str, &'static str) = ("待审数量", "How many cases wait");
    type Output = Numbers;

    fn need(&self) -> Need {
        need(self.space)
    }

    async fn answer(&self, tx: &mut Tx, _act: &Act) -> Outcome<Numbers> {
        let (waiting, overdue) = state::number(tx, self.space).await?;
        Ok(Numbers { waiting, overdue })
    }
}

/// Changes that were proposed to me.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "MyProposals")]
pub struct Proposals {}

/// A proposed change.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Which case.
    pub case: CaseId,
    /// As I wrote it.
    pub mine: Words,
    /// As it might stand.
    pub proposed: Words,
    /// Why.
    pub reason: String,
}

/// Proposals.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ProposalList")]
pub struct ProposalsShown {
    /// Oldest first.
    pub items: Vec<Proposal>,
}

impl Query for Proposals {
    const NAME: &'static str = "review.proposals";
    const SUMMARY: (&'static str, &'static str) = ("给我的修改提议", "Changes that were proposed to me");
    type Output = ProposalsShown;

    fn need(&self) -> Need {
        Need::SignedIn
    }

    async fn answer(&self, tx: &mut Tx, act: &Act) -> Outcome<ProposalsShown> {
        let member = act.actor.member.ok_or(LinkRefusal::SignIn)?;
        let mut items = Vec::new();
        for id in state::proposed_to(tx, member).await? {
            let Some(case) = state::load(tx, id).await? else { continue };
            let (title, text) = thing::words(tx, act, case.about()).await?;
            items.push(Proposal {
                case: id,
                mine: Words { title, text: post::state::with_names(tx, &text).await? },
                proposed: Words { title: case.proposed_title, text: case.proposed_text },
                reason: case.reason,
            });
        }
        Ok(ProposalsShown { items })
    }
}
