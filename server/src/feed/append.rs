//! The only writer of the book.

use std::cell::Cell;
use std::future::Future;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, Role};

use super::body::{Body, OperationLine};
use super::page::Position;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;

/// Something that happened, to be written as one event: one per report and transaction.
#[derive(Debug, Clone)]
pub struct NewEvent(pub(super) Body);

impl NewEvent {
    /// An event of the report of `area` and `month`, or of `area` alone where `month` is absent.
    #[must_use]
    pub fn new(kind: &str, area: &AreaCode, month: Option<Month>, at: DateTime<Utc>) -> Self {
        Self(Body {
            kind: kind.to_owned(),
            area: area.clone(),
            month,
            at,
            by: None,
            by_name: None,
            device: None,
            capacity: None,
            digest: None,
            reason: None,
            until: None,
            operations: Vec::new(),
            conflicts: Vec::new(),
            refused: Vec::new(),
            held: Vec::new(),
        })
    }

    /// Who did it, in which role: the assignment gives the capacity.
    #[must_use]
    pub fn by(mut self, caller: &Caller, role: Option<Role>) -> Self {
        self.0.by = Some(caller.person);
        self.0.by_name = Some(caller.name.clone());
        self.0.device = caller.device;
        self.0.capacity = role
            .and_then(|role| caller.holds(role, &self.0.area))
            .map(|assignment| assignment.capacity.clone())
            .filter(|capacity| !capacity.is_empty());
        self
    }

    /// On which digest it was done.
    #[must_use]
    pub fn digest(mut self, digest: &str) -> Self {
        self.0.digest = Some(digest.to_owned());
        self
    }

    /// With which reason.
    #[must_use]
    pub fn reason(mut self, reason: &str) -> Self {
        self.0.reason = Some(reason.to_owned());
        self
    }

    /// Until when, exclusive.
    #[must_use]
    pub fn until(mut self, until: DateTime<Utc>) -> Self {
        self.0.until = Some(until);
        self
    }

    /// What it changed.
    #[must_use]
    pub fn operations(mut self, operations: Vec<OperationLine>) -> Self {
        self.0.operations = operations;
        self
    }

    /// Which conflicts it raised or settled, which refusals it made or acknowledged, which edits it held or no longer holds.
    #[must_use]
    pub fn attention(mut self, conflicts: Vec<uuid::Uuid>, refused: Vec<uuid::Uuid>, held: Vec<uuid::Uuid>) -> Self {
        self.0.conflicts = conflicts;
        self.0.refused = refused;
        self.0.held = held;
        self
    }
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Integer)]
    generation: i32,
    #[diesel(sql_type = BigInt)]
    tx: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

/// Writes `event` behind the last of its chain. The caller holds the report's row lock; an event without a report takes
/// the lock of its area's chain here.
///
/// # Errors
/// When the database fails, or the report has no row yet.
pub async fn append(mut connection: &AsyncPgConnection, event: NewEvent) -> Result<Position> {
    let NewEvent(body) = event;
    let text = serde_json::to_string(&body).map_err(Error::internal)?;
    let statement = if body.month.is_some() {
        include_str!("append_report.sql")
    } else {
        include_str!("append_area.sql")
    };
    let written: Written = sql(statement)
        .bind::<Text, _>(body.area.as_str().to_owned())
        .bind::<Nullable<Date>, _>(body.month)
        .bind::<Text, _>(body.kind)
        .bind::<Timestamptz, _>(body.at)
        .bind::<Nullable<SqlUuid>, _>(body.by)
        .bind::<Text, _>(text)
        .get_result(&mut connection)
        .await?;
    note(written.tx);
    Ok(Position {
        generation: written.generation,
        tx: written.tx,
        seq: written.seq,
    })
}

tokio::task_local! {
    /// The transaction id of the last event appended by the running write, for the ring after its commit.
    static NOTED: Cell<Option<i64>>;
}

fn note(transaction: i64) {
    // An import on the command line has nobody to ring for.
    let _ = NOTED.try_with(|noted| noted.set(Some(transaction)));
}

/// Runs a write and tells the transaction id it appended under, if it appended.
pub async fn noting_the_transaction<Output>(write: impl Future<Output = Output>) -> (Output, Option<i64>) {
    NOTED
        .scope(Cell::new(None), async {
            let output = write.await;
            (output, NOTED.with(Cell::get))
        })
        .await
}
