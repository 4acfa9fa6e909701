//! The only writer of the book.

use std::cell::Cell;
use std::future::Future;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, Role, Subject};

use super::body::{Body, OperationLine};
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
            fiscal_year: None,
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

    /// An event of a report or of a year's estimate; what happens to an estimate stands in its district's own chain.
    #[must_use]
    pub fn of(kind: &str, subject: &Subject, at: DateTime<Utc>) -> Self {
        let mut event = Self::new(kind, subject.district(), subject.month(), at);
        event.0.fiscal_year = subject.estimate().map(|key| key.fiscal_year.number());
        event
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
    #[diesel(sql_type = BigInt)]
    events: i64,
    #[diesel(sql_type = BigInt)]
    tx: i64,
}

/// Writes `event` behind the last of its chain. The caller holds the report's row lock; an event without a report takes
/// the lock of its area's chain here, also that of an estimate, whose row lock the caller holds.
///
/// # Errors
/// When the database fails, or the report has no row yet.
pub async fn append(connection: &AsyncPgConnection, event: NewEvent) -> Result<()> {
    append_all(connection, [event]).await
}

/// As [`append`], several; no two of one report. Those of reports are one statement: when a month is consolidated, every
/// district of the country waits for it.
///
/// # Errors
/// As [`append`].
pub async fn append_all(connection: &AsyncPgConnection, events: impl IntoIterator<Item = NewEvent>) -> Result<()> {
    let bodies = events.into_iter().map(|event| event.0);
    let (of_reports, of_areas): (Vec<Body>, Vec<Body>) = bodies.partition(|body| body.month.is_some());
    if !of_reports.is_empty() {
        append_to_reports(connection, of_reports).await?;
    }
    for body in of_areas {
        append_to_area(connection, body).await?;
    }
    Ok(())
}

async fn append_to_reports(mut connection: &AsyncPgConnection, bodies: Vec<Body>) -> Result<()> {
    let expected = bodies.len();
    let (mut areas, mut months, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    let (mut instants, mut people, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for body in bodies {
        texts.push(body.text()?);
        areas.push(body.area.as_str().to_owned());
        months.push(body.month);
        kinds.push(body.kind);
        instants.push(body.at);
        people.push(body.by);
    }
    let written: Written = sql(include_str!("append_to_reports.sql"))
        .bind::<Array<Text>, _>(areas)
        .bind::<Array<Nullable<Date>>, _>(months)
        .bind::<Array<Text>, _>(kinds)
        .bind::<Array<Timestamptz>, _>(instants)
        .bind::<Array<Nullable<SqlUuid>>, _>(people)
        .bind::<Array<Text>, _>(texts)
        .get_result(&mut connection)
        .await?;
    if usize::try_from(written.events) != Ok(expected) {
        return Err(Error::internal("an event of a report that has no row"));
    }
    note(written.tx);
    Ok(())
}

async fn append_to_area(mut connection: &AsyncPgConnection, body: Body) -> Result<()> {
    let text = body.text()?;
    let written: Written = sql(include_str!("append_to_area.sql"))
        .bind::<Text, _>(body.area.as_str().to_owned())
        .bind::<Text, _>(body.kind)
        .bind::<Timestamptz, _>(body.at)
        .bind::<Nullable<SqlUuid>, _>(body.by)
        .bind::<Text, _>(text)
        .bind::<Nullable<Integer>, _>(body.fiscal_year)
        .get_result(&mut connection)
        .await?;
    note(written.tx);
    Ok(())
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
