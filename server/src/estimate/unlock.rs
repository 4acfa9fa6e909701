//! Open again for its district. A revision that was sent goes on counting.

use diesel::sql_types::{Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::EstimateKey;

use crate::error::Result;
use crate::statement::sql;

/// Opens a locked estimate for its district: figures may change.
///
/// # Errors
/// When the database fails.
pub(crate) async fn unlock(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<()> {
    sql("UPDATE estimate SET status = 'RETURNED', digest = NULL WHERE district = $1 AND fiscal_year = $2")
        .bind::<Text, _>(key.district.to_string())
        .bind::<Integer, _>(key.fiscal_year)
        .execute(connection)
        .await?;
    Ok(())
}
