//! The row of a producer.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, ProducerKind};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::statement::sql;

/// A producer as the database keeps it, with its attributes by month.
#[derive(Debug, Clone, QueryableByName)]
pub struct ProducerRow {
    /// The place it was asked for in.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Its district, for ever.
    #[diesel(sql_type = Text)]
    pub district: AreaCode,
    /// Its number in the register.
    #[diesel(sql_type = Nullable<Text>)]
    pub registration_number: Option<String>,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The first month it is on the roster.
    #[diesel(sql_type = Date)]
    pub active_from: Month,
    /// The last month it is on the roster.
    #[diesel(sql_type = Nullable<Date>)]
    pub active_until: Option<Month>,
    /// Counts its changes.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Array<Date>)]
    months: Vec<Month>,
    #[diesel(sql_type = Array<Text>)]
    kinds: Vec<ProducerKind>,
    #[diesel(sql_type = Array<Text>)]
    subdistricts: Vec<AreaCode>,
    #[diesel(sql_type = Date)]
    this_month: Month,
}

impl ProducerRow {
    /// The business month it was read in.
    #[must_use]
    pub fn this_month(&self) -> Month {
        self.this_month
    }

    /// Kind and subdistrict in a month: those last begun; before all of them, the earliest.
    ///
    /// # Errors
    /// When the database holds a producer without any.
    pub fn dated_in(&self, month: Month) -> Result<(ProducerKind, &AreaCode)> {
        let index = self.begun_by(month).saturating_sub(1);
        let found = self.kinds.get(index).copied().zip(self.subdistricts.get(index));
        found.ok_or_else(|| Error::internal("a producer without kind and subdistrict"))
    }

    /// The first month after `month` from which another kind or subdistrict is already dated.
    #[must_use]
    pub fn next_dated(&self, month: Month) -> Option<Month> {
        self.months.get(self.begun_by(month)).copied()
    }

    fn begun_by(&self, month: Month) -> usize {
        self.months.partition_point(|from| *from <= month)
    }
}

/// The producers with these ids.
///
/// # Errors
/// When the database fails.
pub async fn by_id(connection: &mut AsyncPgConnection, ids: &[Uuid]) -> Result<Vec<ProducerRow>> {
    let text = concat!(include_str!("page_by_id.sql"), include_str!("select.sql"));
    Ok(sql(text).bind::<Array<SqlUuid>, _>(ids).load(connection).await?)
}

/// The first `limit` producers after `after` in each of the places.
///
/// # Errors
/// When the database fails.
pub async fn pages(
    connection: &mut AsyncPgConnection,
    places: &[String],
    active_in: Option<Month>,
    after: Uuid,
    limit: i32,
) -> Result<Vec<ProducerRow>> {
    let text = concat!(
        include_str!("inside.sql"),
        include_str!("page_inside.sql"),
        include_str!("select.sql")
    );
    Ok(sql(text)
        .bind::<Array<Text>, _>(places)
        .bind::<Nullable<Date>, _>(active_in)
        .bind::<SqlUuid, _>(after)
        .bind::<Integer, _>(limit)
        .load(connection)
        .await?)
}

/// How many producers a place has.
#[derive(Debug, QueryableByName)]
pub struct PlaceCount {
    /// The place.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// Its producers.
    #[diesel(sql_type = Integer)]
    pub count: i32,
}

/// How many producers each of the places has; places without any are left out.
///
/// # Errors
/// When the database fails.
pub async fn count(connection: &mut AsyncPgConnection, places: &[String], active_in: Option<Month>) -> Result<Vec<PlaceCount>> {
    let text = concat!(include_str!("inside.sql"), include_str!("count_inside.sql"));
    Ok(sql(text)
        .bind::<Array<Text>, _>(places)
        .bind::<Nullable<Date>, _>(active_in)
        .load(connection)
        .await?)
}
