//! One request: who asks, the one snapshot a query reads from, and the transaction a mutation writes in.

use std::sync::Arc;

use async_graphql::{Context, Executor, Request, Response};
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AnsiTransactionManager, AsyncConnection, AsyncPgConnection, TransactionManager};
use futures_util::future::BoxFuture;
use futures_util::{Stream, StreamExt};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::app::App;
use crate::error::{Error, Result};
use crate::feed;
use crate::identity::Caller;

type Manager = AnsiTransactionManager;

/// The snapshot all fields of one answer read from, so that the districts of an answer add up to its province.
/// Opened by the first field that needs it, one `REPEATABLE READ READ ONLY` transaction.
struct Snapshot {
    app: App,
    connection: Mutex<Option<Object<AsyncPgConnection>>>,
}

impl Snapshot {
    fn new(app: App) -> Self {
        Self {
            app,
            connection: Mutex::new(None),
        }
    }

    async fn open(&self) -> Result<MappedMutexGuard<'_, AsyncPgConnection>> {
        let mut held = self.connection.lock().await;
        if held.is_none() {
            let mut connection = self.app.connection().await?;
            Manager::begin_transaction_sql(&mut *connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
            *held = Some(connection);
        }
        MutexGuard::try_map(held, |connection| connection.as_deref_mut())
            .map_err(|_| Error::internal("the snapshot was closed while it was opened"))
    }

    /// Ends the transaction; the next field to ask opens a newer one.
    async fn close(&self) {
        if let Some(mut connection) = self.connection.lock().await.take() {
            // An aborted transaction answers COMMIT with a rollback: either way nothing was written.
            if let Err(cause) = Manager::commit_transaction(&mut *connection).await {
                tracing::debug!(%cause, "a read transaction ended with an error");
            }
        }
    }
}

/// The connection of this request's snapshot. Hold it for one statement at a time: other fields wait for it.
///
/// # Errors
/// `UNAVAILABLE` when no connection is to be had.
pub async fn read<'a>(context: &Context<'a>) -> Result<MappedMutexGuard<'a, AsyncPgConnection>> {
    context.data_unchecked::<Arc<Snapshot>>().open().await
}

/// Who asks.
#[must_use]
pub fn caller<'a>(context: &Context<'a>) -> &'a Arc<Caller> {
    context.data_unchecked::<Arc<Caller>>()
}

/// The node that answers.
#[must_use]
pub fn app<'a>(context: &Context<'a>) -> &'a App {
    context.data_unchecked::<App>()
}

/// Runs `work` in a transaction of its own task (a client that hangs up does not cancel it), once more if another
/// transaction was in the way, and rings the bell after the commit.
///
/// # Errors
/// What `work` refuses; nothing is written then.
pub async fn write<Output, Work>(app: &App, work: Work) -> Result<Output>
where
    Output: Send + 'static,
    Work: for<'c> Fn(&'c mut AsyncPgConnection) -> BoxFuture<'c, Result<Output>> + Send + Sync + 'static,
{
    let app = app.clone();
    tokio::spawn(async move {
        match attempt(&app, &work).await {
            Err(Error::Contended) => {
                tokio::time::sleep(std::time::Duration::from_millis(rand::random_range(5..50))).await;
                attempt(&app, &work).await
            }
            decided => decided,
        }
    })
    .await
    .map_err(Error::internal)?
}

/// A mutation: `step` with the caller and what was given, in one transaction. The fields of its answer then read from a
/// snapshot that has seen it.
///
/// # Errors
/// What `step` refuses; nothing is written then.
pub async fn mutate<Given, Output, Step>(context: &Context<'_>, given: Given, step: Step) -> Result<Output>
where
    Given: Send + Sync + 'static,
    Output: Send + 'static,
    Step: for<'c> Fn(&'c mut AsyncPgConnection, &'c Arc<Caller>, &'c Given) -> BoxFuture<'c, Result<Output>> + Copy + Send + Sync + 'static,
{
    let shared = Arc::new((caller(context).clone(), given));
    let output = write(app(context), move |connection| {
        let shared = shared.clone();
        Box::pin(async move { step(connection, &shared.0, &shared.1).await })
    })
    .await?;
    context.data_unchecked::<Arc<Snapshot>>().close().await;
    Ok(output)
}

async fn attempt<Output, Work>(app: &App, work: &Work) -> Result<Output>
where
    Output: Send + 'static,
    Work: for<'c> Fn(&'c mut AsyncPgConnection) -> BoxFuture<'c, Result<Output>> + Send + Sync,
{
    // Fail points, nothing in a real build: the answers so far are out; the work is done; it is committed and nobody knows.
    fail::fail_point!("after-answer", |_| std::process::abort());
    let mut connection = app.connection().await?;
    let (output, rung) = feed::noting_the_transaction(connection.transaction(async |connection| {
        let output = work(connection).await;
        fail::fail_point!("before-commit", |_| std::process::abort());
        output
    }))
    .await;
    fail::fail_point!("after-commit", |_| std::process::abort());
    if let (Ok(_), Some(transaction)) = (&output, rung) {
        app.bell().ring(transaction).await;
    }
    output
}

/// Executes one query or mutation.
pub async fn execute(schema: &impl Executor, app: &App, caller: Arc<Caller>, request: Request) -> Response {
    let snapshot = Arc::new(Snapshot::new(app.clone()));
    let response = schema.execute(request.data(caller).data(snapshot.clone())).await;
    snapshot.close().await;
    response
}

/// Executes a subscription; every message reads from a snapshot of its own.
pub fn execute_stream(
    schema: &impl Executor,
    app: &App,
    caller: Arc<Caller>,
    request: Request,
) -> impl Stream<Item = Response> + Send + 'static {
    let snapshot = Arc::new(Snapshot::new(app.clone()));
    let answers = schema.execute_stream(request.data(caller).data(snapshot.clone()), None);
    answers.then(move |answer| {
        let snapshot = snapshot.clone();
        async move {
            snapshot.close().await;
            answer
        }
    })
}
