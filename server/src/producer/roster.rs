//! What a change of a producer makes of the district's open reports: their rosters, and the kinds their sums are kept by.

use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month};

use crate::error::Result;
use crate::statement::sql;

/// Counts the rosters of the open reports from a month on.
///
/// # Errors
/// When the database fails.
pub async fn recount(connection: &mut AsyncPgConnection, district: &AreaCode, from: Month) -> Result<()> {
    run(connection, include_str!("recount.sql"), district, from).await
}

/// Makes the live sums of the open reports from a month on anew from their cells, by the kinds that hold now. The totals of
/// the reports stay: only the kinds moved.
///
/// # Errors
/// When the database fails.
pub async fn regroup(connection: &mut AsyncPgConnection, district: &AreaCode, from: Month) -> Result<()> {
    run(connection, include_str!("regroup_delete.sql"), district, from).await?;
    run(connection, include_str!("regroup_insert.sql"), district, from).await
}

async fn run(connection: &mut AsyncPgConnection, text: &'static str, district: &AreaCode, from: Month) -> Result<()> {
    sql(text)
        .bind::<Text, _>(district)
        .bind::<Date, _>(from)
        .execute(connection)
        .await?;
    Ok(())
}
