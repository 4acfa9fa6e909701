//! `syncPush`: a batch of edits, each with its answer.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use otop_schema::{OperationOutcome, Refusal, RefusalCode};
use uuid::Uuid;

use super::input::{SyncPushInput, uuid};
use super::result::{OperationResult, SyncConflict, conflicts_by_id};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::request;
use crate::sheet::{self, Answer, Operation, Recorded};
use crate::statement::sql;

/// The most edits a batch may have.
const LARGEST_BATCH: usize = 500;

/// The answer to a batch.
#[derive(SimpleObject)]
pub struct SyncPushPayload {
    /// The life of the database; when it changes, the device offers its acknowledged edits again.
    pub epoch: ID,
    /// The business instant.
    pub server_time: DateTime<Utc>,
    /// `results[i]` answers `operations[i]`.
    pub results: Vec<OperationResult>,
    /// How long to wait before the next batch, in milliseconds; null for not at all.
    pub retry_after_ms: Option<i32>,
}

/// What laptops send.
#[derive(Default)]
pub struct SyncMutation;

#[Object]
impl SyncMutation {
    /// Records a batch of edits of one device. Every edit has its own answer; a refused one does not stop its neighbours.
    async fn sync_push(&self, context: &Context<'_>, input: SyncPushInput) -> Result<SyncPushPayload> {
        let caller = request::caller(context);
        let device = device_of(caller, &input.device_id)?;
        if input.operations.0.len() > LARGEST_BATCH {
            return Err(too_large(input.operations.0.len()));
        }
        let batch = Arc::new(Batch::read(device, input));
        let (app, person, written) = (request::app(context), caller.clone(), batch.clone());
        let answer = request::write(app, Some(caller), move |connection| {
            let (caller, batch) = (person.clone(), written.clone());
            Box::pin(async move { push(connection, &caller, &batch).await })
        })
        .await;
        batch.log(&answer);
        let answer = answer?;
        answer.results.iter().for_each(|result| app.metrics().answered(result.outcome));
        Ok(answer)
    }
}

/// What a device sent, read.
struct Batch {
    device: Uuid,
    acked_through: i64,
    operations: Vec<Operation>,
    /// Edits whose ids are none, with their place among the others.
    unreadable: Vec<(usize, ID, Refusal)>,
}

impl Batch {
    fn read(device: Uuid, input: SyncPushInput) -> Self {
        let mut batch = Self {
            device,
            acked_through: input.acked_through.0.max(0),
            operations: Vec::with_capacity(input.operations.0.len()),
            unreadable: Vec::new(),
        };
        for (place, operation) in input.operations.0.into_iter().enumerate() {
            let id = operation.operation_id.clone();
            match operation.read() {
                Ok(operation) => batch.operations.push(operation),
                Err(refusal) => batch.unreadable.push((place, id, refusal)),
            }
        }
        batch
    }

    /// One line a batch: the ids of a device rise, so the first and the last tell which edits went with this request.
    fn log(&self, answer: &Result<SyncPushPayload>) {
        let mut ids = self.operations.iter().map(|operation| operation.id);
        let (Some(first), Some(last)) = (ids.clone().next(), ids.next_back()) else {
            return;
        };
        let (device, operations) = (self.device, self.operations.len());
        match answer {
            Ok(payload) => {
                tracing::info!(%device, operations, %first, %last, "batch committed");
                for result in &payload.results {
                    tracing::debug!(
                        operation = result.operation_id.as_str(),
                        outcome = result.outcome.as_str(),
                        "edit answered"
                    );
                }
            }
            Err(error) => tracing::warn!(%device, operations, %first, %last, code = error.code().as_str(), "batch not committed"),
        }
    }
}

/// A sign-in is bound to a device: its edits cannot be sent under another's name.
pub(super) fn device_of(caller: &Caller, id: &str) -> Result<Uuid> {
    let device = uuid("deviceId", id)?;
    match caller.device {
        Some(signed_in) if signed_in != device => Err(Error::forbidden("device-of-sign-in")),
        _ => Ok(device),
    }
}

fn too_large(found: usize) -> Error {
    Error::Refused(
        Refusal::new(
            RefusalCode::BatchTooLarge,
            format!("ชุดข้อมูลมี {found} รายการ ส่งได้ครั้งละไม่เกิน {LARGEST_BATCH} / {found} operations in a batch of at most {LARGEST_BATCH}"),
        )
        .field("operations")
        .rule(format!("at-most-{LARGEST_BATCH}")),
    )
}

async fn push(connection: &AsyncPgConnection, caller: &Caller, batch: &Batch) -> Result<SyncPushPayload> {
    let (greeting, recorded) = try_join!(
        greet(connection, batch),
        sheet::record(connection, caller, batch.device, &batch.operations),
    )?;
    let raised = recorded.answers.iter().filter_map(|answer| answer.conflict).collect();
    let mut raised = conflicts_by_id(connection, raised).await?;
    let answers = recorded.answers.iter();
    let mut results: Vec<OperationResult> = answers.map(|answer| result(&recorded, answer, &mut raised)).collect();
    for (place, id, refusal) in &batch.unreadable {
        results.insert(*place, unreadable(id.clone(), refusal.clone()));
    }
    Ok(SyncPushPayload {
        epoch: greeting.epoch.to_string().into(),
        server_time: greeting.server_time,
        results,
        retry_after_ms: None,
    })
}

#[derive(QueryableByName)]
struct Greeting {
    #[diesel(sql_type = SqlUuid)]
    epoch: Uuid,
    #[diesel(sql_type = Timestamptz)]
    server_time: DateTime<Utc>,
}

/// The device is alive, and has the answers up to a number; it hears whom it talks to, and at what business instant.
async fn greet(mut connection: &AsyncPgConnection, batch: &Batch) -> Result<Greeting> {
    Ok(sql(include_str!("greet.sql"))
        .bind::<SqlUuid, _>(batch.device)
        .bind::<BigInt, _>(batch.acked_through)
        .get_result(&mut connection)
        .await?)
}

fn result(recorded: &Recorded, answer: &Answer, raised: &mut HashMap<Uuid, SyncConflict>) -> OperationResult {
    OperationResult {
        operation_id: answer.operation.to_string().into(),
        outcome: answer.outcome,
        cell: answer.entry.as_ref().and_then(|key| recorded.entry(key)).cloned(),
        sheet: answer.sheet.as_ref().and_then(|key| recorded.sheet(key)).cloned(),
        estimate: answer.estimate.as_ref().and_then(|key| recorded.estimate(key)).cloned(),
        conflict: answer.conflict.and_then(|id| raised.remove(&id)),
        refusal: answer.refusal.clone(),
        replayed: answer.replayed,
    }
}

/// An edit whose ids are none: refused, and not kept, for there is nothing to keep it under.
fn unreadable(operation_id: ID, refusal: Refusal) -> OperationResult {
    OperationResult {
        operation_id,
        outcome: OperationOutcome::Rejected,
        cell: None,
        sheet: None,
        estimate: None,
        conflict: None,
        refusal: Some(refusal),
        replayed: false,
    }
}
