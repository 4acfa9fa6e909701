//! The rule of a fiscal year's months: on which days they open, are due and close. Assumptions of ours, therefore a row a year, which
//! the department changes before the year begins; a single month is moved by an override.

use std::sync::Arc;

use async_graphql::{InputObject, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Integer, SmallInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, FiscalYear, Role, Window, YearRule};

use super::month::{missing, window};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::statement::sql;

/// The days on which the months of a fiscal year open, are due and close, in Bangkok.
#[derive(Debug, Clone, Copy, SimpleObject, QueryableByName)]
pub struct FiscalCalendar {
    /// The fiscal year (BE).
    #[diesel(sql_type = Integer)]
    fiscal_year: i32,
    /// The day of the month itself on which recording opens, 1 to 28.
    #[diesel(sql_type = SmallInt)]
    opens_day: i16,
    /// The hour of that day, 0 to 23.
    #[diesel(sql_type = SmallInt)]
    opens_hour: i16,
    /// A report can be submitted from so many days before the last of its month, 0 to 15.
    #[diesel(sql_type = SmallInt)]
    submit_days_before_end: i16,
    /// The last day of the next month on which a confirmation is on time, 1 to 28.
    #[diesel(sql_type = SmallInt)]
    due_day: i16,
    /// The day of the next month on which the system closes, 1 to 28.
    #[diesel(sql_type = SmallInt)]
    closes_day: i16,
    /// The hour of that day, 0 to 23.
    #[diesel(sql_type = SmallInt)]
    closes_hour: i16,
}

/// How the months of a fiscal year are to run. Due before it closes, closed before the next one opens.
#[derive(Debug, Clone, InputObject)]
pub struct SetFiscalCalendarInput {
    /// The fiscal year (BE); its first month has not opened.
    fiscal_year: i32,
    /// The day of the month itself on which recording opens, 1 to 28.
    opens_day: i16,
    /// The hour of that day, 0 to 23.
    opens_hour: i16,
    /// A report can be submitted from so many days before the last of its month, 0 to 15.
    submit_days_before_end: i16,
    /// The last day of the next month on which a confirmation is on time, 1 to 28.
    due_day: i16,
    /// The day of the next month on which the system closes, 1 to 28.
    closes_day: i16,
    /// The hour of that day, 0 to 23.
    closes_hour: i16,
    /// Why.
    reason: String,
}

/// The rule of a fiscal year; none where it has no calendar.
///
/// # Errors
/// When the database fails.
pub(crate) async fn fiscal_calendar(connection: &mut AsyncPgConnection, year: FiscalYear) -> Result<Option<FiscalCalendar>> {
    let text = "SELECT fiscal_year, opens_day, opens_hour, submit_days_before_end, due_day, closes_day, closes_hour
        FROM fiscal_calendar WHERE fiscal_year = $1";
    let found: Vec<FiscalCalendar> = sql(text).bind::<Integer, _>(year.number()).load(connection).await?;
    Ok(found.into_iter().next())
}

/// The department sets the rule of a year before it begins: nobody is judged by another rule than the one he or she worked under.
///
/// # Errors
/// By scope; `CALENDAR_MISSING` for a year without a rule; `INVALID` without a reason, for a year that has begun, and for days that do
/// not follow each other.
pub(super) async fn set_fiscal_calendar(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &SetFiscalCalendarInput,
) -> Result<FiscalCalendar> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "fiscalYear")?;
    let year = FiscalYear::new(input.fiscal_year)?;
    let before = window(connection, year.first()).await?.ok_or_else(missing)?;
    let now = clock::business(connection).await?;
    if before.opens_at <= now {
        let message = "ปีงบประมาณนี้เริ่มแล้ว เลื่อนเป็นรายเดือนแทน / This fiscal year has begun: move single months instead";
        return Err(Error::invalid("fiscalYear", "begun", message));
    }
    let reason = required_text("reason", Some(&input.reason))?;
    input.possible(year)?;
    input.write(connection).await?;
    let event = NewEvent::new("FISCAL_CALENDAR_SET", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&input.told(&reason))).await?;
    let set = fiscal_calendar(connection, year).await?;
    set.ok_or_else(|| Error::internal("a calendar that was set is not there"))
}

impl SetFiscalCalendarInput {
    fn possible(&self, year: FiscalYear) -> Result<()> {
        let ranges = [
            ("opensDay", self.opens_day, 1..=28),
            ("opensHour", self.opens_hour, 0..=23),
            ("submitDaysBeforeEnd", self.submit_days_before_end, 0..=15),
            ("dueDay", self.due_day, 1..=28),
            ("closesDay", self.closes_day, 1..=28),
            ("closesHour", self.closes_hour, 0..=23),
        ];
        if let Some((field, ..)) = ranges.iter().find(|(_, number, range)| !range.contains(number)) {
            return Err(Error::invalid(field, "range", "ค่าอยู่นอกช่วงที่กำหนด / The number is out of range"));
        }
        let followed = self.due_day < self.closes_day && self.closes_day <= self.opens_day;
        Window::of(year.first(), &self.rule(), None).ordered()?;
        if followed {
            return Ok(());
        }
        let message = "ต้องยืนยันก่อนปิด และปิดก่อนเปิดเดือนถัดไป / A month is due before it closes, and closed before the next one opens";
        Err(Error::invalid("closesDay", "order", message))
    }

    fn rule(&self) -> YearRule {
        YearRule {
            fiscal_year: self.fiscal_year,
            opens_day: self.opens_day,
            opens_hour: self.opens_hour,
            submit_days_before_end: self.submit_days_before_end,
            due_day: self.due_day,
            closes_day: self.closes_day,
            closes_hour: self.closes_hour,
        }
    }

    async fn write(&self, connection: &mut AsyncPgConnection) -> Result<()> {
        let text = "UPDATE fiscal_calendar SET opens_day = $1, opens_hour = $2, submit_days_before_end = $3, due_day = $4, closes_day = $5,
            closes_hour = $6 WHERE fiscal_year = $7";
        sql(text)
            .bind::<SmallInt, _>(self.opens_day)
            .bind::<SmallInt, _>(self.opens_hour)
            .bind::<SmallInt, _>(self.submit_days_before_end)
            .bind::<SmallInt, _>(self.due_day)
            .bind::<SmallInt, _>(self.closes_day)
            .bind::<SmallInt, _>(self.closes_hour)
            .bind::<Integer, _>(self.fiscal_year)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// What the chain says of it.
    fn told(&self, reason: &str) -> String {
        let (opens, closes) = ((self.opens_day, self.opens_hour), (self.closes_day, self.closes_hour));
        let (submit, due) = (self.submit_days_before_end, self.due_day);
        format!(
            "{} opens {}/{} submit -{submit} due {due} closes {}/{}: {reason}",
            self.fiscal_year, opens.0, opens.1, closes.0, closes.1
        )
    }
}
