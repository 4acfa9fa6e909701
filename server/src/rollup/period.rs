//! For which months a rollup is asked.

use async_graphql::{InputObject, OneofObject};
use otop_schema::{Basis, FiscalYear, Month, MonthRange, Round};

use crate::error::{Error, Result};

/// Ten years: the longest period one question may ask for (assumption).
const LONGEST: usize = 120;

/// The months to add up: exactly one of the four.
#[derive(Debug, Clone, OneofObject)]
pub enum PeriodInput {
    /// One month (CE), such as `2023-02`.
    Month(Month),
    /// A fiscal year (BE): `2566` is October 2022 to September 2023.
    FiscalYear(i32),
    /// A round of appraisal: half a fiscal year.
    Round(RoundInput),
    /// From a month to a month, at most 120.
    Range(RangeInput),
}

impl PeriodInput {
    /// The round, where one is asked for: six months that happen to be a round's are none.
    ///
    /// # Errors
    /// `INVALID` for a round there is not.
    pub fn round(&self) -> Result<Option<Round>> {
        match self {
            Self::Round(round) => round.read().map(Some),
            Self::Month(_) | Self::FiscalYear(_) | Self::Range(_) => Ok(None),
        }
    }
}

/// Half a fiscal year.
#[derive(Debug, Clone, InputObject)]
pub struct RoundInput {
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// 1: October to March; 2: April to September.
    pub number: i32,
}

impl RoundInput {
    fn read(&self) -> Result<Round> {
        Ok(Round::new(FiscalYear::new(self.fiscal_year)?, self.number)?)
    }
}

/// Consecutive months.
#[derive(Debug, Clone, InputObject)]
pub struct RangeInput {
    /// The first month (CE).
    pub from: Month,
    /// The last month (CE), included.
    pub to: Month,
}

/// Months and basis: what one set of figures is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The months.
    pub months: MonthRange,
    /// Which figures.
    pub basis: Basis,
}

impl Span {
    /// What is asked for.
    ///
    /// # Errors
    /// `INVALID` for a fiscal year or round there is not, a range that ends before it begins, or more than 120 months.
    pub fn of(period: PeriodInput, basis: Basis) -> Result<Self> {
        let months = months(period)?;
        if months.len() > LONGEST {
            let message = "ขอได้ไม่เกิน 120 เดือน / At most 120 months may be asked for";
            return Err(Error::invalid("period", "length", message));
        }
        Ok(Self { months, basis })
    }

    /// Whether the last confirmed versions are asked for.
    #[must_use]
    pub fn confirmed(&self) -> bool {
        self.basis == Basis::Confirmed
    }

    /// The place of a month in the period, counted from 0.
    #[must_use]
    pub fn index(&self, month: Month) -> Option<usize> {
        usize::try_from(month.months_since(self.months.from()))
            .ok()
            .filter(|index| *index < self.months.len())
    }
}

fn months(period: PeriodInput) -> Result<MonthRange> {
    Ok(match period {
        PeriodInput::Month(month) => MonthRange::single(month),
        PeriodInput::FiscalYear(year) => FiscalYear::new(year)?.range(),
        PeriodInput::Round(round) => round.read()?.range(),
        PeriodInput::Range(range) => MonthRange::new(range.from, range.to)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_fiscal_year_begins_in_october() {
        let span = Span::of(PeriodInput::FiscalYear(2566), Basis::All).unwrap();
        assert_eq!(span.months.len(), 12);
        assert_eq!(span.index(month("2022-10")), Some(0));
        assert_eq!(span.index(month("2023-09")), Some(11));
        assert_eq!(span.index(month("2022-09")), None);
        assert_eq!(span.index(month("2023-10")), None);
    }

    #[test]
    fn eleven_years_are_refused() {
        let range = |to| {
            PeriodInput::Range(RangeInput {
                from: month("2013-01"),
                to: month(to),
            })
        };
        assert!(Span::of(range("2022-12"), Basis::All).is_ok());
        assert!(Span::of(range("2023-01"), Basis::All).is_err());
    }
}
