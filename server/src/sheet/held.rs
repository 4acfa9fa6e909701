//! Edits that wait for their month: begun, gone on, and ended.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{RefusalCode, Subject};
use uuid::Uuid;

use super::about::About;
use super::figures::column;
use super::ledger::Ledger;
use super::operation::{Answer, Operation};
use crate::error::Result;
use crate::identity::Caller;
use crate::statement::sql;

/// An edit whose month is not open. Its id is not used up.
pub(super) struct NewHeld {
    operation: Uuid,
    subject: Subject,
    about: About,
    code: RefusalCode,
    offered: String,
    since: DateTime<Utc>,
}

impl NewHeld {
    pub(super) fn new(operation: &Operation, subject: &Subject, answer: &Answer, now: DateTime<Utc>) -> Self {
        Self {
            operation: operation.id,
            subject: subject.clone(),
            about: About::of(operation),
            code: answer.refusal.as_ref().map_or(RefusalCode::MonthClosed, |refusal| refusal.code),
            offered: operation.offered(),
            since: now,
        }
    }
}

impl Ledger {
    pub(super) async fn write_held(&self, mut connection: &AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let rows: Vec<&NewHeld> = self.held.iter().collect();
        sql(include_str!("upsert_held.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.operation))
            .bind::<Array<Text>, _>(column(&rows, |row| row.subject.district().to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.subject.term()))
            .bind::<Array<Nullable<SqlUuid>>, _>(column(&rows, |row| row.about.producer_id))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.about.category.clone()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.about.channel.clone()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.code.as_str()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.offered.clone()))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.since))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(&mut connection)
            .await?;
        Ok(())
    }

    /// Held attempts that were decided or withdrawn.
    pub(super) async fn write_released(&self, mut connection: &AsyncPgConnection) -> Result<()> {
        if self.released.is_empty() {
            return Ok(());
        }
        sql("UPDATE held_attempt SET ended_at = business_now() WHERE operation_id = ANY($1)")
            .bind::<Array<SqlUuid>, _>(&self.released)
            .execute(&mut connection)
            .await?;
        Ok(())
    }
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    operation_id: Uuid,
}

/// The edits of a batch that wait for their month.
///
/// # Errors
/// When the database fails.
pub(super) async fn held(mut connection: &AsyncPgConnection, operations: &[Operation]) -> Result<HashSet<Uuid>> {
    let found: Vec<Waiting> = sql("SELECT operation_id FROM held_attempt WHERE operation_id = ANY($1) AND ended_at IS NULL")
        .bind::<Array<SqlUuid>, _>(operations.iter().map(|operation| operation.id).collect::<Vec<_>>())
        .load(&mut connection)
        .await?;
    Ok(found.into_iter().map(|row| row.operation_id).collect())
}
