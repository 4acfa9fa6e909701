//! Requests for an exception: the district asks, its province says what it thinks of it, the department grants or declines.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, ExceptionRequestState, Month, ReportKey, Role};
use uuid::Uuid;

use super::exception::{Exception, in_the_future};
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::report::{self, required_text};
use crate::request;
use crate::statement::sql;

/// A district's wish to have a month opened until an instant.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct ExceptionRequest {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    request: Uuid,
    /// The district's code.
    #[diesel(sql_type = Text)]
    district: AreaCode,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    month: Month,
    /// Until when, exclusive.
    #[diesel(sql_type = Timestamptz)]
    until: DateTime<Utc>,
    /// Whether a locked report is to be returned.
    #[diesel(sql_type = Bool)]
    reopen: bool,
    /// Why.
    #[diesel(sql_type = Text)]
    reason: String,
    /// The business instant it was asked.
    #[diesel(sql_type = Timestamptz)]
    requested_at: DateTime<Utc>,
    /// Who asked.
    #[diesel(sql_type = Text)]
    requested_by: String,
    /// What the province says to it.
    #[diesel(sql_type = Nullable<Text>)]
    endorsement: Option<String>,
    /// The business instant the province endorsed it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    endorsed_at: Option<DateTime<Utc>>,
    /// Who endorsed it.
    #[diesel(sql_type = Nullable<Text>)]
    endorsed_by: Option<String>,
    /// Why the department declined.
    #[diesel(sql_type = Nullable<Text>)]
    refusal: Option<String>,
    /// The business instant it was declined.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    declined_at: Option<DateTime<Utc>>,
    /// Who declined.
    #[diesel(sql_type = Nullable<Text>)]
    declined_by: Option<String>,
    #[graphql(skip)]
    #[diesel(sql_type = Bool)]
    is_granted: bool,
}

#[ComplexObject]
impl ExceptionRequest {
    /// The request.
    async fn id(&self) -> ID {
        self.request.into()
    }

    /// How far it is.
    async fn state(&self) -> ExceptionRequestState {
        self.standing()
    }
}

impl ExceptionRequest {
    fn standing(&self) -> ExceptionRequestState {
        match (self.is_granted, self.declined_at, self.endorsed_at) {
            (true, ..) => ExceptionRequestState::Granted,
            (false, Some(_), _) => ExceptionRequestState::Declined,
            (false, None, Some(_)) => ExceptionRequestState::Endorsed,
            (false, None, None) => ExceptionRequestState::Requested,
        }
    }

    fn waits(&self) -> bool {
        !self.is_granted && self.declined_at.is_none()
    }

    fn report(&self) -> ReportKey {
        ReportKey {
            district: self.district.clone(),
            month: self.month,
        }
    }
}

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

/// Questions about requests.
#[derive(Default)]
pub struct ExceptionRequestQuery;

#[Object]
impl ExceptionRequestQuery {
    /// The latest 200 requests of the districts of an area, newest first, for those who work there; `waiting` leaves out what was granted
    /// or declined.
    async fn exception_requests(
        &self,
        context: &Context<'_>,
        area: AreaCode,
        #[graphql(default = true)] waiting: bool,
    ) -> Result<Vec<ExceptionRequest>> {
        if !request::caller(context).works_in(&area) {
            return Err(Error::not_found("area"));
        }
        let text = concat!(
            include_str!("select_request.sql"),
            "WHERE request.district LIKE $1 AND NOT ($2 AND (request.exception_id IS NOT NULL OR request.declined_at IS NOT NULL))
             ORDER BY request.requested_at DESC, request.id LIMIT 200"
        );
        Ok(sql(text)
            .bind::<Text, _>(format!("{}%", area.prefix()))
            .bind::<Bool, _>(waiting)
            .load(&mut *request::read(context).await?)
            .await?)
    }
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
        let id = Uuid::try_parse(request).map_err(|_| Error::not_found("request"))?;
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
    let id = Uuid::try_parse(request).map_err(|_| Error::not_found("request"))?;
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

async fn find(connection: &mut AsyncPgConnection, id: Uuid) -> Result<Option<ExceptionRequest>> {
    let text = concat!(include_str!("select_request.sql"), "WHERE request.id = $1");
    Ok(sql(text).bind::<SqlUuid, _>(id).get_result(connection).await.optional()?)
}

async fn there(connection: &mut AsyncPgConnection, id: Uuid) -> Result<ExceptionRequest> {
    find(connection, id).await?.ok_or_else(|| Error::internal("a request is not there"))
}

fn decided() -> Error {
    Error::invalid("request", "waiting", "คำขอนี้พิจารณาแล้ว / This request was decided already")
}
