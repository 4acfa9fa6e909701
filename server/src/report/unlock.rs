//! Open again for its district. A confirmed version goes on counting.

use diesel::sql_types::{Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::ReportKey;

use super::recount::recount;
use crate::error::Result;
use crate::statement::sql;

/// Opens a locked report for its district: figures may change, the roster lives again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn unlock(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<()> {
    let steps = [
        "UPDATE report SET status = 'RETURNED', digest = NULL WHERE district = $1 AND month = $2",
        "DELETE FROM roster WHERE district = $1 AND month = $2",
    ];
    for step in steps {
        sql(step)
            .bind::<Text, _>(key.district.to_string())
            .bind::<Date, _>(key.month)
            .execute(connection)
            .await?;
    }
    recount(connection, key).await
}
