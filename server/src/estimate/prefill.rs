//! What an estimate can be filled with: the figures of the year before.

use async_graphql::{ComplexObject, ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, SmallInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, EstimateKey, EstimatePeriod};
use uuid::Uuid;

use crate::error::Result;
use crate::statement::sql;

/// What a producer sold in the same period of the year before, as recorded.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct EstimatePrefill {
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    /// The period of the year, from 1.
    #[diesel(sql_type = Integer)]
    period: i32,
    /// In baht.
    #[diesel(sql_type = BigInt)]
    amount: Baht,
}

#[ComplexObject]
impl EstimatePrefill {
    /// The producer.
    async fn producer_id(&self) -> ID {
        self.producer_id.to_string().into()
    }
}

/// By producer and period; producers that sold nothing then are left out.
///
/// # Errors
/// When the database fails.
pub(super) async fn prefill(connection: &mut AsyncPgConnection, key: &EstimateKey, period: EstimatePeriod) -> Result<Vec<EstimatePrefill>> {
    Ok(sql(include_str!("prefill.sql"))
        .bind::<Text, _>(key.district.to_string())
        .bind::<Integer, _>(key.fiscal_year)
        .bind::<SmallInt, _>(period.months())
        .load(connection)
        .await?)
}
