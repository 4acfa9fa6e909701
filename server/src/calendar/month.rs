//! The calendar of a month, and the department's overrides of it.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, Month, Refusal, RefusalCode, ReportKey, Role, Window, last_day, last_working_day};

use super::facts::facts;
use super::holiday;
use crate::error::Result;
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::request;
use crate::statement::sql;

/// When a month can be recorded, submitted and confirmed. Every end is exclusive.
#[derive(Debug, Clone, SimpleObject)]
pub struct Calendar {
    /// The month (CE).
    pub(crate) month: Month,
    /// Recording opens.
    opens_at: DateTime<Utc>,
    /// Submitting becomes possible.
    submit_from: DateTime<Utc>,
    /// Before this a confirmation is on time.
    due_at: DateTime<Utc>,
    /// The system closes.
    closes_at: DateTime<Utc>,
    /// The last working day until the deadline, which moves for no weekend and no holiday: offices are reminded by then.
    pub(crate) last_working_day: Day,
    /// Whether the department moved this month.
    overridden: bool,
}

/// Moves a month; what is left out follows the rule of its fiscal year.
#[derive(Debug, Clone, InputObject)]
pub struct OverrideCalendarInput {
    /// The month.
    month: Month,
    /// When recording opens.
    opens_at: Option<DateTime<Utc>>,
    /// From when reports can be submitted.
    submit_from: Option<DateTime<Utc>>,
    /// Before when, exclusive, a confirmation is on time.
    due_at: Option<DateTime<Utc>>,
    /// When the system closes.
    closes_at: Option<DateTime<Utc>>,
    /// Why.
    reason: String,
}

/// Questions about the calendar.
#[derive(Default)]
pub struct CalendarQuery;

#[Object]
impl CalendarQuery {
    /// The calendar of a month; nothing where its fiscal year has none.
    async fn calendar(&self, context: &Context<'_>, month: Month) -> Option<Result<Calendar>> {
        let found = async { calendar(&mut *request::read(context).await?, month).await };
        found.await.transpose()
    }
}

async fn calendar(connection: &mut AsyncPgConnection, month: Month) -> Result<Option<Calendar>> {
    Ok(calendars(connection, &[month]).await?.pop())
}

/// The calendars of months, in their order; none where their fiscal year has none.
///
/// # Errors
/// When the database fails.
pub(crate) async fn calendars(connection: &mut AsyncPgConnection, months: &[Month]) -> Result<Vec<Calendar>> {
    let keys: Vec<ReportKey> = months.iter().copied().map(of_nation).collect();
    let known = facts(connection, &keys).await?;
    let moved = moved(connection, months).await?;
    let windows: Vec<(Month, Window)> = keys.iter().filter_map(|key| Some((key.month, known.get(key)?.window?))).collect();
    let days_off = holiday::days_off_before(connection, windows.iter().map(|(_, window)| last_day(window.due_at))).await?;
    let calendar = |(month, window): (Month, Window)| Calendar {
        month,
        opens_at: window.opens_at,
        submit_from: window.submit_from,
        due_at: window.due_at,
        closes_at: window.closes_at,
        last_working_day: Day(last_working_day(last_day(window.due_at), &days_off)),
        overridden: moved.contains(&month),
    };
    Ok(windows.into_iter().map(calendar).collect())
}

#[derive(QueryableByName)]
struct Moved {
    #[diesel(sql_type = Date)]
    month: Month,
}

/// Those of the months that the department moved.
async fn moved(connection: &mut AsyncPgConnection, months: &[Month]) -> Result<Vec<Month>> {
    let text = "SELECT month FROM calendar_override WHERE month = ANY($1)";
    let found: Vec<Moved> = sql(text).bind::<Array<Date>, _>(months.to_vec()).load(connection).await?;
    Ok(found.into_iter().map(|row| row.month).collect())
}

fn of_nation(month: Month) -> ReportKey {
    ReportKey {
        district: AreaCode::nation(),
        month,
    }
}

/// The month's window, overrides included; nothing where its fiscal year has no calendar.
///
/// # Errors
/// When the database fails.
pub async fn window(connection: &mut AsyncPgConnection, month: Month) -> Result<Option<Window>> {
    let key = of_nation(month);
    Ok(facts(connection, std::slice::from_ref(&key))
        .await?
        .get(&key)
        .and_then(|facts| facts.window))
}

/// The month that closed last: last month once it has closed, until then the one before; nothing where the calendar does not say.
///
/// # Errors
/// When the database fails.
pub async fn closed_last(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<Option<Month>> {
    let last = Month::at(now).previous();
    for month in [last, last.previous()] {
        let window = window(connection, month).await?;
        if window.is_some_and(|window| window.closes_at <= now) {
            return Ok(Some(month));
        }
    }
    Ok(None)
}

/// The department moves a month, behind the locks of all its reports: nobody is judged by half a calendar.
///
/// # Errors
/// By scope; `CALENDAR_MISSING` where the fiscal year has no rule; `INVALID` when the instants do not follow each other, or
/// would put outside the window what was recorded by right.
pub(super) async fn override_calendar(
    connection: &mut AsyncPgConnection,
    caller: &Arc<Caller>,
    input: &OverrideCalendarInput,
) -> Result<Calendar> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "month")?;
    lock(connection, input.month).await?;
    let before = window(connection, input.month).await?.ok_or_else(missing)?;
    let reason = required_text("reason", Some(&input.reason))?;
    let now = record(connection, caller, input, &reason).await?;
    let moved = calendar(connection, input.month).await?.ok_or_else(missing)?;
    moved.window().ordered()?;
    moved.window().keeps(&before, now)?;
    let event = NewEvent::new("CALENDAR_OVERRIDDEN", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&format!("{}: {reason}", input.month))).await?;
    Ok(moved)
}

/// All reports of a month that has opened; those of a later one are not there yet, and nobody writes them.
async fn lock(connection: &mut AsyncPgConnection, month: Month) -> Result<()> {
    let now = crate::clock::business(connection).await?;
    if window(connection, month).await?.is_some_and(|window| window.opens_at <= now) {
        super::open::lock_month(connection, month).await?;
    }
    Ok(())
}

async fn record(connection: &mut AsyncPgConnection, caller: &Caller, input: &OverrideCalendarInput, reason: &str) -> Result<DateTime<Utc>> {
    let now = crate::clock::business(connection).await?;
    sql(include_str!("override.sql"))
        .bind::<Date, _>(input.month)
        .bind::<Nullable<Timestamptz>, _>(input.opens_at)
        .bind::<Nullable<Timestamptz>, _>(input.submit_from)
        .bind::<Nullable<Timestamptz>, _>(input.due_at)
        .bind::<Nullable<Timestamptz>, _>(input.closes_at)
        .bind::<Text, _>(reason.to_owned())
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Timestamptz, _>(now)
        .execute(connection)
        .await?;
    Ok(now)
}

impl Calendar {
    pub(crate) fn window(&self) -> Window {
        Window {
            opens_at: self.opens_at,
            submit_from: self.submit_from,
            due_at: self.due_at,
            closes_at: self.closes_at,
        }
    }
}

/// What is said where a fiscal year has no calendar.
pub(crate) fn missing() -> Refusal {
    let message = "ยังไม่ได้กำหนดปฏิทินของปีงบประมาณนี้ / The calendar of this fiscal year is missing";
    Refusal::new(RefusalCode::CalendarMissing, message).field("month")
}
