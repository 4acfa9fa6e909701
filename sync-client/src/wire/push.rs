//! A batch of operations, and what became of each.

use chrono::{DateTime, NaiveDate, Utc};
use cynic::{Id, InputObject, QueryFragment, QueryVariables};
use otop_schema::{Baht, Category, Long, Month, OperationOutcome, SheetState};
use serde::Deserialize;

use super::{
    pull::{Refusal, SyncConflict},
    schema,
};
use crate::known::Known;

#[allow(missing_docs)]
#[derive(QueryVariables, Debug)]
pub struct PushVariables {
    pub input: SyncPushInput,
}

/// `schema/operations/Push.graphql`
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "PushVariables")]
pub struct Push {
    /// The answer to the batch.
    #[arguments(input: $input)]
    pub sync_push: SyncPushPayload,
}

/// The answer to a batch: `results[i]` answers `operations[i]`.
#[derive(QueryFragment, Debug)]
pub struct SyncPushPayload {
    /// The server's book; another one than last time means it was restored.
    pub epoch: Id,
    /// The server's business time.
    pub server_time: DateTime<Utc>,
    #[allow(missing_docs)]
    pub results: Vec<OperationResult>,
    /// The server asks for this pause before the next batch, in milliseconds.
    pub retry_after_ms: Option<i32>,
}

/// What became of one operation.
#[derive(QueryFragment, Debug)]
pub struct OperationResult {
    #[allow(missing_docs)]
    pub operation_id: Id,
    #[allow(missing_docs)]
    pub outcome: Known<OperationOutcome>,
    /// The cell as it stands now.
    pub cell: Option<CellVersion>,
    /// The sheet as it stands now.
    pub sheet: Option<SheetVersion>,
    /// The figure of an estimate as it stands now.
    pub estimate: Option<EstimateVersion>,
    /// With `CONFLICT`.
    pub conflict: Option<SyncConflict>,
    /// With `REJECTED`, `BLOCKED` and `HELD`.
    pub refusal: Option<Refusal>,
}

/// The version a cell stands at after an operation.
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "RevenueEntry")]
pub struct CellVersion {
    #[allow(missing_docs)]
    pub version: i32,
}

/// The version a sheet stands at after an operation.
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "Sheet")]
pub struct SheetVersion {
    #[allow(missing_docs)]
    pub version: i32,
}

/// The version a figure of an estimate stands at after an operation.
#[derive(QueryFragment, Debug)]
#[cynic(graphql_type = "EstimateEntry")]
pub struct EstimateVersion {
    #[allow(missing_docs)]
    pub version: i32,
}

#[allow(missing_docs)]
#[derive(InputObject, Debug)]
pub struct SyncPushInput {
    pub device_id: Id,
    pub epoch: Option<Id>,
    /// Every operation of this device up to this number has its answer on the laptop.
    pub acked_through: Long,
    pub operations: Vec<SyncOperationInput>,
}

#[allow(missing_docs)]
#[derive(InputObject, Debug)]
pub struct SyncOperationInput {
    pub operation_id: Id,
    pub device_seq: Long,
    pub base: OperationBaseInput,
    pub change: ChangeInput,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub resolves: Option<Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Id>,
    pub recorded_at: Option<DateTime<Utc>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub adoption: Option<AdoptionInput>,
}

/// An absent colleague's edit, sent by the CD officer of the district.
#[allow(missing_docs)]
#[derive(InputObject, Debug, Clone)]
pub struct AdoptionInput {
    pub person: Id,
    pub reason: String,
}

/// What the person saw when deciding: a version of the server (0 = nothing yet), or an own earlier operation.
#[derive(InputObject, Debug, Clone, PartialEq, Eq)]
pub enum OperationBaseInput {
    #[allow(missing_docs)]
    Version(i32),
    #[allow(missing_docs)]
    OperationId(Id),
}

/// What the person decided. Its JSON is what the outbox keeps, so it is also read back.
#[derive(InputObject, Deserialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub enum ChangeInput {
    #[allow(missing_docs)]
    Cell(CellInput),
    #[allow(missing_docs)]
    Sheet(SheetInput),
    #[allow(missing_docs)]
    Estimate(EstimateInput),
    #[allow(missing_docs)]
    Discard(DiscardInput),
}

/// The figure of one cell; no amount removes it.
#[allow(missing_docs)]
#[derive(InputObject, Deserialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct CellInput {
    pub producer_id: Id,
    pub month: Month,
    pub category: Known<Category>,
    pub channel: Id,
    pub amount: Option<Baht>,
    pub note: Option<String>,
}

/// The state of one sheet.
#[allow(missing_docs)]
#[derive(InputObject, Deserialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct SheetInput {
    pub producer_id: Id,
    pub month: Month,
    pub state: Known<SheetState>,
    pub reason: Option<String>,
    pub given_by: Option<String>,
    pub given_on: Option<NaiveDate>,
    pub note: Option<String>,
    /// The figures were copied from the month before; none where they were not.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub copied: Option<bool>,
}

/// A figure of a year's estimate; no amount removes it.
#[allow(missing_docs)]
#[derive(InputObject, Deserialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct EstimateInput {
    pub producer_id: Id,
    pub fiscal_year: i32,
    pub period: i32,
    pub amount: Option<Baht>,
    pub note: Option<String>,
}

/// Closes a conflict ("take theirs") or a refusal without a change.
#[allow(missing_docs)]
#[derive(InputObject, Deserialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct DiscardInput {
    pub conflict_id: Option<Id>,
    pub operation_id: Option<Id>,
    pub reason: String,
}
