//! Saying that a milestone is done, or that it is not after all: by the officer of the place that is asked.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, MilestoneAct, MilestoneLevel, Role};

use super::milestone::{Standing, standing};
use super::object::Roadmap;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::statement::sql;
use crate::text::{self, LONGEST, optional};

/// Says that a place has done a milestone, or that it has not.
#[derive(Debug, Clone, InputObject)]
pub struct MarkMilestoneInput {
    /// The milestone; one that the system does not see by itself.
    milestone: ID,
    /// The place that was asked.
    area: AreaCode,
    /// The day on which it was done, today at the latest; left out: it is not done after all.
    done_on: Option<Day>,
    /// What else is to be said.
    remark: Option<String>,
}

/// Who speaks for the places of a level.
fn speaker(level: MilestoneLevel) -> Role {
    match level {
        MilestoneLevel::Nation => Role::DepartmentOfficer,
        MilestoneLevel::Province => Role::ProvinceOfficer,
        MilestoneLevel::District => Role::CdOfficer,
    }
}

/// Notes it; the last word counts.
///
/// # Errors
/// By scope; `NOT_FOUND` for a milestone that does not ask this place; `INVALID` for one that the system sees by itself, and for a day to
/// come.
pub(super) async fn mark(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &MarkMilestoneInput) -> Result<Roadmap> {
    if !caller.sees_totals(&input.area) {
        return Err(Error::not_found("area"));
    }
    let asked = standing(connection, "milestone", text::id("milestone", &input.milestone)?).await?;
    if input.area.level() != asked.level.area() || !asked.area.contains(&input.area) {
        return Err(Error::not_found("milestone"));
    }
    let role = speaker(asked.level);
    caller.must_hold(role, &input.area, "area")?;
    let now = clock::business(connection).await?;
    by_hand(&asked)?;
    let kind = match input.done_on {
        Some(day) => input.done(connection, caller, &asked, (day, now)).await?,
        None => input.undone(connection, &asked).await?,
    };
    let event = NewEvent::new(kind, &input.area, None, now).by(caller, Some(role));
    feed::append(connection, event.reason(&format!("{} {}", asked.fiscal_year, asked.title_th))).await?;
    Roadmap::of(caller, &input.area, asked.fiscal_year)
}

fn by_hand(asked: &Standing) -> Result<()> {
    if asked.act == MilestoneAct::ByHand {
        return Ok(());
    }
    let message = "ระบบทราบเองว่าดำเนินการแล้วหรือไม่ / The system sees by itself whether this is done";
    Err(Error::invalid("milestone", "act", message))
}

impl MarkMilestoneInput {
    async fn done(
        &self,
        connection: &mut AsyncPgConnection,
        caller: &Caller,
        asked: &Standing,
        (day, now): (Day, DateTime<Utc>),
    ) -> Result<&'static str> {
        if day.0 > clock::bangkok_day(now) {
            return Err(Error::invalid("doneOn", "future", "วันที่ยังมาไม่ถึง / That day is still to come"));
        }
        let remark = optional("remark", self.remark.as_deref(), LONGEST)?.map(str::to_owned);
        sql(include_str!("mark.sql"))
            .bind::<SqlUuid, _>(asked.id)
            .bind::<Text, _>(self.area.to_string())
            .bind::<Date, _>(day)
            .bind::<Nullable<Text>, _>(remark)
            .bind::<Timestamptz, _>(now)
            .bind::<SqlUuid, _>(caller.person)
            .execute(connection)
            .await?;
        Ok("MILESTONE_DONE")
    }

    async fn undone(&self, connection: &mut AsyncPgConnection, asked: &Standing) -> Result<&'static str> {
        sql("DELETE FROM milestone_done WHERE milestone = $1 AND area = $2")
            .bind::<SqlUuid, _>(asked.id)
            .bind::<Text, _>(self.area.to_string())
            .execute(connection)
            .await?;
        Ok("MILESTONE_UNDONE")
    }
}
