//! Consolidating: behind the locks of all the month's reports, so that it holds exactly the changes with earlier instants.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Bool, Date, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, Month, Refusal, RefusalCode, ReportKey, Role};
use uuid::Uuid;

use super::object::{Consolidation, find};
use crate::calendar;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::request::mutate;
use crate::statement::sql;

/// Adds a month up.
#[derive(Debug, Clone, InputObject)]
pub struct ConsolidateMonthInput {
    /// The month; its window has closed.
    month: Month,
}

/// The department's consolidation.
#[derive(Default)]
pub struct ConsolidationMutation;

#[Object]
impl ConsolidationMutation {
    /// Adds a closed month up. Consolidations are numbered from 1; a later one restates the month with its differences by district.
    async fn consolidate_month(&self, context: &Context<'_>, input: ConsolidateMonthInput) -> Result<Consolidation> {
        mutate(context, input, |connection, caller, input| {
            consolidate(connection, caller, input).boxed()
        })
        .await
    }
}

/// The official total is that of confirmed versions only; a district without a report has no amount, not 0.
async fn consolidate(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &ConsolidateMonthInput) -> Result<Consolidation> {
    caller.must_hold(Role::DepartmentOfficer, &AreaCode::nation(), "month")?;
    let reports = calendar::lock_month(connection, input.month).await?;
    let now = clock::business(connection).await?;
    closed(connection, input.month, now).await?;
    add_up(connection, input.month, now, Making::By(caller.person)).await?;
    let made = find(connection, input.month, None)
        .await?
        .ok_or_else(|| Error::internal("a consolidation is not there"))?;
    tell(connection, caller, &reports, &made).await?;
    Ok(made)
}

/// Consolidating waits for the close: before it, figures may still change by right.
pub(super) async fn closed(connection: &mut AsyncPgConnection, month: Month, now: DateTime<Utc>) -> Result<()> {
    let window = calendar::window(connection, month).await?.ok_or_else(calendar::missing)?;
    if window.closes_at <= now {
        return Ok(());
    }
    let message = "รวบรวมข้อมูลได้หลังปิดระบบแล้วเท่านั้น / A month is consolidated after it has closed";
    Err(Refusal::new(RefusalCode::WrongStatus, message)
        .field("month")
        .rule("closed")
        .opens_at(window.closes_at)
        .into())
}

/// Who adds up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Making {
    /// An officer of the department: the next number.
    By(Uuid),
    /// A node, at the close: number 0.
    Draft,
}

/// Adds the month's reports up as they are behind their locks.
pub(super) async fn add_up(connection: &mut AsyncPgConnection, month: Month, now: DateTime<Utc>, making: Making) -> Result<()> {
    let (person, draft) = match making {
        Making::By(person) => (Some(person), false),
        Making::Draft => (None, true),
    };
    sql(include_str!("consolidate.sql"))
        .bind::<Date, _>(month)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<SqlUuid>, _>(person)
        .bind::<Bool, _>(draft)
        .execute(connection)
        .await?;
    Ok(())
}

/// One event a report, so that every district sees in which consolidation it stands.
async fn tell(connection: &mut AsyncPgConnection, caller: &Caller, reports: &[ReportKey], made: &Consolidation) -> Result<()> {
    let (number, role) = (made.number.to_string(), Some(Role::DepartmentOfficer));
    let event = |key: &ReportKey| {
        let event = NewEvent::new("CONSOLIDATED", &key.district, Some(key.month), made.consolidated_at);
        event.by(caller, role).reason(&number).digest(&made.digest)
    };
    feed::append_all(connection, reports.iter().map(event)).await
}
