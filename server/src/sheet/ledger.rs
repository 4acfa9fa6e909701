//! The ledger of edits: ids that are never used twice, what was answered, and what waits for a person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Date, Integer, Jsonb, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, Base, Change, Month, OperationOutcome, Refusal, RefusalCode, ReportKey, SheetState};
use uuid::Uuid;

use super::facts::SheetFacts;
use super::figures::column;
use super::operation::{Answer, Operation, StoredAnswer};
use crate::error::{Error, Result};
use crate::feed::OperationLine;
use crate::identity::Caller;
use crate::statement::sql;

/// An edit that was decided before.
#[derive(Debug, Clone, QueryableByName)]
pub(super) struct Known {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    #[diesel(sql_type = Binary)]
    payload_hash: Vec<u8>,
    #[diesel(sql_type = Text)]
    outcome: OperationOutcome,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    producer_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<Month>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    version: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    sheet_version: Option<i32>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    answer: Option<serde_json::Value>,
}

impl Known {
    /// An edit decided just now.
    pub(super) fn new(person_id: Uuid, operation: &Operation, answer: &Answer, sheet: Option<&SheetFacts>) -> Self {
        let entry = operation.entry();
        let stored = StoredAnswer {
            refusal: answer.refusal.clone(),
            conflict: answer.conflict,
        };
        let sheet_version = sheet.map(|facts| facts.sheet.as_ref().map_or(0, |sheet| sheet.version));
        let version = match (&entry, sheet) {
            (Some(key), Some(facts)) => Some(
                facts
                    .entries
                    .get(&(key.category, key.channel.clone()))
                    .map_or(0, |entry| entry.version),
            ),
            _ => sheet_version,
        };
        let holds = matches!(answer.outcome, OperationOutcome::Applied | OperationOutcome::Noop);
        Self {
            id: operation.id,
            person_id,
            payload_hash: operation.payload_hash(),
            outcome: answer.outcome,
            producer_id: operation.sheet().map(|key| key.producer),
            month: operation.sheet().map(|key| key.month),
            category: entry.as_ref().map(|key| key.category.as_str().to_owned()),
            channel: entry.map(|key| key.channel),
            version: version.filter(|_| holds),
            sheet_version: sheet_version.filter(|_| holds),
            answer: (stored.refusal.is_some() || stored.conflict.is_some())
                .then(|| serde_json::to_value(stored).ok())
                .flatten(),
        }
    }

    /// The answer it got, unless the same id now names another wish.
    pub(super) fn replay(&self, operation: &Operation) -> Answer {
        if self.payload_hash != operation.payload_hash() {
            return operation.refused(
                Refusal::new(
                    RefusalCode::OperationReused,
                    "รหัสรายการนี้ถูกใช้กับข้อมูลอื่นแล้ว / This operation id already names another edit",
                )
                .field("operationId"),
            );
        }
        let stored: StoredAnswer = self
            .answer
            .clone()
            .and_then(|answer| serde_json::from_value(answer).ok())
            .unwrap_or_default();
        let refusal = stored.refusal.or_else(|| forgotten(self.outcome));
        Answer {
            refusal,
            conflict: stored.conflict,
            replayed: true,
            ..operation.answer(self.outcome)
        }
    }

    /// The version it left of the cell or sheet another edit is about; none if it was not recorded or is about another one.
    /// A sheet may rest on a cell of its own.
    pub(super) fn version_of(&self, operation: &Operation) -> Option<i32> {
        let sheet = operation.sheet()?;
        let same_sheet = self.producer_id == Some(sheet.producer) && self.month == Some(sheet.month);
        let version = match operation.entry() {
            Some(entry) => {
                let same = self.category.as_deref() == Some(entry.category.as_str()) && self.channel.as_deref() == Some(&entry.channel);
                self.version.filter(|_| same)
            }
            None => self.sheet_version,
        };
        version.filter(|_| same_sheet)
    }
}

/// What is said of a refusal whose words are no longer kept.
fn forgotten(outcome: OperationOutcome) -> Option<Refusal> {
    matches!(outcome, OperationOutcome::Rejected | OperationOutcome::Blocked).then(|| {
        Refusal::invalid(
            "operationId",
            "answer-forgotten",
            "รายการนี้ถูกปฏิเสธไปแล้วเมื่อกว่า 400 วันก่อน / This edit was refused more than 400 days ago",
        )
    })
}

/// What the ledger holds of a batch's edits and of the edits they rest on.
///
/// # Errors
/// When the database fails.
pub(super) async fn known(connection: &mut AsyncPgConnection, operations: &[Operation]) -> Result<HashMap<Uuid, Known>> {
    let bases = operations.iter().filter_map(|operation| match operation.base {
        Base::Operation(id) => Some(id),
        Base::Version(_) => None,
    });
    let wanted: BTreeSet<Uuid> = operations.iter().map(|operation| operation.id).chain(bases).collect();
    let found: Vec<Known> = sql(include_str!("known.sql"))
        .bind::<Array<SqlUuid>, _>(wanted.into_iter().collect::<Vec<_>>())
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|known| (known.id, known)).collect())
}

/// What of a batch is to be written to the ledger.
#[derive(Default)]
pub(super) struct Ledger {
    decided: BTreeMap<Uuid, Decided>,
    conflicts: Vec<NewConflict>,
    rejections: Vec<NewRejection>,
    held: Vec<NewHeld>,
    closed: Vec<(Uuid, Uuid)>,
    made_sheet: BTreeSet<Uuid>,
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
}

struct Decided {
    report: ReportKey,
    known: Known,
    amount: Option<Amount>,
    state: Option<SheetState>,
    device_seq: i64,
    recorded_at: Option<DateTime<Utc>>,
    received_at: DateTime<Utc>,
}

struct NewConflict {
    id: Uuid,
    operation: Uuid,
    report: ReportKey,
    producer: Uuid,
    category: Option<String>,
    channel: Option<String>,
    base_version: i32,
    master_amount: Option<Amount>,
    offered_amount: Option<Amount>,
    master_state: Option<SheetState>,
    offered_state: Option<SheetState>,
    raised_at: DateTime<Utc>,
}

struct NewRejection {
    operation: Uuid,
    report: ReportKey,
    refusal: serde_json::Value,
    offered: String,
    rejected_at: DateTime<Utc>,
}

struct NewHeld {
    operation: Uuid,
    report: ReportKey,
    code: RefusalCode,
    offered: String,
    since: DateTime<Utc>,
}

impl Ledger {
    /// A cell opened or reopened its sheet.
    pub(super) fn made_sheet(&mut self, operation: Uuid) {
        self.made_sheet.insert(operation);
    }

    /// An edit that waits for its month.
    pub(super) fn hold(&mut self, operation: &Operation, report: &ReportKey, answer: &Answer, now: DateTime<Utc>) {
        let code = answer.refusal.as_ref().map_or(RefusalCode::MonthClosed, |refusal| refusal.code);
        self.held.push(NewHeld {
            operation: operation.id,
            report: report.clone(),
            code,
            offered: operation.offered(),
            since: now,
        });
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
        told.at = Some(now);
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
    }

    /// A conflict or refusal that no longer waits.
    pub(super) fn close(&mut self, report: &ReportKey, id: Uuid, by: Uuid) {
        self.closed.push((id, by));
        let told = self.told.entry(report.clone()).or_default();
        told.conflicts.push(id);
        told.refused.push(id);
    }

    /// Writes it all.
    ///
    /// # Errors
    /// `Contended` when another node decided the same edit at the same time: done again, its answer is found.
    pub(super) async fn write(&self, connection: &mut AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        self.write_decided(connection, caller, device).await?;
        self.write_conflicts(connection, caller, device).await?;
        self.write_rejections(connection, caller, device).await?;
        self.write_held(connection, caller, device).await?;
        self.write_closed(connection).await
    }

    async fn write_decided(&self, connection: &mut AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.decided.is_empty() {
            return Ok(());
        }
        let rows: Vec<&Decided> = self.decided.values().collect();
        sql(include_str!("insert_operation.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.known.id))
            .bind::<Array<Text>, _>(column(&rows, |row| row.report.district.to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.report.month))
            .bind::<Array<Nullable<SqlUuid>>, _>(column(&rows, |row| row.known.producer_id))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.known.category.clone()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.known.channel.clone()))
            .bind::<Array<Nullable<Numeric>>, _>(column(&rows, |row| row.amount))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.state.map(SheetState::as_str)))
            .bind::<Array<BigInt>, _>(column(&rows, |row| row.device_seq))
            .bind::<Array<Binary>, _>(column(&rows, |row| row.known.payload_hash.clone()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.known.outcome.as_str()))
            .bind::<Array<Nullable<Integer>>, _>(column(&rows, |row| row.known.version))
            .bind::<Array<Nullable<Integer>>, _>(column(&rows, |row| row.known.sheet_version))
            .bind::<Array<Bool>, _>(column(&rows, |row| self.made_sheet.contains(&row.known.id)))
            .bind::<Array<Nullable<Jsonb>>, _>(column(&rows, |row| row.known.answer.clone()))
            .bind::<Array<Nullable<Timestamptz>>, _>(column(&rows, |row| row.recorded_at))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.received_at))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn write_conflicts(&self, connection: &mut AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.conflicts.is_empty() {
            return Ok(());
        }
        let rows: Vec<&NewConflict> = self.conflicts.iter().collect();
        sql(include_str!("insert_conflict.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.id))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.operation))
            .bind::<Array<Text>, _>(column(&rows, |row| row.report.district.to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.report.month))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.producer))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.category.clone()))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.channel.clone()))
            .bind::<Array<Integer>, _>(column(&rows, |row| row.base_version))
            .bind::<Array<Nullable<Numeric>>, _>(column(&rows, |row| row.master_amount))
            .bind::<Array<Nullable<Numeric>>, _>(column(&rows, |row| row.offered_amount))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.master_state.map(SheetState::as_str)))
            .bind::<Array<Nullable<Text>>, _>(column(&rows, |row| row.offered_state.map(SheetState::as_str)))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.raised_at))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn write_rejections(&self, connection: &mut AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.rejections.is_empty() {
            return Ok(());
        }
        let rows: Vec<&NewRejection> = self.rejections.iter().collect();
        sql(include_str!("insert_rejection.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.operation))
            .bind::<Array<Text>, _>(column(&rows, |row| row.report.district.to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.report.month))
            .bind::<Array<Jsonb>, _>(column(&rows, |row| row.refusal.clone()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.offered.clone()))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.rejected_at))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn write_held(&self, connection: &mut AsyncPgConnection, caller: &Caller, device: Uuid) -> Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let rows: Vec<&NewHeld> = self.held.iter().collect();
        sql(include_str!("upsert_held.sql"))
            .bind::<Array<SqlUuid>, _>(column(&rows, |row| row.operation))
            .bind::<Array<Text>, _>(column(&rows, |row| row.report.district.to_string()))
            .bind::<Array<Date>, _>(column(&rows, |row| row.report.month))
            .bind::<Array<Text>, _>(column(&rows, |row| row.code.as_str()))
            .bind::<Array<Text>, _>(column(&rows, |row| row.offered.clone()))
            .bind::<Array<Timestamptz>, _>(column(&rows, |row| row.since))
            .bind::<SqlUuid, _>(caller.person)
            .bind::<SqlUuid, _>(device)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn write_closed(&self, connection: &mut AsyncPgConnection) -> Result<()> {
        if self.closed.is_empty() {
            return Ok(());
        }
        sql(include_str!("close_attention.sql"))
            .bind::<Array<SqlUuid>, _>(self.closed.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            .bind::<Array<SqlUuid>, _>(self.closed.iter().map(|(_, by)| *by).collect::<Vec<_>>())
            .execute(connection)
            .await?;
        Ok(())
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
        base_version: match operation.base {
            Base::Version(version) => version,
            Base::Operation(_) => 0,
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
