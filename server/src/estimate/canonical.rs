//! An estimate's canonical bytes, gathered from the tables: what its digest is taken of.

use diesel::QueryableByName;
use diesel::sql_types::{Integer, Numeric, SmallInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, EstimateKey, EstimatePeriod, canonical_estimate, digest};
use uuid::Uuid;

use super::read::periods;
use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Figure {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = SmallInt)]
    period: i16,
    #[diesel(sql_type = Numeric)]
    amount: Amount,
}

/// The digest of the figures as they are now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn live_digest(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<String> {
    Ok(digest(&canonical(connection, key).await?))
}

/// The canonical bytes of the figures as they are now.
pub(super) async fn canonical(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Vec<u8>> {
    let text = "SELECT producer_id, period, amount FROM estimate_cell WHERE district = $1 AND fiscal_year = $2 AND NOT deleted";
    let rows: Vec<Figure> = sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Integer, _>(key.fiscal_year)
        .load(connection)
        .await?;
    let mut figures: Vec<_> = rows.into_iter().map(|row| (row.producer_id, row.period, row.amount)).collect();
    let periods = periods(connection, std::slice::from_ref(key)).await?;
    let period = periods.get(&key.fiscal_year).copied().unwrap_or(EstimatePeriod::Quarter);
    Ok(canonical_estimate(key, period, &mut figures))
}
