//! How much revenue grew: confirmed figures against their base, whatever the level.
//!
//! Sums are kept apart and divided once, at the end, so every level and every order of adding gives the same figure.

use crate::{Baht, Percent};

words! {
    /// Why there is no percentage or score: never an infinity, never a guess.
    NotComputable {
        /// A month of a district has no base: no confirmed or imported figures of the year it would be compared with.
        NoBase = "NO_BASE", "ไม่มีข้อมูลฐาน";
        /// The base is 0 baht.
        BaseZero = "BASE_ZERO", "ข้อมูลฐานเป็นศูนย์";
        /// Nothing that has a base is confirmed so far.
        NothingConfirmed = "NOTHING_CONFIRMED", "ยังไม่มีข้อมูลที่ยืนยันแล้ว";
        /// The place has no target for the round.
        NoTarget = "NO_TARGET", "ยังไม่ได้กำหนดค่าเป้าหมาย";
        /// The period lies in several fiscal years, each with a base of its own.
        SeveralYears = "SEVERAL_YEARS", "ช่วงเวลาข้ามปีงบประมาณ";
        /// A district of it has sent no estimate of the fiscal year.
        NoEstimate = "NO_ESTIMATE", "ยังไม่มีประมาณการรายได้";
        /// The estimate is 0 baht.
        EstimateZero = "ESTIMATE_ZERO", "ประมาณการรายได้เป็นศูนย์";
        /// The period is no sum of the estimate's own: a month of an estimate by quarters.
        PartOfAPeriod = "PART_OF_A_PERIOD", "ช่วงเวลาไม่ตรงกับงวดของประมาณการ";
        /// So few producers stand behind a part of it that the figure would be personal; not for officers.
        Withheld = "WITHHELD", "ไม่เปิดเผยข้อมูลส่วนบุคคล";
        /// The base is so small that the percentage has no meaning.
        OutOfRange = "OUT_OF_RANGE", "ค่าที่คำนวณได้เกินช่วง";
    }
}

/// Revenue against a base above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    base: Baht,
    revenue: Baht,
}

impl Growth {
    /// Of revenue against a base.
    ///
    /// # Errors
    /// `BASE_ZERO` without a base above 0; `OUT_OF_RANGE` where the percentage leaves 64 bits.
    pub fn of(base: Baht, revenue: Baht) -> Result<Growth, NotComputable> {
        let growth = Growth { base, revenue };
        if base <= Baht::ZERO {
            return Err(NotComputable::BaseZero);
        }
        let told = growth.checked_percent().and(revenue.checked_sub(base));
        told.map(|_| growth).ok_or(NotComputable::OutOfRange)
    }

    /// What it is compared with, in baht.
    pub fn base(self) -> Baht {
        self.base
    }

    /// What was sold, in baht.
    pub fn revenue(self) -> Baht {
        self.revenue
    }

    /// The difference in baht.
    pub fn increase(self) -> Baht {
        self.revenue.checked_sub(self.base).unwrap_or_default()
    }

    /// (revenue − base) / base × 100, rounded half away from zero to two decimals.
    pub fn percent(self) -> Percent {
        self.checked_percent().unwrap_or_default()
    }

    fn checked_percent(self) -> Option<Percent> {
        let rounded = rounded(self.times_base(), self.whole());
        i64::try_from(rounded).ok().map(Percent::from_hundredths)
    }

    /// The percentage in hundredths, not yet divided by the base: exact.
    pub(crate) fn times_base(self) -> i128 {
        (i128::from(self.revenue.satang()) - self.whole()) * 10_000
    }

    /// The base in satang, to divide by.
    pub(crate) fn whole(self) -> i128 {
        i128::from(self.base.satang())
    }
}

/// Division by a positive number, rounded half away from zero.
pub(crate) fn rounded(dividend: i128, divisor: i128) -> i128 {
    let half = divisor / 2;
    let towards = if dividend < 0 { dividend - half } else { dividend + half };
    towards / divisor
}

/// What is known of a place over a period, counted in district-months; tallies of places add up to that of what they lie in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// District-months of the period.
    pub expected: i32,
    /// Of them with a base.
    pub based: i32,
    /// Of them with a confirmed version.
    pub confirmed: i32,
    /// Of them with both.
    pub compared: i32,
    /// Of them too small to be told to who asks.
    pub withheld: i32,
    /// Of the bases, those that rest on imported figures.
    pub imported: i32,
    /// All bases together, in baht.
    pub base: Baht,
    /// All confirmed revenue, in baht.
    pub revenue: Baht,
    /// The bases of those with both.
    pub compared_base: Baht,
    /// The revenue of those with both.
    pub compared_revenue: Baht,
}

impl Tally {
    /// One district and month: its base and its confirmed revenue, where there are any.
    pub fn of_month(base: Option<Baht>, revenue: Option<Baht>) -> Tally {
        let both = base.zip(revenue);
        Tally {
            expected: 1,
            based: i32::from(base.is_some()),
            confirmed: i32::from(revenue.is_some()),
            compared: i32::from(both.is_some()),
            base: base.unwrap_or_default(),
            revenue: revenue.unwrap_or_default(),
            compared_base: both.map(|(base, _)| base).unwrap_or_default(),
            compared_revenue: both.map(|(_, revenue)| revenue).unwrap_or_default(),
            ..Tally::default()
        }
    }

    /// The two together, unless a sum is too large to be true.
    pub fn checked_add(self, other: Tally) -> Option<Tally> {
        Some(Tally {
            expected: self.expected + other.expected,
            based: self.based + other.based,
            confirmed: self.confirmed + other.confirmed,
            compared: self.compared + other.compared,
            withheld: self.withheld + other.withheld,
            imported: self.imported + other.imported,
            base: self.base.checked_add(other.base)?,
            revenue: self.revenue.checked_add(other.revenue)?,
            compared_base: self.compared_base.checked_add(other.compared_base)?,
            compared_revenue: self.compared_revenue.checked_add(other.compared_revenue)?,
        })
    }

    /// What the score is taken of: all that is confirmed against the full base. A month not confirmed counts as nothing sold.
    ///
    /// # Errors
    /// `WITHHELD`, `NO_BASE` where a single base is missing, and as [`Growth::of`].
    pub fn official(&self) -> Result<Growth, NotComputable> {
        self.told()?;
        if self.based < self.expected || self.expected == 0 {
            return Err(NotComputable::NoBase);
        }
        Growth::of(self.base, self.revenue)
    }

    /// How it stands so far: only the district-months that are confirmed and have a base.
    ///
    /// # Errors
    /// `WITHHELD`, `NO_BASE` where there is none at all, `NOTHING_CONFIRMED`, and as [`Growth::of`].
    pub fn provisional(&self) -> Result<Growth, NotComputable> {
        self.told()?;
        match (self.based, self.compared) {
            (0, _) => Err(NotComputable::NoBase),
            (_, 0) => Err(NotComputable::NothingConfirmed),
            (_, _) => Growth::of(self.compared_base, self.compared_revenue),
        }
    }

    fn told(&self) -> Result<(), NotComputable> {
        if self.withheld > 0 { Err(NotComputable::Withheld) } else { Ok(()) }
    }
}
