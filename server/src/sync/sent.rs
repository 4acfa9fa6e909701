//! `syncOperations`: what became of edits sent before.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{Context, ID, Object};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EntryKey, EstimateEntryKey, EstimateKey, Long, OperationOutcome, SheetKey};
use uuid::Uuid;

use super::push::device_of;
use super::result::{OperationResult, conflicts_by_id};
use crate::error::Result;
use crate::estimate;
use crate::identity::Caller;
use crate::request;
use crate::sheet::{self, About};
use crate::statement::sql;

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
    #[diesel(embed)]
    about: About,
    #[diesel(sql_type = Nullable<Jsonb>)]
    answer: Option<serde_json::Value>,
}

impl Sent {
    fn sheet(&self) -> Option<(String, SheetKey)> {
        Some((self.district.as_ref()?.to_string(), self.about.sheet()?))
    }

    fn estimate(&self) -> Option<EstimateKey> {
        Some(EstimateKey {
            district: self.district.clone()?,
            fiscal_year: self.about.estimate()?.fiscal_year,
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
    let estimated: BTreeSet<EstimateKey> = sent.iter().filter_map(Sent::estimate).collect();
    let figures: HashMap<EstimateEntryKey, _> = estimate::entries(connection, &estimated.into_iter().collect::<Vec<_>>(), None)
        .await?
        .into_iter()
        .map(|entry| (entry.key(), entry))
        .collect();
    let mut raised = conflicts_by_id(connection, sent.iter().filter_map(|row| row.stored("conflict")).collect()).await?;
    Ok(sent
        .into_iter()
        .map(|row| OperationResult {
            operation_id: row.id.to_string().into(),
            outcome: row.outcome,
            cell: row.about.entry().and_then(|key| entries.get(&key).cloned()),
            sheet: row.sheet().and_then(|(_, key)| sheets.get(&key).cloned()),
            estimate: row.about.estimate().and_then(|key| figures.get(&key).cloned()),
            conflict: row.stored("conflict").and_then(|id| raised.remove(&id)),
            refusal: row.stored("refusal"),
            replayed: true,
        })
        .collect())
}
