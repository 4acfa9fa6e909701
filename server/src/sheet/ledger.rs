//! The ledger of edits, while a batch is decided: ids that are never used twice, what is answered, what waits for a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use otop_schema::{Amount, Base, Change, OperationOutcome, ReportKey, SheetState};
use uuid::Uuid;

use super::attention::Matter;
use super::facts::SheetFacts;
use super::held::NewHeld;
use super::known::Known;
use super::operation::{Adoption, Answer, Operation};
use crate::error::Error;
use crate::feed::OperationLine;

/// What of a batch is to be written to the ledger.
#[derive(Default)]
pub(super) struct Ledger {
    pub decided: BTreeMap<Uuid, Decided>,
    pub conflicts: Vec<NewConflict>,
    pub rejections: Vec<NewRejection>,
    pub held: Vec<NewHeld>,
    /// Held attempts that were decided or withdrawn.
    pub released: Vec<Uuid>,
    /// Conflicts with the edits that settled them.
    pub settled: Vec<(Uuid, Uuid)>,
    /// Refusals that were seen.
    pub acknowledged: Vec<Uuid>,
    pub made_sheet: BTreeSet<Uuid>,
    /// Edits that the CD officer sent for a colleague.
    pub adopted: Vec<(Uuid, Adoption)>,
    /// What each report's event will say.
    pub told: BTreeMap<ReportKey, Told>,
}

/// What one report's event will say.
#[derive(Default)]
pub(super) struct Told {
    pub at: Option<DateTime<Utc>>,
    pub lines: Vec<OperationLine>,
    pub conflicts: Vec<Uuid>,
    pub refused: Vec<Uuid>,
    pub held: Vec<Uuid>,
}

pub(super) struct Decided {
    pub report: ReportKey,
    pub known: Known,
    pub amount: Option<Amount>,
    pub state: Option<SheetState>,
    pub device_seq: i64,
    pub recorded_at: Option<DateTime<Utc>>,
    pub received_at: DateTime<Utc>,
}

pub(super) struct NewConflict {
    pub id: Uuid,
    pub operation: Uuid,
    pub report: ReportKey,
    pub producer: Uuid,
    pub category: Option<String>,
    pub channel: Option<String>,
    pub base_version: i32,
    pub master_version: i32,
    pub master_amount: Option<Amount>,
    pub offered_amount: Option<Amount>,
    pub master_state: Option<SheetState>,
    pub offered_state: Option<SheetState>,
    pub raised_at: DateTime<Utc>,
}

pub(super) struct NewRejection {
    pub operation: Uuid,
    pub report: ReportKey,
    pub refusal: serde_json::Value,
    pub offered: String,
    pub rejected_at: DateTime<Utc>,
}

impl Ledger {
    /// A cell opened or reopened its sheet.
    pub(super) fn made_sheet(&mut self, operation: Uuid) {
        self.made_sheet.insert(operation);
    }

    /// An edit that waits for its month.
    pub(super) fn hold(&mut self, operation: &Operation, report: &ReportKey, answer: &Answer, now: DateTime<Utc>) {
        self.held.push(NewHeld::new(operation, report, answer, now));
    }

    /// A held attempt that was decided or withdrawn.
    pub(super) fn release(&mut self, report: &ReportKey, operation: Uuid) {
        self.released.push(operation);
        self.told.entry(report.clone()).or_default().held.push(operation);
    }

    /// A decided edit.
    pub(super) fn note(
        &mut self,
        operation: &Operation,
        report: &ReportKey,
        answer: &Answer,
        known: &Known,
        now: DateTime<Utc>,
        sheet: Option<&SheetFacts>,
    ) {
        let (amount, state) = match &operation.change {
            Change::Cell { amount, .. } => (*amount, None),
            Change::Sheet { state, .. } => (None, Some(*state)),
            Change::Discard { .. } => (None, None),
        };
        let told = self.told.entry(report.clone()).or_default();
        match answer.outcome {
            OperationOutcome::Applied => told.lines.push(line(operation, known, amount, state)),
            OperationOutcome::Conflict => {
                told.conflicts.extend(answer.conflict);
                self.conflicts.extend(conflict(operation, report, answer, sheet, now));
            }
            OperationOutcome::Rejected | OperationOutcome::Blocked => {
                told.refused.push(operation.id);
                self.rejections.extend(rejection(operation, report, answer, now));
            }
            OperationOutcome::Noop | OperationOutcome::Held => {}
        }
        let decided = Decided {
            report: report.clone(),
            known: known.clone(),
            amount,
            state,
            device_seq: operation.device_seq,
            recorded_at: operation.recorded_at,
            received_at: now,
        };
        self.decided.insert(operation.id, decided);
        self.adopted
            .extend(operation.adoption.clone().map(|adoption| (operation.id, adoption)));
    }

    /// A conflict or refusal that no longer waits.
    pub(super) fn close(&mut self, report: &ReportKey, matter: Matter, by: Uuid) {
        let told = self.told.entry(report.clone()).or_default();
        match matter {
            Matter::Conflict(id) => {
                self.settled.push((id, by));
                told.conflicts.push(id);
            }
            Matter::Edit(id) => {
                self.acknowledged.push(id);
                told.refused.push(id);
            }
        }
    }
}

fn line(operation: &Operation, known: &Known, amount: Option<Amount>, state: Option<SheetState>) -> OperationLine {
    OperationLine {
        id: Some(operation.id),
        producer: known.producer_id,
        category: known.category.clone(),
        channel: known.channel.clone(),
        state: state.map(|state| state.as_str().to_owned()),
        amount: amount.map(|amount| amount.to_string()),
        version: known.version,
        reason: match &operation.change {
            Change::Sheet { reason, .. } => reason.clone().filter(|reason| !reason.is_empty()),
            Change::Discard { reason, .. } => Some(reason.clone()),
            Change::Cell { .. } => None,
        },
        adopted_from: known.adopted_from,
        adoption_reason: operation.adoption.as_ref().map(|adoption| adoption.reason.clone()),
    }
}

fn conflict(
    operation: &Operation,
    report: &ReportKey,
    answer: &Answer,
    sheet: Option<&SheetFacts>,
    now: DateTime<Utc>,
) -> Option<NewConflict> {
    let key = operation.sheet()?;
    let entry = operation.entry();
    let master = entry
        .as_ref()
        .and_then(|entry| sheet?.entries.get(&(entry.category, entry.channel.clone())));
    let (offered_amount, offered_state) = match &operation.change {
        Change::Cell { amount, .. } => (*amount, None),
        Change::Sheet { state, .. } => (None, Some(*state)),
        Change::Discard { .. } => return None,
    };
    Some(NewConflict {
        id: answer.conflict?,
        operation: operation.id,
        report: report.clone(),
        producer: key.producer,
        category: entry.as_ref().map(|entry| entry.category.as_str().to_owned()),
        channel: entry.as_ref().map(|entry| entry.channel.clone()),
        base_version: match &operation.base {
            Base::Version(version) => *version,
            Base::Operation(_) => 0,
            Base::Value(seen) => seen.fact.version,
        },
        master_version: match (&entry, master) {
            (Some(_), master) => master.map_or(0, |master| master.version),
            (None, _) => sheet.and_then(|facts| facts.sheet.as_ref()).map_or(0, |sheet| sheet.version),
        },
        master_amount: master.filter(|master| !master.deleted).map(|master| master.amount),
        offered_amount,
        master_state: sheet
            .and_then(|facts| facts.sheet.as_ref())
            .map(|sheet| sheet.state)
            .filter(|_| entry.is_none()),
        offered_state,
        raised_at: now,
    })
}

fn rejection(operation: &Operation, report: &ReportKey, answer: &Answer, now: DateTime<Utc>) -> Option<NewRejection> {
    Some(NewRejection {
        operation: operation.id,
        report: report.clone(),
        refusal: serde_json::to_value(answer.refusal.as_ref()?).map_err(Error::internal).ok()?,
        offered: operation.offered(),
        rejected_at: now,
    })
}
