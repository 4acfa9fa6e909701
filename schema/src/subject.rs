//! What goes through the life of submission, certificate and signature: a month's report, or a year's estimate.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::{AreaCode, EstimateKey, FiscalYear, Month, ReportKey};

/// A district's report of a month, or its estimate of a fiscal year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A report.
    Report(ReportKey),
    /// An estimate.
    Estimate(EstimateKey),
}

impl Subject {
    /// The subject of a district by its term.
    pub fn of(district: AreaCode, term: NaiveDate) -> Subject {
        let month = Month::of(term);
        if term.day() == 1 {
            Subject::Report(ReportKey { district, month })
        } else {
            let fiscal_year = month.fiscal_year();
            Subject::Estimate(EstimateKey { district, fiscal_year })
        }
    }

    /// The district.
    pub fn district(&self) -> &AreaCode {
        match self {
            Subject::Report(key) => &key.district,
            Subject::Estimate(key) => &key.district,
        }
    }

    /// The day that stands for it in tables of both kinds: the first of a report's month, the last of an estimate's year. No day is
    /// both.
    pub fn term(&self) -> NaiveDate {
        match self {
            Subject::Report(key) => key.month.first_day(),
            Subject::Estimate(key) => key.fiscal_year.last_day(),
        }
    }

    /// The month of a report.
    pub fn month(&self) -> Option<Month> {
        match self {
            Subject::Report(key) => Some(key.month),
            Subject::Estimate(_) => None,
        }
    }

    /// The fiscal year it lies in.
    pub fn fiscal_year(&self) -> FiscalYear {
        match self {
            Subject::Report(key) => key.month.fiscal_year(),
            Subject::Estimate(key) => key.fiscal_year,
        }
    }

    /// The report, where it is one.
    pub fn report(&self) -> Option<&ReportKey> {
        match self {
            Subject::Report(key) => Some(key),
            Subject::Estimate(_) => None,
        }
    }

    /// The estimate, where it is one.
    pub fn estimate(&self) -> Option<&EstimateKey> {
        match self {
            Subject::Report(_) => None,
            Subject::Estimate(key) => Some(key),
        }
    }
}

impl From<ReportKey> for Subject {
    fn from(key: ReportKey) -> Subject {
        Subject::Report(key)
    }
}

impl From<EstimateKey> for Subject {
    fn from(key: EstimateKey) -> Subject {
        Subject::Estimate(key)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Report(key) => key.fmt(f),
            Subject::Estimate(key) => key.fmt(f),
        }
    }
}
