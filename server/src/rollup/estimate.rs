//! The estimate of a place or producer as clients see it, and confirmed revenue as a share of it.

use async_graphql::SimpleObject;
use otop_schema::{Baht, EstimatePeriod, FiscalYear, MonthRange, NotComputable, Percent, Timeliness, share};

use super::estimated::DistrictEstimate;
use super::months::overflow;
use crate::error::Result;

/// The estimate of a place or producer, of the revisions that count, and what was sold of it. Only confirmed revenue counts.
#[derive(Debug, Clone, SimpleObject)]
pub struct RollupEstimate {
    /// The fiscal year (BE).
    fiscal_year: i32,
    /// By what the year is estimated; absent for a year nobody made a rule for.
    estimated_by: Option<EstimatePeriod>,
    /// The estimate by period of the year, in baht, from the first on; absent where a district has sent none, or where it is withheld.
    by_period: Option<Vec<Baht>>,
    /// The period that was asked for, where it is made up of whole periods of the estimate.
    period: EstimateShare,
    /// The year: what was sold since October, to the end of the period that was asked for, of the estimate of the whole year.
    year: EstimateShare,
    /// Where the estimates of the districts stand. A subdistrict and a producer have that of their district.
    districts: EstimateCounts,
}

/// Confirmed revenue as a share of an estimate.
#[derive(Debug, Clone, SimpleObject)]
pub struct EstimateShare {
    /// The estimate in baht; absent where there is none, or where it is withheld.
    estimate: Option<Baht>,
    /// Confirmed revenue in baht; absent where it is withheld.
    revenue: Option<Baht>,
    /// revenue / estimate × 100; absent where it cannot be computed.
    percent: Option<Percent>,
    /// Why it cannot.
    not_computable: Option<NotComputable>,
}

/// Districts by where their estimates stand.
#[derive(Debug, Clone, SimpleObject)]
pub struct EstimateCounts {
    /// All of them.
    expected: i32,
    /// A revision was sent to the province.
    sent: i32,
    /// The last one was sent late.
    late: i32,
    /// None was sent, and it is due.
    overdue: i32,
    /// The province holds the signed paper of the last one; null for viewers.
    received: Option<i32>,
}

/// The estimate of a unit: by what, and how much in each period, or why that is not to be told.
pub(super) struct Sums {
    pub period: Option<EstimatePeriod>,
    pub satang: std::result::Result<Vec<i64>, NotComputable>,
}

impl Sums {
    /// Of districts together.
    ///
    /// # Errors
    /// When a sum leaves 64 bits.
    pub fn of(districts: &[&DistrictEstimate]) -> Result<Self> {
        let period = districts.iter().find_map(|district| district.period);
        let count = usize::try_from(period.map_or(0, EstimatePeriod::count)).unwrap_or_default();
        let mut sums = vec![0i64; count];
        let mut why = districts.is_empty().then_some(NotComputable::NoEstimate);
        for district in districts {
            if district.withheld {
                why = Some(NotComputable::Withheld);
            }
            let Some(satang) = &district.satang else {
                why = why.or(Some(NotComputable::NoEstimate));
                continue;
            };
            for (sum, part) in sums.iter_mut().zip(satang) {
                *sum = sum.checked_add(*part).ok_or_else(overflow)?;
            }
        }
        Ok(Self {
            period,
            satang: why.map_or(Ok(sums), Err),
        })
    }

    /// The estimate of some months of its year.
    fn over(&self, months: MonthRange) -> std::result::Result<Baht, NotComputable> {
        let satang = self.satang.as_ref().map_err(|why| *why)?;
        let periods = self.period.and_then(|period| period.covering(months));
        let periods = periods.ok_or(NotComputable::PartOfAPeriod)?;
        let place = |number: i16| usize::try_from(number - 1).ok();
        let parts = periods.filter_map(place).filter_map(|index| satang.get(index));
        let sum = parts.copied().try_fold(0i64, i64::checked_add);
        sum.map(Baht::from_satang).ok_or(NotComputable::OutOfRange)
    }
}

impl EstimateShare {
    fn of(estimate: std::result::Result<Baht, NotComputable>, revenue: Baht) -> Self {
        let percent = estimate.and_then(|estimate| share(estimate, revenue));
        let told = percent != Err(NotComputable::Withheld);
        Self {
            estimate: estimate.ok(),
            revenue: Some(revenue).filter(|_| told),
            percent: percent.ok(),
            not_computable: percent.err(),
        }
    }
}

impl EstimateCounts {
    /// Of some districts; `papers` whether the caller knows of papers.
    pub(super) fn of(districts: &[&DistrictEstimate], papers: bool) -> Self {
        let count = |is: fn(&DistrictEstimate) -> bool| {
            let found = districts.iter().filter(|district| is(district)).count();
            i32::try_from(found).unwrap_or(i32::MAX)
        };
        Self {
            expected: count(|_| true),
            sent: count(|district| district.sent),
            late: count(|district| district.timeliness == Some(Timeliness::Late)),
            overdue: count(|district| district.overdue),
            received: papers.then(|| count(|district| district.received)),
        }
    }
}

impl RollupEstimate {
    /// Of a year; `asked` and `since_october` are months with their confirmed revenue.
    pub(super) fn of(year: FiscalYear, sums: &Sums, asked: (MonthRange, Baht), since_october: Baht, districts: EstimateCounts) -> Self {
        let by_period = sums.satang.as_ref().ok();
        Self {
            fiscal_year: year.number(),
            estimated_by: sums.period,
            by_period: by_period.map(|satang| satang.iter().copied().map(Baht::from_satang).collect()),
            period: EstimateShare::of(sums.over(asked.0), asked.1),
            year: EstimateShare::of(sums.over(year.range()), since_october),
            districts,
        }
    }
}
