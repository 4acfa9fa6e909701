//! Signing form รต.๒: the CD officer, in which capacity, by which order, on which digest.

use std::sync::Arc;

use async_graphql::InputObject;
use chrono::NaiveDate;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, Day, ReportKey, SignatureMode};

use super::act::Act;
use super::object::Report;
use crate::clock;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;

/// Signs a certified report.
#[derive(Debug, Clone, InputObject)]
pub struct SignReportInput {
    /// The report.
    report: ReportKey,
    /// The digest the person signs.
    digest: String,
    /// On paper or in the system.
    mode: SignatureMode,
    /// The day on the signature: from the submission to today.
    signed_on: Day,
}

/// Certify comes before sign (assumption).
///
/// # Errors
/// By scope, window, digest and status; `INVALID` for a day outside submission … today.
pub(super) async fn sign(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SignReportInput) -> Result<Report> {
    let act = Act::begin(connection, caller, &input.report, Action::Sign).await?;
    act.in_window()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    plausible(&act, input.signed_on.0)?;
    record(connection, &act, input).await?;
    let event = act.event("SIGNED").digest(&input.digest);
    act.conclude(connection, event).await
}

fn plausible(act: &Act, signed_on: NaiveDate) -> Result<()> {
    let submitted = act.report.submitted_at.map(clock::bangkok_day);
    if signed_on <= act.today() && submitted.is_none_or(|submitted| submitted <= signed_on) {
        return Ok(());
    }
    let message = "วันที่ลงนามต้องอยู่ระหว่างวันที่เสนอกับวันนี้ / The day of signing lies between the submission and today";
    Err(Error::invalid("signedOn", "range", message))
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, input: &SignReportInput) -> Result<()> {
    let (key, assignment) = (act.key(), act.assignment()?);
    sql(include_str!("sign.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Integer, _>(act.report.submission)
        .bind::<Text, _>(input.digest.clone())
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Text, _>(act.caller.name.clone())
        .bind::<Text, _>(act.caller.position.clone())
        .bind::<Text, _>(assignment.capacity.clone())
        .bind::<Text, _>(assignment.order_number.clone())
        .bind::<Text, _>(input.mode)
        .bind::<Date, _>(input.signed_on)
        .bind::<Timestamptz, _>(act.time.now)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .execute(connection)
        .await?;
    Ok(())
}
