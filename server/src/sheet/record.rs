//! The one path by which figures change, as a list of named steps.
//!
//! Statements that do not need each other's answers travel together: the connection sends them in the order in which they
//! stand, and PostgreSQL works on one while the next is on its way.

use std::collections::{BTreeMap, HashMap};

use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use otop_schema::{EntryKey, EstimateEntryKey, SheetKey, Subject};
use uuid::Uuid;

use super::decide::{Batch, editing_role};
use super::facts::{ReportFacts, SheetFacts, gather};
use super::figures::Figures;
use super::ledger::{Ledger, Told};
use super::lock::lock_open;
use super::object::{RevenueEntry, Sheet};
use super::operation::{Answer, Operation};
use super::places::places;
use crate::error::Result;
use crate::estimate::EstimateEntry;
use crate::feed::{self, NewEvent};
use crate::identity::Caller;

/// What became of a batch.
pub struct Recorded {
    /// `answers[i]` is about `operations[i]`.
    pub answers: Vec<Answer>,
    sheets: HashMap<SheetKey, SheetFacts>,
    estimates: BTreeMap<EstimateEntryKey, EstimateEntry>,
}

impl Recorded {
    /// A cell of the batch as it is now.
    #[must_use]
    pub fn entry(&self, key: &EntryKey) -> Option<&RevenueEntry> {
        self.sheets.get(&key.sheet())?.entries.get(&(key.category, key.channel.clone()))
    }

    /// A figure of an estimate of the batch as it is now.
    #[must_use]
    pub fn estimate(&self, key: &EstimateEntryKey) -> Option<&EstimateEntry> {
        self.estimates.get(key)
    }

    /// A sheet of the batch as it is now.
    #[must_use]
    pub fn sheet(&self, key: &SheetKey) -> Option<&Sheet> {
        self.sheets.get(key)?.sheet.as_ref()
    }
}

/// Decides on a batch of one person's edits and writes what was decided, in the caller's transaction.
///
/// # Errors
/// `Contended` when another transaction was in the way; a refusal of an edit is an answer, never an error.
pub async fn record(connection: &AsyncPgConnection, caller: &Caller, device: Uuid, operations: &[Operation]) -> Result<Recorded> {
    let places = places(connection, operations).await?;
    let subjects = places.subjects(operations, |district| editing_role(caller, district).is_some());
    let reports = lock_open(connection, &subjects).await?;
    let facts = gather(connection, places, reports, operations).await?;
    let mut batch = Batch {
        caller,
        facts,
        figures: Figures::default(),
        ledger: Ledger::default(),
    };
    let answers = operations.iter().map(|operation| batch.decide(operation)).collect();
    let told = std::mem::take(&mut batch.ledger.told);
    try_join!(
        batch.ledger.write(connection, caller, device),
        batch.figures.write(connection, caller.person),
        tell(connection, caller, told, &batch.facts.reports),
    )?;
    Ok(Recorded {
        answers,
        sheets: batch.facts.sheets,
        estimates: batch.facts.estimates.entries,
    })
}

/// One event per report or estimate that something happened to. What waits or was refused in a month that was never opened is told of
/// the district.
async fn tell(
    connection: &AsyncPgConnection,
    caller: &Caller,
    told: BTreeMap<Subject, Told>,
    reports: &HashMap<Subject, ReportFacts>,
) -> Result<()> {
    let exists = |subject: &Subject| reports.get(subject).is_some_and(|facts| facts.exists);
    let events = told
        .into_iter()
        .filter_map(|(subject, told)| event(caller, &subject, exists(&subject), told));
    feed::append_all(connection, events).await
}

fn event(caller: &Caller, subject: &Subject, exists: bool, told: Told) -> Option<NewEvent> {
    let entered = !(told.lines.is_empty() && told.conflicts.is_empty() && told.refused.is_empty());
    if !entered && told.held.is_empty() {
        return None;
    }
    let kind = if entered { "ENTRY" } else { "HELD" };
    let district = subject.district();
    let event = if exists {
        NewEvent::of(kind, subject, told.at?)
    } else {
        NewEvent::new(kind, district, None, told.at?)
    };
    let event = event.by(caller, editing_role(caller, district));
    Some(event.operations(told.lines).attention(told.conflicts, told.refused, told.held))
}
