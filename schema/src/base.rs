//! What revenue is compared with: the base (ข้อมูลฐาน), by the policy of the fiscal year.

use crate::{AreaCode, Baht, Day, Month, MonthRange, Round, digest, growth};

words! {
    /// What the base of a month is made of (assumption, a row per fiscal year).
    BasePolicy {
        /// The same month of the year before.
        PreviousYear = "PREVIOUS_YEAR", "เดือนเดียวกันของปีก่อน";
        /// The mean of the same month of the three years before; without one of them there is no base.
        MeanOfThreeYears = "MEAN_OF_3_YEARS", "ค่าเฉลี่ยของเดือนเดียวกันสามปีย้อนหลัง";
    }
}

words! {
    /// Which months round 2 is scored on (assumption, a row per fiscal year).
    RoundTwoScope {
        /// Its own six, April to September.
        SixMonths = "SIX_MONTHS", "หกเดือนของรอบ";
        /// The whole fiscal year.
        Cumulative = "CUMULATIVE", "สะสมตั้งแต่ต้นปีงบประมาณ";
    }
}

words! {
    /// Where the base of a district and month comes from.
    BaseSource {
        /// Figures that went through their report's life here.
        Confirmed = "CONFIRMED", "ข้อมูลที่ยืนยันแล้ว";
        /// Figures of past years from a document, all or some of them.
        Imported = "IMPORTED", "ข้อมูลนำเข้า";
        /// The department's own figure, with its reason.
        Revised = "REVISED", "ปรับปรุงโดยกรม";
    }
}

impl BasePolicy {
    /// How many years back it reaches.
    pub const fn years(self) -> i32 {
        match self {
            BasePolicy::PreviousYear => 1,
            BasePolicy::MeanOfThreeYears => 3,
        }
    }

    /// The months the base of one is made of: the latest first.
    pub fn months(self, month: Month) -> impl Iterator<Item = Month> {
        (1..=self.years()).map(move |back| month.plus(-12 * back))
    }

    /// The base in baht from the revenue of those months. None where one of them is missing; a mean is rounded half up to the satang,
    /// a district and month at a time, so that bases add up like figures.
    pub fn base(self, revenues: &[Option<Baht>]) -> Option<Baht> {
        let known: Vec<Baht> = revenues.iter().copied().collect::<Option<_>>()?;
        let years = usize::try_from(self.years()).ok()?;
        if known.len() != years {
            return None;
        }
        let sum: i128 = known.iter().map(|baht| i128::from(baht.satang())).sum();
        let mean = growth::rounded(sum, i128::from(self.years()));
        i64::try_from(mean).ok().map(Baht::from_satang)
    }
}

impl RoundTwoScope {
    /// The months a round is scored on: round 1 always on its own six.
    pub fn months(self, round: Round) -> MonthRange {
        match (self, round.number()) {
            (RoundTwoScope::Cumulative, 2) => round.fiscal_year().range(),
            (RoundTwoScope::SixMonths | RoundTwoScope::Cumulative, _) => round.range(),
        }
    }
}

/// The base of a district and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseLine {
    /// The district.
    pub district: AreaCode,
    /// The month that is compared with it.
    pub month: Month,
    /// In baht.
    pub base: Baht,
    /// Where it comes from.
    pub source: BaseSource,
}

/// The digest of a frozen base, for outsiders: SHA-256 in hex over UTF-8 lines ending in LF: `otop-base 1`, fiscal year, policy, the
/// cohort's day or nothing, then `B⇥district⇥month⇥0.00⇥SOURCE` by district and month.
pub fn base_digest<'a>(
    fiscal_year: i32,
    policy: BasePolicy,
    cohort_until: Option<Day>,
    lines: impl Iterator<Item = &'a BaseLine>,
) -> String {
    let cohort = cohort_until.map(|day| day.to_string()).unwrap_or_default();
    let head = format!("otop-base 1\n{fiscal_year}\n{policy}\n{cohort}\n");
    let text = lines.fold(head, |text, line| {
        text + &format!("B\t{}\t{}\t{}\t{}\n", line.district.as_str(), line.month, line.base, line.source)
    });
    digest(text.as_bytes())
}
