//! What a committee needs to meet, by fiscal year: assumptions from the Administrative Procedure Act, which the department changes. It
//! freezes with each submission, so a change counts from the next one on.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Integer, SmallInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{AreaCode, QuorumRule, Role};

use crate::calendar;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::request::{self, mutate};
use crate::statement::sql;

/// What a quorum is in a fiscal year.
#[derive(Debug, Clone, Copy, SimpleObject, QueryableByName)]
pub struct CommitteeRule {
    /// The fiscal year (BE).
    #[diesel(sql_type = Integer)]
    fiscal_year: i32,
    /// One member in so many is a quorum: 2 is half.
    #[diesel(sql_type = SmallInt)]
    quorum_divisor: i16,
    /// The same for a meeting called again: 3 is a third.
    #[diesel(sql_type = SmallInt)]
    recalled_divisor: i16,
    /// Within so many days a meeting counts as called again.
    #[diesel(sql_type = SmallInt)]
    recalled_within_days: i16,
}

/// What a quorum is to be in a fiscal year.
#[derive(Debug, Clone, InputObject)]
pub struct SetCommitteeRuleInput {
    /// The fiscal year (BE) of the months it is for.
    fiscal_year: i32,
    /// One member in so many is a quorum, 1 to 10: 2 is half.
    quorum_divisor: i16,
    /// The same for a meeting called again, 1 to 10: 3 is a third.
    recalled_divisor: i16,
    /// Within so many days a meeting counts as called again, 1 to 90.
    recalled_within_days: i16,
    /// Why.
    reason: String,
}

/// Questions about what committees need.
#[derive(Default)]
pub struct CommitteeRuleQuery;

#[Object]
impl CommitteeRuleQuery {
    /// What a quorum is in a fiscal year (BE); nothing where it has no rule.
    async fn committee_rule(&self, context: &Context<'_>, fiscal_year: i32) -> Option<Result<CommitteeRule>> {
        let found = async { rule(&mut *request::read(context).await?, fiscal_year).await };
        found.await.transpose()
    }
}

/// Changes of what committees need.
#[derive(Default)]
pub struct CommitteeRuleMutation;

#[Object]
impl CommitteeRuleMutation {
    /// Sets what a quorum is, from the next submission on; for the department.
    async fn set_committee_rule(&self, context: &Context<'_>, input: SetCommitteeRuleInput) -> Result<CommitteeRule> {
        mutate(context, input, |connection, caller, input| set(connection, caller, input).boxed()).await
    }
}

impl From<CommitteeRule> for QuorumRule {
    fn from(rule: CommitteeRule) -> Self {
        Self {
            quorum_divisor: rule.quorum_divisor,
            recalled_divisor: rule.recalled_divisor,
            recalled_within_days: rule.recalled_within_days,
        }
    }
}

/// The rule of a fiscal year (BE).
///
/// # Errors
/// When the database fails.
pub(super) async fn rule(connection: &mut AsyncPgConnection, fiscal_year: i32) -> Result<Option<CommitteeRule>> {
    let text = "SELECT fiscal_year, quorum_divisor, recalled_divisor, recalled_within_days FROM committee_rule WHERE fiscal_year = $1";
    let found: Vec<CommitteeRule> = sql(text).bind::<Integer, _>(fiscal_year).load(connection).await?;
    Ok(found.into_iter().next())
}

/// # Errors
/// By scope; `CALENDAR_MISSING` for a year without a rule; `INVALID` without a reason and for numbers out of range.
async fn set(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SetCommitteeRuleInput) -> Result<CommitteeRule> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "fiscalYear")?;
    let reason = required_text("reason", Some(&input.reason))?;
    input.possible()?;
    if input.write(connection).await? == 0 {
        return Err(calendar::missing().into());
    }
    let now = clock::business(connection).await?;
    let event = NewEvent::new("COMMITTEE_RULE_SET", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&input.told(&reason))).await?;
    let set = rule(connection, input.fiscal_year).await?;
    set.ok_or_else(|| Error::internal("a rule that was set is not there"))
}

impl SetCommitteeRuleInput {
    fn possible(&self) -> Result<()> {
        let ranges = [
            ("quorumDivisor", self.quorum_divisor, 1..=10),
            ("recalledDivisor", self.recalled_divisor, 1..=10),
            ("recalledWithinDays", self.recalled_within_days, 1..=90),
        ];
        match ranges.iter().find(|(_, number, range)| !range.contains(number)) {
            Some((field, ..)) => Err(Error::invalid(field, "range", "ค่าอยู่นอกช่วงที่กำหนด / The number is out of range")),
            None => Ok(()),
        }
    }

    async fn write(&self, connection: &mut AsyncPgConnection) -> Result<usize> {
        let text = "UPDATE committee_rule SET quorum_divisor = $1, recalled_divisor = $2, recalled_within_days = $3 WHERE fiscal_year = $4";
        Ok(sql(text)
            .bind::<SmallInt, _>(self.quorum_divisor)
            .bind::<SmallInt, _>(self.recalled_divisor)
            .bind::<SmallInt, _>(self.recalled_within_days)
            .bind::<Integer, _>(self.fiscal_year)
            .execute(connection)
            .await?)
    }

    /// What the chain says of it.
    fn told(&self, reason: &str) -> String {
        let (first, again, days) = (self.quorum_divisor, self.recalled_divisor, self.recalled_within_days);
        format!("{} 1/{first}, 1/{again} within {days} days: {reason}", self.fiscal_year)
    }
}
