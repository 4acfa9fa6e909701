//! Totals and differences in baht: counted in satang, signed, larger than any cell.

use std::fmt;
use std::str::FromStr;

use async_graphql::{InputValueResult, Scalar, ScalarType, Value};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Text};

use crate::scalars::hundredths;
use crate::{Amount, Refusal, money_text};

/// A total or a difference in baht: may be negative, and larger than any cell (up to 92 thousand billion baht).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = BigInt)]
#[diesel(sql_type = Text)]
pub struct Baht(i64);

impl Baht {
    /// Nothing.
    pub const ZERO: Baht = Baht(0);

    /// From satang.
    pub const fn from_satang(satang: i64) -> Baht {
        Baht(satang)
    }

    /// In satang.
    pub const fn satang(self) -> i64 {
        self.0
    }

    /// The sum, unless it is too large to be true.
    pub fn checked_add(self, other: Baht) -> Option<Baht> {
        self.0.checked_add(other.0).map(Baht)
    }

    /// The difference, unless it is too large to be true.
    pub fn checked_sub(self, other: Baht) -> Option<Baht> {
        self.0.checked_sub(other.0).map(Baht)
    }

    /// As the amount of a cell.
    ///
    /// # Errors
    /// `INVALID` on field `amount` when negative or above the ceiling.
    pub fn narrow(self) -> Result<Amount, Refusal> {
        Amount::from_satang(self.0)
    }

    /// With separators, for people: `-1,234.50`.
    pub fn grouped(self) -> String {
        money_text::grouped(self.0)
    }
}

impl From<Amount> for Baht {
    fn from(amount: Amount) -> Baht {
        Baht(amount.satang())
    }
}

impl fmt::Display for Baht {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&money_text::exact(self.0))
    }
}

impl fmt::Debug for Baht {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Baht {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Baht, Refusal> {
        match text.trim().strip_prefix('-') {
            Some(positive) => money_text::satang(positive).map(|satang| Baht(-satang)),
            None => money_text::satang(text).map(Baht),
        }
    }
}

text_value!(Baht);

/// Baht as text with at most two decimals, such as `1234.50`; a whole number is also taken. Never a float.
#[Scalar(name = "Baht")]
impl ScalarType for Baht {
    fn parse(value: Value) -> InputValueResult<Self> {
        hundredths(value, Baht)
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Baht
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Baht
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Baht)
    }
}
