//! Who has reported, and how far the reports are.

use async_graphql::{ID, SimpleObject};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::period::Span;
use super::scope::Scope;
use super::unit::{ByUnit, Unit};
use crate::error::Result;

/// How complete the figures are: producers of the rosters, counted once a month, over the reports of the period that have
/// opened. With basis `CONFIRMED` the rosters are those of the last confirmed versions.
#[derive(Debug, Default, SimpleObject)]
pub struct Completeness {
    /// Producers on the rosters.
    pub roster: i32,
    /// Of them with a sheet `COMPLETE` or `NO_SALES`.
    pub reported: i32,
    /// Of them with a sheet `NOT_OBTAINED`.
    pub not_obtained: i32,
    /// Of them not reported: also those whose figures were not obtained.
    pub missing: i32,
    /// Producers on the rosters with evidence of the month that stands.
    pub evidenced: i32,
    /// Of the rosters, those whose evidence the province looked at.
    pub spot_checked: i32,
    /// Of those looked at, the ones whose evidence did not agree when it was looked at last.
    pub disagreeing: i32,
    /// Codes of districts in which a producer is missing in a month; with `CONFIRMED`, those with a month never confirmed.
    pub missing_districts: Vec<ID>,
}

/// How many reports (a district and a month) stand where.
#[derive(Debug, Default, SimpleObject)]
pub struct ReportCounts {
    /// Reports that have opened.
    pub expected: i32,
    /// Being recorded for the first time.
    pub draft: i32,
    /// Before the committee.
    pub submitted: i32,
    /// Certified by the committee.
    pub certified: i32,
    /// Signed by the CD officer.
    pub signed: i32,
    /// Confirmed.
    pub confirmed: i32,
    /// Returned for correction; the last confirmed version, if any, still counts.
    pub returned: i32,
    /// Of all of them, those loaded from documents of past figures.
    pub imported: i32,
    /// Of all of them, those whose figures a viewer is not told: so few producers stand on their rosters that the sum would be
    /// personal. They are left out of all sums. For everybody else 0.
    pub withheld: i32,
}

/// Reports and producers of one district.
#[derive(Debug, QueryableByName)]
pub struct District {
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Integer)]
    roster: i32,
    #[diesel(sql_type = Integer)]
    reported: i32,
    #[diesel(sql_type = Integer)]
    not_obtained: i32,
    #[diesel(sql_type = Bool)]
    incomplete: bool,
    #[diesel(embed)]
    shown: Shown,
    #[diesel(sql_type = Integer)]
    expected: i32,
    #[diesel(sql_type = Integer)]
    draft: i32,
    #[diesel(sql_type = Integer)]
    submitted: i32,
    #[diesel(sql_type = Integer)]
    certified: i32,
    #[diesel(sql_type = Integer)]
    signed: i32,
    #[diesel(sql_type = Integer)]
    confirmed: i32,
    #[diesel(sql_type = Integer)]
    returned: i32,
    #[diesel(sql_type = Integer)]
    imported: i32,
    #[diesel(sql_type = Integer)]
    withheld: i32,
}

/// Producers of one subdistrict, or one producer.
#[derive(Debug, QueryableByName)]
pub struct Members {
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Integer)]
    roster: i32,
    #[diesel(sql_type = Integer)]
    reported: i32,
    #[diesel(sql_type = Integer)]
    not_obtained: i32,
    #[diesel(embed)]
    shown: Shown,
}

/// What was shown of the figures.
#[derive(Debug, Clone, Copy, QueryableByName)]
struct Shown {
    #[diesel(sql_type = Integer)]
    evidenced: i32,
    #[diesel(sql_type = Integer)]
    spot_checked: i32,
    #[diesel(sql_type = Integer)]
    disagreeing: i32,
}

/// All districts of the scope.
///
/// # Errors
/// When the database fails.
pub async fn districts(connection: &mut AsyncPgConnection, scope: &Scope, span: Span) -> Result<ByUnit<District>> {
    let statement = scope.of_states(include_str!("area_completeness.sql"), span);
    let rows: Vec<District> = statement.load(connection).await?;
    Ok(ByUnit::new(rows.into_iter().map(|row| (row.unit.clone(), row)).collect()))
}

/// All subdistricts and producers of the scope's districts.
///
/// # Errors
/// When the database fails.
pub async fn members(connection: &mut AsyncPgConnection, scope: &Scope, span: Span) -> Result<ByUnit<Members>> {
    let text = if span.confirmed() {
        concat!(
            include_str!("unit_completeness_confirmed.sql"),
            include_str!("unit_completeness.sql")
        )
    } else {
        concat!(include_str!("unit_completeness_all.sql"), include_str!("unit_completeness.sql"))
    };
    let rows: Vec<Members> = scope.of_units(text, span).load(connection).await?;
    Ok(ByUnit::new(rows.into_iter().map(|row| (row.unit.clone(), row)).collect()))
}

impl Completeness {
    /// Of all districts of a place.
    #[must_use]
    pub fn of_districts(districts: &ByUnit<District>, unit: &Unit) -> Self {
        let mut sum = Self::default();
        for (code, district) in districts.within(&unit.prefix) {
            sum.add(district.roster, district.reported, district.not_obtained);
            sum.show(district.shown);
            if district.incomplete {
                sum.missing_districts.push(code.into());
            }
        }
        sum
    }

    /// Of a subdistrict or a producer, in `district`.
    #[must_use]
    pub fn of_members(members: &ByUnit<Members>, unit: &Unit, district: &str) -> Self {
        let mut sum = Self::default();
        for (_, member) in members.within(&unit.prefix) {
            sum.add(member.roster, member.reported, member.not_obtained);
            sum.show(member.shown);
        }
        if sum.missing > 0 {
            sum.missing_districts.push(district.into());
        }
        sum
    }

    fn add(&mut self, roster: i32, reported: i32, not_obtained: i32) {
        self.roster += roster;
        self.reported += reported;
        self.not_obtained += not_obtained;
        self.missing += roster - reported;
    }

    fn show(&mut self, shown: Shown) {
        self.evidenced += shown.evidenced;
        self.spot_checked += shown.spot_checked;
        self.disagreeing += shown.disagreeing;
    }
}

impl ReportCounts {
    /// Of all districts whose code begins with `prefix`.
    #[must_use]
    pub fn of(districts: &ByUnit<District>, prefix: &str) -> Self {
        let mut sum = Self::default();
        for (_, district) in districts.within(prefix) {
            sum.expected += district.expected;
            sum.draft += district.draft;
            sum.submitted += district.submitted;
            sum.certified += district.certified;
            sum.signed += district.signed;
            sum.confirmed += district.confirmed;
            sum.returned += district.returned;
            sum.imported += district.imported;
            sum.withheld += district.withheld;
        }
        sum
    }
}
