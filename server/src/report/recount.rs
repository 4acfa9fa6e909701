//! A report's totals and live rollup rows, counted anew from sheets and cells: whenever the roster that holds changes
//! between frozen and live.

use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::ReportKey;

use crate::error::Result;
use crate::evidence;
use crate::statement::sql;

/// Counts the report's totals and rebuilds its live rollup rows. The caller holds the report's lock.
///
/// # Errors
/// When the database fails.
pub(crate) async fn recount(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    let steps = [
        "DELETE FROM rollup WHERE NOT confirmed AND district = $1 AND month = $2",
        include_str!("rebuild_rollup.sql"),
        include_str!("recount.sql"),
    ];
    for step in steps {
        sql(step)
            .bind::<Text, _>(key.district.to_string())
            .bind::<Date, _>(key.month)
            .execute(connection)
            .await?;
    }
    evidence::recount(connection, key).await
}
