//! The table of sales channels, as the rules are handed it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Month;

use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Date)]
    valid_from: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    valid_until: Option<NaiveDate>,
}

/// Codes and when they hold.
pub(super) struct Channels(HashMap<String, (NaiveDate, Option<NaiveDate>)>);

impl Channels {
    /// Whether revenue of that month may be recorded under a code.
    pub(super) fn holds_in(&self, code: &str, month: Month) -> bool {
        self.0
            .get(code)
            .is_some_and(|(from, until)| *from <= month.last_day() && until.is_none_or(|until| month.first_day() <= until))
    }
}

/// All of them: there are few.
///
/// # Errors
/// When the database fails.
pub(super) async fn channels(mut connection: &AsyncPgConnection) -> Result<Channels> {
    let rows: Vec<Row> = sql("SELECT code, valid_from, valid_until FROM channel")
        .load(&mut connection)
        .await?;
    let by_code = rows.into_iter().map(|row| (row.code, (row.valid_from, row.valid_until)));
    Ok(Channels(by_code.collect()))
}
