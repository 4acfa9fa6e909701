//! `pushRevenueEntry`: rows of one client, answered by those that did not go through.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EntryFact, EntryKey, Month, OperationOutcome};
use uuid::Uuid;

use super::answer::{Element, Offered};
use super::document::{RevenueEntryInput, RevenueEntryInputPushRow};
use super::sent::{self, Client, Sent};
use crate::clock;
use crate::error::Result;
use crate::identity::Caller;
use crate::request;
use crate::sheet::{self, Operation, RevenueEntry};
use crate::statement::sql;

/// The most rows decided in one transaction; more are decided in several.
const LARGEST_BATCH: usize = 500;

/// What stock RxDB sends.
#[derive(Default)]
pub struct RxdbMutation;

#[Object]
impl RxdbMutation {
    /// For stock RxDB: records the rows and answers with those that did not go through, each as what stands there now; where
    /// nothing stands, as it was offered, with `deleted: true`. What did not go through waits for a person in the district, as a
    /// conflict or with the reason of its refusal.
    async fn push_revenue_entry(
        &self,
        context: &Context<'_>,
        revenue_entry_push_row: Option<Vec<RevenueEntryInputPushRow>>,
    ) -> Result<Vec<Element>> {
        let caller = request::caller(context);
        let mut answer = Vec::new();
        for rows in batches(revenue_entry_push_row.unwrap_or_default()) {
            let (person, rows) = (caller.clone(), Arc::new(rows));
            let part = request::write(request::app(context), Some(caller), move |connection| {
                let (caller, rows) = (person.clone(), rows.clone());
                Box::pin(async move { push(connection, &caller, &rows).await })
            });
            answer.extend(part.await?);
        }
        Ok(answer)
    }
}

/// Rows of one transaction: bounded, and none about the document of another.
fn batches(rows: Vec<RevenueEntryInputPushRow>) -> Vec<Vec<RevenueEntryInputPushRow>> {
    let mut batches: Vec<Vec<RevenueEntryInputPushRow>> = Vec::new();
    let mut documents = HashSet::new();
    for row in rows {
        let full = batches.last().is_none_or(|batch| batch.len() >= LARGEST_BATCH);
        if full || documents.contains(&row.document()) {
            batches.push(Vec::new());
            documents.clear();
        }
        documents.insert(row.document());
        batches.last_mut().into_iter().for_each(|batch| batch.push(row.clone()));
    }
    batches
}

/// What becomes of a row.
enum Fate {
    /// It was decided before, under this very row.
    Again,
    /// It becomes an edit.
    Edit(Box<Operation>),
    /// It names no producer.
    Nobodys,
}

impl Fate {
    fn edit(&self) -> Option<&Operation> {
        match self {
            Self::Edit(operation) => Some(operation),
            Self::Again | Self::Nobodys => None,
        }
    }
}

async fn push(connection: &mut AsyncPgConnection, caller: &Caller, rows: &[RevenueEntryInputPushRow]) -> Result<Vec<Element>> {
    let client = Client::of(caller);
    client.enter(connection).await?;
    let now = clock::business(connection).await?;
    let fates = fates(connection, client, rows, Month::at(now)).await?;
    let refused = decide(connection, caller, client, rows, &fates).await?;
    let masters = masters(connection, caller, rows).await?;
    let answers = rows.iter().zip(&fates).map(|(row, fate)| {
        let offered = &row.new_document_state;
        let master = offered.id.as_deref().and_then(|id| masters.get(id));
        let stands = match fate {
            Fate::Again => stands(offered, master),
            Fate::Edit(operation) => !refused.contains(&operation.id),
            Fate::Nobodys => false,
        };
        (!stands).then(|| element(offered, master, now))
    });
    Ok(answers.flatten().collect())
}

async fn fates(connection: &mut AsyncPgConnection, client: Client, rows: &[RevenueEntryInputPushRow], present: Month) -> Result<Vec<Fate>> {
    let last = sent::last(connection, client, rows).await?;
    let mut device_seq = last_seq(connection, client).await?;
    let fates = rows.iter().map(|row| {
        let before = last.get(&row.document());
        if before.is_some_and(|before| before.is_answer_to(row)) {
            return Fate::Again;
        }
        let Some(mut operation) = row.operation(present, before.and_then(Sent::own)) else {
            return Fate::Nobodys;
        };
        device_seq += 1;
        operation.device_seq = device_seq;
        before.into_iter().for_each(|before| before.settled_by(&mut operation));
        Fate::Edit(Box::new(operation))
    });
    Ok(fates.collect())
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// The number of the device's last edit.
async fn last_seq(connection: &mut AsyncPgConnection, client: Client) -> Result<i64> {
    let last: Last = sql("SELECT coalesce(max(device_seq), 0) AS seq FROM operation WHERE device_id = $1")
        .bind::<SqlUuid, _>(client.device)
        .get_result(connection)
        .await?;
    Ok(last.seq)
}

/// Decides the edits; tells those that did not go through.
async fn decide(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    client: Client,
    rows: &[RevenueEntryInputPushRow],
    fates: &[Fate],
) -> Result<HashSet<Uuid>> {
    let edits = rows.iter().zip(fates).filter_map(|(row, fate)| fate.edit().map(|edit| (row, edit)));
    let (sent, operations): (Vec<_>, Vec<_>) = edits.map(|(row, edit)| ((row, edit.id), edit.clone())).unzip();
    let recorded = sheet::record(connection, caller, client.device, &operations).await?;
    sent::remember(connection, client, &sent).await?;
    let refused = recorded.answers.into_iter().filter(|answer| !holds(answer.outcome));
    Ok(refused.map(|answer| answer.operation).collect())
}

fn holds(outcome: OperationOutcome) -> bool {
    matches!(outcome, OperationOutcome::Applied | OperationOutcome::Noop)
}

/// Whether what was offered is what stands there.
fn stands(offered: &RevenueEntryInput, master: Option<&RevenueEntry>) -> bool {
    let master = master.map_or_else(EntryFact::default, RevenueEntry::fact);
    let offered = offered.fact();
    offered.is_ok_and(|offered| master.says(offered.amount, offered.note.as_deref()))
}

fn element(offered: &RevenueEntryInput, master: Option<&RevenueEntry>, now: DateTime<Utc>) -> Element {
    match master {
        Some(entry) => Element::Master(Box::new(entry.clone())),
        None => Element::Offered(Box::new(Offered::removed(offered, now))),
    }
}

#[derive(QueryableByName)]
struct ProducerPlace {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    district: AreaCode,
}

/// What stands there now, of the figures that the caller may see, by their ids.
async fn masters(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    rows: &[RevenueEntryInputPushRow],
) -> Result<HashMap<String, RevenueEntry>> {
    let ids = rows.iter().filter_map(|row| row.new_document_state.id.as_deref());
    let keys: Vec<EntryKey> = ids.filter_map(|id| id.parse().ok()).collect();
    let places: Vec<ProducerPlace> = sql("SELECT id, district FROM producer WHERE id = ANY($1)")
        .bind::<Array<SqlUuid>, _>(keys.iter().map(|key| key.producer).collect::<Vec<_>>())
        .load(connection)
        .await?;
    let areas = caller.working_areas();
    let seen = places
        .into_iter()
        .filter(|place| areas.iter().any(|area| area.contains(&place.district)));
    let districts: HashMap<Uuid, String> = seen.map(|place| (place.id, place.district.to_string())).collect();
    let sheets = keys
        .iter()
        .filter_map(|key| Some((districts.get(&key.producer)?.clone(), key.sheet())));
    let sheets: Vec<_> = sheets.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let entries = sheet::entries(connection, &sheets).await?;
    Ok(entries.into_iter().map(|entry| (entry.key().to_string(), entry)).collect())
}
