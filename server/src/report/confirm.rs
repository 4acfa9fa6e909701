//! Confirming: the figures become a numbered version that is never rewritten, and what the nation's total rests on.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Binary, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, Form, ReportKey};

use super::canonical::{self, Canonical};
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::life::Act;
use crate::statement::sql;

/// Confirms a signed report.
#[derive(Debug, Clone, InputObject)]
pub struct ConfirmReportInput {
    /// The report.
    pub(super) report: ReportKey,
    /// The digest the person confirms.
    digest: String,
    /// The forms that were checked: both รต.๓ and รต.๔ (letter section 4).
    checked: Vec<Form>,
}

/// By the 3rd of the next month (letter section 4); who confirms is an assumption.
///
/// # Errors
/// By scope, window, digest and status; `INVALID` unless both forms were checked.
pub(super) async fn confirm(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &ConfirmReportInput) -> Result<()> {
    let act = Act::begin(connection, caller, &input.report.clone().into(), Action::Confirm).await?;
    act.in_window()?;
    act.on_digest(connection, &input.digest).await?;
    act.step()?;
    both_checked(&input.checked)?;
    let figures = unaltered(connection, &act, &input.report).await?;
    record(connection, &act, &input.report, figures).await?;
    keep_rollup(connection, &input.report).await?;
    let event = act.event("CONFIRMED").digest(&input.digest);
    act.conclude(connection, event).await
}

fn both_checked(checked: &[Form]) -> Result<()> {
    if Form::ALL.iter().all(|form| checked.contains(form)) {
        return Ok(());
    }
    Err(Error::invalid(
        "checked",
        "both-forms",
        "ต้องตรวจสอบ รต.๓ และ รต.๔ ก่อนยืนยันข้อมูล / Forms รต.๓ and รต.๔ are both checked before confirming",
    ))
}

/// The figures, which nobody can have changed since the submission: if they did change, nothing is confirmed.
async fn unaltered(connection: &mut AsyncPgConnection, act: &Act, key: &ReportKey) -> Result<Canonical> {
    let figures = canonical::canonical(connection, key).await?;
    if act.fixed() == figures.digest {
        return Ok(figures);
    }
    Err(Error::internal(format!("the figures of {key} are not those that were submitted")))
}

async fn record(connection: &mut AsyncPgConnection, act: &Act, key: &ReportKey, figures: Canonical) -> Result<()> {
    sql(include_str!("confirm.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Binary, _>(figures.bytes)
        .bind::<Text, _>(act.life.time.timeliness())
        .bind::<Nullable<Timestamptz>, _>(act.life.time.window.map(|window| window.due_at))
        .bind::<Timestamptz, _>(act.life.time.now)
        .bind::<SqlUuid, _>(act.caller.person)
        .bind::<Nullable<SqlUuid>, _>(act.caller.device)
        .bind::<Text, _>(act.assignment()?.capacity.clone())
        .execute(connection)
        .await?;
    Ok(())
}

/// The live sums become those of the confirmed version.
async fn keep_rollup(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    let steps = [
        "DELETE FROM rollup WHERE confirmed AND district = $1 AND month = $2",
        "INSERT INTO rollup (confirmed, district, month, kind, category, channel, satang, cells)
         SELECT true, district, month, kind, category, channel, satang, cells FROM rollup
         WHERE NOT confirmed AND district = $1 AND month = $2",
    ];
    for step in steps {
        sql(step)
            .bind::<Text, _>(key.district.to_string())
            .bind::<Date, _>(key.month)
            .execute(connection)
            .await?;
    }
    Ok(())
}
