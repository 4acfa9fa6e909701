//! Reading reports and what belongs to them.

use async_graphql::{Context, Object};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Integer, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, ReportKey, SheetKey};
use uuid::Uuid;

use super::object::Report;
use crate::error::{Error, Result};
use crate::request;
use crate::sheet::{self, Sheet};
use crate::statement::{Statement, sql};

/// Questions about reports.
#[derive(Default)]
pub struct ReportQuery;

#[Object]
impl ReportQuery {
    /// The report of a district and month; nothing outside the caller's areas and where there is no such district.
    async fn report(&self, context: &Context<'_>, district: AreaCode, month: Month) -> Option<Result<Report>> {
        visible(context, ReportKey { district, month }).await.transpose()
    }
}

/// The report, if the caller may know of it.
///
/// # Errors
/// When the database fails.
pub async fn visible(context: &Context<'_>, key: ReportKey) -> Result<Option<Report>> {
    let caller = request::caller(context);
    if !caller.sees_totals(&key.district) {
        return Ok(None);
    }
    let found = find(&mut *request::read(context).await?, &key).await?;
    Ok(found.filter(|report| report.visible_to(caller)))
}

/// The report of an existing district, touched or not.
///
/// # Errors
/// When the database fails.
pub async fn find(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Option<Report>> {
    Ok(load(connection, std::slice::from_ref(key)).await?.pop())
}

/// A report of which one knows that it is there.
///
/// # Errors
/// `NOT_FOUND` where it is not.
pub(crate) async fn present(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Report> {
    find(connection, key).await?.ok_or_else(|| Error::not_found("report"))
}

/// Locks a report and reads it behind the lock; one that nobody touched yet gets its row first.
///
/// # Errors
/// `NOT_FOUND` where there is no such district.
pub(crate) async fn lock(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Report> {
    present(connection, key).await?;
    sheet::lock(connection, std::slice::from_ref(key)).await?;
    present(connection, key).await
}

/// Reports by key, in the order of district and month; those of districts that do not exist are left out.
///
/// # Errors
/// When the database fails.
pub async fn load(connection: &mut AsyncPgConnection, keys: &[ReportKey]) -> Result<Vec<Report>> {
    let districts: Vec<String> = keys.iter().map(|key| key.district.to_string()).collect();
    let months: Vec<Month> = keys.iter().map(|key| key.month).collect();
    let statement = concat!(
        "WITH time AS (",
        include_str!("../calendar/facts.sql"),
        ")\n",
        include_str!("select.sql")
    );
    Ok(sql(statement)
        .bind::<Array<Text>, _>(districts)
        .bind::<Array<Date>, _>(months)
        .load(connection)
        .await?)
}

/// A statement about one report: district and month are its first parameters.
fn of(text: &'static str, key: &ReportKey) -> Statement<'static> {
    sql(text).bind::<Text, _>(key.district.to_string()).bind::<Date, _>(key.month)
}

#[derive(QueryableByName)]
struct ProducerRow {
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
}

/// All sheets of a report.
pub(super) async fn sheets(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<Sheet>> {
    let found: Vec<ProducerRow> = of("SELECT producer_id FROM sheet WHERE district = $1 AND month = $2", key)
        .load(connection)
        .await?;
    let key_of = |row: ProducerRow| {
        (
            key.district.to_string(),
            SheetKey {
                producer: row.producer_id,
                month: key.month,
            },
        )
    };
    let keys: Vec<(String, SheetKey)> = found.into_iter().map(key_of).collect();
    sheet::sheets(connection, &keys).await
}

/// The producers of the roster that have not reported.
pub(super) async fn missing(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<Uuid>> {
    let found: Vec<ProducerRow> = of(include_str!("missing.sql"), key).load(connection).await?;
    Ok(found.into_iter().map(|row| row.producer_id).collect())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Integer)]
    number: i32,
}

/// Edits known to wait for the month to open.
pub(super) async fn held_operations(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<i32> {
    let text = "SELECT count(*)::int AS number FROM held_attempt WHERE district = $1 AND month = $2 AND ended_at IS NULL";
    Ok(of(text, key).get_result::<Counted>(connection).await?.number)
}

/// Conflicts no one has decided.
pub(super) async fn open_conflicts(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<i32> {
    let text = "SELECT count(*)::int AS number FROM conflict WHERE district = $1 AND month = $2 AND resolved_at IS NULL";
    Ok(of(text, key).get_result::<Counted>(connection).await?.number)
}
