//! The amount of a cell: baht counted in satang, never a float, never more than two decimals.

use std::fmt;
use std::str::FromStr;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::Pg;
use diesel::pg::data_types::PgNumeric;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Numeric, Text};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::{Baht, Refusal, money_text};

/// The amount of a cell: 0.00 to 999,999,999,999.99 baht (the ceiling is an assumption). Never negative.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
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
        match text.trim().strip_prefix(['-', '−']) {
            Some(rest) if money_text::satang(rest).is_ok() => Err(negative()),
            _ => Amount::from_satang(money_text::satang(text)?),
        }
    }

    /// From satang.
    ///
    /// # Errors
    /// `INVALID` on field `amount` when negative or above the ceiling.
    pub fn from_satang(satang: i64) -> Result<Amount, Refusal> {
        if satang < 0 {
            return Err(negative());
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

fn negative() -> Refusal {
    money_text::refused("not-negative", "จำนวนเงินต้องไม่ติดลบ / An amount is never negative.")
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
        let satang = decimal.checked_mul(Decimal::ONE_HUNDRED).filter(|satang| satang.fract().is_zero());
        let refused = || {
            money_text::refused(
                "two-decimals",
                "จำนวนเงินมีทศนิยมได้ไม่เกินสองตำแหน่ง / An amount has at most two decimals.",
            )
        };
        Amount::from_satang(satang.and_then(|satang| satang.to_i64()).ok_or_else(refused)?)
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

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.to_string()))
    }
}
