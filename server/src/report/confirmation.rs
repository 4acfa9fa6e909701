//! A confirmed version of a report.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, Timeliness};

use super::object::Report;
use crate::error::Result;
use crate::life;

/// A confirmed, numbered version: the figures the nation's total rests on.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct Confirmation {
    /// The version's number, from 1.
    #[diesel(sql_type = Integer)]
    pub number: i32,
    /// Its digest.
    #[diesel(sql_type = Text)]
    pub digest: String,
    /// Its sum in baht.
    #[diesel(sql_type = BigInt)]
    pub revenue: Baht,
    /// The business instant of the confirmation.
    #[diesel(sql_type = Timestamptz)]
    pub confirmed_at: DateTime<Utc>,
    /// Who confirmed.
    #[diesel(sql_type = Nullable<Text>)]
    pub confirmed_by: Option<String>,
    /// The deadline it was judged by, exclusive.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub due_at: Option<DateTime<Utc>>,
    /// The verdict.
    #[diesel(sql_type = Text)]
    pub timeliness: Timeliness,
}

/// The last confirmed version.
pub(super) async fn confirmation(connection: &mut AsyncPgConnection, report: &Report) -> Result<Option<Confirmation>> {
    let text = "SELECT number, digest, satang AS revenue, confirmed_at, person.name AS confirmed_by, due_at, timeliness
        FROM confirmed_version LEFT JOIN person ON person.id = confirmed_by WHERE district = $1 AND month = $2 AND number = $3";
    let statement = life::of_subject(text, &report.key().into());
    let mut found: Vec<Confirmation> = statement.bind::<Integer, _>(report.confirmed_version).load(connection).await?;
    Ok(found.pop())
}
