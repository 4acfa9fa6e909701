//! How growth of a fiscal year is reckoned.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{BasePolicy, FiscalYear, MonthRange, Round, RoundTwoScope};

use super::unit::Grain;
use crate::error::Result;
use crate::statement::sql;

/// The policy of a fiscal year: that of its latest frozen base, else the one that is set.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Terms {
    /// The fiscal year (BE).
    #[diesel(sql_type = Integer)]
    pub fiscal_year: i32,
    /// What a base is made of.
    #[diesel(sql_type = Text)]
    pub base_policy: BasePolicy,
    /// Only producers registered by this day count; none: all.
    #[diesel(sql_type = Nullable<Date>)]
    pub cohort_until: Option<NaiveDate>,
    /// Which months round 2 is scored on.
    #[diesel(sql_type = Text)]
    pub round_two: RoundTwoScope,
    /// The latest frozen base.
    #[diesel(sql_type = Nullable<Integer>)]
    pub revision: Option<i32>,
}

impl Terms {
    /// A year nobody set anything for has the usual policy and no base.
    fn usual(year: FiscalYear) -> Self {
        Self {
            fiscal_year: year.number(),
            base_policy: BasePolicy::PreviousYear,
            cohort_until: None,
            round_two: RoundTwoScope::SixMonths,
            revision: None,
        }
    }
}

/// What one comparison is read by.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    /// How it is reckoned.
    pub terms: Terms,
    /// Over which months; they lie in one fiscal year.
    pub months: MonthRange,
}

impl Compared {
    /// A round over the months it is scored on, any other period over its own.
    #[must_use]
    pub fn over(terms: Terms, period: MonthRange, round: Option<Round>) -> Self {
        let months = round.map_or(period, |round| terms.round_two.months(round));
        Self { terms, months }
    }

    /// The revision of the frozen base of a unit; below the district nothing is frozen.
    #[must_use]
    pub fn frozen(&self, grain: Grain) -> Option<i32> {
        match grain {
            Grain::District => self.terms.revision,
            Grain::Subdistrict | Grain::Producer => None,
        }
    }
}

/// The terms of a fiscal year.
///
/// # Errors
/// When the database fails.
pub async fn terms(connection: &mut AsyncPgConnection, year: FiscalYear) -> Result<Terms> {
    let statement = sql(include_str!("terms.sql")).bind::<Integer, _>(year.number());
    let found: Vec<Terms> = statement.load(connection).await?;
    Ok(found.into_iter().next().unwrap_or_else(|| Terms::usual(year)))
}
