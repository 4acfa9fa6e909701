//! The row of a place.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, AreaLevel};

use crate::error::Result;
use crate::statement::sql;

/// A place as the database keeps it.
#[derive(Debug, Clone, QueryableByName)]
pub struct AreaRow {
    /// The official code.
    #[diesel(sql_type = Text)]
    pub code: AreaCode,
    /// The Thai name.
    #[diesel(sql_type = Text)]
    pub name_th: String,
    /// The English name.
    #[diesel(sql_type = Text)]
    pub name_en: String,
    /// The region of a province.
    #[diesel(sql_type = Nullable<Text>)]
    pub region: Option<String>,
}

/// The places of one level whose codes match one of the `LIKE` patterns, by code.
///
/// # Errors
/// When the database fails.
pub async fn of_level(connection: &mut AsyncPgConnection, level: AreaLevel, patterns: &[String]) -> Result<Vec<AreaRow>> {
    let length = match level {
        AreaLevel::Nation | AreaLevel::Province => 2,
        AreaLevel::District => 4,
        AreaLevel::Subdistrict => 6,
    };
    Ok(sql(include_str!("of_level.sql"))
        .bind::<Integer, _>(length)
        .bind::<Bool, _>(level == AreaLevel::Nation)
        .bind::<Array<Text>, _>(patterns)
        .load(connection)
        .await?)
}
