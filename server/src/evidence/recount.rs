//! How many producers of a report have evidence, were looked at, did not agree: the numbers ride on the report's row.

use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::ReportKey;

use crate::error::Result;
use crate::statement::sql;

/// Counts them anew, whenever evidence or the roster changes. The caller holds the report's lock.
///
/// # Errors
/// When the database fails.
pub(crate) async fn recount(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    sql(include_str!("recount.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Date, _>(key.month)
        .execute(connection)
        .await?;
    Ok(())
}
