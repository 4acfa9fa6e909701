//! A frozen base, and what it says of a district.

use async_graphql::{ComplexObject, Context, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Baht, BasePolicy, BaseSource, Day, Month};

use crate::error::Result;
use crate::request;
use crate::statement::sql;

/// The base of a fiscal year (ข้อมูลฐาน), frozen. Nothing frozen is rewritten: a correction is the next revision.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
#[graphql(complex)]
pub struct BaseRevision {
    /// The fiscal year (BE) whose growth is measured by it.
    #[diesel(sql_type = Integer)]
    fiscal_year: i32,
    /// From 0.
    #[diesel(sql_type = Integer)]
    pub(super) revision: i32,
    /// What it is made of.
    #[diesel(sql_type = Text)]
    base_policy: BasePolicy,
    /// Only producers registered by this day stand in it; absent: all of them.
    #[diesel(sql_type = Nullable<Date>)]
    cohort_until: Option<Day>,
    /// Why it was made.
    #[diesel(sql_type = Text)]
    reason: String,
    /// SHA-256 over its lines, in hex.
    #[diesel(sql_type = Text)]
    digest: String,
    /// The business instant it was frozen.
    #[diesel(sql_type = Timestamptz)]
    frozen_at: DateTime<Utc>,
    /// Who froze it; absent in a demonstration.
    #[diesel(sql_type = Nullable<Text>)]
    frozen_by: Option<String>,
}

/// The base of a district and month.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct BaseMonth {
    /// The month (CE) that is compared with it.
    #[diesel(sql_type = Date)]
    month: Month,
    /// The base in baht; withheld from a viewer where few producers stand behind it.
    #[diesel(sql_type = Nullable<BigInt>)]
    amount: Option<Baht>,
    /// Where it comes from.
    #[diesel(sql_type = Text)]
    source: BaseSource,
}

#[ComplexObject]
impl BaseRevision {
    /// The months of a district that have a base, oldest first; empty where the caller does not see the district's sums.
    async fn months(&self, context: &Context<'_>, district: AreaCode) -> Result<Vec<BaseMonth>> {
        let caller = request::caller(context);
        if !caller.sees_totals(&district) {
            return Ok(Vec::new());
        }
        let known = caller.reads(&district);
        let mut connection = request::read(context).await?;
        Ok(sql(include_str!("months.sql"))
            .bind::<Integer, _>(self.fiscal_year)
            .bind::<Integer, _>(self.revision)
            .bind::<Text, _>(district)
            .bind::<Bool, _>(known)
            .load(&mut *connection)
            .await?)
    }
}

/// A base by its revision, or the latest.
///
/// # Errors
/// When the database fails.
pub(super) async fn find(connection: &mut AsyncPgConnection, fiscal_year: i32, revision: Option<i32>) -> Result<Option<BaseRevision>> {
    let found: Vec<BaseRevision> = sql(include_str!("base.sql"))
        .bind::<Integer, _>(fiscal_year)
        .bind::<Nullable<Integer>, _>(revision)
        .load(connection)
        .await?;
    Ok(found.into_iter().next())
}
