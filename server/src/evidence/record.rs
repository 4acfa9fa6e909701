//! The district records evidence: what it is, where it is kept, who saw it when; with a scan where there is one.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use diesel::sql_types::{Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Day, FileHash, Month, Refusal, RefusalCode, Role};
use uuid::Uuid;

use super::kind;
use super::object::Evidence;
use super::read::one_evidence;
use super::standing::Standing;
use crate::error::{Error, Result};
use crate::file;
use crate::identity::Caller;
use crate::statement::sql;
use crate::text::{self, LONGEST, LONGEST_NAME, optional, required};

/// Records evidence of a producer's month.
#[derive(Debug, Clone, InputObject)]
pub struct RecordEvidenceInput {
    /// A UUID of the client's own: sent again after a lost answer, it is recorded once.
    id: ID,
    /// The producer.
    producer_id: ID,
    /// The month (CE).
    month: Month,
    /// The code of its kind.
    kind: ID,
    /// What it is: the book, the receipts' numbers.
    reference: String,
    /// Where it is kept.
    kept_at: String,
    /// Who saw it; the caller where that is left out.
    seen_by: Option<String>,
    /// When; not after today.
    seen_on: Day,
    /// A remark.
    note: Option<String>,
    /// The name of its scan, which the caller sent before: `PUT /evidence/{sha256}`.
    sha256: Option<String>,
}

/// Who records: district officers (domain, section 6).
pub(super) const RECORDERS: [Role; 2] = [Role::EntryOfficer, Role::CdOfficer];

/// What is to be written, found to be sound.
struct Values<'a> {
    kind: String,
    reference: &'a str,
    kept_at: &'a str,
    seen_by: &'a str,
    seen_on: Day,
    note: Option<&'a str>,
    scan: Option<FileHash>,
}

/// Records it once.
pub(super) async fn record(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &RecordEvidenceInput) -> Result<Evidence> {
    let id = text::id("id", &input.id)?;
    let standing = Standing::begin(connection, caller, &RECORDERS, &input.producer_id, input.month).await?;
    let values = values(connection, &standing, input).await?;
    if let Some(recorded) = one_evidence(connection, id).await? {
        return values
            .are_of(&recorded, &standing)
            .then_some(recorded)
            .ok_or_else(|| reused().into());
    }
    insert(connection, id, &standing, &values).await?;
    let said = format!("{} {}", values.kind, values.reference);
    standing.conclude(connection, "EVIDENCE", &said).await?;
    one_evidence(connection, id).await?.ok_or_else(|| Error::not_found("id"))
}

async fn values<'a>(connection: &mut AsyncPgConnection, standing: &'a Standing, input: &'a RecordEvidenceInput) -> Result<Values<'a>> {
    standing.has_come("seenOn", input.seen_on)?;
    let seen_by = optional("seenBy", input.seen_by.as_deref(), LONGEST_NAME)?;
    let scan = match &input.sha256 {
        Some(name) => Some(file::attachable(connection, &standing.caller, name).await?),
        None => None,
    };
    Ok(Values {
        kind: kind::known(connection, &input.kind).await?,
        reference: required("reference", &input.reference, LONGEST_NAME)?,
        kept_at: required("keptAt", &input.kept_at, LONGEST_NAME)?,
        seen_by: seen_by.unwrap_or(&standing.caller.name),
        seen_on: input.seen_on,
        note: optional("note", input.note.as_deref(), LONGEST)?,
        scan,
    })
}

impl Values<'_> {
    /// Whether the same was recorded before.
    fn are_of(&self, recorded: &Evidence, standing: &Standing) -> bool {
        let place = recorded.producer_id == standing.producer && recorded.month == standing.key().month;
        let said = [&self.kind, self.reference, self.kept_at, self.seen_by]
            == [&recorded.kind, recorded.reference.as_str(), &recorded.kept_at, &recorded.seen_by];
        let scan = self.scan.as_ref().map(FileHash::as_str) == recorded.scan.sha256();
        place && said && scan && self.seen_on == recorded.seen_on && self.note == recorded.note.as_deref()
    }
}

async fn insert(connection: &mut AsyncPgConnection, id: Uuid, standing: &Standing, values: &Values<'_>) -> Result<()> {
    let key = standing.key();
    let text =
        "INSERT INTO evidence (id, district, month, producer_id, kind, reference, kept_at, seen_by, seen_on, note, sha256, recorded_at,
            recorded_by, capacity, device_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    sql(text)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<SqlUuid, _>(standing.producer)
        .bind::<Text, _>(&values.kind)
        .bind::<Text, _>(values.reference)
        .bind::<Text, _>(values.kept_at)
        .bind::<Text, _>(values.seen_by)
        .bind::<Date, _>(values.seen_on)
        .bind::<Nullable<Text>, _>(values.note)
        .bind::<Nullable<Text>, _>(values.scan.as_ref().map(FileHash::as_str))
        .bind::<Timestamptz, _>(standing.report.facts().now)
        .bind::<SqlUuid, _>(standing.caller.person)
        .bind::<Text, _>(standing.capacity())
        .bind::<Nullable<SqlUuid>, _>(standing.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}

/// An id names one thing for ever.
pub(super) fn reused() -> Refusal {
    let message = "รหัสนี้ใช้กับรายการอื่นแล้ว / This id names something else already";
    Refusal::new(RefusalCode::OperationReused, message).field("id")
}
