//! Revenue month by month.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, SimpleObject, Value};
use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Date, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{Baht, Month};

use super::period::Span;
use super::scope::Scope;
use super::unit::{ByUnit, Grain};
use crate::error::{Error, Result};

/// Revenue of one month.
#[derive(Debug, SimpleObject)]
pub struct MonthRevenue {
    /// The month (CE).
    pub month: Month,
    /// The month's revenue in baht.
    pub revenue: Baht,
}

/// Revenue of each month of a period, in satang, zeros included.
pub type Totals = Arc<[i64]>;

/// The reports of a scope in columns of equal length; none where there is no report.
#[derive(QueryableByName)]
struct Columns {
    #[diesel(sql_type = Nullable<Array<Text>>)]
    units: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Array<Date>>)]
    months: Option<Vec<Month>>,
    #[diesel(sql_type = Nullable<Array<BigInt>>)]
    satang: Option<Vec<i64>>,
}

impl Columns {
    /// Puts each sum where its unit and month are.
    fn spread(self, span: Span) -> ByUnit<Totals> {
        let (units, months, satang) = (
            self.units.unwrap_or_default(),
            self.months.unwrap_or_default(),
            self.satang.unwrap_or_default(),
        );
        let mut spread: HashMap<String, Vec<i64>> = HashMap::new();
        for ((unit, month), satang) in units.into_iter().zip(months).zip(satang) {
            let totals = spread.entry(unit).or_insert_with(|| vec![0; span.months.len()]);
            if let Some(total) = span.index(month).and_then(|index| totals.get_mut(index)) {
                *total = satang;
            }
        }
        ByUnit::new(spread.into_iter().map(|(unit, totals)| (unit, totals.into())).collect())
    }
}

/// The totals of all units of a grain in the scope: one statement, whatever the width.
///
/// # Errors
/// When the database fails.
pub async fn read(connection: &mut AsyncPgConnection, scope: &Scope, grain: Grain, span: Span) -> Result<ByUnit<Totals>> {
    let statement = match grain {
        Grain::District => scope.of_figures(include_str!("area_months.sql"), span),
        Grain::Subdistrict if span.confirmed() => scope.of_units(
            concat!(include_str!("subdistrict_confirmed.sql"), include_str!("unit_months.sql")),
            span,
        ),
        Grain::Subdistrict => scope.of_units(concat!(include_str!("subdistrict_all.sql"), include_str!("unit_months.sql")), span),
        Grain::Producer if span.confirmed() => scope.of_producers(
            concat!(include_str!("producer_confirmed.sql"), include_str!("unit_months.sql")),
            span,
        ),
        Grain::Producer => scope.of_producers(concat!(include_str!("producer_all.sql"), include_str!("unit_months.sql")), span),
    };
    let columns: Columns = statement.get_result(connection).await?;
    Ok(columns.spread(span))
}

/// The confirmed totals of units below the district, of producers of the cohort only.
///
/// # Errors
/// When the database fails.
pub async fn of_cohort(
    connection: &mut AsyncPgConnection,
    scope: &Scope,
    grain: Grain,
    span: Span,
    cohort_until: Option<NaiveDate>,
) -> Result<ByUnit<Totals>> {
    let statement = match grain {
        Grain::District | Grain::Subdistrict => scope.of_units(
            concat!(include_str!("subdistrict_confirmed.sql"), include_str!("unit_cohort_months.sql")),
            span,
        ),
        Grain::Producer => scope.of_producers(
            concat!(include_str!("producer_confirmed.sql"), include_str!("unit_cohort_months.sql")),
            span,
        ),
    };
    let columns: Columns = statement.bind::<Nullable<Date>, _>(cohort_until).get_result(connection).await?;
    Ok(columns.spread(span))
}

/// Adds up the lines, month by month.
///
/// # Errors
/// When a sum leaves 64 bits: ninety thousand million million baht.
pub fn sum<'a>(lines: impl Iterator<Item = &'a (String, Totals)>, length: usize) -> Result<Vec<i64>> {
    let mut totals = vec![0i64; length];
    for (_, line) in lines {
        for (total, satang) in totals.iter_mut().zip(line.iter()) {
            *total = total.checked_add(*satang).ok_or_else(overflow)?;
        }
    }
    Ok(totals)
}

/// A sum that leaves 64 bits is a failure, never a wrong figure.
#[must_use]
pub fn overflow() -> Error {
    Error::internal("a sum of satang leaves 64 bits")
}

/// The columnar leaf `[Baht!]!`: written at once, without a future per element (five times cheaper than `byMonth`).
#[derive(Debug)]
pub struct MonthTotals(pub Vec<i64>);

impl OutputType for MonthTotals {
    fn type_name() -> Cow<'static, str> {
        <Vec<Baht> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<Baht> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<Baht> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        let text = |satang: &i64| Value::String(Baht::from_satang(*satang).to_string());
        Ok(Value::List(self.0.iter().map(text).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_add_up_and_overflow_is_no_figure() {
        let line = |satang: [i64; 2]| ("2701".to_owned(), Totals::from(satang));
        assert_eq!(sum([line([1, 2]), line([3, 0])].iter(), 2).unwrap(), [4, 2]);
        assert!(sum([line([i64::MAX, 0]), line([1, 0])].iter(), 2).is_err());
    }
}
