//! Percent, counted in hundredths: what targets are set in and growth is told in.

use std::fmt;
use std::str::FromStr;

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use diesel::sql_types::Text;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::scalars::hundredths;
use crate::{Refusal, arabic_digits};

/// A percentage with two decimals, such as 11.39; may be negative. Never a float.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Text)]
pub struct Percent(i64);

impl Percent {
    /// From hundredths of a percent: 1139 is 11.39 %.
    pub const fn from_hundredths(hundredths: i64) -> Percent {
        Percent(hundredths)
    }

    /// In hundredths of a percent.
    pub const fn hundredths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Decimal::new(self.0, 2).fmt(f)
    }
}

impl FromStr for Percent {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Percent, Refusal> {
        let written = arabic_digits(text.trim());
        let written = written.strip_suffix('%').unwrap_or(&written).trim_end();
        let exact = Decimal::from_str_exact(written).ok();
        let hundredths = exact.and_then(|percent| percent.checked_mul(Decimal::ONE_HUNDRED));
        let whole = hundredths.filter(|hundredths| hundredths.fract().is_zero());
        whole.and_then(|hundredths| hundredths.to_i64()).map(Percent).ok_or_else(unreadable)
    }
}

fn unreadable() -> Refusal {
    let message = "ร้อยละเขียนเช่น 5.25 มีทศนิยมได้ไม่เกินสองตำแหน่ง / Write a percentage such as 5.25, with at most two decimals.";
    Refusal::invalid("percent", "format", message)
}

text_value!(Percent);

/// A percentage as text with two decimals, such as `11.39` or `-0.50`; in also as a whole number. Never a float.
#[Scalar(name = "Percent")]
impl ScalarType for Percent {
    fn parse(value: Value) -> InputValueResult<Self> {
        hundredths(value, Percent)
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}
