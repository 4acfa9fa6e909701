//! Writes the rows, in a transaction that also judges them. One JSON document a table: foreign keys and indexes take most of
//! the time, and a row is a plain struct. (A whole demonstration is streamed instead: `demo/load.rs`.)

use chrono::{DateTime, Utc};
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::AreaCode;
use serde::Serialize;
use uuid::Uuid;

use super::Past;
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::feed::{NewEvent, append_all};
use crate::statement::sql;

/// Where loaded rows come from: a row of `import_source`, and the business instant of the import.
#[derive(Debug, Clone)]
pub struct Source {
    /// `import_source.id`.
    pub id: i32,
    /// The name of the document.
    pub name: String,
    /// The business instant of the import.
    pub at: DateTime<Utc>,
}

#[derive(diesel::QueryableByName)]
struct Recorded {
    #[diesel(sql_type = Integer)]
    id: i32,
    #[diesel(sql_type = Timestamptz)]
    imported_at: DateTime<Utc>,
}

/// Records a document (its name and the SHA-256 of its bytes in hex) as a source of figures.
///
/// # Errors
/// When the database fails.
pub async fn record(connection: &mut AsyncPgConnection, name: &str, sha256: &str, by: Option<Uuid>) -> Result<Source> {
    let Recorded { id, imported_at } = sql(include_str!("source.sql"))
        .bind::<Text, _>(name.to_owned())
        .bind::<Text, _>(sha256.to_owned())
        .bind::<Nullable<SqlUuid>, _>(by)
        .get_result(connection)
        .await?;
    Ok(Source {
        id,
        name: name.to_owned(),
        at: imported_at,
    })
}

/// Writes the reports of `months` of `district`. The caller has seen to it that they are untouched or do not exist, and
/// holds their locks where they do.
///
/// # Errors
/// When the database fails.
pub async fn load(connection: &mut AsyncPgConnection, source: &Source, district: &AreaCode, months: Vec<Past>) -> Result<()> {
    let loaded: Vec<_> = months.iter().filter(|past| past.has_figures()).map(|past| past.month).collect();
    let rows = Rows::of(district, months);
    let mut table = Table {
        connection,
        source,
        district,
    };
    table.write(include_str!("report.sql"), &rows.reports).await?;
    table.write(include_str!("sheet.sql"), &rows.producers).await?;
    table.write(include_str!("cell.sql"), &rows.cells).await?;
    table.write(include_str!("rollup.sql"), &rows.sums).await?;
    table.write(include_str!("roster.sql"), &rows.producers).await?;
    table.write(include_str!("version.sql"), &rows.reports).await?;
    // Last, since the second wall refuses figures of a locked report.
    table.write(include_str!("confirm.sql"), &rows.reports).await?;
    let event = |month| NewEvent::new("IMPORTED", district, Some(month), source.at).reason(&source.name);
    append_all(table.connection, loaded.into_iter().map(event)).await
}

struct Table<'a> {
    connection: &'a mut AsyncPgConnection,
    source: &'a Source,
    district: &'a AreaCode,
}

impl Table<'_> {
    /// Every statement takes the rows, the district, the source and the instant, in this order.
    async fn write<Row: Serialize>(&mut self, statement: &'static str, rows: &[Row]) -> Result<()> {
        let document = serde_json::to_string(rows).map_err(Error::internal)?;
        sql(statement)
            .bind::<Text, _>(document)
            .bind::<Text, _>(self.district.as_str().to_owned())
            .bind::<Integer, _>(self.source.id)
            .bind::<Timestamptz, _>(self.source.at)
            .execute(self.connection)
            .await?;
        Ok(())
    }
}
