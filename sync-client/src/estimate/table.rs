//! A year's estimate as a table: a row a producer, a column a period. What is written can be filled in and read back; every cell is
//! judged before anything is saved, and one refused cell saves nothing.

use std::path::Path;

use otop_schema::{Amount, FiscalYear, Refusal};
use serde::Serialize;

use super::{EstimateEdit, EstimateYear, by, fits, put};
use crate::{
    error::Result,
    export::{self, Field, Table},
    import::{
        Finding,
        grid::{self, Grid, address},
    },
    laptop::Laptop,
    lookup::Lookup,
    message::Lang,
    read,
    store::overlay::Producer,
};

/// Headings of the periods, in the order of the year.
const PERIODS: [(&str, &str); 12] = [
    ("งวด 1", "period 1"),
    ("งวด 2", "period 2"),
    ("งวด 3", "period 3"),
    ("งวด 4", "period 4"),
    ("งวด 5", "period 5"),
    ("งวด 6", "period 6"),
    ("งวด 7", "period 7"),
    ("งวด 8", "period 8"),
    ("งวด 9", "period 9"),
    ("งวด 10", "period 10"),
    ("งวด 11", "period 11"),
    ("งวด 12", "period 12"),
];
const PRODUCER: (&str, &str) = ("ทะเบียน", "producer");
const NAME: (&str, &str) = ("ชื่อ", "name");

/// What was exported.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ExportedEstimate {
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// The file.
    pub file: String,
    /// Rows: one a producer.
    pub producers: usize,
}

/// What became of a file.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ImportedEstimate {
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// Nothing was to be saved.
    pub dry_run: bool,
    /// Cells that can be saved.
    pub accepted: usize,
    /// Cells that cannot: with one of them nothing is saved.
    pub refused: usize,
    /// Edits that were queued: fewer than accepted where figures are recorded so already.
    pub queued: usize,
    /// Every cell, in the file's order.
    pub findings: Vec<Finding>,
}

impl Laptop {
    /// Writes a year's estimate to a `.csv` or `.xlsx` file, in the columns that [`Laptop::import_estimate`] reads.
    ///
    /// # Errors
    /// Nobody is signed in; another ending; the file is there already or cannot be written.
    pub fn export_estimate(&mut self, year: FiscalYear, to: &Path, lang: Lang) -> Result<ExportedEstimate> {
        let seen = self.estimate(year)?;
        export::write(&[table(&seen, lang)], to)?;
        Ok(ExportedEstimate {
            fiscal_year: year.number(),
            file: to.display().to_string(),
            producers: seen.producers.len(),
        })
    }

    /// Reads a year's estimate from an `.xlsx` or `.csv` file, in one transaction. An empty cell says nothing.
    ///
    /// # Errors
    /// The file or its header cannot be read. Refused cells are findings, not errors.
    pub fn import_estimate(&mut self, path: &Path, year: FiscalYear, dry_run: bool) -> Result<ImportedEstimate> {
        let person = self.store.signed_in()?.person;
        let lookup = Lookup::new(&mut self.store)?;
        let by = by(&self.store.estimates(year)?);
        let grid = grid::read(path)?;
        let judged: Vec<Judged<'_>> = cells(&grid)?.into_iter().map(|cell| cell.judge(&grid, &lookup, year, by)).collect();
        let refused = judged.iter().filter(|cell| cell.edit.is_err()).count();
        let mut queued = 0;
        if refused == 0 && !dry_run {
            queued = self.store.write(|conn| {
                let mut queued = 0;
                for (producer, edit) in judged.iter().filter_map(|cell| cell.edit.as_ref().ok()) {
                    queued += usize::from(put::figure(conn, &person, producer, edit)?.0.is_some());
                }
                Ok(queued)
            })?;
        }
        Ok(ImportedEstimate {
            fiscal_year: year.number(),
            dry_run,
            accepted: judged.len() - refused,
            refused,
            queued,
            findings: judged.into_iter().map(Judged::finding).collect(),
        })
    }
}

fn table(seen: &EstimateYear, lang: Lang) -> Table {
    let words = [PRODUCER, NAME].into_iter().chain(PERIODS.into_iter().take(seen.periods.len()));
    let text = |words: &Option<String>| Field::Text(words.clone().unwrap_or_default());
    let amount = |amount: &Option<String>| amount.clone().map_or_else(|| Field::Text(String::new()), Field::Amount);
    let row = |line: &super::EstimateLine| {
        let number = line.registration_number.clone().or_else(|| Some(line.producer_id.clone()));
        let named = [text(&number), Field::Text(line.producer.clone())];
        named.into_iter().chain(line.amounts.iter().map(amount)).collect()
    };
    Table {
        title: format!("{} {}", lang.of("ประมาณการ", "Estimate"), seen.fiscal_year),
        headings: words.map(|(thai, english)| lang.of(thai, english)).collect(),
        rows: seen.producers.iter().map(row).collect(),
    }
}

/// A cell of the file with something in it.
struct Cell {
    row: usize,
    column: usize,
    period: i16,
    /// Where the producer stands.
    producer: usize,
}

/// A cell and what it means, or why not.
struct Judged<'a> {
    address: String,
    text: String,
    meaning: String,
    edit: std::result::Result<(&'a Producer, EstimateEdit), Refusal>,
}

/// The filled cells below the header: the first row with a producer column.
fn cells(grid: &Grid) -> Result<Vec<Cell>> {
    let is = |row: usize, column: usize, (thai, english): (&str, &str)| read::same(grid.text(row, column), &[thai, english]);
    let columns = |row: usize| 0..grid.width(row);
    let header = (0..grid.rows.len()).find_map(|row| columns(row).find(|column| is(row, *column, PRODUCER)).map(|column| (row, column)));
    let (header, producer) = header.ok_or_else(no_header)?;
    let place = |column: usize| {
        (1i16..)
            .zip(PERIODS)
            .find(|(_, words)| is(header, column, *words))
            .map(|(period, _)| (column, period))
    };
    let periods: Vec<(usize, i16)> = columns(header).filter_map(place).collect();
    let rows = (header + 1..grid.rows.len()).filter(|row| !grid.text(*row, producer).is_empty());
    let filled = rows.flat_map(|row| periods.iter().map(move |(column, period)| (row, *column, *period)));
    Ok(filled
        .filter(|(row, column, _)| !grid.text(*row, *column).is_empty())
        .map(|(row, column, period)| Cell {
            row,
            column,
            period,
            producer,
        })
        .collect())
}

fn no_header() -> Refusal {
    let message = "ไม่พบหัวตาราง ต้องมีคอลัมน์ ทะเบียน และ งวด 1 … / There is no header: a column producer and columns period 1 … are needed.";
    Refusal::invalid("file", "header", message)
}

impl Cell {
    fn judge<'a>(&self, grid: &Grid, lookup: &'a Lookup, year: FiscalYear, by: otop_schema::EstimatePeriod) -> Judged<'a> {
        let text = grid.text(self.row, self.column);
        let producer = grid.text(self.row, self.producer);
        Judged {
            address: address(self.row, self.column),
            text: text.to_owned(),
            meaning: format!("{producer} · {}", by.named(year, self.period)),
            edit: self.edit(grid, lookup, year).and_then(|(producer, edit)| {
                fits(producer, &edit, by)?;
                Ok((producer, edit))
            }),
        }
    }

    fn edit<'a>(
        &self,
        grid: &Grid,
        lookup: &'a Lookup,
        fiscal_year: FiscalYear,
    ) -> std::result::Result<(&'a Producer, EstimateEdit), Refusal> {
        if let Some(fault) = grid.faults.get(&(self.row, self.column)) {
            return Err(fault.clone());
        }
        let producer = lookup.producer(grid.text(self.row, self.producer))?;
        let amount = Amount::parse(grid.text(self.row, self.column))?;
        Ok((producer, super::edit(producer, fiscal_year, self.period, amount)))
    }
}

impl Judged<'_> {
    fn finding(self) -> Finding {
        let after = self.edit.as_ref().ok().and_then(|(_, edit)| edit.amount);
        Finding {
            address: self.address,
            text: self.text,
            meaning: self.meaning,
            before: None,
            after: after.map(|amount| amount.to_string()),
            refusal: self.edit.err(),
        }
    }
}
