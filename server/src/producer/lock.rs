//! What every change of a producer does around itself: who may, and which reports it stops and counts anew.

use diesel::QueryableByName;
use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, Refusal, RefusalCode, ReportKey, Role, Status};

use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::report;
use crate::statement::sql;

/// The role by which the caller keeps the district's producers: its entry officer or CD officer.
///
/// # Errors
/// `FORBIDDEN` to those who only see the district; `NOT_FOUND` to all others, as for a district there is not.
pub fn keeper(caller: &Caller, district: &AreaCode, field: &str) -> Result<Role> {
    let roles = [Role::EntryOfficer, Role::CdOfficer];
    match roles.into_iter().find(|role| caller.holds(*role, district).is_some()) {
        Some(role) => Ok(role),
        None if caller.reads(district) => Err(Error::forbidden("producer.role")),
        None => Err(Error::not_found(field)),
    }
}

#[derive(Debug, QueryableByName)]
struct Report {
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Text)]
    status: Status,
}

/// The district's reports from a month on, held until the transaction ends: rosters do not change under a submission.
#[derive(Debug)]
pub struct LockedReports {
    district: AreaCode,
    reports: Vec<Report>,
}

impl LockedReports {
    /// Locks them in ascending order (the server's lock order: reports before producers).
    ///
    /// # Errors
    /// When the database fails, or another writer holds a report for too long.
    pub async fn take(connection: &mut AsyncPgConnection, district: &AreaCode, from: Month) -> Result<Self> {
        Self::read(connection, district, from).await?;
        // A month opens under a share of this lock: either its roster counts the change, or the change finds its report below.
        sql("SELECT FROM area WHERE code = $1 FOR NO KEY UPDATE")
            .bind::<Text, _>(district)
            .execute(connection)
            .await?;
        let reports = Self::read(connection, district, from).await?;
        Ok(Self {
            district: district.clone(),
            reports,
        })
    }

    async fn read(connection: &mut AsyncPgConnection, district: &AreaCode, from: Month) -> Result<Vec<Report>> {
        let statement = sql("SELECT month, status FROM report WHERE district = $1 AND month >= $2 ORDER BY month FOR UPDATE");
        Ok(statement.bind::<Text, _>(district).bind::<Date, _>(from).load(connection).await?)
    }

    /// Counts the open ones anew: another roster, or other kinds their sums are kept by.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recount(&self, connection: &mut AsyncPgConnection) -> Result<()> {
        for report in self.reports.iter().filter(|report| !report.status.locked()) {
            let (district, month) = (self.district.clone(), report.month);
            report::recount(connection, &ReportKey { district, month }).await?;
        }
        Ok(())
    }

    /// A change of the roster touches no month already submitted.
    ///
    /// # Errors
    /// `REPORT_LOCKED` with the first month that is.
    pub fn open_between(&self, from: Month, until: Option<Month>) -> Result<()> {
        let touched = |report: &&Report| from <= report.month && until.is_none_or(|until| report.month < until);
        match self.reports.iter().filter(touched).find(|report| report.status.locked()) {
            Some(report) => Err(submitted(report.month)),
            None => Ok(()),
        }
    }
}

fn submitted(month: Month) -> Error {
    let thai = month.thai();
    let message = format!(
        "รายงานเดือน {thai} เสนอแล้ว ให้เริ่มในเดือนถัดไป หรือส่งกลับแก้ไขก่อน / \
         The report of {month} has been submitted: begin with a later month, or have it returned first"
    );
    Refusal::new(RefusalCode::ReportLocked, message).rule("producer.month").into()
}
