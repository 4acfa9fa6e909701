//! What of an estimate was sent to the province.

use async_graphql::{ComplexObject, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, EstimateKey, Timeliness};

use crate::error::Result;
use crate::statement::sql;

/// A numbered revision of an estimate: the figures as they were sent, never rewritten.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct EstimateRevision {
    /// Its number, from 0.
    #[diesel(sql_type = Integer)]
    number: i32,
    /// Its digest.
    #[diesel(sql_type = Text)]
    digest: String,
    #[graphql(skip)]
    #[diesel(sql_type = Array<BigInt>)]
    satang: Vec<i64>,
    /// How it stood to the due date.
    #[diesel(sql_type = Text)]
    timeliness: Timeliness,
    /// The due date it was judged by, exclusive.
    #[diesel(sql_type = Timestamptz)]
    due_at: DateTime<Utc>,
    /// The business instant it was sent.
    #[diesel(sql_type = Timestamptz)]
    sent_at: DateTime<Utc>,
    /// Who sent it.
    #[diesel(sql_type = Text)]
    sent_by: String,
    /// Whether it is the one that counts.
    #[diesel(sql_type = Bool)]
    accepted: bool,
}

#[ComplexObject]
impl EstimateRevision {
    /// Its sum in baht.
    async fn amount(&self) -> Baht {
        Baht::from_satang(self.satang.iter().sum())
    }

    /// Its sums by period, from the first on.
    async fn by_period(&self) -> Vec<Baht> {
        self.satang.iter().copied().map(Baht::from_satang).collect()
    }
}

/// The revisions of an estimate, oldest first.
///
/// # Errors
/// When the database fails.
pub(super) async fn revisions(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Vec<EstimateRevision>> {
    let text =
        "SELECT number, sent.digest, satang, timeliness, due_at, sent_at, person.name AS sent_by, number = estimate.accepted AS accepted
        FROM estimate_revision AS sent JOIN estimate USING (district, fiscal_year) JOIN person ON person.id = sent_by
        WHERE sent.district = $1 AND sent.fiscal_year = $2 ORDER BY number";
    Ok(sql(text)
        .bind::<Text, _>(key.district.to_string())
        .bind::<Integer, _>(key.fiscal_year)
        .load(connection)
        .await?)
}
