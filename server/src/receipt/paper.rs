//! Which signature holds and what was registered last: what the state of a paper is told by.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, Paper, Received, ReportKey, SignatureMode, Signed};

use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Nullable<Text>)]
    mode: Option<SignatureMode>,
    #[diesel(sql_type = Nullable<Text>)]
    signed: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    received: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    agrees: Option<bool>,
}

impl Row {
    fn read(self) -> (ReportKey, Paper) {
        let key = ReportKey {
            district: self.district,
            month: self.month,
        };
        let signed = self.mode.zip(self.signed).map(|(mode, digest)| Signed { mode, digest });
        let received = self.received.zip(self.agrees);
        let received = received.map(|(digest, agrees)| Received { digest, agrees });
        (key, Paper { signed, received })
    }
}

/// The papers of reports, in one statement, by district and month.
///
/// # Errors
/// When the database fails.
pub async fn papers(connection: &mut AsyncPgConnection, reports: &[ReportKey]) -> Result<Vec<(ReportKey, Paper)>> {
    let districts: Vec<String> = reports.iter().map(|report| report.district.to_string()).collect();
    let months: Vec<Month> = reports.iter().map(|report| report.month).collect();
    let rows: Vec<Row> = sql(include_str!("paper.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(Row::read).collect())
}
