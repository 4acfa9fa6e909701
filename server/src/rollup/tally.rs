//! Base and confirmed revenue, unit by unit: districts by their frozen base, what lies below by the confirmed figures of the years
//! the base is made of.

use std::collections::HashMap;

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, Basis, Month, MonthRange, Tally};

use super::months::{Totals, of_cohort, overflow, sum as sum_months};
use super::period::Span;
use super::scope::Scope;
use super::terms::Compared;
use super::unit::{ByUnit, Grain, Unit};
use crate::error::Result;

/// A district's line of `area_growth.sql`.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Integer)]
    expected: i32,
    #[diesel(sql_type = Integer)]
    based: i32,
    #[diesel(sql_type = Integer)]
    confirmed: i32,
    #[diesel(sql_type = Integer)]
    compared: i32,
    #[diesel(sql_type = Integer)]
    imported: i32,
    #[diesel(sql_type = Integer)]
    withheld: i32,
    #[diesel(sql_type = BigInt)]
    base: Baht,
    #[diesel(sql_type = BigInt)]
    revenue: Baht,
    #[diesel(sql_type = BigInt)]
    compared_base: Baht,
    #[diesel(sql_type = BigInt)]
    compared_revenue: Baht,
}

impl Line {
    fn tally(&self) -> Tally {
        Tally {
            expected: self.expected,
            based: self.based,
            confirmed: self.confirmed,
            compared: self.compared,
            withheld: self.withheld,
            imported: self.imported,
            base: self.base,
            revenue: self.revenue,
            compared_base: self.compared_base,
            compared_revenue: self.compared_revenue,
        }
    }
}

/// The tallies of all districts of the scope: one statement, whatever the width.
///
/// A cohort's figures are told to those who know its producers only: less the whole they would tell a few newcomers' revenue.
///
/// # Errors
/// When the database fails.
pub async fn districts(connection: &mut AsyncPgConnection, scope: &Scope, Compared { terms, months }: Compared) -> Result<ByUnit<Tally>> {
    let hidden = terms.cohort_until.is_some() && scope.is_withheld();
    let statement = scope.of_growth(include_str!("area_growth.sql"), months);
    let lines: Vec<Line> = statement
        .bind::<Integer, _>(terms.fiscal_year)
        .bind::<Nullable<Integer>, _>(terms.revision)
        .bind::<Nullable<Date>, _>(terms.cohort_until)
        .load(connection)
        .await?;
    let tallies = lines.into_iter().map(|line| {
        let tally = line.tally();
        let withheld = if hidden { tally.expected } else { tally.withheld };
        (line.unit, Tally { withheld, ..tally })
    });
    Ok(ByUnit::new(tallies.collect()))
}

/// All tallies within a place, together.
///
/// # Errors
/// When a sum leaves 64 bits.
pub fn sum(tallies: &ByUnit<Tally>, prefix: &str) -> Result<Tally> {
    let mut within = tallies.within(prefix).map(|(_, tally)| *tally);
    let sum = within.try_fold(Tally::default(), Tally::checked_add);
    sum.ok_or_else(overflow)
}

#[derive(QueryableByName)]
struct Confirmed {
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Array<Date>)]
    months: Vec<Month>,
}

/// Confirmed revenue of subdistricts or producers, now and in the years before.
#[derive(Debug)]
pub struct Past {
    span: Span,
    totals: ByUnit<Totals>,
    confirmed: HashMap<String, Vec<Month>>,
}

impl Past {
    /// Of all units of a grain below the district: two statements, whatever the width.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(connection: &mut AsyncPgConnection, scope: &Scope, grain: Grain, compared: Compared) -> Result<Self> {
        let terms = compared.terms;
        let first = compared.months.from().plus(-12 * terms.base_policy.years());
        let months = MonthRange::new(first, compared.months.to())?;
        let span = Span {
            months,
            basis: Basis::Confirmed,
        };
        let statement = scope.of_months(include_str!("confirmed_months.sql"), months);
        let confirmed: Vec<Confirmed> = statement.load(connection).await?;
        Ok(Self {
            span,
            totals: of_cohort(connection, scope, grain, span, terms.cohort_until).await?,
            confirmed: confirmed.into_iter().map(|line| (line.unit, line.months)).collect(),
        })
    }

    /// The tally of a unit in `district`. Its base is not frozen: it is made of the confirmed figures as they stand.
    ///
    /// # Errors
    /// When a sum leaves 64 bits.
    pub fn tally(&self, unit: &Unit, district: &str, Compared { terms, months }: Compared) -> Result<Tally> {
        let totals = sum_months(self.totals.within(&unit.prefix), self.span.months.len())?;
        let sold = |month: Month| {
            let confirmed = self.confirmed.get(district).is_some_and(|months| months.contains(&month));
            let satang = self.span.index(month).and_then(|index| totals.get(index));
            satang.filter(|_| confirmed).map(|satang| Baht::from_satang(*satang))
        };
        let tally = |month: Month| {
            let before: Vec<Option<Baht>> = terms.base_policy.months(month).map(sold).collect();
            Tally::of_month(terms.base_policy.base(&before), sold(month))
        };
        let sum = months.iter().map(tally).try_fold(Tally::default(), Tally::checked_add);
        sum.ok_or_else(overflow)
    }
}
