//! One request: who asks, the one snapshot a query reads from, and the transaction a mutation writes in.

use std::sync::Arc;

use async_graphql::{Context, Executor, Pos, Request, Response};
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};
use futures_util::future::BoxFuture;
use futures_util::{Stream, StreamExt};
use otop_schema::AreaCode;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};
use tracing::{Instrument, debug_span};
use uuid::Uuid;

use crate::app::App;
use crate::correlation::Correlation;
use crate::error::{Error, Result};
use crate::feed;
use crate::identity::{Caller, Rights};
use crate::producer::Contacts;
use crate::wall::{self, Mode};

type Manager = AnsiTransactionManager;

/// The snapshot all fields of one answer read from, so that the districts of an answer add up to its province.
/// Opened by the first field that needs it, one `REPEATABLE READ READ ONLY` transaction.
struct Snapshot {
    app: App,
    caller: Arc<Caller>,
    connection: Mutex<Option<Object<AsyncPgConnection>>>,
    contacts: Contacts,
}

impl Snapshot {
    fn new(app: App, caller: Arc<Caller>) -> Arc<Self> {
        Arc::new(Self {
            app,
            caller,
            connection: Mutex::new(None),
            contacts: Contacts::default(),
        })
    }

    async fn open(&self) -> Result<MappedMutexGuard<'_, AsyncPgConnection>> {
        let mut held = self.connection.lock().await;
        if held.is_none() {
            let mut connection = self.app.connection().await?;
            wall::begin(&mut connection, Mode::Read, &self.caller).await?;
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

    /// The answer as it may leave: whose contacts stand in it is written down before, or it does not leave.
    async fn accounted(&self, answer: Response) -> Response {
        self.close().await;
        match self.contacts.write_down(&self.app, &self.caller).await {
            Ok(()) => answer,
            Err(error) => Response::from_errors(vec![async_graphql::Error::from(error).into_server_error(Pos::default())]),
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

/// Notes that the contact of a producer stands in the answer.
pub fn tells_contact(context: &Context<'_>, district: &AreaCode, producer: Uuid) {
    context.data_unchecked::<Arc<Snapshot>>().contacts.note(district, producer);
}

/// What `look` reads for the caller beside an answer's snapshot, such as what a subscription is about to tell: in a read
/// transaction of its own.
///
/// # Errors
/// What `look` fails with; `UNAVAILABLE` when no connection is to be had.
pub async fn look<Output>(app: &App, caller: &Caller, look: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<Output>) -> Result<Output> {
    let mut connection = app.connection().await?;
    wall::begin(&mut connection, Mode::Look, caller).await?;
    let found = look(&mut connection).await;
    // Nothing was written: how it ends changes nothing.
    Manager::commit_transaction(&mut *connection).await?;
    found
}

/// Runs `work` in a transaction of its own task (a client that hangs up does not cancel it), once more if another
/// transaction was in the way, and rings the bell after the commit. It sees and writes what `caller` may; without one it is
/// the node's own work.
///
/// # Errors
/// What `work` refuses; nothing is written then.
pub async fn write<Output, Work>(app: &App, caller: Option<&Arc<Caller>>, work: Work) -> Result<Output>
where
    Output: Send + 'static,
    Work: for<'c> Fn(&'c mut AsyncPgConnection) -> BoxFuture<'c, Result<Output>> + Send + Sync + 'static,
{
    let (app, caller) = (app.clone(), caller.cloned());
    let writing = async move {
        let caller = caller.as_deref();
        match attempt(&app, caller, &work).await {
            Err(Error::Contended) => {
                tokio::time::sleep(std::time::Duration::from_millis(rand::random_range(5..50))).await;
                attempt(&app, caller, &work).await
            }
            decided => decided,
        }
    };
    // What it logs stands under the request that it is done for.
    let writing = Correlation::current().within(writing).in_current_span();
    tokio::spawn(writing).await.map_err(Error::internal)?
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
    step_of(context, Some(caller(context)), given, step).await
}

/// A mutation of what lies behind the door (names, passwords, sign-ins), which no person's transaction may touch: it is the node's
/// own, and `step` alone decides who may.
///
/// # Errors
/// As [`mutate`].
pub async fn mutate_behind_the_door<Given, Output, Step>(context: &Context<'_>, given: Given, step: Step) -> Result<Output>
where
    Given: Send + Sync + 'static,
    Output: Send + 'static,
    Step: for<'c> Fn(&'c mut AsyncPgConnection, &'c Arc<Caller>, &'c Given) -> BoxFuture<'c, Result<Output>> + Copy + Send + Sync + 'static,
{
    step_of(context, None, given, step).await
}

async fn step_of<Given, Output, Step>(context: &Context<'_>, walled: Option<&Arc<Caller>>, given: Given, step: Step) -> Result<Output>
where
    Given: Send + Sync + 'static,
    Output: Send + 'static,
    Step: for<'c> Fn(&'c mut AsyncPgConnection, &'c Arc<Caller>, &'c Given) -> BoxFuture<'c, Result<Output>> + Copy + Send + Sync + 'static,
{
    let shared = Arc::new((caller(context).clone(), given));
    let output = write(app(context), walled, move |connection| {
        let shared = shared.clone();
        Box::pin(async move { step(connection, &shared.0, &shared.1).await })
    })
    .await?;
    context.data_unchecked::<Arc<Snapshot>>().close().await;
    Ok(output)
}

async fn attempt<Output, Work>(app: &App, caller: Option<&Caller>, work: &Work) -> Result<Output>
where
    Output: Send + 'static,
    Work: for<'c> Fn(&'c mut AsyncPgConnection) -> BoxFuture<'c, Result<Output>> + Send + Sync,
{
    // Fail points, nothing in a real build: the answers so far are out; the work is done; it is committed and nobody knows.
    fail::fail_point!("after-answer", |_| std::process::abort());
    let mut connection = app.connection().await?;
    let transaction = transaction(&mut connection, caller, work).instrument(debug_span!("transaction"));
    let (output, rung) = feed::noting_the_transaction(transaction).await;
    fail::fail_point!("after-commit", |_| std::process::abort());
    if let (Ok(_), Some(transaction)) = (&output, rung) {
        app.bell().ring(transaction).await;
    }
    output
}

async fn transaction<Output, Work>(connection: &mut AsyncPgConnection, caller: Option<&Caller>, work: &Work) -> Result<Output>
where
    Work: for<'c> Fn(&'c mut AsyncPgConnection) -> BoxFuture<'c, Result<Output>>,
{
    match caller {
        Some(caller) => wall::begin(connection, Mode::Write, caller).await?,
        None => Manager::begin_transaction(connection).await?,
    }
    let output = work(connection).await;
    fail::fail_point!("before-commit", |_| std::process::abort());
    match &output {
        Ok(_) => Manager::commit_transaction(connection).await?,
        // Why the work failed says more than that its connection broke over it.
        Err(_) => match Manager::rollback_transaction(connection).await {
            Ok(()) | Err(diesel::result::Error::BrokenTransactionManager) => {}
            Err(broken) => return Err(broken.into()),
        },
    }
    output
}

/// Executes one query or mutation.
pub async fn execute(schema: &impl Executor, app: &App, caller: Arc<Caller>, request: Request) -> Response {
    let snapshot = Snapshot::new(app.clone(), caller.clone());
    let response = schema.execute(request.data(caller).data(snapshot.clone())).await;
    snapshot.accounted(response).await
}

/// Executes a subscription; every message reads from a snapshot of its own, and may leave while the rights it is made under hold.
pub fn execute_stream(
    schema: &impl Executor,
    app: &App,
    caller: Arc<Caller>,
    request: Request,
) -> (impl Stream<Item = Response> + Send + 'static, Arc<Rights>) {
    let snapshot = Snapshot::new(app.clone(), caller.clone());
    let answers = schema.execute_stream(request.data(caller.clone()).data(snapshot.clone()), None);
    let answers = answers.then(move |answer| {
        let snapshot = snapshot.clone();
        async move { snapshot.accounted(answer).await }
    });
    (answers, Arc::new(Rights::of(app.clone(), caller)))
}
