//! The ledger of edits, while a batch is decided: ids that are never used twice, what is answered, what waits for a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use otop_schema::{Amount, Base, Change, OperationOutcome, SheetState, Subject};
use uuid::Uuid;

use super::about::About;
use super::attention::Matter;
use super::decide::Master;
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
    /// What the event of each report or estimate will say.
    pub told: BTreeMap<Subject, Told>,
}

/// What one event will say.
#[derive(Default)]
pub(super) struct Told {
    pub at: Option<DateTime<Utc>>,
    pub lines: Vec<OperationLine>,
    pub conflicts: Vec<Uuid>,
    pub refused: Vec<Uuid>,
    pub held: Vec<Uuid>,
}

pub(super) struct Decided {
    pub subject: Subject,
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
    pub subject: Subject,
    pub about: About,
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
    pub subject: Subject,
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
    pub(super) fn hold(&mut self, operation: &Operation, subject: &Subject, answer: &Answer, now: DateTime<Utc>) {
        self.held.push(NewHeld::new(operation, subject, answer, now));
    }

    /// A held attempt that was decided or withdrawn.
    pub(super) fn release(&mut self, subject: &Subject, operation: Uuid) {
        self.released.push(operation);
        self.told.entry(subject.clone()).or_default().held.push(operation);
    }

    /// A decided edit.
    pub(super) fn note(
        &mut self,
        operation: &Operation,
        subject: &Subject,
        answer: &Answer,
        known: &Known,
        now: DateTime<Utc>,
        master: &Master,
    ) {
        let (amount, state) = offered(operation);
        let told = self.told.entry(subject.clone()).or_default();
        match answer.outcome {
            OperationOutcome::Applied => told.lines.push(line(operation, known, amount, state)),
            OperationOutcome::Conflict => {
                told.conflicts.extend(answer.conflict);
                self.conflicts.extend(conflict(operation, subject, answer, master, now));
            }
            OperationOutcome::Rejected | OperationOutcome::Blocked => {
                told.refused.push(operation.id);
                self.rejections.extend(rejection(operation, subject, answer, now));
            }
            OperationOutcome::Noop | OperationOutcome::Held => {}
        }
        let decided = Decided {
            subject: subject.clone(),
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
    pub(super) fn close(&mut self, subject: &Subject, matter: Matter, by: Uuid) {
        let told = self.told.entry(subject.clone()).or_default();
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
    let entry = operation.entry();
    OperationLine {
        id: Some(operation.id),
        producer: known.about.producer_id,
        category: entry.as_ref().map(|entry| entry.category.as_str().to_owned()),
        channel: entry.map(|entry| entry.channel),
        period: operation.estimate().map(|estimate| estimate.period),
        state: state.map(|state| state.as_str().to_owned()),
        amount: amount.map(|amount| amount.to_string()),
        version: known.version,
        reason: match &operation.change {
            Change::Sheet { reason, .. } => reason.clone().filter(|reason| !reason.is_empty()),
            Change::Discard { reason, .. } => Some(reason.clone()),
            Change::Cell { .. } | Change::Estimate { .. } => None,
        },
        adopted_from: known.adopted_from,
        adoption_reason: operation.adoption.as_ref().map(|adoption| adoption.reason.clone()),
    }
}

/// The amount and the state an edit offers.
fn offered(operation: &Operation) -> (Option<Amount>, Option<SheetState>) {
    match &operation.change {
        Change::Cell { amount, .. } | Change::Estimate { amount, .. } => (*amount, None),
        Change::Sheet { state, .. } => (None, Some(*state)),
        Change::Discard { .. } => (None, None),
    }
}

fn conflict(operation: &Operation, subject: &Subject, answer: &Answer, master: &Master, now: DateTime<Utc>) -> Option<NewConflict> {
    operation.producer()?;
    let (offered_amount, offered_state) = offered(operation);
    Some(NewConflict {
        id: answer.conflict?,
        operation: operation.id,
        subject: subject.clone(),
        about: About::of(operation),
        base_version: match &operation.base {
            Base::Version(version) => *version,
            Base::Operation(_) => 0,
            Base::Value(seen) => seen.fact.version,
        },
        master_version: master.version.unwrap_or_default(),
        master_amount: master.amount,
        offered_amount,
        master_state: master.state,
        offered_state,
        raised_at: now,
    })
}

fn rejection(operation: &Operation, subject: &Subject, answer: &Answer, now: DateTime<Utc>) -> Option<NewRejection> {
    Some(NewRejection {
        operation: operation.id,
        subject: subject.clone(),
        refusal: serde_json::to_value(answer.refusal.as_ref()?).map_err(Error::internal).ok()?,
        offered: operation.offered(),
        rejected_at: now,
    })
}
