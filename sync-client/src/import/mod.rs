//! A month from a spreadsheet: every cell is judged and named by its address before anything is saved.
//!
//! | header | Thai | meaning |
//! |---|---|---|
//! | `producer` | `ทะเบียน` | registration number or id |
//! | `name` | `ชื่อ` | the name; enough where only one producer has it and no number stands beside it |
//! | `category` | `ประเภท` | `FOOD` or อาหาร … |
//! | `channel` | `ช่องทาง` | `SHOP` or its Thai name … |
//! | `amount` | `จำนวนเงิน` | baht, empty = no figure |
//! | `state` | `สถานะ` | the sheet's state, once per producer is enough |
//! | `reason` | `เหตุผล` | with `NOT_OBTAINED` |
//! | `givenBy` | `ผู้ให้ข้อมูล` | who gave the figures |
//! | `givenOn` | `วันที่ให้ข้อมูล` | when |
//! | `note` | `หมายเหตุ` | a remark on the figure |
//!
//! One row per producer × category × channel; the header is the first row that names a producer or name column.
//! A cell that cannot be trusted (a torn number, a formula without a value) refuses its row, and a refused figure the
//! sheet's state: half a month is never called complete.

use std::path::Path;

use diesel::SqliteConnection;
use otop_schema::{Month, Refusal};
use serde::Serialize;

use crate::{
    enter,
    error::{Error, Result},
    laptop::Laptop,
    lookup::Lookup,
};

pub(crate) mod grid;
mod judge;
mod layout;
mod number;
mod text;
mod workbook;

use judge::{Judged, Recorded, Wish};

/// What became of one cell of the spreadsheet.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Where it stands: `E14`.
    pub address: String,
    /// What stands there.
    pub text: String,
    /// What it means: producer, category, channel.
    pub meaning: String,
    /// What is recorded there so far.
    pub before: Option<String>,
    /// What will be: the exact amount or the state; none where it was refused.
    pub after: Option<String>,
    /// Why it was refused; none where it was accepted.
    pub refusal: Option<Refusal>,
}

/// What became of the file.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// Nothing was to be saved.
    pub dry_run: bool,
    /// What is accepted is saved although something is refused.
    pub skip_refused: bool,
    /// The month.
    pub month: Month,
    /// The worksheet that was read; none where the file has no worksheets.
    pub worksheet: Option<String>,
    /// Other worksheets with something in them: nothing was read from them.
    pub unread_worksheets: Vec<String>,
    /// Cells that can be saved.
    pub accepted: usize,
    /// Cells that cannot.
    pub refused: usize,
    /// Edits that were queued: fewer than accepted where figures are recorded so already.
    pub queued: usize,
    /// Every cell, in the file's order.
    pub findings: Vec<Finding>,
    /// Why the server would not take the month now.
    pub notice: Option<Refusal>,
}

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Judge only.
    pub dry_run: bool,
    /// Save what is accepted although something was refused; otherwise it is all or nothing.
    pub skip_refused: bool,
}

impl Laptop {
    /// Imports a month from an `.xlsx` or `.csv` file, in one transaction.
    ///
    /// # Errors
    /// The file or its header cannot be read; it is a template of another month. Refused cells are findings, not errors.
    pub fn import(&mut self, path: &Path, month: Month, options: Options) -> Result<Imported> {
        let person = self.store.signed_in()?.person;
        let lookup = Lookup::new(&mut self.store)?;
        let grid = grid::read(path)?;
        if let Some(other) = grid.month.as_ref().filter(|made_for| **made_for != month.to_string()) {
            return Err(another_month(other));
        }
        let layout = layout::find(&grid).ok_or_else(no_header)?;
        if let Some((first, second)) = layout::repeated(&grid, &layout) {
            return Err(repeated(
                &grid::address(layout.header, first),
                &grid::address(layout.header, second),
            ));
        }
        let recorded = Recorded::new(&self.store.cells(month)?, &self.store.sheets(month)?);
        let judged = judge::all(&grid, &layout, &lookup, month, &recorded);
        let mut imported = summary(&judged, month, options);
        (imported.worksheet, imported.unread_worksheets) = (grid.sheet, grid.unread);
        imported.notice = self.import_notice(&judged, month)?;
        if !options.dry_run && (options.skip_refused || imported.refused == 0) {
            let wishes = judged.into_iter().filter_map(|judged| judged.wish);
            imported.queued = self.store.write(|conn| queue(conn, &person, wishes))?;
        }
        Ok(imported)
    }

    fn import_notice(&mut self, judged: &[Judged], month: Month) -> Result<Option<Refusal>> {
        let district = judged
            .iter()
            .find_map(|judged| judged.wish.as_ref())
            .map(|wish| wish.producer().district.clone());
        district.map_or(Ok(None), |district| self.month_notice(&district, month))
    }
}

fn queue(conn: &mut SqliteConnection, person: &str, wishes: impl Iterator<Item = Wish>) -> Result<usize> {
    let mut queued = 0;
    for wish in wishes {
        let (operation, _) = match &wish {
            Wish::Cell { producer, channel, edit } => enter::cell(conn, person, producer, channel, edit)?,
            Wish::Sheet { producer, edit } => enter::sheet(conn, person, producer, edit)?,
        };
        queued += usize::from(operation.is_some());
    }
    Ok(queued)
}

fn summary(judged: &[Judged], month: Month, options: Options) -> Imported {
    let mut in_order: Vec<&Judged> = judged.iter().collect();
    in_order.sort_by_key(|judged| judged.row);
    let findings: Vec<Finding> = in_order.into_iter().map(|judged| judged.finding.clone()).collect();
    let refused = findings.iter().filter(|finding| finding.refusal.is_some()).count();
    let accepted = findings.len() - refused;
    Imported {
        dry_run: options.dry_run,
        skip_refused: options.skip_refused,
        month,
        worksheet: None,
        unread_worksheets: Vec::new(),
        accepted,
        refused,
        queued: 0,
        findings,
        notice: None,
    }
}

fn another_month(other: &str) -> Error {
    Error::usage(
        format!("แฟ้มนี้เป็นแบบกรอกของเดือน {other} ระบุ --month ให้ตรงกัน"),
        format!("This is the workbook of {other}: name that month with --month."),
    )
}

fn repeated(first: &str, second: &str) -> Error {
    Error::usage(
        format!("หัวตาราง {first} และ {second} ซ้ำกัน ไม่ทราบว่าจะอ่านคอลัมน์ใด ลบหรือเปลี่ยนชื่อหนึ่งคอลัมน์"),
        format!("The headings {first} and {second} are the same: remove or rename one of the columns."),
    )
}

fn no_header() -> Error {
    Error::usage(
        "ไม่พบแถวหัวตาราง ต้องมีคอลัมน์ ทะเบียน หรือ ชื่อ และ จำนวนเงิน หรือ สถานะ (ดู otop import --help)",
        "There is no header row: it needs producer or name, and amount or state (see otop import --help).",
    )
}

#[cfg(test)]
mod tests;
