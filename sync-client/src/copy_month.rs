//! Last month's figures as a beginning for this one: for producers who sell the same every month. What was copied is marked until somebody
//! has looked at it: its sheet stays `IN_PROGRESS`, so the month cannot be submitted with figures that nobody confirmed.

use std::collections::HashSet;

use otop_schema::{Amount, Baht, Category, Month, Refusal, SheetState};
use serde::Serialize;

use crate::{
    enter::{self, CellEdit, SheetEdit},
    error::{Error, Result},
    laptop::Laptop,
    lookup::Lookup,
    store::overlay::{CellNow, Producer},
};

/// What is to be copied.
#[derive(Debug, Clone)]
pub struct CopyWish {
    /// The month to be filled.
    pub month: Month,
    /// One producer; all that have nothing in this month without.
    pub producer: Option<String>,
    /// Show only.
    pub dry_run: bool,
}

/// What was copied.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Copied {
    /// The month that was filled.
    pub month: Month,
    /// The month the figures are of.
    pub from: Month,
    /// Nothing was to be saved.
    pub dry_run: bool,
    /// By the producers' names.
    pub producers: Vec<CopiedProducer>,
    /// Why the server would not take it now: it waits until then.
    pub notice: Option<Refusal>,
}

/// A producer whose figures were copied.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct CopiedProducer {
    /// The id.
    pub producer_id: String,
    /// The registration number.
    pub registration_number: Option<String>,
    /// The name.
    pub producer: String,
    /// How many figures.
    pub figures: usize,
    /// Their sum in baht.
    pub total: Baht,
}

/// A producer with what there is to copy.
struct Source {
    producer: Producer,
    cells: Vec<(Category, String, Amount)>,
}

impl Laptop {
    /// Copies last month's figures of producers who have nothing in this one yet, in one transaction.
    ///
    /// # Errors
    /// Nobody is signed in; a named producer has something in this month already, or nothing reported in the last; the file cannot be
    /// written.
    pub fn copy_last_month(&mut self, wish: &CopyWish) -> Result<Copied> {
        let person = self.store.signed_in()?.person;
        let sources = self.sources(wish)?;
        let notice = match sources.first() {
            Some(first) => self.month_notice(&first.producer.district, wish.month)?,
            None => None,
        };
        if !wish.dry_run {
            self.store.write(|conn| {
                for source in &sources {
                    enter::sheet(conn, &person, &source.producer, &source.sheet(wish.month))?;
                    for edit in source.edits(wish.month) {
                        enter::cell(conn, &person, &source.producer, &edit.channel, &edit)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(Copied {
            month: wish.month,
            from: wish.month.previous(),
            dry_run: wish.dry_run,
            producers: sources.iter().map(Source::told).collect(),
            notice,
        })
    }

    fn sources(&mut self, wish: &CopyWish) -> Result<Vec<Source>> {
        let empty = self.empty_producers(wish.month)?;
        let before = self.sheets_by_producer(wish.month.previous())?;
        let cells = self.store.cells(wish.month.previous())?;
        let reported = |producer: &Producer| {
            let state = before.get(&producer.id).and_then(|sheet| sheet.state.value());
            state.is_some_and(SheetState::reported)
        };
        let sources = empty.into_iter().filter(reported).map(|producer| source(producer, &cells));
        let mut sources: Vec<Source> = sources.filter(|source| !source.cells.is_empty()).collect();
        if let Some(named) = &wish.producer {
            let id = Lookup::new(&mut self.store)?.meant(named)?.id.clone();
            sources.retain(|source| source.producer.id == id);
            return if sources.is_empty() { Err(nothing_to_copy()) } else { Ok(sources) };
        }
        Ok(sources)
    }

    /// Producers of the month without a sheet and without a figure: nothing that somebody recorded is ever written over.
    fn empty_producers(&mut self, month: Month) -> Result<Vec<Producer>> {
        let sheets = self.sheets_by_producer(month)?;
        let cells: HashSet<String> = self.store.cells(month)?.into_iter().map(|cell| cell.producer_id).collect();
        let mut producers = self.store.producers()?;
        producers.retain(|row| row.active_in(month) && !sheets.contains_key(&row.id) && !cells.contains(&row.id));
        Ok(producers)
    }
}

/// Figures in words this program knows; a newer server's are left for a newer program.
fn source(producer: Producer, cells: &[CellNow]) -> Source {
    let own = cells.iter().filter(|cell| cell.producer_id == producer.id);
    let known = own.filter_map(|cell| Some((cell.category.parse().ok()?, cell.channel.clone(), cell.amount.parse().ok()?)));
    Source {
        cells: known.collect(),
        producer,
    }
}

impl Source {
    fn sheet(&self, month: Month) -> SheetEdit {
        SheetEdit {
            producer: self.producer.id.clone(),
            month,
            state: SheetState::InProgress,
            reason: None,
            given_by: None,
            given_on: None,
            note: None,
            copied: true,
        }
    }

    fn edits(&self, month: Month) -> impl Iterator<Item = CellEdit> {
        self.cells.iter().map(move |(category, channel, amount)| CellEdit {
            producer: self.producer.id.clone(),
            month,
            category: *category,
            channel: channel.clone(),
            amount: Some(*amount),
            note: None,
        })
    }

    fn told(&self) -> CopiedProducer {
        let amounts = self.cells.iter().map(|(_, _, amount)| Baht::from(*amount));
        CopiedProducer {
            producer_id: self.producer.id.clone(),
            registration_number: self.producer.registration_number.clone(),
            producer: self.producer.name.clone(),
            figures: self.cells.len(),
            total: amounts.fold(Baht::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum)),
        }
    }
}

fn nothing_to_copy() -> Error {
    Error::usage(
        "ผู้ผลิตรายนี้มีข้อมูลเดือนนี้แล้ว หรือไม่มียอดที่รายงานครบของเดือนก่อน จึงไม่คัดลอก",
        "This producer has something recorded in this month, or nothing complete in the last: nothing is copied.",
    )
}

#[cfg(test)]
mod tests;
