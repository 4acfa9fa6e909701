//! Returning: the report is opened again for its district. Votes, certificate and signature are void; they stay in the
//! history. A confirmed version goes on counting.

use std::sync::Arc;

use async_graphql::InputObject;
use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Action, ReportKey};

use super::act::{Act, required_text};
use super::object::Report;
use super::recount::recount;
use crate::error::Result;
use crate::identity::Caller;
use crate::statement::sql;

/// Sends a report back for correction.
#[derive(Debug, Clone, InputObject)]
pub struct ReturnReportInput {
    /// The report.
    report: ReportKey,
    /// Why.
    reason: String,
}

/// The district itself, its province or the department returns a locked report.
///
/// # Errors
/// By scope, window and status; `INVALID` without a reason.
pub(super) async fn give_back(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &ReturnReportInput) -> Result<Report> {
    let act = Act::begin(connection, caller, &input.report, Action::Return).await?;
    act.in_window()?;
    act.step()?;
    let reason = required_text("reason", Some(&input.reason))?;
    unlock(connection, &act.key()).await?;
    let event = act
        .event("RETURNED")
        .digest(act.report.fixed.as_deref().unwrap_or_default())
        .reason(&reason);
    act.conclude(connection, event).await
}

/// Opens a locked report for its district: figures may change, the roster lives again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn unlock(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    let steps = [
        "UPDATE report SET status = 'RETURNED', digest = NULL WHERE district = $1 AND month = $2",
        "DELETE FROM roster WHERE district = $1 AND month = $2",
    ];
    for step in steps {
        sql(step)
            .bind::<Text, _>(key.district.to_string())
            .bind::<Date, _>(key.month)
            .execute(connection)
            .await?;
    }
    recount(connection, key).await
}
