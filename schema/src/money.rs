//! Baht, counted in satang: never a float, never more than two decimals.

use std::fmt;
use std::str::FromStr;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContextSelectionSet, InputValueError, InputValueResult, OutputType, Positioned, Scalar,
    ScalarType, ServerResult, Value,
};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::pg::data_types::PgNumeric;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Numeric, Text};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::Refusal;
use crate::money_text;

/// The amount of a cell: 0.00 to 999,999,999,999.99 baht (the ceiling is an assumption). Never negative.
#[derive(
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Numeric)]
#[diesel(sql_type = Text)]
pub struct Amount(i64);

impl Amount {
    /// No revenue. Not the same as no figure.
    pub const ZERO: Amount = Amount(0);
    /// The most one cell can hold.
    pub const MAX: Amount = Amount(99_999_999_999_999);

    /// Reads what people and spreadsheets write: `1234.50`, `1,234.5`, `๑,๒๓๔.๕๐ บาท`, `฿ 1,234`.
    ///
    /// # Errors
    /// `INVALID` on field `amount` for empty text, signs, exponents, more than two decimals, misplaced separators
    /// and values above the ceiling.
    pub fn parse(text: &str) -> Result<Amount, Refusal> {
        Amount::from_satang(money_text::satang(text)?)
    }

    /// From satang.
    ///
    /// # Errors
    /// `INVALID` on field `amount` when negative or above the ceiling.
    pub fn from_satang(satang: i64) -> Result<Amount, Refusal> {
        if satang < 0 {
            return Err(money_text::refused(
                "not-negative",
                "จำนวนเงินต้องไม่ติดลบ / An amount is never negative.",
            ));
        }
        if satang > Amount::MAX.0 {
            return Err(money_text::refused(
                "ceiling",
                "จำนวนเงินเกิน 999,999,999,999.99 บาท / An amount is at most 999,999,999,999.99 baht.",
            ));
        }
        Ok(Amount(satang))
    }

    /// In satang.
    pub const fn satang(self) -> i64 {
        self.0
    }

    /// As a decimal with scale 2.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// With separators, for people: `1,234.50`.
    pub fn grouped(self) -> String {
        money_text::grouped(self.0)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&money_text::exact(self.0))
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Amount {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Amount, Refusal> {
        Amount::parse(text)
    }
}

text_value!(Amount);

impl TryFrom<Decimal> for Amount {
    type Error = Refusal;

    fn try_from(decimal: Decimal) -> Result<Amount, Refusal> {
        let satang = decimal
            .checked_mul(Decimal::ONE_HUNDRED)
            .filter(|satang| satang.fract().is_zero());
        let refused = || {
            money_text::refused(
                "two-decimals",
                "จำนวนเงินมีทศนิยมได้ไม่เกินสองตำแหน่ง / An amount has at most two decimals.",
            )
        };
        Amount::from_satang(
            satang
                .and_then(|satang| satang.to_i64())
                .ok_or_else(refused)?,
        )
    }
}

impl ToSql<Numeric, Pg> for Amount {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let numeric = PgNumeric::from(self.decimal());
        ToSql::<Numeric, Pg>::to_sql(&numeric, &mut out.reborrow())
    }
}

impl FromSql<Numeric, Pg> for Amount {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let decimal = <Decimal as FromSql<Numeric, Pg>>::from_sql(bytes)?;
        Amount::try_from(decimal).map_err(|refusal| refusal.message.into())
    }
}

/// On the wire there is one scalar of money; a cell's amount goes out as `Baht`.
impl OutputType for Amount {
    fn type_name() -> std::borrow::Cow<'static, str> {
        <Baht as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Baht as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::String(self.to_string()))
    }
}

/// A total or a difference in baht: may be negative, and larger than any cell (up to 92 thousand billion baht).
#[derive(
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
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
        Baht(amount.0)
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
        match &value {
            Value::String(text) => text.parse().map_err(Refusal::into_input_error),
            Value::Number(number) => {
                whole(number.as_i64()).ok_or_else(|| InputValueError::expected_type(value))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

fn whole(baht: Option<i64>) -> Option<Baht> {
    baht?.checked_mul(100).map(Baht)
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
