//! Setting targets: the department those of nation and provinces, a province those of its districts (assumption).

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Context, InputObject};
use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, Integer, SmallInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, AreaLevel, FiscalYear, Percent, Role, Round, Thresholds, plausible};

use super::object::Target;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::request;
use crate::rollup::{Ledger, Scope};
use crate::statement::sql;

/// Targets at most in one request: the provinces of the country, or the districts of one.
const MOST: usize = 100;

/// Sets targets of a round; each is the next revision of its place's.
#[derive(Debug, Clone, InputObject)]
pub struct SetTargetsInput {
    /// The fiscal year (BE).
    pub(super) fiscal_year: i32,
    /// 1 or 2.
    pub(super) round: i32,
    /// 1 to 100 places, each once.
    pub(super) targets: Vec<TargetInput>,
    /// Why: the letter or the meeting that set them.
    reason: String,
}

/// The target of one place.
#[derive(Debug, Clone, InputObject)]
pub struct TargetInput {
    /// The nation or a province, for the department; a district, for its province.
    pub(super) area: AreaCode,
    /// The growth to reach, in percent of the base.
    percent: Percent,
    /// The growth that is worth 1, 2, 3, 4 and 5 points, in percent; each larger than the one before.
    thresholds: Vec<Percent>,
}

impl SetTargetsInput {
    pub(super) fn round(&self) -> Result<Round> {
        Ok(Round::new(FiscalYear::new(self.fiscal_year)?, self.round)?)
    }
}

/// Who sets the target of a place: the level above it, and for the nation the department itself.
fn setter(area: &AreaCode) -> Option<Role> {
    match area.level() {
        AreaLevel::Nation | AreaLevel::Province => Some(Role::DepartmentOfficer),
        AreaLevel::District => Some(Role::ProvinceOfficer),
        AreaLevel::Subdistrict => None,
    }
}

/// Sets the targets, all or none.
///
/// # Errors
/// By scope, place by place; `INVALID` without a reason, for a round there is not, and for percentages that cannot be.
pub(super) async fn set(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SetTargetsInput) -> Result<()> {
    for target in &input.targets {
        let role = setter(&target.area).ok_or_else(|| Error::not_found("area"))?;
        caller.must_hold(role, &target.area, "area")?;
    }
    let reason = required_text("reason", Some(&input.reason))?;
    let round = input.round()?;
    counted(&input.targets)?;
    lock(connection, &input.targets).await?;
    let now = clock::business(connection).await?;
    for target in &input.targets {
        target.set(connection, caller, round, (&reason, now)).await?;
    }
    Ok(())
}

fn counted(targets: &[TargetInput]) -> Result<()> {
    let places: BTreeSet<&AreaCode> = targets.iter().map(|target| &target.area).collect();
    if targets.is_empty() || targets.len() > MOST || places.len() < targets.len() {
        let message = "ระบุ 1 ถึง 100 พื้นที่ ไม่ซ้ำกัน / Name 1 to 100 places, each once";
        return Err(Error::invalid("targets", "length", message));
    }
    Ok(())
}

/// The places, by code, until the transaction ends: their revisions are made one after the other.
async fn lock(connection: &mut AsyncPgConnection, targets: &[TargetInput]) -> Result<()> {
    let codes: Vec<String> = targets.iter().map(|target| target.area.to_string()).collect();
    let text = "SELECT code FROM area WHERE code = ANY ($1) ORDER BY code FOR NO KEY UPDATE";
    let found = sql(text).bind::<Array<Text>, _>(codes).execute(connection).await?;
    if found < targets.len() {
        return Err(Error::not_found("area"));
    }
    Ok(())
}

impl TargetInput {
    async fn set(
        &self,
        connection: &mut AsyncPgConnection,
        caller: &Caller,
        round: Round,
        (reason, now): (&str, DateTime<Utc>),
    ) -> Result<()> {
        plausible("percent", self.percent)?;
        let thresholds = Thresholds::new(&self.thresholds)?;
        sql(include_str!("set.sql"))
            .bind::<Integer, _>(round.fiscal_year().number())
            .bind::<SmallInt, _>(i16::from(round.number()))
            .bind::<Text, _>(self.area.clone())
            .bind::<Text, _>(self.percent)
            .bind::<Array<Text>, _>(thresholds.percents().map(|percent| percent.to_string()).to_vec())
            .bind::<Text, _>(reason.to_owned())
            .bind::<Timestamptz, _>(now)
            .bind::<SqlUuid, _>(caller.person)
            .execute(connection)
            .await?;
        let event = NewEvent::new("TARGET_SET", &self.area, None, now).by(caller, setter(&self.area));
        let told = format!("{}/{} {} %: {reason}", round.fiscal_year(), round.number(), self.percent);
        feed::append(connection, event.reason(&told)).await?;
        Ok(())
    }
}

/// The targets as they are now, each with what its caller sees of its place.
///
/// # Errors
/// When the database fails.
pub(super) async fn answered(context: &Context<'_>, input: &SetTargetsInput) -> Result<Vec<Target>> {
    let (caller, round) = (request::caller(context), input.round()?);
    let mut set = Vec::with_capacity(input.targets.len());
    for target in &input.targets {
        let ledger = Arc::new(Ledger::new(Scope::of_place(caller, &target.area)));
        let rows = ledger.targets(context, round).await?;
        set.extend(rows.get(target.area.as_str()).map(|row| Target::new(row.clone(), &ledger)));
    }
    Ok(set)
}
