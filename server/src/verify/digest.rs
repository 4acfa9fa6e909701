//! The canonical bytes of one report, as SQL puts them together.

use diesel::QueryableByName;
use diesel::sql_types::{Bytea, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month};

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
    found
        .into_iter()
        .next()
        .map(|canonical| canonical.bytes)
        .ok_or_else(|| Error::not_found("report"))
}
