//! The lock of a report or an estimate: taken by itself, before anything else of it is read.

use std::collections::HashMap;

use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EstimateKey, Month, ReportKey, Status, Subject};

use crate::calendar;
use crate::error::Result;
use crate::estimate;
use crate::statement::sql;

/// The reports and estimates of a batch: those that are locked, with their status, and the facts of time of those that have no row.
pub(super) struct Reports {
    pub locked: HashMap<Subject, Status>,
    pub unopened: HashMap<Subject, calendar::Facts>,
}

impl Reports {
    /// Whether it is one of the batch's.
    pub(super) fn contains(&self, subject: &Subject) -> bool {
        self.locked.contains_key(subject) || self.unopened.contains_key(subject)
    }
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Text)]
    status: Status,
}

/// Locks the reports in ascending order and tells their status; a report nobody touched yet gets its row first.
///
/// # Errors
/// When the database fails, or another writer holds a report for too long.
pub(crate) async fn lock(mut connection: &AsyncPgConnection, reports: &[ReportKey]) -> Result<HashMap<ReportKey, Status>> {
    let locked = lock_existing(connection, reports).await?;
    if locked.len() == reports.len() {
        return Ok(locked);
    }
    let (districts, months) = columns(reports);
    // A change of the register waits for the new report or is counted on its roster.
    sql("SELECT FROM area WHERE code = ANY($1) ORDER BY code FOR SHARE")
        .bind::<Array<Text>, _>(&districts)
        .execute(&mut connection)
        .await?;
    sql(include_str!("open_report.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .execute(&mut connection)
        .await?;
    lock_existing(connection, reports).await
}

/// The same of reports and of years' estimates: reports first, then estimates, each in ascending order. An estimate of a year without
/// a rule has no row and stays out.
///
/// # Errors
/// As [`lock`].
pub(crate) async fn lock_subjects(connection: &AsyncPgConnection, subjects: &[Subject]) -> Result<HashMap<Subject, Status>> {
    let reports = lock(connection, &reports_of(subjects)).await?;
    let estimates = estimates_of(subjects);
    let mut locked: HashMap<Subject, Status> = reports.into_iter().map(|(key, status)| (key.into(), status)).collect();
    if estimates.is_empty() {
        return Ok(locked);
    }
    let mut found = estimate::lock_existing(connection, &estimates).await?;
    if found.len() < estimates.len() {
        estimate::make(connection, &estimates).await?;
        found = estimate::lock_existing(connection, &estimates).await?;
    }
    locked.extend(found.into_iter().map(|(key, status)| (key.into(), status)));
    Ok(locked)
}

/// Locks what is there or may be written now. A report exists from its month's opening: an edit that can only be held makes none. The
/// facts it is held by are read once, so that it stays held should the month open meanwhile.
///
/// # Errors
/// As [`lock`].
pub(super) async fn lock_open(connection: &AsyncPgConnection, subjects: &[Subject]) -> Result<Reports> {
    let locked = lock_existing_subjects(connection, subjects).await?;
    let absent: Vec<Subject> = subjects.iter().filter(|subject| !locked.contains_key(subject)).cloned().collect();
    if absent.is_empty() {
        let unopened = HashMap::new();
        return Ok(Reports { locked, unopened });
    }
    let mut unopened = calendar::facts_of(connection, &absent).await?;
    unopened.retain(|_, time| time.writable().is_err());
    let open: Vec<Subject> = subjects.iter().filter(|subject| !unopened.contains_key(subject)).cloned().collect();
    let locked = lock_subjects(connection, &open).await?;
    Ok(Reports { locked, unopened })
}

async fn lock_existing_subjects(connection: &AsyncPgConnection, subjects: &[Subject]) -> Result<HashMap<Subject, Status>> {
    let reports = lock_existing(connection, &reports_of(subjects)).await?;
    let estimates = estimates_of(subjects);
    let mut locked: HashMap<Subject, Status> = reports.into_iter().map(|(key, status)| (key.into(), status)).collect();
    if !estimates.is_empty() {
        let found = estimate::lock_existing(connection, &estimates).await?;
        locked.extend(found.into_iter().map(|(key, status)| (key.into(), status)));
    }
    Ok(locked)
}

fn reports_of(subjects: &[Subject]) -> Vec<ReportKey> {
    subjects.iter().filter_map(Subject::report).cloned().collect()
}

fn estimates_of(subjects: &[Subject]) -> Vec<EstimateKey> {
    subjects.iter().filter_map(Subject::estimate).cloned().collect()
}

async fn lock_existing(mut connection: &AsyncPgConnection, reports: &[ReportKey]) -> Result<HashMap<ReportKey, Status>> {
    let (districts, months) = columns(reports);
    let rows: Vec<Locked> = sql(include_str!("lock_report.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(&mut connection)
        .await?;
    Ok(rows.into_iter().map(Locked::status).collect())
}

impl Locked {
    fn status(self) -> (ReportKey, Status) {
        let Self { district, month, status } = self;
        (ReportKey { district, month }, status)
    }
}

fn columns(reports: &[ReportKey]) -> (Vec<String>, Vec<Month>) {
    (
        reports.iter().map(|report| report.district.to_string()).collect(),
        reports.iter().map(|report| report.month).collect(),
    )
}
