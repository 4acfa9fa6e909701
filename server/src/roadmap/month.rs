//! A month of a Roadmap: its calendar, and how many districts have confirmed.

use std::collections::HashMap;

use async_graphql::SimpleObject;
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, FiscalYear, Month};

use crate::calendar::{self, Calendar};
use crate::error::Result;
use crate::statement::sql;

/// A month of a Roadmap.
#[derive(Debug, Clone, SimpleObject)]
pub struct RoadmapMonth {
    /// Its dates.
    pub(super) calendar: Calendar,
    /// How many districts of the place owe a report.
    expected: i32,
    /// How many of them ever confirmed it.
    confirmed: i32,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Integer)]
    expected: i32,
    #[diesel(sql_type = Integer)]
    confirmed: i32,
}

/// The months of a fiscal year, October first.
///
/// # Errors
/// When the database fails.
pub(super) async fn months(connection: &mut AsyncPgConnection, area: &AreaCode, year: FiscalYear) -> Result<Vec<RoadmapMonth>> {
    let months = year.months();
    let counts: Vec<Count> = sql(include_str!("months.sql"))
        .bind::<Array<Date>, _>(months.to_vec())
        .bind::<Text, _>(format!("{}%", area.prefix()))
        .load(connection)
        .await?;
    let counts: HashMap<Month, Count> = counts.into_iter().map(|count| (count.month, count)).collect();
    let calendars = calendar::calendars(connection, &months).await?;
    let month = |calendar: Calendar| {
        let count = counts.get(&calendar.month);
        RoadmapMonth {
            expected: count.map_or(0, |count| count.expected),
            confirmed: count.map_or(0, |count| count.confirmed),
            calendar,
        }
    };
    Ok(calendars.into_iter().map(month).collect())
}
