//! Fiscal years, and their two rounds.

use std::fmt;
use std::io::Write;

use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Integer;

use crate::{Month, MonthRange, Refusal};

/// A fiscal year by its Buddhist-era number: 2566 runs from October 2565 (2022-10) to September 2566 (2023-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = Integer)]
pub struct FiscalYear {
    first: Month,
}

impl FiscalYear {
    /// By its Buddhist-era number.
    ///
    /// # Errors
    /// `INVALID` outside 2444 … 2699.
    pub fn new(buddhist_year: i32) -> Result<FiscalYear, Refusal> {
        if !(2444..=2699).contains(&buddhist_year) {
            return Err(Refusal::invalid(
                "fiscalYear",
                "range",
                "ปีงบประมาณไม่ถูกต้อง ใช้ปี พ.ศ. เช่น 2566 / Write the fiscal year in the Buddhist era, such as 2566.",
            ));
        }
        Month::new(buddhist_year - 544, 10).map(|first| FiscalYear { first })
    }

    /// The fiscal year a month belongs to.
    pub fn of(month: Month) -> FiscalYear {
        let since_october = (month.number() + 2) % 12;
        FiscalYear {
            first: month.plus(-(since_october as i32)),
        }
    }

    /// The Buddhist-era number.
    pub fn number(self) -> i32 {
        self.first.year() + 544
    }

    /// October.
    pub fn first(self) -> Month {
        self.first
    }

    /// September.
    pub fn last(self) -> Month {
        self.first.plus(11)
    }

    /// 30 September.
    pub fn last_day(self) -> NaiveDate {
        self.last().last_day()
    }

    /// The twelve months from October on.
    pub fn months(self) -> [Month; 12] {
        std::array::from_fn(|index| self.first.plus(index as i32))
    }

    /// The year as a range.
    pub fn range(self) -> MonthRange {
        MonthRange::starting(self.first(), 12)
    }
}

impl<DB: Backend> FromSql<Integer, DB> for FiscalYear
where
    i32: FromSql<Integer, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        FiscalYear::new(i32::from_sql(bytes)?).map_err(|refusal| refusal.message.into())
    }
}

impl ToSql<Integer, Pg> for FiscalYear {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.number().to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl std::str::FromStr for FiscalYear {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<FiscalYear, Refusal> {
        text.parse()
            .map_err(|_| Refusal::unreadable("fiscal year", text))
            .and_then(FiscalYear::new)
    }
}

/// Half a fiscal year, by which civil servants are appraised: 1 is October to March, 2 is April to September.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Round {
    fiscal_year: FiscalYear,
    number: u8,
}

impl Round {
    /// Round 1 or 2 of a fiscal year.
    ///
    /// # Errors
    /// `INVALID` for any other number.
    pub fn new(fiscal_year: FiscalYear, number: i32) -> Result<Round, Refusal> {
        match number {
            1 => Ok(Round { fiscal_year, number: 1 }),
            2 => Ok(Round { fiscal_year, number: 2 }),
            _ => Err(Refusal::invalid(
                "number",
                "range",
                "รอบการประเมินมีเพียง 1 และ 2 / A round is 1 or 2.",
            )),
        }
    }

    /// The fiscal year.
    pub fn fiscal_year(self) -> FiscalYear {
        self.fiscal_year
    }

    /// 1 or 2.
    pub fn number(self) -> u8 {
        self.number
    }

    /// Its six months.
    pub fn months(self) -> [Month; 6] {
        let first = self.range().from();
        std::array::from_fn(|index| first.plus(index as i32))
    }

    /// The round as a range.
    pub fn range(self) -> MonthRange {
        let first = self.fiscal_year.first().plus((i32::from(self.number) - 1) * 6);
        MonthRange::starting(first, 6)
    }
}
