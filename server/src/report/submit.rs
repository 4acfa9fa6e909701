//! Submitting: the figures go before the committee; digest, roster and electorate freeze.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, Refusal, RefusalCode, ReportKey};

use super::canonical::{self, Canonical};
use super::recount::recount;
use crate::committee;
use crate::error::Result;
use crate::identity::Caller;
use crate::life::{Act, text};
use crate::statement::sql;

/// Puts a report before its committee.
#[derive(Debug, Clone, InputObject)]
pub struct SubmitReportInput {
    /// The report.
    pub(super) report: ReportKey,
    /// The digest of the figures the person looked at.
    digest: String,
    /// The committee's meeting.
    meeting: Option<String>,
    /// A remark to the committee.
    remark: Option<String>,
}

/// Every producer of the roster must be settled: reported, or not obtained with a reason.
///
/// # Errors
/// By scope, window, digest, status; then `ROSTER_INCOMPLETE`, `COMMITTEE_MISSING`, `INVALID`.
pub(super) async fn submit(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SubmitReportInput) -> Result<()> {
    let act = Act::begin(connection, caller, &input.report.clone().into(), Action::Submit).await?;
    act.life.time.submittable()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    let figures = canonical::canonical(connection, &input.report).await?;
    complete(&figures)?;
    freeze(connection, &act, input, &figures).await?;
    let event = act.event("SUBMITTED").digest(&figures.digest);
    act.conclude(connection, event).await
}

fn complete(figures: &Canonical) -> Result<()> {
    if figures.unsettled.is_empty() {
        return Ok(());
    }
    let count = figures.unsettled.len();
    let named = figures.unsettled.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    let message = format!("ยังเก็บข้อมูลไม่ครบ {count} ราย: {named} / {count} producers have no settled sheet: {named}");
    Err(Refusal::new(RefusalCode::RosterIncomplete, message).rule("roster").into())
}

async fn freeze(connection: &mut AsyncPgConnection, act: &Act, input: &SubmitReportInput, figures: &Canonical) -> Result<()> {
    let key = &input.report;
    sql(include_str!("submit.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Text, _>(figures.digest.clone())
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Nullable<Text>, _>(text("meeting", input.meeting.as_deref())?)
        .bind::<Nullable<Text>, _>(text("remark", input.remark.as_deref())?)
        .execute(connection)
        .await?;
    freeze_roster(connection, key).await?;
    committee::freeze_electorate(connection, act).await?;
    recount(connection, key).await
}

async fn freeze_roster(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    sql(include_str!("freeze_roster.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .execute(connection)
        .await?;
    Ok(())
}
