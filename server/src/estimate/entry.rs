//! A figure of an estimate, as the database keeps it and as clients see it.

use std::collections::HashSet;

use async_graphql::{ComplexObject, ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Numeric, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, EntryFact, EstimateEntryKey, EstimateKey, FiscalYear};
use uuid::Uuid;

use super::read::columns;
use crate::error::Result;
use crate::statement::sql;

/// What a producer is expected to sell in a period of a fiscal year.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct EstimateEntry {
    #[graphql(skip)]
    #[diesel(sql_type = Text)]
    pub(crate) district: String,
    #[graphql(skip)]
    #[diesel(sql_type = SqlUuid)]
    pub(crate) producer_id: Uuid,
    #[graphql(skip)]
    #[diesel(sql_type = Integer)]
    pub(crate) fiscal_year: FiscalYear,
    #[graphql(skip)]
    #[diesel(sql_type = SmallInt)]
    pub(crate) period: i16,
    /// Baht with two decimals; `0.00` where the figure was removed.
    #[diesel(sql_type = Numeric)]
    pub amount: Amount,
    /// A remark of the entry officer.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    /// Counts the changes, removals included, from 1.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// The figure was removed; its version goes on.
    #[diesel(sql_type = Bool)]
    pub deleted: bool,
    /// The business instant of the last change.
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: DateTime<Utc>,
    /// Who made the last change.
    #[diesel(sql_type = Nullable<Text>)]
    pub changed_by: Option<String>,
}

impl EstimateEntry {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> EstimateEntryKey {
        EstimateEntryKey {
            producer: self.producer_id,
            fiscal_year: self.fiscal_year,
            period: self.period,
        }
    }

    /// What the rules are told of it.
    #[must_use]
    pub fn fact(&self) -> EntryFact {
        EntryFact {
            version: self.version,
            amount: (!self.deleted).then_some(self.amount),
            note: self.note.clone(),
        }
    }
}

#[ComplexObject]
impl EstimateEntry {
    /// `producerId|2566|1`.
    pub(crate) async fn id(&self) -> EstimateEntryKey {
        self.key()
    }

    /// The producer.
    async fn producer_id(&self) -> ID {
        self.producer_id.to_string().into()
    }

    /// The fiscal year (BE).
    async fn fiscal_year(&self) -> i32 {
        self.fiscal_year.number()
    }

    /// The period of the year, from 1.
    async fn period(&self) -> i32 {
        self.period.into()
    }
}

/// The figures of estimates, or of some of their producers, removed ones included, in the order of the digest.
///
/// # Errors
/// When the database fails.
pub(crate) async fn entries(
    mut connection: &AsyncPgConnection,
    estimates: &[EstimateKey],
    producers: Option<Vec<Uuid>>,
) -> Result<Vec<EstimateEntry>> {
    let (districts, years) = columns(estimates);
    let text = concat!(
        "WITH wanted AS (SELECT * FROM unnest($1::text[], $2::int[]) AS wanted (district, fiscal_year)), asked AS (SELECT $3::uuid[] AS producers)\n",
        include_str!("select_entry.sql"),
        "JOIN wanted ON wanted.district = estimate_cell.district AND wanted.fiscal_year = estimate_cell.fiscal_year
         CROSS JOIN asked
         WHERE asked.producers IS NULL OR estimate_cell.producer_id = ANY (asked.producers)
         ORDER BY estimate_cell.district, estimate_cell.fiscal_year, estimate_cell.producer_id, estimate_cell.period"
    );
    Ok(sql(text)
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Integer>, _>(years)
        .bind::<Nullable<Array<SqlUuid>>, _>(producers)
        .load(&mut connection)
        .await?)
}

/// At most `limit` figures of districts after a key and up to a last district, by key: district, fiscal year, producer, period.
///
/// # Errors
/// When the database fails.
pub(crate) async fn select_after(
    connection: &mut AsyncPgConnection,
    after: (String, i32, Uuid, i16),
    last: String,
    limit: i64,
) -> Result<Vec<EstimateEntry>> {
    let (district, year, producer, period) = after;
    let text = concat!(
        include_str!("select_entry.sql"),
        "WHERE (estimate_cell.district, estimate_cell.fiscal_year, estimate_cell.producer_id, estimate_cell.period) > ($1, $2, $3, $4)
           AND estimate_cell.district <= $5
         ORDER BY estimate_cell.district, estimate_cell.fiscal_year, estimate_cell.producer_id, estimate_cell.period
         LIMIT $6"
    );
    Ok(sql(text)
        .bind::<Text, _>(district)
        .bind::<Integer, _>(year)
        .bind::<SqlUuid, _>(producer)
        .bind::<SmallInt, _>(period)
        .bind::<Text, _>(last)
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await?)
}

#[derive(QueryableByName)]
struct Active {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
    #[diesel(sql_type = Integer)]
    fiscal_year: FiscalYear,
}

/// The producers of some figures that are active in a month of their year.
///
/// # Errors
/// When the database fails.
pub(crate) async fn active(mut connection: &AsyncPgConnection, keys: &[EstimateEntryKey]) -> Result<HashSet<(Uuid, FiscalYear)>> {
    let text = "SELECT DISTINCT producer.id AS producer_id, wanted.fiscal_year
        FROM unnest($1::uuid[], $2::int[]) AS wanted (producer_id, fiscal_year)
        JOIN producer ON producer.id = wanted.producer_id AND producer.active_from <= make_date(wanted.fiscal_year - 543, 9, 1)
            AND (producer.active_until IS NULL OR producer.active_until >= make_date(wanted.fiscal_year - 544, 10, 1))";
    let found: Vec<Active> = sql(text)
        .bind::<Array<SqlUuid>, _>(keys.iter().map(|key| key.producer).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(keys.iter().map(|key| key.fiscal_year.number()).collect::<Vec<_>>())
        .load(&mut connection)
        .await?;
    Ok(found.into_iter().map(|row| (row.producer_id, row.fiscal_year)).collect())
}
