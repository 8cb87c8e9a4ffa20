//! Rows of applications and their steps.

use super::stage::Stage;
use weilu_kernel::{Act, form::Filled};
use weilu_store::{Row, Tx, params, rows, sql};
use weilu_vocabulary::{
    ApplicationId, EntryCodeId, Fault, FormId, Id, InvitationId, MemberId, PersonaId, SpaceId, Time,
};

rows! {
    /// An application.
    #[derive(Clone, Debug)]
    pub struct ApplicationRow {
        /// Which.
        pub id: ApplicationId,
        /// Into which space.
        pub space: SpaceId,
        /// By whom.
        pub persona: PersonaId,
        /// Word of its stage.
        pub state: String,
        /// The questionnaire answered.
        pub form: Option<FormId>,
        /// In which version.
        pub form_version: Option<i64>,
        /// What was answered.
        pub answers: serde_json::Value,
        /// Points reached.
        pub score: Option<i64>,
        /// Points that can be reached.
        pub max_score: Option<i64>,
        /// What the applicant added.
        pub note: String,
        /// City, when asked.
        pub city: Option<String>,
        /// Whether the position was near enough, when asked.
        pub near: Option<bool>,
        /// What the screening saw.
        pub signs: serde_json::Value,
        /// How the gate judged.
        pub judged: serde_json::Value,
        /// The invitation brought along.
        pub invitation: Option<InvitationId>,
        /// The entry code scanned.
        pub entry_code: Option<EntryCodeId>,
        /// Whether the answers may go into the profile.
        pub keep_answers: bool,
        /// What the appeal says.
        pub appeal: String,
        /// When it was sent.
        pub at: Time,
        /// Until when a person should decide.
        pub due_at: Option<Time>,
    }

    /// One step.
    #[derive(Clone, Debug)]
    pub struct StepRow {
        /// Stage it led to.
        pub state: String,
        /// Who took it; none for the gate itself.
        pub actor_name: Option<String>,
        /// Why.
        pub reason: String,
        /// When.
        pub at: Time,
    }

    /// An application in a queue.
    #[derive(Clone, Debug)]
    pub struct QueueRow {
        /// The application.
        pub id: ApplicationId,
        /// Into which space.
        pub space: SpaceId,
        /// Its name.
        pub space_name: String,
        /// Who asks.
        pub member: Option<MemberId>,
        /// His name.
        pub member_name: Option<String>,
        /// Word of its stage.
        pub state: String,
        /// Points reached.
        pub score: Option<i64>,
        /// Points that can be reached.
        pub max_score: Option<i64>,
        /// What the applicant added.
        pub note: String,
        /// What the screening saw.
        pub signs: serde_json::Value,
        /// When it was sent.
        pub at: Time,
        /// Until when a person should decide.
        pub due_at: Option<Time>,
    }
}

impl ApplicationRow {
    /// Its stage.
    #[must_use]
    pub fn stage(&self) -> Stage {
        Stage::from_word(&self.state)
    }

    /// Whether a person has to decide.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.stage().is_waiting()
    }
}

/// What a new application holds besides who and when.
#[derive(Debug)]
pub struct NewApplication<'a> {
    /// Which.
    pub id: ApplicationId,
    /// Into which space.
    pub space: SpaceId,
    /// By whom.
    pub persona: PersonaId,
    /// Its first stage.
    pub stage: Stage,
    /// Version of the gate.
    pub gate_version: i64,
    /// The questionnaire answered, with the answers.
    pub filled: Option<(FormId, &'a Filled)>,
    /// What the applicant added.
    pub note: &'a str,
    /// Hash of his words.
    pub text_hash: Option<Vec<u8>>,
    /// City, when asked.
    pub city: Option<&'a str>,
    /// Whether the position was near enough, when asked.
    pub near: Option<bool>,
    /// What the screening saw.
    pub signs: serde_json::Value,
    /// How the gate judged.
    pub judged: serde_json::Value,
    /// The invitation brought along.
    pub invitation: Option<InvitationId>,
    /// The entry code scanned.
    pub entry_code: Option<EntryCodeId>,
    /// Whether the answers may go into the profile.
    pub keep_answers: bool,
    /// Until when a person should decide.
    pub due_at: Option<Time>,
}

/// Writes an application.
///
/// # Errors
/// When the database fails.
pub fn insert(tx: &mut Tx, act: &Act, new: &NewApplication<'_>) -> Result<(), Fault> {
    let answers = new.filled.map(|(_, f)| serde_json::to_value(&f.answers)).transpose();
    let answers = answers.map_err(|e| Fault::new(e.to_string()))?.unwrap_or(serde_json::json!({}));
    let (form, version) = (new.filled.map(|(id, _)| id), new.filled.map(|(_, f)| f.version));
    let (score, max) = (new.filled.map(|(_, f)| f.score.score), new.filled.map(|(_, f)| f.score.max));
    tx.queue(
        sql!("insert into application (tenant, id, space, persona, state, gate_version, form, form_version, answers, score, max_score, note, text_hash, city, near, signs, judged, invitation, entry_code, keep_answers, appeal, at, due_at) values ($tenant, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', $20, $21)"),
        params![
            new.id, new.space, new.persona, new.stage.word(), new.gate_version, form, version, &answers, score, max,
            new.note, new.text_hash.clone(), new.city, new.near, &new.signs, &new.judged, new.invitation,
            new.entry_code, new.keep_answers, act.now, new.due_at
        ],
    )
}

/// Writes a step and the stage it leads to; nobody took it when the gate itself decided.
///
/// # Errors
/// When the database fails.
pub fn step(
    tx: &mut Tx,
    act: &Act,
    id: ApplicationId,
    to: Stage,
    reason: &str,
    due_at: Option<Time>,
    by: Option<PersonaId>,
) -> Result<(), Fault> {
    tx.queue(
        sql!("update application set state = $2, due_at = $3, reminded_at = null where tenant = $tenant and id = $1"),
        params![id, to.word(), due_at],
    )?;
    tx.queue(
        sql!("insert into application_step (tenant, application, seq, state, actor, reason, at) select $tenant, $1, coalesce(max(seq), 0) + 1, cast($2 as text), cast($3 as bigint), cast($4 as text), cast($5 as bigint) from application_step where tenant = $tenant and application = $1"),
        params![id, to.word(), by, reason, act.now],
    )
}

/// The application of an id.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx, id: ApplicationId) -> Result<Option<ApplicationRow>, Fault> {
    tx.one(
        sql!("select id, space, persona, state, form, form_version, answers, score, max_score, note, city, near, signs, judged, invitation, entry_code, keep_answers, appeal, at, due_at from application where tenant = $tenant and id = $1"),
        params![id],
    )
    .await
}

/// The latest application of the actor into a space.
///
/// # Errors
/// When the database fails.
pub async fn latest(tx: &mut Tx, act: &Act, space: SpaceId) -> Result<Option<ApplicationRow>, Fault> {
    let Some(member) = act.actor.member else { return Ok(None) };
    tx.one(
        sql!("select a.id, a.space, a.persona, a.state, a.form, a.form_version, a.answers, a.score, a.max_score, a.note, a.city, a.near, a.signs, a.judged, a.invitation, a.entry_code, a.keep_answers, a.appeal, a.at, a.due_at from application a join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.space = $1 and p.member = $2 order by a.id desc limit 1"),
        params![space, member],
    )
    .await
}

/// How often a person was refused by the gate in force.
///
/// # Errors
/// When the database fails.
pub async fn refused_times(tx: &mut Tx, space: SpaceId, member: MemberId) -> Result<i64, Fault> {
    let row: Option<Row> = tx
        .one(
            sql!("select count(*) from application a join persona p on p.tenant = a.tenant and p.id = a.persona where a.tenant = $tenant and a.space = $1 and p.member = $2 and a.state in ('refused', 'closed') and a.gate_version = (select max(g.version) from gate g where g.tenant = $tenant and g.space = $1)"),
            params![space, member],
        )
        .await?;
    row.map_or(Ok(0), |r| r.first())
}

/// The steps of an application, in order, with the names of those who took them.
///
/// # Errors
/// When the database fails.
pub async fn steps(tx: &mut Tx, id: ApplicationId) -> Result<Vec<StepRow>, Fault> {
    tx.all(
        sql!("select s.state, m.name as actor_name, s.reason, s.at from application_step s left join persona p on p.tenant = s.tenant and p.id = s.actor left join member m on m.tenant = s.tenant and m.id = p.member where s.tenant = $tenant and s.application = $1 order by s.seq"),
        params![id],
    )
    .await
}

/// A page of applications, oldest first among those that wait, newest first otherwise.
///
/// # Errors
/// When the database fails.
pub async fn queue(
    tx: &mut Tx,
    space: Option<SpaceId>,
    waiting: bool,
    cursor: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<QueueRow>, Fault> {
    if waiting {
        return tx
            .all(
                sql!("select a.id, a.space, s.name as space_name, m.id as member, m.name as member_name, a.state, a.score, a.max_score, a.note, a.signs, a.at, a.due_at from application a join space s on s.tenant = a.tenant and s.id = a.space left join persona p on p.tenant = a.tenant and p.id = a.persona left join member m on m.tenant = a.tenant and m.id = p.member where a.tenant = $tenant and (cast($1 as bigint) is null or a.space = $1) and a.state in ('asked', 'appealed') and a.id > $2 order by a.id limit $3"),
                params![space, cursor.map_or(0, Id::raw), limit],
            )
            .await;
    }
    tx.all(
        sql!("select a.id, a.space, s.name as space_name, m.id as member, m.name as member_name, a.state, a.score, a.max_score, a.note, a.signs, a.at, a.due_at from application a join space s on s.tenant = a.tenant and s.id = a.space left join persona p on p.tenant = a.tenant and p.id = a.persona left join member m on m.tenant = a.tenant and m.id = p.member where a.tenant = $tenant and (cast($1 as bigint) is null or a.space = $1) and a.state not in ('asked', 'appealed') and a.id < $2 order by a.id desc limit $3"),
        params![space, cursor.map_or(i64::MAX, Id::raw), limit],
    )
    .await
}

/// Writes the words of an appeal.
///
/// # Errors
/// When the database fails.
pub fn set_appeal(tx: &mut Tx, act: &Act, id: ApplicationId, text: &str) -> Result<(), Fault> {
    tx.queue(
        sql!("update application set appeal = $2, appealed_at = $3 where tenant = $tenant and id = $1"),
        params![id, text, act.now],
    )
}

/// Keeps answers for the profile, as the applicant agreed.
///
/// # Errors
/// When the database fails.
pub fn keep_answer(
    tx: &mut Tx,
    act: &Act,
    persona: PersonaId,
    form: FormId,
    field: &str,
    answer: &serde_json::Value,
) -> Result<(), Fault> {
    tx.queue(
        sql!("insert into kept_answer (tenant, persona, form, field, answer, at) values ($tenant, $1, $2, $3, $4, $5) on conflict (tenant, persona, form, field) do update set answer = excluded.answer, at = excluded.at"),
        params![persona, form, field, answer, act.now],
    )
}

rows! {
    /// An application that waits too long.
    #[derive(Clone, Debug)]
    pub struct Overdue {
        /// Which.
        pub id: ApplicationId,
        /// Into which space.
        pub space: SpaceId,
    }
}

/// Applications whose deadline has passed and of which nobody was reminded.
///
/// # Errors
/// When the database fails.
pub async fn overdue(tx: &mut Tx, now: Time, limit: i64) -> Result<Vec<Overdue>, Fault> {
    tx.all(
        sql!("select id, space from application where tenant = $tenant and due_at <= $1 and reminded_at is null order by due_at limit $2"),
        params![now, limit],
    )
    .await
}

/// Marks an application as reminded of.
///
/// # Errors
/// When the database fails.
pub fn mark_reminded(tx: &mut Tx, act: &Act, id: ApplicationId) -> Result<(), Fault> {
    tx.queue(
        sql!("update application set reminded_at = $2 where tenant = $tenant and id = $1"),
        params![id, act.now],
    )
}
