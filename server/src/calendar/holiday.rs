//! Holidays. No deadline moves for them (assumption, after the Administrative Procedure Act, section 64); warnings come earlier.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{InputObject, SimpleObject};
use chrono::{Days, NaiveDate};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, FiscalYear, Role};

use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::statement::sql;
use crate::text::{LONGEST_NAME, required};

/// Holidays of a fiscal year at most.
const MOST: usize = 60;
/// So many days before a deadline the search for a working day may reach.
const REACH: Days = Days::new(60);

/// A day on which offices do not work, beside Saturdays and Sundays.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct Holiday {
    /// The day.
    #[diesel(sql_type = Date)]
    day: Day,
    /// Its Thai name.
    #[diesel(sql_type = Text)]
    name_th: String,
    /// Its English name.
    #[diesel(sql_type = Text)]
    name_en: String,
    /// Where it was taken from.
    #[diesel(sql_type = Text)]
    source: String,
}

/// The holidays of a fiscal year, all of them.
#[derive(Debug, Clone, InputObject)]
pub struct SetHolidaysInput {
    /// The fiscal year (BE).
    fiscal_year: i32,
    /// 0 to 60 days of that fiscal year, each once.
    holidays: Vec<HolidayInput>,
    /// Why: the cabinet's resolution they are taken from.
    reason: String,
}

/// A holiday.
#[derive(Debug, Clone, InputObject)]
pub struct HolidayInput {
    /// The day.
    day: Day,
    /// Its Thai name.
    name_th: String,
    /// Its English name.
    name_en: String,
}

/// The holidays of a fiscal year, by day.
///
/// # Errors
/// When the database fails.
pub(crate) async fn holidays(connection: &mut AsyncPgConnection, year: FiscalYear) -> Result<Vec<Holiday>> {
    between(connection, year.first().first_day(), year.last().last_day()).await
}

/// Every holiday before the latest of some deadlines that may matter to one of them.
///
/// # Errors
/// When the database fails.
pub(super) async fn days_off_before(
    connection: &mut AsyncPgConnection,
    deadlines: impl Iterator<Item = NaiveDate>,
) -> Result<BTreeSet<NaiveDate>> {
    let deadlines: Vec<NaiveDate> = deadlines.collect();
    let (Some(first), Some(last)) = (deadlines.iter().min(), deadlines.iter().max()) else {
        return Ok(BTreeSet::new());
    };
    let found = between(connection, *first - REACH, *last).await?;
    Ok(found.into_iter().map(|holiday| holiday.day.0).collect())
}

async fn between(connection: &mut AsyncPgConnection, from: NaiveDate, until: NaiveDate) -> Result<Vec<Holiday>> {
    let text = "SELECT day, name_th, name_en, source FROM holiday WHERE day BETWEEN $1 AND $2 ORDER BY day";
    Ok(sql(text).bind::<Date, _>(from).bind::<Date, _>(until).load(connection).await?)
}

/// The department sets the list of a fiscal year anew.
///
/// # Errors
/// By scope; `INVALID` without a reason or a name, for a day of another year, and for one that stands twice.
pub(super) async fn set_holidays(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &SetHolidaysInput,
) -> Result<Vec<Holiday>> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "fiscalYear")?;
    let reason = required_text("reason", Some(&input.reason))?;
    let year = FiscalYear::new(input.fiscal_year)?;
    each_once(year, &input.holidays)?;
    replace(connection, year, input, &reason).await?;
    let now = clock::business(connection).await?;
    let event = NewEvent::new("HOLIDAYS_SET", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&format!("{year}: {reason}"))).await?;
    holidays(connection, year).await
}

fn each_once(year: FiscalYear, given: &[HolidayInput]) -> Result<()> {
    let within = year.first().first_day()..=year.last().last_day();
    let days: BTreeSet<NaiveDate> = given.iter().map(|holiday| holiday.day.0).collect();
    if given.len() > MOST || days.len() < given.len() || !days.iter().all(|day| within.contains(day)) {
        let message = "ระบุวันในปีงบประมาณนี้ไม่เกิน 60 วัน ไม่ซ้ำกัน / Name at most 60 days of this fiscal year, each once";
        return Err(Error::invalid("holidays", "days", message));
    }
    Ok(())
}

async fn replace(connection: &mut AsyncPgConnection, year: FiscalYear, input: &SetHolidaysInput, reason: &str) -> Result<()> {
    let name = |field, text: &str| Ok::<_, Error>(required(field, text, LONGEST_NAME)?.to_owned());
    let thai: Vec<String> = input
        .holidays
        .iter()
        .map(|day| name("nameTh", &day.name_th))
        .collect::<Result<_>>()?;
    let english: Vec<String> = input
        .holidays
        .iter()
        .map(|day| name("nameEn", &day.name_en))
        .collect::<Result<_>>()?;
    sql("DELETE FROM holiday WHERE day BETWEEN $1 AND $2")
        .bind::<Date, _>(year.first().first_day())
        .bind::<Date, _>(year.last().last_day())
        .execute(connection)
        .await?;
    sql(include_str!("set_holidays.sql"))
        .bind::<Text, _>(reason.to_owned())
        .bind::<Array<Date>, _>(input.holidays.iter().map(|holiday| holiday.day).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(thai)
        .bind::<Array<Text>, _>(english)
        .execute(connection)
        .await?;
    Ok(())
}
