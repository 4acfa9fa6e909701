//! Freezing a base: what is known of the years before, by the year's policy, with the department's own figures laid over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::InputObject;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Amount, AreaCode, AreaLevel, Baht, BaseLine, BaseSource, FiscalYear, Month, Role, base_digest};

use super::base::{self, BaseRevision};
use super::policy::{self, ScoringPolicy};
use crate::clock;
use crate::error::{Error, Result};
use crate::feed::{self, NewEvent};
use crate::identity::Caller;
use crate::life::required_text;
use crate::statement::sql;

/// Own figures at most in one revision: a province's year.
const MOST: usize = 400;

/// Freezes the base of a fiscal year: revision 0, or the next.
#[derive(Debug, Clone, InputObject)]
pub struct FreezeBaseInput {
    /// The fiscal year (BE) whose growth will be measured by it.
    fiscal_year: i32,
    /// Why: for a revision, what changed.
    reason: String,
    /// The department's own figures, in the place of what is known; at most 400.
    revised: Option<Vec<RevisedBaseInput>>,
}

/// The department's own base of a district and month.
#[derive(Debug, Clone, InputObject)]
pub struct RevisedBaseInput {
    /// The district.
    district: AreaCode,
    /// The month (CE) that is compared with it.
    month: Month,
    /// The base in baht.
    amount: Baht,
}

/// A district and month of a year before.
#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Text)]
    district: AreaCode,
    #[diesel(sql_type = Date)]
    month: Month,
    #[diesel(sql_type = Nullable<BigInt>)]
    revenue: Option<Baht>,
    #[diesel(sql_type = Integer)]
    producers: i32,
    #[diesel(sql_type = Bool)]
    imported: bool,
}

/// Bases by district and month, each with the smallest number of producers behind it.
type Lines = BTreeMap<(AreaCode, Month), (BaseLine, i32)>;

/// The department freezes the base of a year.
///
/// # Errors
/// By scope; `INVALID` without a reason, for a year there is not, for figures of other years, and where nothing is known of the
/// years before.
pub(super) async fn freeze(connection: &mut AsyncPgConnection, caller: &Arc<Caller>, input: &FreezeBaseInput) -> Result<BaseRevision> {
    let nation = AreaCode::nation();
    caller.must_hold(Role::DepartmentOfficer, &nation, "fiscalYear")?;
    let policy = policy::lock(connection, input.fiscal_year).await?;
    let reason = required_text("reason", Some(&input.reason))?;
    let mut lines = known(connection, FiscalYear::new(input.fiscal_year)?, &policy).await?;
    revise(&mut lines, input)?;
    let bases = lines.values().map(|(line, _)| line);
    let digest = base_digest(input.fiscal_year, policy.base_policy, policy.cohort_until, bases);
    let made = keep(connection, caller, (input, &policy, &reason, &digest), &lines).await?;
    let now = clock::business(connection).await?;
    let event = NewEvent::new("BASE_FROZEN", &nation, None, now).by(caller, Some(Role::DepartmentOfficer));
    let told = format!("{} revision {}: {reason}", input.fiscal_year, made.revision);
    feed::append(connection, event.digest(&digest).reason(&told)).await?;
    Ok(made)
}

/// What the policy makes of the years before.
async fn known(connection: &mut AsyncPgConnection, year: FiscalYear, policy: &ScoringPolicy) -> Result<Lines> {
    let known: Vec<Known> = sql(include_str!("history.sql"))
        .bind::<Date, _>(year.first())
        .bind::<Integer, _>(policy.base_policy.years())
        .bind::<Nullable<Date>, _>(policy.cohort_until)
        .load(connection)
        .await?;
    let same = |one: &Known, other: &Known| (&one.district, one.month) == (&other.district, other.month);
    let lines = known.chunk_by(same).filter_map(|years| {
        let (line, producers) = line(policy, years)?;
        Some(((line.district.clone(), line.month), (line, producers)))
    });
    Ok(lines.collect())
}

fn line(policy: &ScoringPolicy, years: &[Known]) -> Option<(BaseLine, i32)> {
    let revenues: Vec<Option<Baht>> = years.iter().map(|year| year.revenue).collect();
    let imported = years.iter().any(|year| year.imported);
    let first = years.first()?;
    let line = BaseLine {
        district: first.district.clone(),
        month: first.month,
        base: policy.base_policy.base(&revenues)?,
        source: if imported { BaseSource::Imported } else { BaseSource::Confirmed },
    };
    Some((line, years.iter().map(|year| year.producers).min().unwrap_or_default()))
}

/// Lays the department's own figures over what is known.
fn revise(lines: &mut Lines, input: &FreezeBaseInput) -> Result<()> {
    let revised = input.revised.as_deref().unwrap_or_default();
    if revised.len() > MOST {
        return Err(Error::invalid(
            "revised",
            "length",
            "ปรับปรุงได้ครั้งละไม่เกิน 400 รายการ / At most 400 figures at once",
        ));
    }
    for own in revised {
        let line = own.line(input.fiscal_year)?;
        let key = (line.district.clone(), line.month);
        let producers = lines.get(&key).map_or(0, |(_, producers)| *producers);
        lines.insert(key, (line, producers));
    }
    if lines.is_empty() {
        let message = "ไม่มีข้อมูลปีก่อนที่จะใช้เป็นฐาน / Nothing is known of the years before";
        return Err(Error::invalid("fiscalYear", "history", message));
    }
    Ok(())
}

impl RevisedBaseInput {
    fn line(&self, fiscal_year: i32) -> Result<BaseLine> {
        let amount: Amount = self.amount.narrow()?;
        if self.district.level() != AreaLevel::District || self.month.fiscal_year().number() != fiscal_year {
            let message = "ต้องเป็นอำเภอและเดือนในปีงบประมาณนี้ / A base is of a district and a month of this fiscal year";
            return Err(Error::invalid("revised", "month", message));
        }
        Ok(BaseLine {
            district: self.district.clone(),
            month: self.month,
            base: amount.into(),
            source: BaseSource::Revised,
        })
    }
}

async fn keep(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    (input, policy, reason, digest): (&FreezeBaseInput, &ScoringPolicy, &str, &str),
    lines: &Lines,
) -> Result<BaseRevision> {
    sql(include_str!("freeze.sql"))
        .bind::<Integer, _>(input.fiscal_year)
        .bind::<Text, _>(policy.base_policy)
        .bind::<Nullable<Date>, _>(policy.cohort_until)
        .bind::<Text, _>(reason)
        .bind::<Text, _>(digest)
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Timestamptz, _>(clock::business(connection).await?)
        .bind::<Array<Text>, _>(column(lines, |line, _| line.district.to_string()))
        .bind::<Array<Date>, _>(column(lines, |line, _| line.month))
        .bind::<Array<BigInt>, _>(column(lines, |line, _| line.base))
        .bind::<Array<Integer>, _>(column(lines, |_, producers| producers))
        .bind::<Array<Text>, _>(column(lines, |line, _| line.source.as_str()))
        .execute(connection)
        .await?;
    let made = base::find(connection, input.fiscal_year, None).await?;
    made.ok_or_else(|| Error::internal("a frozen base is not there"))
}

fn column<Value>(lines: &Lines, value: impl Fn(&BaseLine, i32) -> Value) -> Vec<Value> {
    lines.values().map(|(line, producers)| value(line, *producers)).collect()
}
