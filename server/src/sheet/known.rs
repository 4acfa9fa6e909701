//! An edit that was decided before: what a replay is answered from, and what a later edit may rest on.

use std::collections::{BTreeSet, HashMap};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Binary, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Base, OperationOutcome, Refusal, RefusalCode};
use uuid::Uuid;

use super::about::About;
use super::decide::Master;
use super::operation::{Answer, Operation, StoredAnswer};
use crate::error::Result;
use crate::statement::sql;

/// An edit that was decided before.
#[derive(Debug, Clone, QueryableByName)]
pub(super) struct Known {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    #[diesel(sql_type = Binary)]
    pub payload_hash: Vec<u8>,
    #[diesel(sql_type = Text)]
    pub outcome: OperationOutcome,
    #[diesel(embed)]
    pub about: About,
    #[diesel(sql_type = Nullable<Integer>)]
    pub version: Option<i32>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub sheet_version: Option<i32>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub answer: Option<serde_json::Value>,
    /// Whose edit it was, where the CD officer sent it for a colleague.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub adopted_from: Option<Uuid>,
}

impl Known {
    /// An edit decided just now.
    pub(super) fn new(person_id: Uuid, operation: &Operation, answer: &Answer, master: &Master) -> Self {
        let stored = StoredAnswer {
            refusal: answer.refusal.clone(),
            conflict: answer.conflict,
        };
        let holds = matches!(answer.outcome, OperationOutcome::Applied | OperationOutcome::Noop);
        Self {
            id: operation.id,
            person_id,
            payload_hash: operation.payload_hash(),
            outcome: answer.outcome,
            about: About::of(operation),
            version: master.version.filter(|_| holds),
            sheet_version: master.sheet_version.filter(|_| holds),
            answer: (stored.refusal.is_some() || stored.conflict.is_some())
                .then(|| serde_json::to_value(stored).ok())
                .flatten(),
            adopted_from: operation.adoption.as_ref().map(|adoption| adoption.person),
        }
    }

    /// Whether `operation` may rest on it: both are edits of one person, or `sender` sent both.
    pub(super) fn is_own(&self, operation: &Operation, sender: Uuid) -> bool {
        let author = self.adopted_from.unwrap_or(self.person_id);
        self.person_id == sender || author == operation.author(sender)
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
        operation.producer()?;
        let about = About::of(operation);
        let version = match &about.channel {
            Some(_) => self.version.filter(|_| self.about == about),
            None => self.sheet_version,
        };
        version.filter(|_| self.about.same_sheet(&about))
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
pub(super) async fn known(mut connection: &AsyncPgConnection, operations: &[Operation]) -> Result<HashMap<Uuid, Known>> {
    let bases = operations.iter().filter_map(|operation| match operation.base {
        Base::Operation(id) => Some(id),
        Base::Version(_) | Base::Value(_) => None,
    });
    let wanted: BTreeSet<Uuid> = operations.iter().map(|operation| operation.id).chain(bases).collect();
    let found: Vec<Known> = sql(include_str!("known.sql"))
        .bind::<Array<SqlUuid>, _>(wanted.into_iter().collect::<Vec<_>>())
        .load(&mut connection)
        .await?;
    Ok(found.into_iter().map(|known| (known.id, known)).collect())
}
