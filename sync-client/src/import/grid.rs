//! A file as rows of text with their place, whatever it was written with.

use std::{collections::BTreeMap, path::Path};

use otop_schema::Refusal;

use super::{text, workbook};
use crate::error::{Error, Result};

/// The rows of one sheet. Cell `(0, 0)` is `A1`.
#[derive(Default)]
pub struct Grid {
    /// Text by row and column.
    pub rows: Vec<Vec<String>>,
    /// Cells whose text is not to be trusted, and why.
    pub faults: BTreeMap<(usize, usize), Refusal>,
    /// It came from separated text: a field in the wrong place shifts its neighbours.
    pub separated: bool,
    /// The worksheet that was read, where the file has names for them.
    pub sheet: Option<String>,
    /// Other worksheets with something in them.
    pub unread: Vec<String>,
    /// The month it was made for, where it is a template of ours.
    pub month: Option<String>,
}

impl Grid {
    /// The text of a cell, trimmed; empty beyond the edge.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.rows
            .get(row)
            .and_then(|cells| cells.get(column))
            .map_or("", |text| text.trim())
    }

    /// How far a row is filled.
    pub fn width(&self, row: usize) -> usize {
        let cells = self.rows.get(row).map_or(&[][..], Vec::as_slice);
        cells.iter().rposition(|text| !text.trim().is_empty()).map_or(0, |last| last + 1)
    }
}

/// A cell's address as spreadsheets write it: `C14`.
pub fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or_default()));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// Reads a file by its ending.
pub fn read(path: &Path) -> Result<Grid> {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
        .to_lowercase();
    match ending.as_str() {
        "csv" | "txt" => text::read(path),
        _ => workbook::read(path),
    }
}

/// The file is not what its ending says, or cannot be opened.
pub fn unreadable(path: &Path, cause: &str) -> Error {
    let name = path.display();
    Error::usage(format!("อ่านแฟ้ม {name} ไม่ได้: {cause}"), format!("{name} cannot be read: {cause}"))
}
