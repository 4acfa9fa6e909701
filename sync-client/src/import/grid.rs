//! A file as rows of text with their place, whatever it was written with.

use std::{fs, path::Path};

use calamine::{Data, Reader, open_workbook_auto};

use super::number;
use crate::error::{Error, Result};

/// The rows of the first sheet. Cell `(0, 0)` is `A1`.
pub struct Grid {
    /// Text by row and column; a cell that holds an error has none that could be read as a figure.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// The text of a cell, trimmed; empty beyond the edge.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.rows
            .get(row)
            .and_then(|cells| cells.get(column))
            .map_or("", |text| text.trim())
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
        "csv" | "txt" => csv(path),
        _ => workbook(path),
    }
}

fn csv(path: &Path) -> Result<Grid> {
    let text = fs::read_to_string(path).map_err(|cause| unreadable(path, &cause.to_string()))?;
    // Spreadsheets mark UTF-8 with three bytes that belong to no header.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| unreadable(path, &cause.to_string()))?;
        rows.resize(rows.len() + blank_lines_before(text, &record), Vec::new());
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(Grid { rows })
}

/// Blank lines are rows to a person, and nothing to the reader: the address is the one that is seen in the file.
fn blank_lines_before(text: &str, record: &csv::StringRecord) -> usize {
    let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or_default();
    let (before, ahead) = text.split_at_checked(start).unwrap_or((text, ""));
    // The reader ends a record at `\r` and leaves its `\n` to the next one.
    let ahead = if before.ends_with('\r') {
        ahead.strip_prefix('\n').unwrap_or(ahead)
    } else {
        ahead
    };
    let blank = ahead.chars().take_while(|letter| matches!(letter, '\r' | '\n'));
    blank.filter(|letter| *letter == '\n').count()
}

fn workbook(path: &Path) -> Result<Grid> {
    let mut book = open_workbook_auto(path).map_err(|cause| unreadable(path, &cause.to_string()))?;
    let range = book.worksheet_range_at(0).ok_or_else(|| unreadable(path, "-"))?;
    let range = range.map_err(|cause| unreadable(path, &cause.to_string()))?;
    let (top, left) = range.start().unwrap_or_default();
    let (top, left) = (usize::try_from(top).unwrap_or_default(), usize::try_from(left).unwrap_or_default());
    let shifted = |cells: &[Data]| {
        let indent = std::iter::repeat_n(String::new(), left);
        indent.chain(cells.iter().map(shown)).collect()
    };
    let mut rows = vec![Vec::new(); top];
    rows.extend(range.rows().map(shifted));
    Ok(Grid { rows })
}

/// What stands in a cell, as text.
fn shown(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(number) => number::exact(*number),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(at) => at.as_datetime().map_or_else(String::new, |at| at.date().to_string()),
        Data::Error(error) => error.to_string(),
    }
}

fn unreadable(path: &Path, cause: &str) -> Error {
    let name = path.display();
    Error::usage(format!("อ่านแฟ้ม {name} ไม่ได้: {cause}"), format!("{name} cannot be read: {cause}"))
}
