//! What a device is told of its edits, and what waits for a person.

use std::collections::HashMap;

use async_graphql::{ComplexObject, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Integer, Jsonb, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, Baht, EntryKey, EstimateEntryKey, OperationOutcome, Refusal, SheetKey, SheetState};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::estimate::EstimateEntry;
use crate::sheet::{About, RevenueEntry, Sheet};
use crate::statement::sql;

/// What became of one edit.
#[derive(SimpleObject)]
pub struct OperationResult {
    /// The edit.
    pub operation_id: ID,
    /// What became of it.
    pub outcome: OperationOutcome,
    /// The cell as the server has it now.
    pub cell: Option<RevenueEntry>,
    /// The sheet as the server has it now.
    pub sheet: Option<Sheet>,
    /// The figure of an estimate as the server has it now.
    pub estimate: Option<EstimateEntry>,
    /// The conflict it raised.
    pub conflict: Option<SyncConflict>,
    /// Why it was not recorded.
    pub refusal: Option<Refusal>,
    /// It had been decided before; nothing happened a second time.
    pub replayed: bool,
}

/// Two people, two values: both are kept until a person decides.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct SyncConflict {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) id: Uuid,
    #[graphql(skip)]
    #[diesel(embed)]
    about: About,
    /// The version the offering person had seen.
    #[diesel(sql_type = Integer)]
    base_version: i32,
    /// The version that stood against it; null for conflicts older than this record of it.
    #[diesel(sql_type = Nullable<Integer>)]
    master_version: Option<i32>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Numeric>)]
    master_amount: Option<Amount>,
    #[graphql(skip)]
    #[diesel(sql_type = Nullable<Numeric>)]
    offered_amount: Option<Amount>,
    /// The sheet's state that stands.
    #[diesel(sql_type = Nullable<Text>)]
    master_state: Option<SheetState>,
    /// The sheet's state that was offered.
    #[diesel(sql_type = Nullable<Text>)]
    offered_state: Option<SheetState>,
    /// Who offered the other value.
    #[diesel(sql_type = Nullable<Text>)]
    offered_by: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    offered_by_id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    device_id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) operation_id: Uuid,
    /// When a person decided.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    resolved_at: Option<DateTime<Utc>>,
}

#[ComplexObject]
impl SyncConflict {
    /// The conflict.
    async fn id(&self) -> ID {
        self.id.to_string().into()
    }

    /// The cell, where it is about one.
    async fn entry_id(&self) -> Option<EntryKey> {
        self.about.entry()
    }

    /// The sheet, where it is about its state.
    async fn sheet_id(&self) -> Option<SheetKey> {
        self.about.sheet().filter(|_| self.about.channel.is_none())
    }

    /// The figure of an estimate, where it is about one.
    async fn estimate_id(&self) -> Option<EstimateEntryKey> {
        self.about.estimate()
    }

    /// The amount that stands, in baht; null where the cell is removed or the conflict is about a sheet.
    async fn master_amount(&self) -> Option<Baht> {
        self.master_amount.map(Baht::from)
    }

    /// The amount that was offered, in baht; null where it was to be removed.
    async fn offered_amount(&self) -> Option<Baht> {
        self.offered_amount.map(Baht::from)
    }

    /// Who offered the other value: names repeat, ids do not.
    async fn offered_by_id(&self) -> ID {
        self.offered_by_id.to_string().into()
    }

    /// The device it was offered from.
    async fn device_id(&self) -> Option<ID> {
        Some(self.device_id.to_string().into())
    }

    /// The edit that was offered.
    async fn operation_id(&self) -> ID {
        self.operation_id.to_string().into()
    }
}

/// A refused edit, kept with its reason until somebody has seen it.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct SyncRejection {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) operation_id: Uuid,
    #[graphql(skip)]
    #[diesel(embed)]
    about: About,
    #[graphql(skip)]
    #[diesel(sql_type = Jsonb)]
    refusal: serde_json::Value,
    /// What was offered.
    #[diesel(sql_type = Text)]
    offered: String,
    /// Who offered it.
    #[diesel(sql_type = Nullable<Text>)]
    offered_by: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    offered_by_id: Uuid,
    /// When somebody said that it was seen.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    acknowledged_at: Option<DateTime<Utc>>,
}

#[ComplexObject]
impl SyncRejection {
    /// The refused edit.
    async fn operation_id(&self) -> ID {
        self.operation_id.to_string().into()
    }

    /// The cell, where it is about one.
    async fn entry_id(&self) -> Option<EntryKey> {
        self.about.entry()
    }

    /// The sheet, where it is about its state.
    async fn sheet_id(&self) -> Option<SheetKey> {
        self.about.sheet().filter(|_| self.about.channel.is_none())
    }

    /// The figure of an estimate, where it is about one.
    async fn estimate_id(&self) -> Option<EstimateEntryKey> {
        self.about.estimate()
    }

    /// Who offered it: names repeat, ids do not.
    async fn offered_by_id(&self) -> ID {
        self.offered_by_id.to_string().into()
    }

    /// Why it was refused.
    async fn refusal(&self) -> Result<Refusal> {
        serde_json::from_value(self.refusal.clone()).map_err(Error::internal)
    }
}

/// Conflicts by id.
///
/// # Errors
/// When the database fails.
pub(super) async fn conflicts(mut connection: &AsyncPgConnection, ids: Vec<Uuid>) -> Result<Vec<SyncConflict>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(concat!(
        include_str!("select_conflict.sql"),
        "WHERE conflict.id = ANY($1) ORDER BY conflict.id"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .load(&mut connection)
    .await?)
}

/// The same, to be looked up.
///
/// # Errors
/// When the database fails.
pub(super) async fn conflicts_by_id(connection: &AsyncPgConnection, ids: Vec<Uuid>) -> Result<HashMap<Uuid, SyncConflict>> {
    let found = conflicts(connection, ids).await?;
    Ok(found.into_iter().map(|conflict| (conflict.id, conflict)).collect())
}

/// Refusals by the id of the refused edit.
///
/// # Errors
/// When the database fails.
pub(super) async fn rejections(connection: &mut AsyncPgConnection, ids: Vec<Uuid>) -> Result<Vec<SyncRejection>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(concat!(
        include_str!("select_rejection.sql"),
        "WHERE rejection.operation_id = ANY($1) ORDER BY rejection.operation_id"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .load(connection)
    .await?)
}
