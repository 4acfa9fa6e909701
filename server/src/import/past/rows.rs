//! The rows a report's figures make, computed in one walk.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use otop_schema::{AreaCode, CanonicalProducer, Category, ProducerKind, SheetState, canonical_bytes, digest};
use serde::Serialize;
use uuid::Uuid;

use super::Past;

/// The rows of one district's reports, by table.
#[derive(Debug, Default)]
pub struct Rows {
    /// `report`, `confirmed_version` and the step to `CONFIRMED`.
    pub reports: Vec<Report>,
    /// `sheet` and, of confirmed months, `roster`.
    pub producers: Vec<Producer>,
    /// `cell`.
    pub cells: Vec<Cell>,
    /// `rollup`, live and confirmed.
    pub sums: Vec<Sum>,
}

/// Totals of one report and, where it is confirmed, its canonical bytes.
#[derive(Debug, Serialize)]
pub struct Report {
    pub(crate) month: NaiveDate,
    pub(crate) confirmed: bool,
    pub(crate) loaded: bool,
    pub(crate) roster_size: usize,
    pub(crate) reported: usize,
    pub(crate) not_obtained: usize,
    pub(crate) satang: i64,
    pub(crate) canonical: String,
    pub(crate) digest: String,
}

/// A producer of a month.
#[derive(Debug, Serialize)]
pub struct Producer {
    pub(crate) month: NaiveDate,
    pub(crate) confirmed: bool,
    pub(crate) producer_id: Uuid,
    pub(crate) kind: ProducerKind,
    pub(crate) subdistrict: AreaCode,
    pub(crate) state: Option<SheetState>,
    pub(crate) reason: Option<String>,
}

/// A figure.
#[derive(Debug, Serialize)]
pub struct Cell {
    pub(crate) month: NaiveDate,
    pub(crate) producer_id: Uuid,
    pub(crate) category: Category,
    pub(crate) channel: String,
    /// Baht with two decimals, as text: JSON numbers are floats to many readers.
    pub(crate) amount: String,
}

/// A rollup row.
#[derive(Debug, Serialize)]
pub struct Sum {
    pub(crate) month: NaiveDate,
    pub(crate) confirmed: bool,
    pub(crate) kind: ProducerKind,
    pub(crate) category: Category,
    pub(crate) channel: String,
    pub(crate) satang: i64,
    pub(crate) cells: i32,
}

type Sums = BTreeMap<(ProducerKind, Category, String), (i64, i32)>;

impl Rows {
    /// The rows of `months` of one district.
    #[must_use]
    pub fn of(district: &AreaCode, months: Vec<Past>) -> Self {
        let mut rows = Self::default();
        for mut past in months {
            let bytes = canonical_bytes(district, past.month, &mut past.producers);
            let sums = sums(&past.producers);
            rows.reports.push(report(&past, &sums, &bytes));
            rows.add_sums(&past, sums);
            past.producers
                .into_iter()
                .for_each(|producer| rows.add_producer(past.month.first_day(), past.confirmed, producer));
        }
        rows
    }

    fn add_sums(&mut self, past: &Past, sums: Sums) {
        let month = past.month.first_day();
        self.sums
            .extend(sums.into_iter().map(|((kind, category, channel), (satang, cells))| Sum {
                month,
                confirmed: past.confirmed,
                kind,
                category,
                channel,
                satang,
                cells,
            }));
    }

    fn add_producer(&mut self, month: NaiveDate, confirmed: bool, producer: CanonicalProducer) {
        let CanonicalProducer {
            id,
            kind,
            subdistrict,
            state,
            reason,
            cells,
        } = producer;
        self.producers.push(Producer {
            month,
            confirmed,
            producer_id: id,
            kind,
            subdistrict,
            state,
            reason,
        });
        self.cells.extend(cells.into_iter().map(|(category, channel, amount)| Cell {
            month,
            producer_id: id,
            category,
            channel,
            amount: amount.to_string(),
        }));
    }
}

fn sums(producers: &[CanonicalProducer]) -> Sums {
    let mut sums = Sums::new();
    for producer in producers {
        for (category, channel, amount) in &producer.cells {
            let sum = sums.entry((producer.kind, *category, channel.clone())).or_default();
            sum.0 += amount.satang();
            sum.1 += 1;
        }
    }
    sums
}

fn report(past: &Past, sums: &Sums, bytes: &[u8]) -> Report {
    let in_state = |wanted: fn(SheetState) -> bool| past.producers.iter().filter(|producer| producer.state.is_some_and(wanted)).count();
    Report {
        month: past.month.first_day(),
        confirmed: past.confirmed,
        loaded: past.has_figures(),
        roster_size: past.producers.len(),
        reported: in_state(SheetState::reported),
        not_obtained: in_state(|state| state == SheetState::NotObtained),
        satang: sums.values().map(|(satang, _)| satang).sum(),
        canonical: String::from_utf8_lossy(bytes).into_owned(),
        digest: digest(bytes),
    }
}
