//! Which signature holds and what was registered last: what the state of a paper is told by.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Paper, PaperState, Received, SignatureMode, Signed, Subject};

use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: NaiveDate,
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
    fn read(self) -> (Subject, Paper) {
        let signed = self.mode.zip(self.signed).map(|(mode, digest)| Signed { mode, digest });
        let received = self.received.zip(self.agrees);
        let received = received.map(|(digest, agrees)| Received { digest, agrees });
        (Subject::of(self.district, self.month), Paper { signed, received })
    }
}

/// The papers of reports and estimates, in one statement, by district and term.
///
/// # Errors
/// When the database fails.
pub async fn papers(connection: &mut AsyncPgConnection, subjects: &[Subject]) -> Result<Vec<(Subject, Paper)>> {
    let districts: Vec<String> = subjects.iter().map(|subject| subject.district().to_string()).collect();
    let terms: Vec<NaiveDate> = subjects.iter().map(Subject::term).collect();
    let rows: Vec<Row> = sql(include_str!("paper.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(terms)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// How the signed paper of one stands with the province.
///
/// # Errors
/// When the database fails.
pub async fn state(connection: &mut AsyncPgConnection, subject: &Subject) -> Result<PaperState> {
    let papers = papers(connection, std::slice::from_ref(subject)).await?;
    Ok(papers
        .as_slice()
        .first()
        .map_or(PaperState::NotReceived, |(_, paper)| paper.state()))
}
