//! What fiscal year 2566 is measured by: months of 2565 of which no sheets were drawn, the frozen base, targets for both rounds.

use chrono::{DateTime, NaiveDate, Utc};
use otop_schema::{AreaCode, Baht, BaseLine, BasePolicy, BaseSource, FiscalYear, Month, base_digest};
use tokio_postgres::Transaction;

use super::chance::Dice;
use super::figures;
use super::places::{District, Province};
use crate::database::{copy, lines};
use crate::error::{Error, Result};
use crate::import::{Past, Producer};

const BASE: &str = "base_month (fiscal_year, revision, district, month, satang, producers, source)";
const TARGET: &str = "target (fiscal_year, round, area, revision, percent, threshold_1, threshold_2, threshold_3, threshold_4, \
                      threshold_5, reason, set_at)";
/// The fiscal year of the demonstration.
const YEAR: i32 = 2566;
/// The country's and each province's target, in percent (assumption).
const TARGETED: &str = "6.00";
/// Growth worth 1 to 5 points, in percent (assumption).
const THRESHOLDS: [&str; 5] = ["2.00", "4.00", "6.00", "8.00", "10.00"];
/// Why they were set.
const REASON: &str = "ข้อมูลสาธิต / Demonstration data";

/// A month of fiscal year 2565 as a document would have it.
#[derive(Debug, Clone, Copy)]
pub struct PastMonth {
    /// The month (CE).
    pub month: Month,
    /// Its revenue in satang.
    pub satang: i64,
    /// How many producers it is of.
    pub producers: usize,
}

/// The months of fiscal year 2565 that are not among those drawn: what the district's producers may be expected to have sold.
///
/// # Errors
/// Never: the year exists.
pub fn unknown_months(producers: &[Producer], drawn: &[Past]) -> Result<Vec<PastMonth>> {
    let missing = |month: &Month| !drawn.iter().any(|past| past.month == *month);
    let months = FiscalYear::new(YEAR - 1)?.months().into_iter().filter(missing);
    Ok(months.map(|month| expected(producers, month)).collect())
}

fn expected(producers: &[Producer], month: Month) -> PastMonth {
    let active = producers.iter().filter(|producer| producer.active(month));
    let revenues = active.filter_map(|producer| Some(figures::expected(producer, producer.attribute(month)?.kind, month)));
    let revenues: Vec<i64> = revenues.collect();
    PastMonth {
        month,
        satang: revenues.iter().sum(),
        producers: revenues.len(),
    }
}

/// A line of the base with the number of producers behind it.
pub type Based = (BaseLine, usize);

/// The base of a district: the year before, month by month.
pub fn base(district: &AreaCode, known: impl Iterator<Item = PastMonth>) -> Vec<Based> {
    let of_year = known.filter(|past| past.month.fiscal_year().number() == YEAR - 1);
    let line = |past: PastMonth| BaseLine {
        district: district.clone(),
        month: past.month.plus(12),
        base: Baht::from_satang(past.satang),
        source: BaseSource::Imported,
    };
    of_year.map(|past| (line(past), past.producers)).collect()
}

/// Freezes the base as revision 0 and sets the targets.
///
/// # Errors
/// When the database fails.
pub async fn write(transaction: &Transaction<'_>, mut base: Vec<Based>, areas: &[String], at: DateTime<Utc>) -> Result<()> {
    base.sort_by(|(one, _), (other, _)| (&one.district, one.month).cmp(&(&other.district, other.month)));
    let policy = BasePolicy::PreviousYear;
    let digest = base_digest(YEAR, policy, None, base.iter().map(|(line, _)| line));
    let frozen = transaction
        .execute(include_str!("base.sql"), &[&YEAR, &policy.as_str(), &REASON, &digest, &at])
        .await;
    frozen.map_err(Error::internal)?;
    let rows = base.iter().map(|(line, producers)| {
        let key = (YEAR, 0, line.district.as_str(), line.month.first_day());
        (key, line.base.satang(), producers, line.source)
    });
    copy(transaction, BASE, lines(rows)?).await?;
    copy(transaction, TARGET, lines(areas.iter().flat_map(|area| targets(area, at)))?).await
}

/// The places that have a target: the nation and all that are shown.
#[must_use]
pub fn areas(provinces: &[Province], districts: &[District]) -> Vec<String> {
    let provinces = provinces.iter().map(|(code, _)| code.clone());
    let districts = districts.iter().map(|district| district.code.clone());
    ["TH".to_owned()].into_iter().chain(provinces).chain(districts).collect()
}

type Target<'a> = ((i32, i32, &'a str, i32), String, [&'static str; 5], &'static str, DateTime<Utc>);

/// Both rounds; a district's differs from its province's by up to a percent, so that some provinces are warned.
fn targets(area: &str, at: DateTime<Utc>) -> impl Iterator<Item = Target<'_>> {
    let percent = match area.len() {
        4 => {
            let quarters = Dice::of(&[area.parse().unwrap_or_default(), YEAR.unsigned_abs().into()]).between(20, 28);
            format!("{}.{:02}", quarters / 4, quarters % 4 * 25)
        }
        _ => TARGETED.to_owned(),
    };
    (1..=2).map(move |round| ((YEAR, round, area, 0), percent.clone(), THRESHOLDS, REASON, at))
}

/// A month as `COPY` takes it.
#[must_use]
pub fn line<'a>(code: &'a str, past: &PastMonth, source: i32) -> (&'a str, NaiveDate, i64, usize, i32) {
    (code, past.month.first_day(), past.satang, past.producers, source)
}
