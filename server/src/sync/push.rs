//! `syncPush`: a batch of edits, each with its answer; `syncOperations`: what became of edits sent before.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Category, EntryKey, Long, Month, OperationOutcome, Refusal, RefusalCode, SheetKey};
use uuid::Uuid;

use super::input::{SyncPushInput, uuid};
use super::result::{OperationResult, SyncConflict, conflicts};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed;
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
        let caller = request::caller(context).clone();
        let device = device_of(&caller, &input.device_id)?;
        if input.operations.len() > LARGEST_BATCH {
            return Err(too_large(input.operations.len()));
        }
        let acked_through = input.acked_through.0;
        let ids: Vec<ID> = input.operations.iter().map(|operation| operation.operation_id.clone()).collect();
        let read: Arc<Vec<_>> = Arc::new(input.operations.into_iter().map(super::input::SyncOperationInput::read).collect());
        request::write(request::app(context), move |connection| {
            let (caller, read, ids) = (caller.clone(), read.clone(), ids.clone());
            Box::pin(async move { push(connection, &caller, device, acked_through, &read, ids).await })
        })
        .await
    }
}

/// A sign-in is bound to a device: its edits cannot be sent under another's name.
fn device_of(caller: &Caller, id: &str) -> Result<Uuid> {
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

async fn push(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    device: Uuid,
    acked_through: i64,
    read: &[std::result::Result<Operation, Refusal>],
    ids: Vec<ID>,
) -> Result<SyncPushPayload> {
    see_device(connection, device, acked_through).await?;
    let operations: Vec<Operation> = read.iter().filter_map(|operation| operation.as_ref().ok().cloned()).collect();
    let recorded = sheet::record(connection, caller, device, &operations).await?;
    let mut raised = raised(connection, &recorded.answers).await?;
    let mut answers = recorded.answers.iter();
    let results = read
        .iter()
        .zip(ids)
        .filter_map(|(operation, id)| match operation {
            Ok(_) => answers.next().map(|answer| result(&recorded, answer, &mut raised)),
            Err(refusal) => Some(unreadable(id, refusal.clone())),
        })
        .collect();
    let deployment = feed::deployment(connection).await?;
    let server_time = clock::business(connection).await?;
    Ok(SyncPushPayload {
        epoch: deployment.epoch.to_string().into(),
        server_time,
        results,
        retry_after_ms: None,
    })
}

/// The device is alive, and has the answers up to a number.
async fn see_device(connection: &mut AsyncPgConnection, device: Uuid, acked_through: i64) -> Result<()> {
    sql(include_str!("see_device.sql"))
        .bind::<SqlUuid, _>(device)
        .bind::<BigInt, _>(acked_through.max(0))
        .execute(connection)
        .await?;
    Ok(())
}

async fn raised(connection: &mut AsyncPgConnection, answers: &[Answer]) -> Result<HashMap<Uuid, SyncConflict>> {
    let ids = answers.iter().filter_map(|answer| answer.conflict).collect();
    Ok(conflicts(connection, ids)
        .await?
        .into_iter()
        .map(|conflict| (conflict.id, conflict))
        .collect())
}

fn result(recorded: &Recorded, answer: &Answer, raised: &mut HashMap<Uuid, SyncConflict>) -> OperationResult {
    OperationResult {
        operation_id: answer.operation.to_string().into(),
        outcome: answer.outcome,
        cell: answer.entry.as_ref().and_then(|key| recorded.entry(key)).cloned(),
        sheet: answer.sheet.as_ref().and_then(|key| recorded.sheet(key)).cloned(),
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
        conflict: None,
        refusal: Some(refusal),
        replayed: false,
    }
}

/// What became of edits sent before.
#[derive(Default)]
pub struct SyncOperationsQuery;

#[derive(QueryableByName)]
struct Sent {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    outcome: OperationOutcome,
    #[diesel(sql_type = Nullable<Text>)]
    district: Option<AreaCode>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    producer_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<Month>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<Category>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    answer: Option<serde_json::Value>,
}

impl Sent {
    fn sheet(&self) -> Option<(String, SheetKey)> {
        Some((
            self.district.as_ref()?.to_string(),
            SheetKey {
                producer: self.producer_id?,
                month: self.month?,
            },
        ))
    }

    fn entry(&self) -> Option<EntryKey> {
        let channel = self.channel.clone()?;
        Some(EntryKey {
            producer: self.producer_id?,
            month: self.month?,
            category: self.category?,
            channel,
        })
    }

    fn stored<Value: serde::de::DeserializeOwned>(&self, field: &str) -> Option<Value> {
        serde_json::from_value(self.answer.as_ref()?.get(field)?.clone()).ok()
    }
}

#[Object]
impl SyncOperationsQuery {
    /// What became of the caller's edits from one device, from a number of its own count on; at most 500. Those of areas that
    /// are no longer the caller's are left out.
    async fn sync_operations(&self, context: &Context<'_>, device_id: ID, from_seq: Long) -> Result<Vec<OperationResult>> {
        let caller = request::caller(context);
        let device = device_of(caller, &device_id)?;
        let mut connection = request::read(context).await?;
        let sent: Vec<Sent> = sql(include_str!("sent.sql"))
            .bind::<SqlUuid, _>(device)
            .bind::<BigInt, _>(from_seq.0)
            .bind::<SqlUuid, _>(caller.person)
            .bind::<Array<Text>, _>(prefixes(caller))
            .load(&mut *connection)
            .await?;
        answers(&mut connection, sent).await
    }
}

/// An answer shows figures as they are now: only those of areas that are still the caller's.
fn prefixes(caller: &Caller) -> Vec<String> {
    caller.working_areas().iter().map(|area| area.prefix().to_owned()).collect()
}

async fn answers(connection: &mut AsyncPgConnection, sent: Vec<Sent>) -> Result<Vec<OperationResult>> {
    let mut keys: Vec<(String, SheetKey)> = sent.iter().filter_map(Sent::sheet).collect();
    keys.sort();
    keys.dedup();
    let entries: HashMap<EntryKey, _> = sheet::entries(connection, &keys)
        .await?
        .into_iter()
        .map(|entry| (entry.key(), entry))
        .collect();
    let sheets: HashMap<SheetKey, _> = sheet::sheets(connection, &keys)
        .await?
        .into_iter()
        .map(|sheet| (sheet.key(), sheet))
        .collect();
    let ids = sent.iter().filter_map(|row| row.stored("conflict")).collect();
    let mut raised: HashMap<Uuid, SyncConflict> = conflicts(connection, ids)
        .await?
        .into_iter()
        .map(|conflict| (conflict.id, conflict))
        .collect();
    Ok(sent
        .into_iter()
        .map(|row| OperationResult {
            operation_id: row.id.to_string().into(),
            outcome: row.outcome,
            cell: row.entry().and_then(|key| entries.get(&key).cloned()),
            sheet: row.sheet().and_then(|(_, key)| sheets.get(&key).cloned()),
            conflict: row.stored("conflict").and_then(|id| raised.remove(&id)),
            refusal: row.stored("refusal"),
            replayed: true,
        })
        .collect())
}
