//! The only reader of time.
//!
//! The business clock is the database's, so that all nodes agree; it decides what is on time and is read after the report
//! lock. Tokens, timeouts and metrics run on real time.

use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;

diesel::define_sql_function! {
    /// The instant rules are judged by; moved only in a demonstration or a test.
    fn business_now() -> Timestamptz;
}

/// The business instant now, as the database says.
///
/// # Errors
/// When the database does not answer.
pub async fn business(connection: &mut AsyncPgConnection) -> Result<DateTime<Utc>> {
    Ok(diesel::select(business_now()).get_result(connection).await?)
}

/// The Bangkok day of an instant: assignments and terms begin and end on days.
#[must_use]
pub fn bangkok_day(instant: DateTime<Utc>) -> NaiveDate {
    otop_schema::bangkok(instant).date_naive()
}

/// Real time, for tokens and metrics; never for a rule.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "the one place that reads it")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
