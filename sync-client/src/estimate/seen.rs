//! A year's estimate as the person sees it, own waiting edits included.

use chrono::{DateTime, Utc};
use otop_schema::{Baht, EstimatePeriod, FiscalYear, Refusal};
use serde::Serialize;

use super::{active_in, by};
use crate::{
    error::Result,
    laptop::Laptop,
    queue::instant,
    store::overlay::{EstimateNow, EstimateRow, Producer},
};

/// A fiscal year's estimate.
#[derive(Serialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct EstimateYear {
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// By what it is estimated.
    pub period: EstimatePeriod,
    /// The names of its periods.
    pub periods: Vec<String>,
    /// The estimates of the districts; one that nobody touched yet is not among them.
    pub districts: Vec<EstimateDistrict>,
    /// A line for each producer active in the year, and each other with figures.
    pub producers: Vec<EstimateLine>,
    /// Producers active in the year without a figure.
    pub missing: usize,
    /// The sum of all figures.
    pub total: Baht,
}

/// Where a district's estimate stands.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct EstimateDistrict {
    /// The district's code.
    pub district: String,
    /// Where it is in its life.
    pub status: String,
    /// Before when, exclusive, it is sent on time.
    pub due_at: Option<DateTime<Utc>>,
    /// It was sent late, or is due and not sent.
    pub late: bool,
    /// Why figures cannot change now, with the server's code.
    pub notice: Option<Refusal>,
}

/// One producer's figures.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct EstimateLine {
    /// The producer's id.
    pub producer_id: String,
    /// The registration number.
    pub registration_number: Option<String>,
    /// The name.
    pub producer: String,
    /// An amount or nothing for each period.
    pub amounts: Vec<Option<String>>,
    /// Whether an own edit of it waits.
    pub waiting: bool,
}

impl Laptop {
    /// A fiscal year's estimate.
    ///
    /// # Errors
    /// Nobody is signed in; the file cannot be read.
    pub fn estimate(&mut self, year: FiscalYear) -> Result<EstimateYear> {
        self.store.signed_in()?;
        let now = self.business_now()?;
        let rows = self.store.estimates(year)?;
        let figures = self.store.estimated(year)?;
        let period = by(&rows);
        let lines = self
            .store
            .producers()?
            .into_iter()
            .filter_map(|producer| line(producer, &figures, year, period));
        let producers: Vec<EstimateLine> = lines.collect();
        Ok(EstimateYear {
            fiscal_year: year.number(),
            period,
            periods: (1..=period.count()).map(|number| period.named(year, number)).collect(),
            districts: rows.iter().map(|row| district(row, now)).collect(),
            missing: producers.iter().filter(|line| line.amounts.iter().all(Option::is_none)).count(),
            total: total(&figures),
            producers,
        })
    }
}

fn district(row: &EstimateRow, now: DateTime<Utc>) -> EstimateDistrict {
    EstimateDistrict {
        district: row.district.clone(),
        status: row.status.clone(),
        due_at: instant(row.due_at.as_deref()),
        late: row.late,
        notice: row.check(now).err(),
    }
}

fn line(producer: Producer, figures: &[EstimateNow], year: FiscalYear, period: EstimatePeriod) -> Option<EstimateLine> {
    let own: Vec<&EstimateNow> = figures.iter().filter(|figure| figure.producer_id == producer.id).collect();
    if own.is_empty() && !active_in(&producer, year) {
        return None;
    }
    let amount = |number: i16| {
        own.iter()
            .find(|figure| figure.period == i32::from(number))
            .map(|figure| figure.amount.clone())
    };
    Some(EstimateLine {
        amounts: (1..=period.count()).map(amount).collect(),
        waiting: own.iter().any(|figure| figure.own.as_deref().is_some_and(|state| state != "done")),
        producer_id: producer.id,
        registration_number: producer.registration_number,
        producer: producer.name,
    })
}

fn total(figures: &[EstimateNow]) -> Baht {
    let amounts = figures.iter().map(|figure| figure.amount.parse().unwrap_or_default());
    amounts.fold(Baht::ZERO, |sum, amount: Baht| sum.checked_add(amount).unwrap_or(sum))
}
