//! A target as the database keeps it.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Percent, Round, Thresholds};

use crate::error::{Error, Result};
use crate::rollup::{ByUnit, Scope};

/// What a place is to reach in a round.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct TargetRow {
    /// The place: the nation, a province or a district.
    #[diesel(sql_type = Text)]
    pub area: AreaCode,
    /// The fiscal year (BE).
    #[diesel(sql_type = Integer)]
    pub fiscal_year: i32,
    /// 1 or 2.
    #[diesel(sql_type = SmallInt)]
    pub round: i16,
    /// 0 as first set; each change is one more.
    #[diesel(sql_type = Integer)]
    pub revision: i32,
    /// The growth to reach, in percent of the base.
    #[diesel(sql_type = Text)]
    pub percent: Percent,
    /// The growth that is worth 1, 2, 3, 4 and 5 points, in percent.
    #[diesel(sql_type = Array<Text>)]
    pub thresholds: Vec<Percent>,
    /// Why it was set, or changed.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// The business instant it was set.
    #[diesel(sql_type = Timestamptz)]
    pub set_at: DateTime<Utc>,
    /// Who set it; absent in a demonstration.
    #[diesel(sql_type = Nullable<Text>)]
    pub set_by: Option<String>,
}

impl TargetRow {
    /// What its growth is scored by.
    ///
    /// # Errors
    /// When they are none: the database was changed beside the service.
    pub fn scored_by(&self) -> Result<Thresholds> {
        Thresholds::new(&self.thresholds).map_err(|refusal| Error::internal(refusal.message))
    }
}

/// The targets of a round in all places of a scope, by code: one statement, whatever the width.
///
/// # Errors
/// When the database fails.
pub async fn targets(connection: &mut AsyncPgConnection, scope: &Scope, round: Round) -> Result<ByUnit<TargetRow>> {
    let rows: Vec<TargetRow> = scope
        .of_areas(include_str!("latest.sql"))
        .bind::<Integer, _>(round.fiscal_year().number())
        .bind::<SmallInt, _>(i16::from(round.number()))
        .load(connection)
        .await?;
    Ok(ByUnit::new(rows.into_iter().map(|row| (row.area.to_string(), row)).collect()))
}
