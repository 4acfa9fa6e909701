//! Figures of a batch, and the sums that ride on their estimates.

use std::collections::BTreeSet;

use diesel::sql_types::{Array, Bool, Integer, Nullable, Numeric, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EstimateKey};
use uuid::Uuid;

use super::entry::EstimateEntry;
use super::read::columns;
use crate::error::Result;
use crate::statement::sql;

/// Writes figures as they are now, then counts their estimates' sums anew. The caller holds the estimates' locks.
///
/// # Errors
/// When the database fails or its second wall refuses.
pub(crate) async fn write(connection: &AsyncPgConnection, rows: &[&EstimateEntry], person: Uuid) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    futures_util::try_join!(write_entries(connection, rows, person), recount(connection, rows))?;
    Ok(())
}

async fn write_entries(mut connection: &AsyncPgConnection, rows: &[&EstimateEntry], person: Uuid) -> Result<()> {
    sql(include_str!("upsert.sql"))
        .bind::<Array<Text>, _>(column(rows, |row| row.district.clone()))
        .bind::<Array<Integer>, _>(column(rows, |row| row.fiscal_year.number()))
        .bind::<Array<SqlUuid>, _>(column(rows, |row| row.producer_id))
        .bind::<Array<SmallInt>, _>(column(rows, |row| row.period))
        .bind::<Array<Numeric>, _>(column(rows, |row| row.amount))
        .bind::<Array<Nullable<Text>>, _>(column(rows, |row| row.note.clone()))
        .bind::<Array<Integer>, _>(column(rows, |row| row.version))
        .bind::<Array<Bool>, _>(column(rows, |row| row.deleted))
        .bind::<Array<Timestamptz>, _>(column(rows, |row| row.changed_at))
        .bind::<SqlUuid, _>(person)
        .execute(&mut connection)
        .await?;
    Ok(())
}

async fn recount(mut connection: &AsyncPgConnection, rows: &[&EstimateEntry]) -> Result<()> {
    let key = |row: &&EstimateEntry| -> Result<EstimateKey> {
        let district: AreaCode = row.district.parse()?;
        Ok(EstimateKey {
            district,
            fiscal_year: row.fiscal_year,
        })
    };
    let keys: BTreeSet<EstimateKey> = rows.iter().map(key).collect::<Result<_>>()?;
    let (districts, years) = columns(&keys.into_iter().collect::<Vec<_>>());
    sql(include_str!("recount.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Integer>, _>(years)
        .execute(&mut connection)
        .await?;
    Ok(())
}

fn column<Value>(rows: &[&EstimateEntry], value: impl Fn(&EstimateEntry) -> Value) -> Vec<Value> {
    rows.iter().map(|row| value(row)).collect()
}
