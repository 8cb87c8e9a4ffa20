//! 参与 participate: the one way to change anything.
//!
//! `perform` = permission, idempotency key, then one transaction of one brand: lock, load, decide, save,
//! append events, enqueue jobs, remember the answer. What cannot be done inside a transaction (hashing a
//! password, decoding a picture) is done before it, in `prepare`.

use crate::{Act, App, Need, link};
use futures_util::future::BoxFuture;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use std::{future::Future, sync::Arc};
use weilu_store::{Row, Scope, Sql, Tx, params, sql};
use weilu_vocabulary::{Failure, Fault, Outcome, RefusalText, Refuse};

/// A command: its input is the struct itself.
pub trait Command: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `feature.verb`.
    const NAME: &'static str;
    /// One sentence for the API page, Chinese and English.
    const SUMMARY: (&'static str, &'static str);
    /// What it answers.
    type Output: Serialize + JsonSchema + Send + 'static;
    /// The ways it says no.
    type Refusal: Refuse;
    /// Whether its answer is kept under the idempotency key: not when it holds a secret, which is stored hashed only.
    const REMEMBERED: bool = true;
    /// Whether somebody whose account is suspended may do it: what concerns the decision and his own data.
    const WHILE_SUSPENDED: bool = false;
    /// Whether a file comes with it: then its input is a form (`multipart/form-data`) with the file last, taken in
    /// piece by piece at a route of its own.
    const FILE: bool = false;
    /// What it asks of its actor.
    fn need(&self) -> Need;
    /// Work that must not hold a transaction.
    ///
    /// # Errors
    /// A refusal ends the command before its transaction.
    fn prepare(&mut self, _act: &Act) -> impl Future<Output = Outcome<()>> + Send {
        std::future::ready(Ok(()))
    }
    /// The command itself, inside its transaction. It may run more than once.
    ///
    /// # Errors
    /// A refusal or a fault rolls everything back.
    fn perform(&self, tx: &mut Tx, act: &Act) -> impl Future<Output = Outcome<Self::Output>> + Send;
}

/// A command without refusals of its own.
#[derive(Debug)]
pub enum Never {}

impl Refuse for Never {
    const ALL: &'static [RefusalText] = &[];
    fn refusal(&self) -> weilu_vocabulary::Refusal {
        match *self {}
    }
}

weilu_vocabulary::refusals! {
    /// Why an input was not even looked at.
    pub enum InputRefusal {
        /// The JSON does not fit the schema.
        Malformed { detail: String } => 400 "input.malformed" "请求的格式不对：{detail}" "The request does not fit: {detail}";
        /// The key was used for another command.
        KeyReused => 422 "input.key_reused" "这个请求编号已经用在别的操作上了，请刷新页面再试。" "This request key was used for something else; reload and try again.";
    }
}

/// What a performed command answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The output, as JSON text.
    pub data: String,
    /// Position of its last event.
    pub pos: i64,
    /// How often its transaction waited for the database server; 0 on SQLite.
    pub trips: u32,
}

impl Answer {
    /// The output, read again.
    ///
    /// # Errors
    /// Never for what was written by the kernel.
    pub fn value(&self) -> Result<Json, Fault> {
        serde_json::from_str(&self.data).map_err(|e| Fault::new(e.to_string()))
    }

    /// The whole answer as JSON text: `{"data": …, "pos": …}`.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{{\"data\":{},\"pos\":{}}}", self.data, self.pos)
    }
}

type Run = fn(Arc<App>, Act, Json, Option<String>) -> BoxFuture<'static, Outcome<Answer>>;

/// A command as data.
#[derive(Clone, Copy)]
pub struct CommandSpec {
    /// `feature.verb`.
    pub name: &'static str,
    /// Chinese and English.
    pub summary: (&'static str, &'static str),
    /// Its own refusals.
    pub refusals: &'static [RefusalText],
    /// Whether a file comes with it.
    pub file: bool,
    /// Schema of the input.
    pub input: fn(&mut SchemaGenerator) -> Schema,
    /// Schema of the output.
    pub output: fn(&mut SchemaGenerator) -> Schema,
    /// What it asks of its actor for an input; `None` when the input does not fit. The permission matrix and its test read it.
    pub need: fn(Json) -> Option<Need>,
    /// Runs it from JSON.
    pub run: Run,
}

impl CommandSpec {
    /// The data of a command.
    #[must_use]
    pub const fn of<C: Command>() -> CommandSpec {
        CommandSpec {
            name: C::NAME,
            summary: C::SUMMARY,
            refusals: C::Refusal::ALL,
            file: C::FILE,
            input: |g| g.subschema_for::<C>(),
            output: |g| g.subschema_for::<C::Output>(),
            need: |input| serde_json::from_value::<C>(input).ok().map(|c| c.need()),
            run: run::<C>,
        }
    }
}

fn run<C: Command>(
    app: Arc<App>,
    act: Act,
    input: Json,
    key: Option<String>,
) -> BoxFuture<'static, Outcome<Answer>> {
    Box::pin(async move {
        let command: C = serde_json::from_value(input)
            .map_err(|e| Failure::from(InputRefusal::Malformed { detail: e.to_string() }))?;
        perform_keyed(&app, act, command, key).await
    })
}

/// Performs a command for an actor.
///
/// # Errors
/// The refusal, or the fault.
pub async fn perform<C: Command>(app: &App, act: Act, command: C) -> Outcome<(C::Output, i64)>
where
    C::Output: DeserializeOwned,
{
    let answer = perform_keyed(app, act, command, None).await?;
    let output = serde_json::from_str(&answer.data).map_err(|e| Fault::new(e.to_string()))?;
    Ok((output, answer.pos))
}

/// Performs a command under an idempotency key: the second time it answers what it answered the first time.
///
/// # Errors
/// The refusal, or the fault. Refusals are not remembered.
pub async fn perform_keyed<C: Command>(
    app: &App,
    mut act: Act,
    mut command: C,
    key: Option<String>,
) -> Outcome<Answer> {
    if C::WHILE_SUSPENDED {
        act.ctx.actor = act.ctx.actor.clone().himself();
    }
    command.prepare(&act).await?;
    let key = key.map(|k| format!("{}:{k}", act.actor.persona.map_or_else(String::new, |p| p.to_string())));
    let tenant = Scope::Tenant(act.tenant);
    let shared = Arc::new((command, act, key));
    let done = app
        .store
        .write(tenant, move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (command, act, key) = &*shared;
                act.rewind();
                tx.take_keep();
                match in_transaction(tx, act, command, key.as_deref()).await {
                    Err(Failure::Refused(refusal)) if tx.take_keep() => Ok(Err(refusal)),
                    other => other.map(Ok),
                }
            })
        })
        .await?;
    let data = done.value.map_err(Failure::Refused)?;
    Ok(Answer { data, pos: done.pos, trips: done.trips })
}

async fn in_transaction<C: Command>(
    tx: &mut Tx,
    act: &Act,
    command: &C,
    key: Option<&str>,
) -> Outcome<String> {
    if let Some(key) = key {
        tx.foresee(answered(), params![key])?;
    }
    let may = match link::check(tx, act, command.need()).await {
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        may => may,
    };
    // An act that was done once is answered as it was, even if it may not be done any more.
    if let Some(key) = key
        && let Some(answer) = remembered(tx, key, C::NAME).await?
    {
        return Ok(answer);
    }
    may?;
    let output = command.perform(tx, act).await?;
    let data = serde_json::to_string(&output).map_err(|e| Fault::new(e.to_string()))?;
    if let Some(key) = key.filter(|_| C::REMEMBERED) {
        tx.queue(
            sql!(
                "insert into idempotency (tenant, key, command, answer, at) values ($tenant, $1, $2, $3, $4)"
            ),
            params![key, C::NAME, &data, act.now],
        )?;
    }
    Ok(data)
}

fn answered() -> &'static Sql {
    sql!("select command, answer from idempotency where tenant = $tenant and key = $1")
}

async fn remembered(tx: &mut Tx, key: &str, command: &str) -> Outcome<Option<String>> {
    let row: Option<Row> = tx.once(answered(), params![key]).await?;
    let Some(row) = row else { return Ok(None) };
    if row.get::<String>("command")? != command {
        return Err(InputRefusal::KeyReused.into());
    }
    Ok(Some(row.get("answer")?))
}
