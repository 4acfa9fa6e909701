//! The yearly estimate on the laptop: recorded, seen and filled from last year without a network, by the same queue as the figures of a
//! month.
//!
//! | file | idea |
//! |---|---|
//! | `put.rs` | one figure into the queue, with the base it rests on |
//! | `seen.rs` | a year's estimate as the person sees it |
//! | `table.rs` | a year as a table: written for people, read back with a verdict on every cell |

use std::collections::{BTreeMap, BTreeSet};

use otop_schema::{Amount, Baht, EstimatePeriod, FiscalYear, Refusal};
use serde::Serialize;

use crate::{
    error::Result,
    known::Known,
    laptop::Laptop,
    lookup::Lookup,
    store::overlay::{EstimateRow, Producer},
};

mod put;
mod seen;
mod table;

pub use seen::{EstimateDistrict, EstimateLine, EstimateYear};
pub use table::{ExportedEstimate, ImportedEstimate};

/// A figure of an estimate to be recorded.
#[derive(Debug, Clone)]
pub struct EstimateEdit {
    /// Registration number, id or name.
    pub producer: String,
    /// The fiscal year.
    pub fiscal_year: FiscalYear,
    /// The period of the year, from 1.
    pub period: i16,
    /// The amount; none removes the figure.
    pub amount: Option<Amount>,
    /// A remark; none keeps the one that stands, an empty one takes it away.
    pub note: Option<String>,
}

/// What was recorded.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct EnteredEstimate {
    /// The operation's id; none where it is recorded so already.
    pub operation_id: Option<String>,
    /// The producer's id.
    pub producer_id: String,
    /// The producer's registration number.
    pub registration_number: Option<String>,
    /// The producer's name.
    pub producer: String,
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// The period, as people read it.
    pub period: String,
    /// What the person saw before.
    pub before: Option<String>,
    /// What he or she sees now.
    pub after: Option<String>,
    /// Why the server would not take it now: it waits until then. Recording is never stopped by it.
    pub notice: Option<Refusal>,
}

/// What was filled from the year before.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Prefilled {
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// Producers that had no figure and have some now.
    pub producers: usize,
    /// Figures that were queued.
    pub queued: usize,
}

impl Laptop {
    /// Records one figure of an estimate.
    ///
    /// # Errors
    /// Nobody is signed in; the producer is not known here or not active in the year; the year has no such period.
    pub fn enter_estimate(&mut self, edit: &EstimateEdit) -> Result<EnteredEstimate> {
        let person = self.store.signed_in()?.person;
        let lookup = Lookup::new(&mut self.store)?;
        let producer = lookup.meant(&edit.producer)?;
        let rows = self.store.estimates(edit.fiscal_year)?;
        let by = by(&rows);
        fits(producer, edit, by)?;
        let now = self.business_now()?;
        let row = rows.iter().find(|row| row.district == producer.district);
        let (operation_id, before) = self.store.write(|conn| put::figure(conn, &person, producer, edit))?;
        Ok(EnteredEstimate {
            operation_id,
            producer_id: producer.id.clone(),
            registration_number: producer.registration_number.clone(),
            producer: producer.name.clone(),
            fiscal_year: edit.fiscal_year.number(),
            period: by.named(edit.fiscal_year, edit.period),
            before,
            after: edit.amount.map(|amount| amount.to_string()),
            notice: row.and_then(|row| row.check(now).err()),
        })
    }

    /// Fills the estimate of every producer that has none with what it sold in the same periods of the year before, as this laptop
    /// sees it; all or none.
    ///
    /// # Errors
    /// Nobody is signed in; the file cannot be written.
    pub fn prefill_estimate(&mut self, year: FiscalYear) -> Result<Prefilled> {
        let person = self.store.signed_in()?.person;
        let sold = self.sold_before(year)?;
        let known = self.store.estimated(year)?;
        let producers = self.store.producers()?;
        let without = |producer: &&Producer| active_in(producer, year) && known.iter().all(|figure| figure.producer_id != producer.id);
        let mut wanted = Vec::new();
        for producer in producers.iter().filter(without) {
            let own = sold.iter().filter(|((id, _), _)| *id == producer.id);
            let amounts = own.filter_map(|((_, period), sum)| Some((*period, sum.narrow().ok()?)));
            wanted.extend(amounts.map(|(period, amount)| (producer, edit(producer, year, period, amount))));
        }
        self.store.write(|conn| {
            for (producer, edit) in &wanted {
                put::figure(conn, &person, producer, edit)?;
            }
            Ok(())
        })?;
        let filled: BTreeSet<&str> = wanted.iter().map(|(producer, _)| producer.id.as_str()).collect();
        Ok(Prefilled {
            fiscal_year: year.number(),
            producers: filled.len(),
            queued: wanted.len(),
        })
    }

    /// What was sold in the year before, by producer and period; nothing of who sold nothing.
    fn sold_before(&mut self, year: FiscalYear) -> Result<BTreeMap<(String, i16), Baht>> {
        let by = by(&self.store.estimates(year)?);
        let mut sold: BTreeMap<(String, i16), Baht> = BTreeMap::new();
        for period in 1..=by.count() {
            for month in by.range(year, period).into_iter().flat_map(|range| range.iter()) {
                for cell in self.store.cells(month.plus(-12))? {
                    let sum = sold.entry((cell.producer_id, period)).or_default();
                    *sum = sum.checked_add(cell.amount.parse().unwrap_or_default()).unwrap_or(*sum);
                }
            }
        }
        sold.retain(|_, sum| *sum > Baht::ZERO);
        Ok(sold)
    }
}

fn edit(producer: &Producer, fiscal_year: FiscalYear, period: i16, amount: Amount) -> EstimateEdit {
    EstimateEdit {
        producer: producer.id.clone(),
        fiscal_year,
        period,
        amount: Some(amount),
        note: None,
    }
}

/// By what a year is estimated, as far as this laptop knows; by quarters where nobody told it.
pub(crate) fn by(rows: &[EstimateRow]) -> EstimatePeriod {
    let told = rows.iter().find_map(|row| Known::<EstimatePeriod>::read(&row.period).value());
    told.unwrap_or(EstimatePeriod::Quarter)
}

/// Whether a producer works in a month of the year.
pub(crate) fn active_in(producer: &Producer, year: FiscalYear) -> bool {
    year.months().iter().any(|month| producer.active_in(*month))
}

/// Whether there is such a period, and the producer works in the year: what the server would refuse.
fn fits(producer: &Producer, edit: &EstimateEdit, by: EstimatePeriod) -> std::result::Result<(), Refusal> {
    let periods = by.count();
    if !(1..=periods).contains(&edit.period) {
        let message = format!("ประมาณการของปีนี้มีงวดที่ 1 ถึง {periods} / The estimate of this year has the periods 1 to {periods}");
        return Err(Refusal::invalid("period", "range", message));
    }
    if active_in(producer, edit.fiscal_year) {
        return Ok(());
    }
    let message = "ผู้ผลิตไม่ได้ดำเนินกิจการในปีงบประมาณนี้ / The producer is not active in this fiscal year";
    Err(Refusal::invalid("fiscalYear", "producer-active", message))
}

#[cfg(test)]
mod tests;
