//! The canonical bytes of one report, or of one year's estimate, as SQL puts them together.

use diesel::QueryableByName;
use diesel::sql_types::{Bytea, Date, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EstimateKey, Month};

use crate::error::{Error, Result};

#[derive(QueryableByName)]
struct Canonical {
    #[diesel(sql_type = Bytea)]
    bytes: Vec<u8>,
}

/// The bytes whose SHA-256 is the report's digest, of the figures as they are now, locked or not.
///
/// # Errors
/// `NOT_FOUND` where there is no such report.
pub async fn canonical_bytes(connection: &mut AsyncPgConnection, district: &AreaCode, month: Month) -> Result<Vec<u8>> {
    const STATEMENT: &str = concat!(
        "WITH ",
        include_str!("roster.sql"),
        ", ",
        include_str!("figure.sql"),
        ", ",
        include_str!("canonical.sql"),
        "SELECT bytes FROM canonical"
    );
    let found: Vec<Canonical> = diesel::sql_query(STATEMENT)
        .bind::<Text, _>(district.as_str())
        .bind::<Date, _>(month)
        .load(connection)
        .await?;
    only(found).ok_or_else(|| Error::not_found("report"))
}

/// The bytes whose SHA-256 is the estimate's digest, of the figures as they are now, locked or not.
///
/// # Errors
/// `NOT_FOUND` where nobody touched it yet.
pub async fn estimate_bytes(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Vec<u8>> {
    const STATEMENT: &str = concat!(
        "WITH ",
        include_str!("estimated.sql"),
        "SELECT bytes FROM estimated WHERE district = $1 AND fiscal_year = $2"
    );
    let found: Vec<Canonical> = diesel::sql_query(STATEMENT)
        .bind::<Text, _>(key.district.as_str())
        .bind::<Integer, _>(key.fiscal_year)
        .load(connection)
        .await?;
    only(found).ok_or_else(|| Error::not_found("estimate"))
}

fn only(found: Vec<Canonical>) -> Option<Vec<u8>> {
    found.into_iter().next().map(|canonical| canonical.bytes)
}
