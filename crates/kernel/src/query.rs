//! Questions. They change nothing, run on one consistent snapshot, and say how far into the log they saw.

use crate::{Act, Answer, App, Need, command::InputRefusal, link, personal};
use futures_util::future::BoxFuture;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use std::{future::Future, sync::Arc};
use weilu_store::{Scope, Tx};
use weilu_vocabulary::{Failure, Fault, Outcome};

/// A question: its input is the struct itself.
pub trait Query: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// `feature.verb`.
    const NAME: &'static str;
    /// One sentence for the API page, Chinese and English.
    const SUMMARY: (&'static str, &'static str);
    /// What it answers.
    type Output: Serialize + JsonSchema + Send + 'static;
    /// Whether somebody whose account is suspended may ask it: what concerns the decision and his own data.
    const WHILE_SUSPENDED: bool = false;
    /// What it asks of its actor.
    fn need(&self) -> Need;
    /// The answer.
    ///
    /// # Errors
    /// A refusal (usually 404) or a fault.
    fn answer(&self, tx: &mut Tx, act: &Act) -> impl Future<Output = Outcome<Self::Output>> + Send;
}

type Run = fn(Arc<App>, Act, Json) -> BoxFuture<'static, Outcome<Answer>>;

/// A query as data.
#[derive(Clone, Copy)]
pub struct QuerySpec {
    /// `feature.verb`.
    pub name: &'static str,
    /// Chinese and English.
    pub summary: (&'static str, &'static str),
    /// Schema of the input.
    pub input: fn(&mut SchemaGenerator) -> Schema,
    /// Schema of the output.
    pub output: fn(&mut SchemaGenerator) -> Schema,
    /// What it asks of its actor for an input; `None` when the input does not fit.
    pub need: fn(Json) -> Option<Need>,
    /// Runs it from JSON.
    pub run: Run,
}

impl QuerySpec {
    /// The data of a query.
    #[must_use]
    pub const fn of<Q: Query>() -> QuerySpec {
        QuerySpec {
            name: Q::NAME,
            summary: Q::SUMMARY,
            input: |g| g.subschema_for::<Q>(),
            output: |g| g.subschema_for::<Q::Output>(),
            need: |input| serde_json::from_value::<Q>(input).ok().map(|q| q.need()),
            run: run::<Q>,
        }
    }
}

fn run<Q: Query>(app: Arc<App>, act: Act, input: Json) -> BoxFuture<'static, Outcome<Answer>> {
    Box::pin(async move {
        let query: Q = serde_json::from_value(input)
            .map_err(|e| Failure::from(InputRefusal::Malformed { detail: e.to_string() }))?;
        let (data, pos) = answer(&app, act, query, |output| serde_json::to_string(&output)).await?;
        Ok(Answer { data: data.map_err(|e| Fault::new(e.to_string()))?, pos, trips: 0 })
    })
}

/// Answers a query for an actor.
///
/// # Errors
/// The refusal, or the fault.
pub async fn ask<Q: Query>(app: &App, act: Act, query: Q) -> Outcome<(Q::Output, i64)> {
    answer(app, act, query, |output| output).await
}

async fn answer<Q: Query, T: Send + 'static>(
    app: &App,
    mut act: Act,
    query: Q,
    finish: fn(Q::Output) -> T,
) -> Outcome<(T, i64)> {
    if Q::WHILE_SUSPENDED {
        act.ctx.actor = act.ctx.actor.clone().himself();
    }
    let scope = Scope::Tenant(act.tenant);
    let shared = Arc::new((query, act));
    let asked = shared.clone();
    let answered = app
        .store
        .read(scope, move |tx: &mut Tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (query, act) = &*shared;
                act.take_data_reads();
                link::check(tx, act, query.need()).await?;
                let output = query.answer(tx, act).await?;
                Ok::<_, Failure>((finish(output), tx.log_head().await?))
            })
        })
        .await?;
    personal::record_reads(app, &asked.1, Q::NAME).await?;
    Ok(answered)
}
