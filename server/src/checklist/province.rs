//! A province's line: its districts, counted.

use async_graphql::SimpleObject;
use otop_schema::{AreaCode, Pending};

use super::district::DistrictCheck;

/// How a province stands before a month is consolidated.
#[derive(Debug, Clone, SimpleObject)]
pub struct ProvinceCheck {
    /// The province's code.
    province: AreaCode,
    /// Its districts.
    districts: usize,
    /// Of these, nothing was submitted.
    missing: usize,
    /// Of these, submitted and not confirmed, or opened again.
    unconfirmed: usize,
    /// Of these, confirmed late or overdue.
    late: usize,
    /// Of these, the signed paper is waited for.
    paper_missing: usize,
    /// Whether nothing is missing, unconfirmed or without its paper; lateness is told and changes nothing any more.
    ready: bool,
}

impl ProvinceCheck {
    /// One line a province, from the lines of its districts, which are in the order of their codes.
    #[must_use]
    pub fn of(checks: &[DistrictCheck]) -> Vec<Self> {
        let provinces = checks.chunk_by(|one, other| one.district.parent() == other.district.parent());
        provinces.filter_map(Self::line).collect()
    }

    fn line(checks: &[DistrictCheck]) -> Option<Self> {
        let count = |item| checks.iter().filter(|check| check.pending.contains(&item)).count();
        Some(Self {
            province: checks.first()?.district.parent()?,
            districts: checks.len(),
            missing: count(Pending::Missing),
            unconfirmed: count(Pending::Unconfirmed),
            late: count(Pending::Late),
            paper_missing: count(Pending::PaperMissing),
            ready: !checks.iter().any(|check| check.pending.iter().any(|item| item.open())),
        })
    }
}
