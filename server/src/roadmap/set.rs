//! Setting milestones: the department those of the country's Roadmap, a province those of its own. What was set before stands in the chain.

use std::sync::Arc;

use async_graphql::{ID, InputObject};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Date, Integer, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, AreaLevel, Day, FiscalYear, MilestoneAct, MilestoneLevel, Role};
use uuid::Uuid;

use super::milestone::standing;
use super::object::Roadmap;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::statement::sql;
use crate::text::{self, LONGEST_NAME, optional, required};

/// Milestones of one Roadmap and fiscal year at most.
const MOST: i64 = 100;

/// Sets a milestone.
#[derive(Debug, Clone, InputObject)]
pub struct SetMilestoneInput {
    /// One that stands already, to be changed; left out, it is a new one.
    id: Option<ID>,
    /// The fiscal year (BE).
    fiscal_year: i32,
    /// Whose Roadmap it stands in: the nation's, for the department; a province's, for that province.
    area: AreaCode,
    /// Of whom it asks something.
    level: MilestoneLevel,
    /// What is to be done, in Thai.
    title_th: String,
    /// The same in English.
    title_en: Option<String>,
    /// The last day on which it is on time.
    due_on: Day,
    /// By which act it is done.
    act: MilestoneAct,
}

/// Removes a milestone.
#[derive(Debug, Clone, InputObject)]
pub struct RemoveMilestoneInput {
    /// The milestone.
    id: ID,
    /// Why.
    reason: String,
}

/// Who keeps the Roadmap of a place.
fn keeper(area: &AreaCode) -> Result<Role> {
    match area.level() {
        AreaLevel::Nation => Ok(Role::DepartmentOfficer),
        AreaLevel::Province => Ok(Role::ProvinceOfficer),
        AreaLevel::District | AreaLevel::Subdistrict => Err(Error::not_found("area")),
    }
}

/// Sets a milestone, or changes one of the same Roadmap.
///
/// # Errors
/// By scope; `NOT_FOUND` for one of another Roadmap; `INVALID` without a title, for a year without a calendar, for what a province does
/// not ask the department, and beyond 100 of a year.
pub(super) async fn set(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SetMilestoneInput) -> Result<Roadmap> {
    let role = keeper(&input.area)?;
    caller.must_hold(role, &input.area, "area")?;
    let year = FiscalYear::new(input.fiscal_year)?;
    lock(connection, &input.area).await?;
    let id = input.known(connection).await?;
    input.sensible(connection, year, id).await?;
    input.write(connection, caller, id.unwrap_or_else(Uuid::now_v7)).await?;
    let now = clock::business(connection).await?;
    let event = NewEvent::new("MILESTONE_SET", &input.area, None, now).by(caller, Some(role));
    feed::append(connection, event.reason(&input.told())).await?;
    Roadmap::of(caller, &input.area, input.fiscal_year)
}

/// Takes a milestone away; what was said to be done of it stays in the book.
///
/// # Errors
/// `NOT_FOUND` for one there is not, `FORBIDDEN` by role, `INVALID` without a reason.
pub(super) async fn remove(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &RemoveMilestoneInput) -> Result<Roadmap> {
    let found = standing(connection, "id", text::id("id", &input.id)?).await?;
    let role = keeper(&found.area)?;
    caller.must_hold(role, &found.area, "id")?;
    let reason = required_text("reason", Some(&input.reason))?;
    lock(connection, &found.area).await?;
    let now = clock::business(connection).await?;
    sql("UPDATE milestone SET removed_at = $1 WHERE id = $2")
        .bind::<Timestamptz, _>(now)
        .bind::<SqlUuid, _>(found.id)
        .execute(connection)
        .await?;
    let event = NewEvent::new("MILESTONE_REMOVED", &found.area, None, now).by(caller, Some(role));
    feed::append(
        connection,
        event.reason(&format!("{} {}: {reason}", found.fiscal_year, found.title_th)),
    )
    .await?;
    Roadmap::of(caller, &found.area, found.fiscal_year)
}

/// One Roadmap is changed by one at a time: what is counted stays counted.
async fn lock(connection: &mut AsyncPgConnection, area: &AreaCode) -> Result<()> {
    let text = "SELECT code FROM area WHERE code = $1 FOR NO KEY UPDATE";
    sql(text).bind::<Text, _>(area.to_string()).execute(connection).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    milestones: i64,
}

impl SetMilestoneInput {
    /// The milestone that is to be changed, if it is one of this Roadmap.
    async fn known(&self, connection: &mut AsyncPgConnection) -> Result<Option<Uuid>> {
        let Some(id) = &self.id else { return Ok(None) };
        let found = standing(connection, "id", text::id("id", id)?).await?;
        let own = (&found.area, found.fiscal_year) == (&self.area, self.fiscal_year);
        if own { Ok(Some(found.id)) } else { Err(Error::not_found("id")) }
    }

    async fn sensible(&self, connection: &mut AsyncPgConnection, year: FiscalYear, known: Option<Uuid>) -> Result<()> {
        if crate::calendar::fiscal_calendar(connection, year).await?.is_none() {
            return Err(crate::calendar::missing().into());
        }
        if self.level == MilestoneLevel::Nation && self.area != AreaCode::nation() {
            let message = "จังหวัดกำหนดให้กรมไม่ได้ / A province asks nothing of the department";
            return Err(Error::invalid("level", "above", message));
        }
        let text = "SELECT count(*) AS milestones FROM milestone WHERE fiscal_year = $1 AND area = $2 AND removed_at IS NULL";
        let Count { milestones } = sql(text)
            .bind::<Integer, _>(self.fiscal_year)
            .bind::<Text, _>(self.area.to_string())
            .get_result(connection)
            .await?;
        if known.is_none() && milestones >= MOST {
            let message = "มีรายการครบ 100 รายการแล้ว / There are 100 milestones already";
            return Err(Error::invalid("fiscalYear", "length", message));
        }
        Ok(())
    }

    async fn write(&self, connection: &mut AsyncPgConnection, caller: &Caller, id: Uuid) -> Result<()> {
        let title_en = optional("titleEn", self.title_en.as_deref(), LONGEST_NAME)?;
        let now = clock::business(connection).await?;
        sql(include_str!("set.sql"))
            .bind::<SqlUuid, _>(id)
            .bind::<Integer, _>(self.fiscal_year)
            .bind::<Text, _>(self.area.to_string())
            .bind::<Text, _>(self.level)
            .bind::<Text, _>(required("titleTh", &self.title_th, LONGEST_NAME)?.to_owned())
            .bind::<Text, _>(title_en.unwrap_or_default().to_owned())
            .bind::<Date, _>(self.due_on)
            .bind::<Text, _>(self.act)
            .bind::<Timestamptz, _>(now)
            .bind::<SqlUuid, _>(caller.person)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// What the chain says of it.
    fn told(&self) -> String {
        let (year, title, due) = (self.fiscal_year, self.title_th.trim(), self.due_on);
        format!("{year} {} {} {due}: {title}", self.level, self.act)
    }
}
