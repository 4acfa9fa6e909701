//! How a fiscal year is reckoned: assumptions of ours, a row per year, which the department changes.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, BasePolicy, Day, FiscalYear, Role, RoundTwoScope};

use super::base::{self, BaseRevision};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::request;
use crate::statement::sql;

/// How growth is reckoned in a fiscal year. A base that is frozen keeps the policy and the cohort it was made by; round 2's scope
/// counts at once.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct ScoringPolicy {
    /// The fiscal year (BE).
    #[diesel(sql_type = Integer)]
    fiscal_year: i32,
    /// What a base is made of.
    #[diesel(sql_type = Text)]
    pub(super) base_policy: BasePolicy,
    /// Only producers whose first month of activity begins by this day count, now and in the base; absent: all of them.
    #[diesel(sql_type = Nullable<Date>)]
    pub(super) cohort_until: Option<Day>,
    /// Which months round 2 is scored on.
    #[diesel(sql_type = Text)]
    round_two: RoundTwoScope,
}

/// How a fiscal year is to be reckoned.
#[derive(Debug, Clone, InputObject)]
pub struct SetScoringPolicyInput {
    /// The fiscal year (BE).
    fiscal_year: i32,
    /// What a base is made of.
    base_policy: BasePolicy,
    /// Only producers registered by this day count; left out: all of them.
    cohort_until: Option<Day>,
    /// Which months round 2 is scored on.
    round_two: RoundTwoScope,
    /// Why.
    reason: String,
}

/// Questions about policies and bases.
#[derive(Default)]
pub struct TargetQuery;

#[Object]
impl TargetQuery {
    /// How a fiscal year (BE) is reckoned; nothing where it has no policy.
    async fn scoring_policy(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<ScoringPolicy>> {
        let found = async { find(&mut *request::read(context).await?, fiscal_year).await };
        found.await.transpose()
    }

    /// A frozen base of a fiscal year (BE) by its revision, the latest without one; nothing where none is frozen.
    async fn base_revision(&self, context: &Context<'_>, fiscal_year: i32, revision: Option<i32>) -> Option<Result<BaseRevision>> {
        let found = async { base::find(&mut *request::read(context).await?, fiscal_year, revision).await };
        found.await.transpose()
    }
}

async fn find(connection: &mut AsyncPgConnection, fiscal_year: i32) -> Result<Option<ScoringPolicy>> {
    let text = "SELECT fiscal_year, base_policy, cohort_until, round_two FROM scoring_policy WHERE fiscal_year = $1";
    let found: Vec<ScoringPolicy> = sql(text).bind::<Integer, _>(fiscal_year).load(connection).await?;
    Ok(found.into_iter().next())
}

/// The policy of a year, held until the transaction ends: policies and bases of a year are made one after the other.
///
/// # Errors
/// `INVALID` for a year there is not, or that has no policy.
pub(super) async fn lock(connection: &mut AsyncPgConnection, fiscal_year: i32) -> Result<ScoringPolicy> {
    let year = FiscalYear::new(fiscal_year)?;
    let text = "SELECT fiscal_year FROM scoring_policy WHERE fiscal_year = $1 FOR UPDATE";
    sql(text).bind::<Integer, _>(year.number()).execute(connection).await?;
    let message = "ยังไม่มีหลักเกณฑ์ของปีงบประมาณนี้ / This fiscal year has no policy";
    let policy = find(connection, year.number()).await?;
    policy.ok_or_else(|| Error::invalid("fiscalYear", "policy", message))
}

/// The department sets how a year is reckoned.
///
/// # Errors
/// By scope; `INVALID` without a reason, or for a year there is not.
pub(super) async fn set(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SetScoringPolicyInput) -> Result<ScoringPolicy> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "fiscalYear")?;
    lock(connection, input.fiscal_year).await?;
    let reason = required_text("reason", Some(&input.reason))?;
    let text = "UPDATE scoring_policy SET base_policy = $1, cohort_until = $2, round_two = $3 WHERE fiscal_year = $4";
    sql(text)
        .bind::<Text, _>(input.base_policy)
        .bind::<Nullable<Date>, _>(input.cohort_until)
        .bind::<Text, _>(input.round_two)
        .bind::<Integer, _>(input.fiscal_year)
        .execute(connection)
        .await?;
    let now = clock::business(connection).await?;
    let event = NewEvent::new("SCORING_POLICY_SET", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&input.told(&reason))).await?;
    let set = find(connection, input.fiscal_year).await?;
    set.ok_or_else(|| Error::internal("a policy that was set is not there"))
}

impl SetScoringPolicyInput {
    /// What the chain says of it.
    fn told(&self, reason: &str) -> String {
        let cohort = self.cohort_until.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("{} {} {cohort} {}: {reason}", self.fiscal_year, self.base_policy, self.round_two)
    }
}
