//! What the rules of time are handed: the business instant, the month's window and the district's exception.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EstimateKey, Month, Override, Refusal, ReportKey, Subject, Timeliness, Window, YearRule};

use crate::error::Result;
use crate::estimate;
use crate::statement::sql;

/// The facts of time of one report, or of one year's estimate.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The business instant, read after the report lock.
    pub now: DateTime<Utc>,
    /// The month's window; absent when its fiscal year has no calendar.
    pub window: Option<Window>,
    /// Until when the district may write the month by exception.
    pub exception_until: Option<DateTime<Utc>>,
}

impl Facts {
    /// Whether figures may change and the report's life may move now.
    ///
    /// # Errors
    /// `MONTH_CLOSED`, `MONTH_NOT_OPEN` or `CALENDAR_MISSING`.
    pub fn writable(&self) -> std::result::Result<(), Refusal> {
        otop_schema::writable(self.window.as_ref(), self.exception_until, self.now)
    }

    /// Whether the report may be submitted now.
    ///
    /// # Errors
    /// As [`Facts::writable`], and `MONTH_NOT_OPEN` before the month's last days.
    pub fn submittable(&self) -> std::result::Result<(), Refusal> {
        otop_schema::submittable(self.window.as_ref(), self.exception_until, self.now)
    }

    /// From when until when the month is to be written, as things stand now.
    #[must_use]
    pub fn writable_span(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        otop_schema::writable_span(self.window.as_ref(), self.exception_until, self.now)
    }

    /// How a confirmation now stands to the deadline.
    #[must_use]
    pub fn timeliness(&self) -> Timeliness {
        otop_schema::timeliness(self.window.as_ref(), self.exception_until, self.now)
    }
}

/// The columns of `facts.sql`; other statements embed them.
#[derive(Debug, Clone, QueryableByName)]
pub(crate) struct TimeRow {
    #[diesel(sql_type = Text)]
    pub(crate) district: AreaCode,
    #[diesel(sql_type = Date)]
    pub(crate) month: Month,
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub(crate) exception_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Integer>)]
    fiscal_year: Option<i32>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    opens_day: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    opens_hour: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    submit_days_before_end: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    due_day: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    closes_day: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    closes_hour: Option<i16>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    opens_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    submit_from: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closes_at: Option<DateTime<Utc>>,
}

impl TimeRow {
    fn rule(&self) -> Option<YearRule> {
        Some(YearRule {
            fiscal_year: self.fiscal_year?,
            opens_day: self.opens_day?,
            opens_hour: self.opens_hour?,
            submit_days_before_end: self.submit_days_before_end?,
            due_day: self.due_day?,
            closes_day: self.closes_day?,
            closes_hour: self.closes_hour?,
        })
    }

    pub(crate) fn key(&self) -> ReportKey {
        ReportKey {
            district: self.district.clone(),
            month: self.month,
        }
    }

    pub(crate) fn facts(&self) -> Facts {
        let moved = Override {
            opens_at: self.opens_at,
            submit_from: self.submit_from,
            due_at: self.due_at,
            closes_at: self.closes_at,
        };
        Facts {
            now: self.now,
            window: self.rule().map(|rule| Window::of(self.month, &rule, Some(&moved))),
            exception_until: self.exception_until,
        }
    }
}

/// The facts of time of each report. For a write, call it after the reports are locked.
///
/// # Errors
/// When the database fails.
pub async fn facts(mut connection: &AsyncPgConnection, reports: &[ReportKey]) -> Result<HashMap<ReportKey, Facts>> {
    let districts: Vec<String> = reports.iter().map(|report| report.district.to_string()).collect();
    let months: Vec<Month> = reports.iter().map(|report| report.month).collect();
    let rows: Vec<TimeRow> = sql(include_str!("facts.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(&mut connection)
        .await?;
    Ok(rows.iter().map(|row| (row.key(), row.facts())).collect())
}

/// The facts of time of reports and of years' estimates.
///
/// # Errors
/// When the database fails.
pub async fn facts_of(connection: &AsyncPgConnection, subjects: &[Subject]) -> Result<HashMap<Subject, Facts>> {
    let reports: Vec<ReportKey> = subjects.iter().filter_map(Subject::report).cloned().collect();
    let estimates: Vec<EstimateKey> = subjects.iter().filter_map(Subject::estimate).cloned().collect();
    let mut found = HashMap::new();
    if !reports.is_empty() {
        let times = facts(connection, &reports).await?;
        found.extend(times.into_iter().map(|(key, time)| (Subject::from(key), time)));
    }
    if !estimates.is_empty() {
        let times = estimate::facts(connection, &estimates).await?;
        found.extend(times.into_iter().map(|(key, time)| (Subject::from(key), time)));
    }
    Ok(found)
}
