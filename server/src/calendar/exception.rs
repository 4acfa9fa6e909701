//! Exceptions: the system opened for one district and month until an instant. The neighbour stays refused.

use std::sync::Arc;

use async_graphql::{ComplexObject, ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Date, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, ReportKey, Role};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::report::{self, required_text};
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
}

/// The exceptions of a report, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn exceptions(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<Exception>> {
    let text = "SELECT exception.id AS exception, district, month, until, reopen, reason, granted_at, person.name AS granted_by
        FROM exception JOIN person ON person.id = granted_by WHERE district = $1 AND month = $2 ORDER BY granted_at, exception.id";
    Ok(sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .load(connection)
        .await?)
}

/// The department opens a month for a district (assumption; provinces by a later setting).
///
/// # Errors
/// By scope; `INVALID` for an end that has passed and without a reason.
pub(super) async fn grant(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &GrantExceptionInput) -> Result<Exception> {
    caller.must_hold(Role::DepartmentOfficer, &AreaCode::nation(), "district")?;
    let key = ReportKey {
        district: input.district.clone(),
        month: input.month,
    };
    let report = report::lock(connection, &key).await?;
    let now = report.facts().now;
    if input.until <= now {
        return Err(Error::invalid(
            "until",
            "future",
            "เวลาสิ้นสุดต้องอยู่ในอนาคต / An exception ends in the future",
        ));
    }
    let reason = required_text("reason", Some(&input.reason))?;
    record(connection, caller, input, &reason, now).await?;
    if input.reopen && report.status.locked() {
        report::unlock(connection, &key).await?;
    }
    let event = NewEvent::new("EXCEPTION_GRANTED", &key.district, Some(key.month), now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&reason).until(input.until)).await?;
    exceptions(connection, &key)
        .await?
        .pop()
        .ok_or_else(|| Error::internal("a granted exception is not there"))
}

async fn record(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    input: &GrantExceptionInput,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO exception (id, district, month, until, reopen, reason, granted_by, granted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    sql(text)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Text, _>(input.district.to_string())
        .bind::<Date, _>(input.month)
        .bind::<Timestamptz, _>(input.until)
        .bind::<Bool, _>(input.reopen)
        .bind::<Text, _>(reason.to_owned())
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Timestamptz, _>(now)
        .execute(connection)
        .await?;
    Ok(())
}
