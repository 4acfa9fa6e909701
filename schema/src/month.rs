//! A calendar month: what figures are kept by.

use std::fmt;
use std::str::FromStr;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Date, Text};

use crate::{FiscalYear, Refusal, bangkok, thai};

/// A month of the common era, 1900-01 to 2156-12. People see it in the Buddhist era.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = Date)]
#[diesel(sql_type = Text)]
pub struct Month(NaiveDate);

impl Month {
    /// The years there can be figures of: also a guard against a Buddhist year taken for a common one.
    const YEARS: std::ops::RangeInclusive<i32> = 1900..=2156;

    /// Year of the common era and month 1 to 12.
    ///
    /// # Errors
    /// `INVALID` outside 1900-01 … 2156-12.
    pub fn new(year: i32, month: u32) -> Result<Month, Refusal> {
        NaiveDate::from_ymd_opt(year, month, 1)
            .filter(|_| Month::YEARS.contains(&year))
            .map(Month)
            .ok_or_else(|| Month::refused(&format!("{year:04}-{month:02}")))
    }

    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Month {
        Month(day.with_day(1).unwrap_or(day))
    }

    /// The month an instant lies in, in Bangkok.
    pub fn at(instant: DateTime<Utc>) -> Month {
        Month::of(bangkok(instant).date_naive())
    }

    /// Year of the common era.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self.0.month()
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.next().0 - Days::new(1)
    }

    /// The month after.
    pub fn next(self) -> Month {
        self.plus(1)
    }

    /// The month before.
    pub fn previous(self) -> Month {
        self.plus(-1)
    }

    /// So many months later, or earlier when negative. Stands still at the end of time, 260,000 years away.
    pub fn plus(self, months: i32) -> Month {
        let distance = Months::new(months.unsigned_abs());
        let moved = if months < 0 {
            self.0.checked_sub_months(distance)
        } else {
            self.0.checked_add_months(distance)
        };
        Month(moved.unwrap_or(self.0))
    }

    /// Months from `other` to this one; negative when this one is earlier.
    pub fn months_since(self, other: Month) -> i32 {
        (self.year() - other.year()) * 12 + self.0.month0() as i32 - other.0.month0() as i32
    }

    /// The fiscal year it belongs to: October opens the next one.
    pub fn fiscal_year(self) -> FiscalYear {
        FiscalYear::of(self)
    }

    /// Short for screens: `ก.พ. 2566`.
    pub fn thai(self) -> String {
        format!("{} {}", thai::month_short(self.number()), self.year() + 543)
    }

    /// Long for documents: `กุมภาพันธ์ 2566`.
    pub fn thai_long(self) -> String {
        format!("{} {}", thai::month_long(self.number()), self.year() + 543)
    }

    fn refused(text: &str) -> Refusal {
        let message = format!(
            "เดือน \"{text}\" ไม่ถูกต้อง ใช้ปี ค.ศ. เช่น 2023-02 / \"{text}\" is not a month: write year and month of the common era, such as 2023-02."
        );
        Refusal::invalid("month", "format", message)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Month, Refusal> {
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let (year, month) = text.split_once('-').ok_or_else(|| Month::refused(text))?;
        if !digits(year, 4) || !digits(month, 2) {
            return Err(Month::refused(text));
        }
        let number = |part: &str| part.parse::<u32>().map_err(|_| Month::refused(text));
        Month::new(number(year)? as i32, number(month)?)
    }
}

text_value!(Month);

/// A month of the common era as text, such as `2023-02`.
#[Scalar(name = "Month")]
impl ScalarType for Month {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => text.parse().map_err(Refusal::into_input_error),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl ToSql<Date, Pg> for Month {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Date, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<Date, Pg> for Month {
    fn from_sql(bytes: <Pg as diesel::backend::Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let day = <NaiveDate as FromSql<Date, Pg>>::from_sql(bytes)?;
        if day.day() == 1 {
            Ok(Month(day))
        } else {
            Err(format!("{day} is not the first day of a month").into())
        }
    }
}
