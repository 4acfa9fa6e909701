//! Exceptions: the system opened for a district and month until an instant. The neighbour stays refused.

use std::sync::Arc;

use async_graphql::{ComplexObject, ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, AreaLevel, FiscalYear, Month, ReportKey, Role};
use uuid::Uuid;

use super::ask;
use super::open::reports_within;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::report;
use crate::sheet;
use crate::statement::sql;

/// The system opened for one district and month.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct Exception {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) exception: Uuid,
    /// The district's code.
    #[diesel(sql_type = Text)]
    pub district: AreaCode,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub month: Month,
    /// Until when, exclusive.
    #[diesel(sql_type = Timestamptz)]
    pub until: DateTime<Utc>,
    /// Whether it also returned a locked report.
    #[diesel(sql_type = Bool)]
    pub reopen: bool,
    /// Why.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// The business instant it was granted.
    #[diesel(sql_type = Timestamptz)]
    pub granted_at: DateTime<Utc>,
    /// Who granted it.
    #[diesel(sql_type = Text)]
    pub granted_by: String,
}

#[ComplexObject]
impl Exception {
    /// The exception.
    async fn id(&self) -> ID {
        self.exception.into()
    }
}

/// Opens the system for one district and month.
#[derive(Debug, Clone, InputObject)]
pub struct GrantExceptionInput {
    /// The district.
    district: AreaCode,
    /// The month.
    month: Month,
    /// Until when, exclusive; in the future.
    until: DateTime<Utc>,
    /// Why.
    reason: String,
    /// Whether to return the report if it is locked.
    reopen: bool,
    /// The district's request that this answers.
    request: Option<ID>,
}

/// Opens the system for all districts of an area, as after a flood or an outage.
#[derive(Debug, Clone, InputObject)]
pub struct GrantExceptionsInput {
    /// The nation, a province or a district.
    area: AreaCode,
    /// The month; it has opened.
    month: Month,
    /// Until when, exclusive; in the future.
    until: DateTime<Utc>,
    /// Why.
    reason: String,
    /// Whether to return the reports that are locked.
    reopen: bool,
}

/// The exceptions of a report, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn exceptions(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<Exception>> {
    let text = concat!(
        include_str!("select_exception.sql"),
        "WHERE district = $1 AND month = $2 ORDER BY granted_at, exception.id"
    );
    Ok(sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .load(connection)
        .await?)
}

/// The latest 200 exceptions of the months of a fiscal year within an area, newest first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn exceptions_of_year(connection: &mut AsyncPgConnection, area: &AreaCode, year: FiscalYear) -> Result<Vec<Exception>> {
    let text = concat!(
        include_str!("select_exception.sql"),
        "WHERE district LIKE $1 AND month BETWEEN $2 AND $3 ORDER BY granted_at DESC, exception.id LIMIT 200"
    );
    Ok(sql(text)
        .bind::<Text, _>(format!("{}%", area.prefix()))
        .bind::<Date, _>(year.first())
        .bind::<Date, _>(year.last())
        .load(connection)
        .await?)
}

/// The department opens a month for a district (assumption; provinces by a later setting).
///
/// # Errors
/// By scope; `INVALID` for an end that has passed, without a reason, and for a request that is not this district's or does not wait.
pub(super) async fn grant(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &GrantExceptionInput) -> Result<Exception> {
    let GrantExceptionInput { month, until, reopen, .. } = *input;
    caller.must_hold(Role::DepartmentOfficer, &AreaCode::nation(), "district")?;
    if input.district.level() != AreaLevel::District {
        return Err(Error::not_found("district"));
    }
    let opening = Opening {
        area: &input.district,
        field: "district",
        month,
        until,
        reason: &input.reason,
        reopen,
    };
    let granted = opening.grant(connection, caller).await?.pop();
    let granted = granted.ok_or_else(|| Error::internal("a granted exception is not there"))?;
    if let Some(request) = &input.request {
        ask::grant(connection, request, &granted).await?;
    }
    Ok(granted)
}

/// The department opens a month for all districts of an area, behind the locks of all their reports.
///
/// # Errors
/// As [`grant`]; `NOT_FOUND` where no district of the area has a report of the month.
pub(super) async fn grant_all(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &GrantExceptionsInput,
) -> Result<Vec<Exception>> {
    let GrantExceptionsInput { month, until, reopen, .. } = *input;
    caller.must_hold(Role::DepartmentOfficer, &AreaCode::nation(), "area")?;
    let opening = Opening {
        area: &input.area,
        field: "area",
        month,
        until,
        reason: &input.reason,
        reopen,
    };
    opening.grant(connection, caller).await
}

/// What is opened, and where it stands in the input.
struct Opening<'a> {
    area: &'a AreaCode,
    field: &'static str,
    month: Month,
    until: DateTime<Utc>,
    reason: &'a str,
    reopen: bool,
}

impl Opening<'_> {
    /// One exception and one event a report; the exceptions, by district.
    async fn grant(&self, connection: &mut AsyncPgConnection, caller: &Caller) -> Result<Vec<Exception>> {
        let reports = reports_within(connection, self.area, self.month).await?;
        if reports.is_empty() {
            return Err(Error::not_found(self.field));
        }
        let statuses = sheet::lock(connection, &reports).await?;
        let now = clock::business(connection).await?;
        in_the_future(self.until, now)?;
        let reason = required_text("reason", Some(self.reason))?;
        let granted = self.record(connection, caller, &reports, &reason, now).await?;
        let locked = statuses.iter().filter(|(_, status)| self.reopen && status.locked());
        for (report, _) in locked {
            report::unlock(connection, report).await?;
        }
        let event = |report: &ReportKey| {
            let event = NewEvent::new("EXCEPTION_GRANTED", &report.district, Some(report.month), now);
            event.by(caller, Some(Role::DepartmentOfficer)).reason(&reason).until(self.until)
        };
        feed::append_all(connection, reports.iter().map(event)).await?;
        Ok(granted)
    }

    async fn record(
        &self,
        connection: &mut AsyncPgConnection,
        caller: &Caller,
        reports: &[ReportKey],
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Exception>> {
        let ids: Vec<Uuid> = reports.iter().map(|_| Uuid::now_v7()).collect();
        let districts: Vec<String> = reports.iter().map(|report| report.district.to_string()).collect();
        sql(include_str!("open_by_exception.sql"))
            .bind::<Array<SqlUuid>, _>(&ids)
            .bind::<Array<Text>, _>(districts)
            .bind::<Date, _>(self.month)
            .bind::<Timestamptz, _>(self.until)
            .bind::<Bool, _>(self.reopen)
            .bind::<Text, _>(reason.to_owned())
            .bind::<SqlUuid, _>(caller.person)
            .bind::<Timestamptz, _>(now)
            .execute(connection)
            .await?;
        let text = concat!(
            include_str!("select_exception.sql"),
            "WHERE exception.id = ANY($1) ORDER BY district"
        );
        Ok(sql(text).bind::<Array<SqlUuid>, _>(ids).load(connection).await?)
    }
}

/// # Errors
/// `INVALID` for an end that has passed.
pub(super) fn in_the_future(until: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    if until > now {
        return Ok(());
    }
    let message = "เวลาสิ้นสุดต้องอยู่ในอนาคต / An exception ends in the future";
    Err(Error::invalid("until", "future", message))
}
