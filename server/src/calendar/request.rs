//! A request for an exception, as the database keeps it and as clients see it.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, ExceptionRequestState, FiscalYear, Month, ReportKey};
use uuid::Uuid;

use crate::error::{Error, Result};
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
    pub(super) district: AreaCode,
    /// The month (CE).
    #[diesel(sql_type = Date)]
    pub(super) month: Month,
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

    pub(super) fn waits(&self) -> bool {
        !self.is_granted && self.declined_at.is_none()
    }

    pub(super) fn report(&self) -> ReportKey {
        ReportKey {
            district: self.district.clone(),
            month: self.month,
        }
    }
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

/// The latest 200 requests for months of a fiscal year within an area, newest first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn requests_of_year(
    connection: &mut AsyncPgConnection,
    area: &AreaCode,
    year: FiscalYear,
) -> Result<Vec<ExceptionRequest>> {
    let text = concat!(
        include_str!("select_request.sql"),
        "WHERE request.district LIKE $1 AND request.month BETWEEN $2 AND $3 ORDER BY request.requested_at DESC, request.id LIMIT 200"
    );
    Ok(sql(text)
        .bind::<Text, _>(format!("{}%", area.prefix()))
        .bind::<Date, _>(year.first())
        .bind::<Date, _>(year.last())
        .load(connection)
        .await?)
}

/// # Errors
/// When the database fails.
pub(super) async fn find(connection: &mut AsyncPgConnection, id: Uuid) -> Result<Option<ExceptionRequest>> {
    let text = concat!(include_str!("select_request.sql"), "WHERE request.id = $1");
    Ok(sql(text).bind::<SqlUuid, _>(id).get_result(connection).await.optional()?)
}

pub(super) async fn there(connection: &mut AsyncPgConnection, id: Uuid) -> Result<ExceptionRequest> {
    find(connection, id).await?.ok_or_else(|| Error::internal("a request is not there"))
}
