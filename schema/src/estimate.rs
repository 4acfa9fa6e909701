//! The yearly estimate (แบบประมาณการรายได้): its periods, its window, its canonical bytes, and revenue as a share of it.

use std::fmt::Write;
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::growth::rounded;
use crate::window::instant;
use crate::{Amount, Baht, EstimateKey, FiscalYear, MonthRange, NotComputable, Percent, Window};

words! {
    /// By what a year is estimated (assumption, a row per fiscal year).
    EstimatePeriod {
        /// Twelve months.
        Month = "MONTH", "รายเดือน";
        /// Four quarters, October to December the first.
        Quarter = "QUARTER", "รายไตรมาส";
        /// The year as one.
        Year = "YEAR", "รายปี";
    }
}

impl EstimatePeriod {
    /// How many a year has.
    pub const fn count(self) -> i16 {
        12 / self.months()
    }

    /// How many months each has.
    pub const fn months(self) -> i16 {
        match self {
            EstimatePeriod::Month => 1,
            EstimatePeriod::Quarter => 3,
            EstimatePeriod::Year => 12,
        }
    }

    /// The months of a period, counted from 1; none beyond the year's end.
    pub fn range(self, year: FiscalYear, number: i16) -> Option<MonthRange> {
        if !(1..=self.count()).contains(&number) {
            return None;
        }
        let first = year.first().plus(i32::from((number - 1) * self.months()));
        Some(MonthRange::starting(first, i32::from(self.months())))
    }

    /// The periods of one fiscal year that make up exactly these months; none where one would be cut.
    pub fn covering(self, months: MonthRange) -> Option<RangeInclusive<i16>> {
        let year = months.from().fiscal_year();
        let bounded = |number: &i16| self.range(year, *number);
        let first = (1..=self.count()).find(|number| bounded(number).is_some_and(|range| range.from() == months.from()))?;
        let last = (1..=self.count()).find(|number| bounded(number).is_some_and(|range| range.to() == months.to()))?;
        (first <= last).then_some(first..=last)
    }

    /// A period as people read it: `ไตรมาส 2`.
    pub fn named(self, year: FiscalYear, number: i16) -> String {
        match (self, self.range(year, number)) {
            (EstimatePeriod::Month, Some(range)) => range.from().thai(),
            (EstimatePeriod::Quarter, _) => format!("ไตรมาส {number}"),
            (EstimatePeriod::Month | EstimatePeriod::Year, _) => format!("ปีงบประมาณ {year}"),
        }
    }
}

/// How the estimate of a fiscal year is made (letter of 2566: by 23 February; the rest an assumption, a row per year).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EstimateRule {
    /// The fiscal year.
    pub fiscal_year: FiscalYear,
    /// By what it is estimated.
    pub period: EstimatePeriod,
    /// The first day on which it is recorded.
    pub opens_on: NaiveDate,
    /// The last day on which it is sent on time.
    pub due_on: NaiveDate,
}

impl EstimateRule {
    /// The instants that bound it, as those of a month: it closes with its year.
    pub fn window(&self) -> Window {
        let opens_at = instant(self.opens_on, 0);
        Window {
            opens_at,
            submit_from: opens_at,
            due_at: instant(self.due_on + Days::new(1), 0),
            closes_at: instant(self.fiscal_year.last_day() + Days::new(1), 0),
        }
    }
}

/// Confirmed revenue as a percentage of an estimate, rounded half away from zero to two decimals.
///
/// # Errors
/// `ESTIMATE_ZERO` without an estimate above 0; `OUT_OF_RANGE` where the percentage leaves 64 bits.
pub fn share(estimate: Baht, revenue: Baht) -> Result<Percent, NotComputable> {
    if estimate <= Baht::ZERO {
        return Err(NotComputable::EstimateZero);
    }
    let hundredths = rounded(i128::from(revenue.satang()) * 10_000, i128::from(estimate.satang()));
    let hundredths = i64::try_from(hundredths).map_err(|_| NotComputable::OutOfRange)?;
    Ok(Percent::from_hundredths(hundredths))
}

/// A figure of an estimate, as the digest sees it: of whom, of which period, how much.
pub type CanonicalEstimate = (Uuid, i16, Amount);

/// The canonical bytes of an estimate: UTF-8 lines ending in LF: `otop-estimate 1`, district, fiscal year, period; then
/// `E⇥producer⇥1⇥0.00` by producer and period. Removed figures are left out, `0.00` is not. Sorts them in place.
pub fn canonical_estimate(key: &EstimateKey, period: EstimatePeriod, figures: &mut [CanonicalEstimate]) -> Vec<u8> {
    figures.sort_by_key(|(producer, number, _)| (*producer, *number));
    let mut text = format!("otop-estimate 1\n{}\n{}\n{period}\n", key.district, key.fiscal_year);
    for (producer, number, amount) in figures {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "E\t{producer}\t{number}\t{amount}");
    }
    text.into_bytes()
}
