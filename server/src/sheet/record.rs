//! The one path by which figures change, as a list of named steps.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use otop_schema::{EntryKey, SheetKey};
use uuid::Uuid;

use super::decide::{Batch, editing_role};
use super::facts::{self, SheetFacts};
use super::figures::Figures;
use super::ledger::Ledger;
use super::object::{RevenueEntry, Sheet};
use super::operation::{Answer, Operation};
use crate::error::Result;
use crate::feed::{self, NewEvent};
use crate::identity::Caller;

/// What became of a batch.
pub struct Recorded {
    /// `answers[i]` is about `operations[i]`.
    pub answers: Vec<Answer>,
    sheets: HashMap<SheetKey, SheetFacts>,
}

impl Recorded {
    /// A cell of the batch as it is now.
    #[must_use]
    pub fn entry(&self, key: &EntryKey) -> Option<&RevenueEntry> {
        self.sheets.get(&key.sheet())?.entries.get(&(key.category, key.channel.clone()))
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
pub async fn record(connection: &mut AsyncPgConnection, caller: &Caller, device: Uuid, operations: &[Operation]) -> Result<Recorded> {
    let places = facts::places(connection, operations).await?;
    let reports = facts::reports(&places, operations, |district| editing_role(caller, district).is_some());
    let locked = facts::lock_open(connection, &reports).await?;
    let facts = facts::gather(connection, places, locked, operations).await?;
    let mut batch = Batch {
        caller,
        facts,
        figures: Figures::default(),
        ledger: Ledger::default(),
    };
    let answers = operations.iter().map(|operation| batch.decide(operation)).collect();
    batch.ledger.write(connection, caller, device).await?;
    batch.figures.write(connection, caller.person).await?;
    tell(connection, caller, batch.ledger).await?;
    Ok(Recorded {
        answers,
        sheets: batch.facts.sheets,
    })
}

/// One event per report that something happened to.
async fn tell(connection: &mut AsyncPgConnection, caller: &Caller, ledger: Ledger) -> Result<()> {
    for (report, told) in ledger.told {
        let Some(at) = told.at else { continue };
        if told.lines.is_empty() && told.conflicts.is_empty() && told.refused.is_empty() {
            continue;
        }
        let role = editing_role(caller, &report.district);
        let event = NewEvent::new("ENTRY", &report.district, Some(report.month), at)
            .by(caller, role)
            .operations(told.lines)
            .attention(told.conflicts, told.refused);
        feed::append(connection, event).await?;
    }
    Ok(())
}
