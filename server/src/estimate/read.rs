//! Reading estimates, and locking them.

use std::collections::HashMap;

use async_graphql::{Context, Object};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, EstimateKey, EstimatePeriod, FiscalYear, Status, Subject};

use super::object::Estimate;
use super::rule::{self, EstimateRule, EstimateTime};
use crate::calendar::Facts;
use crate::error::{Error, Result};
use crate::statement::sql;
use crate::{request, sheet};

/// Questions about estimates.
#[derive(Default)]
pub struct EstimateQuery;

#[Object]
impl EstimateQuery {
    /// A district's estimate of a fiscal year (BE); nothing outside the caller's areas and where there is no such district.
    async fn estimate(&self, context: &Context<'_>, district: AreaCode, fiscal_year: i32) -> Option<Result<Estimate>> {
        let found = async {
            let fiscal_year = FiscalYear::new(fiscal_year)?;
            visible(context, EstimateKey { district, fiscal_year }).await
        };
        found.await.transpose()
    }

    /// How the estimates of a fiscal year (BE) are made; nothing where nobody said.
    async fn estimate_rule(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<EstimateRule>> {
        let found = async { rule::find(&mut *request::read(context).await?, fiscal_year).await };
        found.await.transpose()
    }
}

/// The estimate, if the caller may know of it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn visible(context: &Context<'_>, key: EstimateKey) -> Result<Option<Estimate>> {
    let caller = request::caller(context);
    if !caller.sees_totals(&key.district) {
        return Ok(None);
    }
    let found = find(&mut *request::read(context).await?, &key).await?;
    Ok(found.filter(|estimate| estimate.visible_to(caller)))
}

/// Estimates by key, in the order of district and year; those of districts that do not exist are left out.
///
/// # Errors
/// When the database fails.
pub async fn load(connection: &mut AsyncPgConnection, keys: &[EstimateKey]) -> Result<Vec<Estimate>> {
    let (districts, years) = columns(keys);
    let text = concat!("WITH time AS (", include_str!("facts.sql"), ")\n", include_str!("select.sql"));
    Ok(sql(text)
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Integer>, _>(years)
        .load(connection)
        .await?)
}

async fn find(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Option<Estimate>> {
    Ok(load(connection, std::slice::from_ref(key)).await?.pop())
}

/// An estimate of which one knows that it is there.
///
/// # Errors
/// `NOT_FOUND` where it is not.
pub(crate) async fn present(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Estimate> {
    find(connection, key).await?.ok_or_else(|| Error::not_found("estimate"))
}

/// Locks an estimate and reads it behind the lock; one that nobody touched yet gets its row first.
///
/// # Errors
/// `NOT_FOUND` where there is no such district.
pub(crate) async fn lock_and_read(connection: &mut AsyncPgConnection, key: &EstimateKey) -> Result<Estimate> {
    present(connection, key).await?;
    sheet::lock_subjects(connection, &[Subject::from(key.clone())]).await?;
    present(connection, key).await
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Integer)]
    fiscal_year: FiscalYear,
    #[diesel(sql_type = Text)]
    status: Status,
}

/// Locks those that have a row, in ascending order, and tells their status.
///
/// # Errors
/// When the database fails, or another writer holds one for too long.
pub(crate) async fn lock_existing(mut connection: &AsyncPgConnection, keys: &[EstimateKey]) -> Result<HashMap<EstimateKey, Status>> {
    let (districts, years) = columns(keys);
    let text = "SELECT estimate.district, estimate.fiscal_year, estimate.status
        FROM estimate JOIN unnest($1::text[], $2::int[]) AS wanted (district, fiscal_year) USING (district, fiscal_year)
        ORDER BY estimate.district, estimate.fiscal_year FOR UPDATE OF estimate";
    let rows: Vec<Locked> = sql(text)
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Integer>, _>(years)
        .load(&mut connection)
        .await?;
    let status = |row: Locked| {
        let Locked {
            district,
            fiscal_year,
            status,
        } = row;
        (EstimateKey { district, fiscal_year }, status)
    };
    Ok(rows.into_iter().map(status).collect())
}

/// Makes the rows of those that nobody touched yet; a year without a rule has none.
///
/// # Errors
/// When the database fails.
pub(crate) async fn make(mut connection: &AsyncPgConnection, keys: &[EstimateKey]) -> Result<()> {
    let (districts, years) = columns(keys);
    let text = "INSERT INTO estimate (district, fiscal_year)
        SELECT wanted.district, wanted.fiscal_year FROM unnest($1::text[], $2::int[]) AS wanted (district, fiscal_year)
        JOIN estimate_rule USING (fiscal_year)
        ORDER BY wanted.district, wanted.fiscal_year ON CONFLICT DO NOTHING";
    sql(text)
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Integer>, _>(years)
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// The facts of time of each. For a write, call it after they are locked.
///
/// # Errors
/// When the database fails.
pub(crate) async fn facts(connection: &AsyncPgConnection, keys: &[EstimateKey]) -> Result<HashMap<EstimateKey, Facts>> {
    let rows = times(connection, keys).await?;
    Ok(rows.iter().map(|row| (row.key(), row.facts())).collect())
}

/// By what the years of some estimates are estimated.
///
/// # Errors
/// When the database fails.
pub(crate) async fn periods(connection: &AsyncPgConnection, keys: &[EstimateKey]) -> Result<HashMap<FiscalYear, EstimatePeriod>> {
    let rows = times(connection, keys).await?;
    Ok(rows.iter().map(|row| (row.fiscal_year, row.period())).collect())
}

async fn times(mut connection: &AsyncPgConnection, keys: &[EstimateKey]) -> Result<Vec<EstimateTime>> {
    let (districts, years) = columns(keys);
    Ok(sql(include_str!("facts.sql"))
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Integer>, _>(years)
        .load(&mut connection)
        .await?)
}

pub(super) fn columns(keys: &[EstimateKey]) -> (Vec<String>, Vec<i32>) {
    let districts = keys.iter().map(|key| key.district.to_string()).collect();
    (districts, keys.iter().map(|key| key.fiscal_year.number()).collect())
}
