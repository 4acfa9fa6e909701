//! Figures of a year's estimate among the edits of a batch: what the rules are handed of them, and what an accepted one does.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use otop_schema::{Amount, EntryFact, EstimateEntryKey, EstimateKey, EstimatePeriod, FiscalYear, Refusal, Subject};
use uuid::Uuid;

use super::decide::Batch;
use super::lock::Reports;
use super::operation::Operation;
use super::places::Places;
use crate::error::Result;
use crate::estimate::{self, EstimateEntry};

/// The figures a batch touches, with what the batch does to them, and by what their years are estimated.
#[derive(Default)]
pub(super) struct Estimates {
    pub entries: BTreeMap<EstimateEntryKey, EstimateEntry>,
    active: HashSet<(Uuid, FiscalYear)>,
    periods: HashMap<FiscalYear, EstimatePeriod>,
}

/// The figures of a batch that its person edits, and the estimates they belong to.
pub(super) struct Wanted {
    estimates: Vec<EstimateKey>,
    figures: Vec<EstimateEntryKey>,
}

impl Wanted {
    pub(super) fn of(places: &Places, reports: &Reports, operations: &[Operation]) -> Self {
        let within = |key: EstimateEntryKey| {
            let estimate = places.estimate_of(&key)?;
            reports.contains(&estimate.clone().into()).then_some((estimate, key))
        };
        let found = operations.iter().filter_map(Operation::estimate).filter_map(within);
        let (estimates, figures): (BTreeSet<EstimateKey>, BTreeSet<EstimateEntryKey>) = found.unzip();
        Self {
            estimates: estimates.into_iter().collect(),
            figures: figures.into_iter().collect(),
        }
    }
}

/// Gathers what the rules are handed of them; most batches have none.
///
/// # Errors
/// When the database fails.
pub(super) async fn estimates(connection: &AsyncPgConnection, Wanted { estimates, figures }: &Wanted) -> Result<Estimates> {
    if estimates.is_empty() {
        return Ok(Estimates::default());
    }
    let producers = figures.iter().map(|key| key.producer).collect();
    let (entries, active, periods) = try_join!(
        estimate::entries(connection, estimates, Some(producers)),
        estimate::active(connection, figures),
        estimate::periods(connection, estimates),
    )?;
    Ok(Estimates {
        entries: entries.into_iter().map(|entry| (entry.key(), entry)).collect(),
        active,
        periods,
    })
}

impl Estimates {
    /// Whether there is such a period of the year, and the producer works in it.
    ///
    /// # Errors
    /// `INVALID`.
    pub(super) fn fits(&self, key: &EstimateEntryKey) -> std::result::Result<(), Refusal> {
        let periods = self.periods.get(&key.fiscal_year).map_or(0, |period| period.count());
        if !(1..=periods).contains(&key.period) {
            let message = format!("ประมาณการของปีนี้มีงวดที่ 1 ถึง {periods} / The estimate of this year has the periods 1 to {periods}");
            return Err(Refusal::invalid("period", "range", message));
        }
        if !self.active.contains(&(key.producer, key.fiscal_year)) {
            let message = "ผู้ผลิตไม่ได้ดำเนินกิจการในปีงบประมาณนี้ / The producer is not active in this fiscal year";
            return Err(Refusal::invalid("fiscalYear", "producer-active", message));
        }
        Ok(())
    }

    /// A figure as it holds now.
    pub(super) fn fact(&self, key: &EstimateEntryKey) -> EntryFact {
        self.entries.get(key).map_or_else(EntryFact::default, EstimateEntry::fact)
    }

    /// Its version; 0 where it never was.
    pub(super) fn version(&self, key: &EstimateEntryKey) -> i32 {
        self.entries.get(key).map_or(0, |entry| entry.version)
    }
}

impl Batch<'_> {
    /// The next version of a figure of an estimate.
    pub(super) fn apply_estimate(&mut self, key: EstimateEntryKey, amount: Option<Amount>, note: Option<&String>, subject: &Subject) {
        let Some(time) = self.facts.reports.get(subject).map(|facts| facts.time) else {
            return;
        };
        let after = EstimateEntry {
            district: subject.district().to_string(),
            producer_id: key.producer,
            fiscal_year: key.fiscal_year,
            period: key.period,
            amount: amount.unwrap_or_default(),
            note: note.cloned().filter(|note| !note.is_empty()),
            version: self.facts.estimates.version(&key) + 1,
            deleted: amount.is_none(),
            changed_at: time.now,
            changed_by: Some(self.caller.name.clone()),
        };
        self.figures.estimate(&after);
        self.facts.estimates.entries.insert(key, after);
    }
}
