//! What the nine districts sell, and what comes out: every figure here was reckoned with pencil and paper.
//!
//! A district sells the same every month of fiscal year 2565, the base; the same every month of round 1; the same every month of round 2.
//! The one exception is 2703, which finds 15,000 baht more for December. Thresholds are 2, 4, 6, 8 and 10 percent.

/// Months of the fiscal year (CE).
pub const MONTHS: [&str; 12] = [
    "2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06", "2023-07", "2023-08", "2023-09",
];

/// What a round comes to.
pub struct Scored {
    /// Baht of six months.
    pub revenue: &'static str,
    /// Growth over the base.
    pub percent: &'static str,
    /// Between 1 and 5.
    pub score: &'static str,
}

/// A district's year.
pub struct Line {
    /// Its code.
    pub district: &'static str,
    /// Whole baht a month of fiscal year 2565.
    pub base: u32,
    /// Whole baht a month of round 1 and of round 2.
    pub sold: [u32; 2],
    pub round_one: Scored,
    pub round_two: Scored,
    /// Percent of the year's estimate, which was 6 % more than the base.
    pub reached: &'static str,
}

const fn scored(revenue: &'static str, percent: &'static str, score: &'static str) -> Scored {
    Scored { revenue, percent, score }
}

const fn line(district: &'static str, base: u32, sold: [u32; 2], round_one: Scored, round_two: Scored, reached: &'static str) -> Line {
    Line {
        district,
        base,
        sold,
        round_one,
        round_two,
        reached,
    }
}

#[rustfmt::skip]
pub const DISTRICTS: [Line; 9] = [
    line("2701", 100_000, [102_000, 112_000], scored("612000.00", "2.00", "1.0000"), scored("672000.00", "12.00", "5.0000"), "100.94"),
    line("2702", 200_000, [208_000, 198_000], scored("1248000.00", "4.00", "2.0000"), scored("1188000.00", "-1.00", "1.0000"), "95.75"),
    // 6 × 315,000 + 15,000 over 1,800,000: 5.8333… %; 2 + 1.8333… / 2
    line("2703", 300_000, [315_000, 309_000], scored("1905000.00", "5.83", "2.9167"), scored("1854000.00", "3.00", "1.5000"), "98.51"),
    line("2704", 400_000, [424_000, 436_000], scored("2544000.00", "6.00", "3.0000"), scored("2616000.00", "9.00", "4.5000"), "101.42"),
    line("2705", 500_000, [535_000, 505_000], scored("3210000.00", "7.00", "3.5000"), scored("3030000.00", "1.00", "1.0000"), "98.11"),
    line("2706", 600_000, [648_000, 600_000], scored("3888000.00", "8.00", "4.0000"), scored("3600000.00", "0.00", "1.0000"), "98.11"),
    line("2707", 700_000, [770_000, 738_500], scored("4620000.00", "10.00", "5.0000"), scored("4431000.00", "5.50", "2.7500"), "101.65"),
    line("2708", 800_000, [800_000, 858_000], scored("4800000.00", "0.00", "1.0000"), scored("5148000.00", "7.25", "3.6250"), "97.76"),
    line("2709", 900_000, [855_000, 921_600], scored("5130000.00", "-5.00", "1.0000"), scored("5529600.00", "2.40", "1.2000"), "93.11"),
];

/// The province's year.
pub struct Whole {
    pub round_one: Scored,
    pub round_two: Scored,
    /// 12 × 4,500,000 baht.
    pub base: &'static str,
    /// Both rounds.
    pub revenue: &'static str,
    pub percent: &'static str,
    /// 12 × 4,770,000 baht.
    pub estimate: &'static str,
    pub reached: &'static str,
}

/// 27,957,000 over 27,000,000 is 3.5444… %; 28,068,600 over the same 3.9577… %; the year 2,025,600 more than 54,000,000,
/// and 97.8784… % of the estimate.
pub const PROVINCE: Whole = Whole {
    round_one: scored("27957000.00", "3.54", "1.7722"),
    round_two: scored("28068600.00", "3.96", "1.9789"),
    base: "54000000.00",
    revenue: "56025600.00",
    percent: "3.75",
    estimate: "57240000.00",
    reached: "97.88",
};

/// What the second producer of every district sells a month; in 2708 nothing.
pub const SECOND: u32 = 40_000;

impl Line {
    /// What each of its two producers is expected to sell in a quarter: 6 % more than the base together.
    pub fn estimated(&self) -> [u32; 2] {
        let second = 3 * SECOND;
        [self.base * 318 / 100 - second, second]
    }

    /// What its two producers sell in a month of the year, October being 0.
    pub fn sold_in(&self, index: usize) -> (u32, Option<u32>) {
        let sold = self.sold[index / 6];
        match self.district {
            "2708" => (sold, None),
            _ => (sold - SECOND, Some(SECOND)),
        }
    }
}
