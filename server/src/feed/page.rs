//! Reading the book: events after a position, below the horizon.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month};

use super::body::Body;
use crate::error::{Error, Result};
use crate::statement::sql;

/// A place in the book. Positions are compared as (generation, transaction, sequence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Which life of the database.
    pub generation: i32,
    /// The writer's 64-bit transaction id.
    pub tx: i64,
    /// The number within the sequence.
    pub seq: i64,
}

/// One entry of the book.
#[derive(Debug)]
pub struct Event {
    /// Where it stands.
    pub position: Position,
    /// The area it belongs to.
    pub area: AreaCode,
    /// The report's month (CE); absent for an event of an area.
    pub month: Option<Month>,
    /// What happened.
    pub kind: String,
    /// The business instant.
    pub at: DateTime<Utc>,
    /// What it says.
    pub body: Body,
}

impl Event {
    /// Whether it is of a report or of a year's estimate, not of the area itself.
    #[must_use]
    pub fn of_figures(&self) -> bool {
        self.month.is_some() || self.body.fiscal_year.is_some()
    }

    /// Whether it happened in the area, or to a place above it; `page.sql` asks the same.
    #[must_use]
    pub fn concerns(&self, area: &AreaCode) -> bool {
        area.contains(&self.area) || (self.month.is_none() && self.area.contains(area))
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    generation: i32,
    #[diesel(sql_type = BigInt)]
    tx: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    area: String,
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<Month>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    body: String,
}

impl TryFrom<Row> for Event {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            position: Position {
                generation: row.generation,
                tx: row.tx,
                seq: row.seq,
            },
            area: row.area.parse()?,
            month: row.month,
            kind: row.kind,
            at: row.at,
            body: serde_json::from_str(&row.body).map_err(Error::internal)?,
        })
    }
}

/// At most `limit` events that concern `areas`, after `after`, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn page(connection: &mut AsyncPgConnection, areas: &[AreaCode], after: Position, limit: i64) -> Result<Vec<Arc<Event>>> {
    let prefixes: Vec<String> = areas.iter().map(|area| area.prefix().to_owned()).collect();
    let rows: Vec<Row> = sql(include_str!("page.sql"))
        .bind::<Integer, _>(after.generation)
        .bind::<Text, _>(after.tx.to_string())
        .bind::<BigInt, _>(after.seq)
        .bind::<Array<Text>, _>(prefixes)
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await?;
    rows.into_iter().map(|row| Event::try_from(row).map(Arc::new)).collect()
}

#[derive(QueryableByName)]
struct Horizon {
    #[diesel(sql_type = Integer)]
    generation: i32,
    #[diesel(sql_type = BigInt)]
    horizon: i64,
    #[diesel(sql_type = BigInt)]
    next: i64,
}

/// The position everything now visible stands before, and everything still to be committed stands after.
///
/// # Errors
/// When the database fails.
pub async fn end(connection: &mut AsyncPgConnection) -> Result<Position> {
    Ok(horizon(connection).await?.0)
}

/// The same, and how many transactions were begun behind it.
///
/// # Errors
/// When the database fails.
pub(super) async fn horizon(connection: &mut AsyncPgConnection) -> Result<(Position, i64)> {
    let found: Horizon = sql(include_str!("horizon.sql")).get_result(connection).await?;
    let end = Position {
        generation: found.generation,
        tx: found.horizon,
        seq: -1,
    };
    Ok((end, found.next.saturating_sub(found.horizon)))
}
