//! By what a year is estimated and when it is due: an assumption of ours but for the letter's day, therefore a row per fiscal year that
//! the department changes.

use std::sync::Arc;

use async_graphql::{InputObject, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Day, EstimateKey, EstimatePeriod, FiscalYear, Role};

use crate::calendar::Facts;
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::statement::sql;

/// How the estimates of a fiscal year are made.
#[derive(Debug, Clone, SimpleObject, QueryableByName)]
pub struct EstimateRule {
    /// The fiscal year (BE).
    #[diesel(sql_type = Integer)]
    fiscal_year: i32,
    /// By what the year is estimated.
    #[diesel(sql_type = Text)]
    period: EstimatePeriod,
    /// The first day on which estimates are recorded.
    #[diesel(sql_type = Date)]
    opens_on: Day,
    /// The last day on which an estimate is sent on time.
    #[diesel(sql_type = Date)]
    due_on: Day,
}

/// How the estimates of a fiscal year are to be made.
#[derive(Debug, Clone, InputObject)]
pub struct SetEstimateRuleInput {
    /// The fiscal year (BE).
    fiscal_year: i32,
    /// By what the year is estimated; as it is once there are figures.
    period: EstimatePeriod,
    /// The first day on which estimates are recorded.
    opens_on: Day,
    /// The last day on which an estimate is sent on time, within the fiscal year.
    due_on: Day,
    /// Why.
    reason: String,
}

/// The columns of `facts.sql`; other statements embed them.
#[derive(Debug, Clone, QueryableByName)]
pub(crate) struct EstimateTime {
    #[diesel(sql_type = Text)]
    pub(super) district: AreaCode,
    #[diesel(sql_type = Integer)]
    pub(super) fiscal_year: FiscalYear,
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    period: Option<EstimatePeriod>,
    #[diesel(sql_type = Nullable<Date>)]
    opens_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    due_on: Option<NaiveDate>,
}

impl EstimateTime {
    pub(super) fn key(&self) -> EstimateKey {
        EstimateKey {
            district: self.district.clone(),
            fiscal_year: self.fiscal_year,
        }
    }

    /// By what the year is estimated; by quarters where nobody said.
    pub(super) fn period(&self) -> EstimatePeriod {
        self.period.unwrap_or(EstimatePeriod::Quarter)
    }

    /// What holds now; a year without a rule has no window.
    pub(super) fn facts(&self) -> Facts {
        let rule = self.opens_on.zip(self.due_on).map(|(opens_on, due_on)| otop_schema::EstimateRule {
            fiscal_year: self.fiscal_year,
            period: self.period(),
            opens_on,
            due_on,
        });
        Facts {
            now: self.now,
            window: rule.map(|rule| rule.window()),
            exception_until: None,
        }
    }
}

/// The rule of a fiscal year; none where nobody made one.
///
/// # Errors
/// When the database fails.
pub(super) async fn find(connection: &mut AsyncPgConnection, fiscal_year: i32) -> Result<Option<EstimateRule>> {
    let text = "SELECT fiscal_year, period, opens_on, due_on FROM estimate_rule WHERE fiscal_year = $1";
    let found: Vec<EstimateRule> = sql(text).bind::<Integer, _>(fiscal_year).load(connection).await?;
    Ok(found.into_iter().next())
}

/// The department sets how a year is estimated.
///
/// # Errors
/// By scope; `INVALID` for days out of order or outside the year, for another period once there are figures, without a reason.
pub(super) async fn set(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &SetEstimateRuleInput) -> Result<EstimateRule> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "fiscalYear")?;
    let year = FiscalYear::new(input.fiscal_year)?;
    let reason = required_text("reason", Some(&input.reason))?;
    in_order(year, input)?;
    lock(connection, year).await?;
    period_free(connection, year, input.period).await?;
    store(connection, year, input).await?;
    let now = clock::business(connection).await?;
    let event = NewEvent::new("ESTIMATE_RULE_SET", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    feed::append(connection, event.reason(&input.told(&reason))).await?;
    let set = find(connection, year.number()).await?;
    set.ok_or_else(|| Error::internal("a rule that was set is not there"))
}

impl SetEstimateRuleInput {
    /// What the chain says of it.
    fn told(&self, reason: &str) -> String {
        format!("{} {} {} {}: {reason}", self.fiscal_year, self.period, self.opens_on, self.due_on)
    }
}

fn in_order(year: FiscalYear, input: &SetEstimateRuleInput) -> Result<()> {
    if input.opens_on <= input.due_on && input.due_on.0 <= year.last_day() {
        return Ok(());
    }
    let message = "วันเปิดต้องไม่หลังวันครบกำหนด และครบกำหนดภายในปีงบประมาณ / It opens before it is due, and is due within its fiscal year";
    Err(Error::invalid("dueOn", "order", message))
}

/// Estimates of the year wait: nobody records a first figure while the period is looked at.
async fn lock(connection: &mut AsyncPgConnection, year: FiscalYear) -> Result<()> {
    let text = "SELECT FROM estimate WHERE fiscal_year = $1 ORDER BY district FOR UPDATE";
    sql(text).bind::<Integer, _>(year).execute(connection).await?;
    Ok(())
}

async fn period_free(connection: &mut AsyncPgConnection, year: FiscalYear, period: EstimatePeriod) -> Result<()> {
    let text = "SELECT FROM estimate_rule WHERE fiscal_year = $1 AND period <> $2
                AND EXISTS (SELECT FROM estimate_cell WHERE estimate_cell.fiscal_year = estimate_rule.fiscal_year)";
    let in_use = sql(text)
        .bind::<Integer, _>(year)
        .bind::<Text, _>(period)
        .execute(connection)
        .await?;
    if in_use == 0 {
        return Ok(());
    }
    let message = "มีตัวเลขประมาณการของปีนี้แล้ว เปลี่ยนงวดไม่ได้ / There are figures of this year: its period stays";
    Err(Error::invalid("period", "in-use", message))
}

async fn store(connection: &mut AsyncPgConnection, year: FiscalYear, input: &SetEstimateRuleInput) -> Result<()> {
    let text = "INSERT INTO estimate_rule (fiscal_year, period, opens_on, due_on) VALUES ($1, $2, $3, $4)
                ON CONFLICT (fiscal_year) DO UPDATE SET period = excluded.period, opens_on = excluded.opens_on, due_on = excluded.due_on";
    sql(text)
        .bind::<Integer, _>(year)
        .bind::<Text, _>(input.period)
        .bind::<Date, _>(input.opens_on)
        .bind::<Date, _>(input.due_on)
        .execute(connection)
        .await?;
    Ok(())
}
