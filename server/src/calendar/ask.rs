//! The way of a request for an exception: the district asks, its province says what it thinks of it, the department grants or declines.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Bool, Date, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, ReportKey, Role};
use uuid::Uuid;

use super::exception::{Exception, in_the_future};
use super::request::{ExceptionRequest, find, there};
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::report;
use crate::statement::sql;
use crate::text;

/// Asks for an exception.
#[derive(Debug, Clone, InputObject)]
pub struct RequestExceptionInput {
    /// The district that asks.
    district: AreaCode,
    /// The month.
    month: Month,
    /// Until when, exclusive; in the future.
    until: DateTime<Utc>,
    /// Why.
    reason: String,
    /// Whether to return the report if it is locked.
    reopen: bool,
}

/// A province's word on a request.
#[derive(Debug, Clone, InputObject)]
pub struct EndorseExceptionInput {
    /// The request.
    request: ID,
    /// What the province says to it.
    endorsement: String,
}

/// The department's no to a request.
#[derive(Debug, Clone, InputObject)]
pub struct DeclineExceptionInput {
    /// The request.
    request: ID,
    /// Why.
    reason: String,
}

/// The district's CD officer asks. Asking goes on while the system is closed.
///
/// # Errors
/// By scope; `INVALID` for an end that has passed, without a reason, and while another request of the month waits.
pub(super) async fn ask(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &RequestExceptionInput,
) -> Result<ExceptionRequest> {
    caller.must_hold(Role::CdOfficer, &input.district, "district")?;
    let key = ReportKey {
        district: input.district.clone(),
        month: input.month,
    };
    let now = report::lock(connection, &key).await?.facts().now;
    in_the_future(input.until, now)?;
    let reason = required_text("reason", Some(&input.reason))?;
    let id = Uuid::now_v7();
    let asked = sql(include_str!("ask.sql"))
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .bind::<Timestamptz, _>(input.until)
        .bind::<Bool, _>(input.reopen)
        .bind::<Text, _>(reason.clone())
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Timestamptz, _>(now)
        .execute(connection)
        .await?;
    if asked == 0 {
        let message = "มีคำขอของเดือนนี้รอพิจารณาอยู่แล้ว / A request of this month waits already";
        return Err(Error::invalid("month", "one", message));
    }
    let event = NewEvent::new("EXCEPTION_REQUESTED", &key.district, Some(key.month), now).by(caller, Some(Role::CdOfficer));
    feed::append(connection, event.reason(&reason).until(input.until)).await?;
    there(connection, id).await
}

/// The province says what it thinks; the last word counts.
///
/// # Errors
/// `NOT_FOUND` for a request of elsewhere, `FORBIDDEN` by role, `INVALID` without words and for a request that does not wait.
pub(super) async fn endorse(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &EndorseExceptionInput,
) -> Result<ExceptionRequest> {
    let step = Step {
        role: Role::ProvinceOfficer,
        statement: "UPDATE exception_request SET endorsement = $1, endorsed_by = $2, endorsed_at = $3 WHERE id = $4",
        kind: "EXCEPTION_ENDORSED",
        field: "endorsement",
    };
    step.take(connection, caller, &input.request, &input.endorsement).await
}

/// The department declines.
///
/// # Errors
/// As [`endorse`].
pub(super) async fn decline(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &DeclineExceptionInput,
) -> Result<ExceptionRequest> {
    let step = Step {
        role: Role::DepartmentOfficer,
        statement: "UPDATE exception_request SET refusal = $1, declined_by = $2, declined_at = $3 WHERE id = $4",
        kind: "EXCEPTION_DECLINED",
        field: "reason",
    };
    step.take(connection, caller, &input.request, &input.reason).await
}

/// What is said to a request that waits.
struct Step {
    role: Role,
    statement: &'static str,
    kind: &'static str,
    /// Where the words stand in the input.
    field: &'static str,
}

impl Step {
    async fn take(&self, connection: &mut AsyncPgConnection, caller: &Caller, request: &ID, words: &str) -> Result<ExceptionRequest> {
        let id = text::id("request", request)?;
        let key = find(connection, id).await?.ok_or_else(|| Error::not_found("request"))?.report();
        caller.must_hold(self.role, &key.district, "request")?;
        let now = report::lock(connection, &key).await?.facts().now;
        let words = required_text(self.field, Some(words))?;
        if !there(connection, id).await?.waits() {
            return Err(decided());
        }
        sql(self.statement)
            .bind::<Text, _>(words.clone())
            .bind::<SqlUuid, _>(caller.person)
            .bind::<Timestamptz, _>(now)
            .bind::<SqlUuid, _>(id)
            .execute(connection)
            .await?;
        let event = NewEvent::new(self.kind, &key.district, Some(key.month), now).by(caller, Some(self.role));
        feed::append(connection, event.reason(&words)).await?;
        there(connection, id).await
    }
}

/// Notes the exception that answers a request, behind the lock of its report.
///
/// # Errors
/// `NOT_FOUND` for a request that is not this district's and month's, `INVALID` for one that does not wait.
pub(super) async fn grant(connection: &mut AsyncPgConnection, request: &ID, exception: &Exception) -> Result<()> {
    let id = text::id("request", request)?;
    let asked = find(connection, id).await?;
    let asked = asked.filter(|asked| (&asked.district, asked.month) == (&exception.district, exception.month));
    if !asked.ok_or_else(|| Error::not_found("request"))?.waits() {
        return Err(decided());
    }
    sql("UPDATE exception_request SET exception_id = $1 WHERE id = $2")
        .bind::<SqlUuid, _>(exception.exception)
        .bind::<SqlUuid, _>(id)
        .execute(connection)
        .await?;
    Ok(())
}

fn decided() -> Error {
    Error::invalid("request", "waiting", "คำขอนี้พิจารณาแล้ว / This request was decided already")
}
