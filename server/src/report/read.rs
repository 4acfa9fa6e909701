//! Reading reports and what belongs to them.

use async_graphql::{Context, Object};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Integer, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Month, ReportKey, SheetKey};
use uuid::Uuid;

use super::object::Report;
use super::parts::{Certificate, Confirmation, Elector, RosterMember, Signature, Vote};
use crate::error::Result;
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

/// A statement about a report's present submission.
fn of_submission(text: &'static str, report: &Report) -> Statement<'static> {
    of(text, &report.key()).bind::<Integer, _>(report.submission)
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

/// Who may vote on the report's submission, the chair first.
pub(crate) async fn electorate(connection: &mut AsyncPgConnection, report: &Report) -> Result<Vec<Elector>> {
    let text = "SELECT person.id AS person, person.name, is_chair, is_secretary FROM elector JOIN person ON person.id = person_id
        WHERE district = $1 AND month = $2 AND submission = $3 ORDER BY is_chair DESC, is_secretary DESC, person.name, person.id";
    Ok(of_submission(text, report).load(connection).await?)
}

/// The producers of a report's month.
pub(super) async fn roster(connection: &mut AsyncPgConnection, key: &ReportKey) -> Result<Vec<RosterMember>> {
    let text = concat!(
        include_str!("canonical_producers.sql"),
        "ORDER BY producer.registration_number, producer.name, producer.id"
    );
    Ok(of(text, key).load(connection).await?)
}

/// The votes on the report's submission, oldest first.
pub(crate) async fn votes(connection: &mut AsyncPgConnection, report: &Report) -> Result<Vec<Vote>> {
    let text = "SELECT person.id AS person, person.name, choice, reason, digest, voted_at FROM vote JOIN person ON person.id = person_id
        WHERE district = $1 AND month = $2 AND submission = $3 ORDER BY voted_at, person.id";
    Ok(of_submission(text, report).load(connection).await?)
}

/// The committee's decision on the report's submission.
pub(super) async fn certificate(connection: &mut AsyncPgConnection, report: &Report) -> Result<Option<Certificate>> {
    let text = "SELECT certified, eligible, for_votes AS certify, against AS object, digest, decided_at, person.name AS closed_by,
               (SELECT number FROM meeting WHERE (meeting.district, meeting.month, meeting.submission)
                    = (certificate.district, certificate.month, certificate.submission) AND outcome <> 'ADJOURNED') AS resolution
        FROM certificate LEFT JOIN person ON person.id = closed_by WHERE district = $1 AND month = $2 AND submission = $3";
    first(of_submission(text, report), connection).await
}

/// The signature under the report's submission.
pub(super) async fn signature(connection: &mut AsyncPgConnection, report: &Report) -> Result<Option<Signature>> {
    let text = "SELECT signature.name, signature.position, capacity, order_number, mode, signed_on, signed_at, digest,
               person.name AS recorded_by
        FROM signature JOIN person ON person.id = person_id WHERE district = $1 AND month = $2 AND submission = $3";
    first(of_submission(text, report), connection).await
}

/// The last confirmed version.
pub(super) async fn confirmation(connection: &mut AsyncPgConnection, report: &Report) -> Result<Option<Confirmation>> {
    let text = "SELECT number, digest, satang AS revenue, confirmed_at, person.name AS confirmed_by, due_at, timeliness
        FROM confirmed_version LEFT JOIN person ON person.id = confirmed_by WHERE district = $1 AND month = $2 AND number = $3";
    first(of(text, &report.key()).bind::<Integer, _>(report.confirmed_version), connection).await
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

async fn first<Row>(statement: Statement<'static>, connection: &mut AsyncPgConnection) -> Result<Option<Row>>
where
    Row: QueryableByName<diesel::pg::Pg> + Send + 'static,
{
    Ok(statement.load::<Row>(connection).await?.pop())
}
