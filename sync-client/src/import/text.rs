//! Separated text: whatever mark separates it, and whichever of the encodings of Thai offices it was saved in.

use std::{fs, path::Path};

use encoding_rs::{UTF_8, WINDOWS_874};
use otop_schema::{Refusal, arabic_digits};

use super::{
    grid::{Grid, unreadable},
    layout::{self, Layout},
};
use crate::error::Result;

/// What spreadsheets put between fields, by the country they think they are in.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads the file with the separator that shows a header row.
pub fn read(path: &Path) -> Result<Grid> {
    let text = decoded(path)?;
    for separator in SEPARATORS {
        let mut grid = separated(path, &text, separator)?;
        if let Some(layout) = layout::find(&grid) {
            let faults = (layout.header + 1..grid.rows.len()).filter_map(|row| fault(&grid, &layout, row, separator));
            grid.faults = faults.collect();
            return Ok(grid);
        }
    }
    separated(path, &text, SEPARATORS[0])
}

/// A mark at the start names the encoding. Without one it is UTF-8, or what Excel saves in Thailand.
fn decoded(path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|cause| unreadable(path, &cause.to_string()))?;
    let likely = if std::str::from_utf8(&bytes).is_ok() { UTF_8 } else { WINDOWS_874 };
    let (text, _, broken) = likely.decode(&bytes);
    if broken {
        return Err(unreadable(path, "บันทึกใหม่เป็น CSV UTF-8 (save it as CSV UTF-8)"));
    }
    Ok(text.into_owned())
}

fn separated(path: &Path, text: &str, separator: u8) -> Result<Grid> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| unreadable(path, &cause.to_string()))?;
        rows.resize(rows.len() + blank_lines_before(text, &record), Vec::new());
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(Grid {
        rows,
        separated: true,
        ..Grid::default()
    })
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

type Fault = ((usize, usize), Refusal);

/// A comma inside an amount without quotes makes two fields of it: such a row is not to be guessed at.
fn fault(grid: &Grid, layout: &Layout, row: usize, separator: u8) -> Option<Fault> {
    let width = grid.width(layout.header);
    if grid.width(row) > width {
        return Some(((row, width), excess(row)));
    }
    let next = layout.amount.filter(|_| separator == b',')? + 1;
    let bare = grid.text(layout.header, next).is_empty();
    let torn = torn(grid.text(row, next - 1), grid.text(row, next)) && (bare || layout.says_more(next));
    torn.then(|| ((row, next), excess(row)))
}

/// `12` and `500.00`: together a number that was torn at its separator.
fn torn(amount: &str, next: &str) -> bool {
    let (amount, next) = (arabic_digits(amount), arabic_digits(next));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit());
    let (whole, fraction) = next.split_once('.').unwrap_or((&next, "0"));
    digits(&amount) && amount.len() <= 3 && digits(whole) && whole.len() == 3 && digits(fraction)
}

fn excess(row: usize) -> Refusal {
    let line = row + 1;
    let message = format!(
        "แถว {line} มีช่องเกินหัวตาราง จำนวนเงินที่มีจุลภาคต้องอยู่ในเครื่องหมายคำพูด เช่น \"12,500.00\" / \
         Row {line} has more fields than the header: an amount with a comma stands in quotes, \"12,500.00\"."
    );
    Refusal::invalid("row", "too-many-fields", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn torn_numbers() {
        for (amount, next) in [("12", "500.00"), ("๑๒", "๕๐๐"), ("999", "999")] {
            assert!(torn(amount, next), "{amount},{next}");
        }
        for (amount, next) in [
            ("12", ""),
            ("12", "ครบถ้วน"),
            ("12.50", "500"),
            ("1250", "500"),
            ("12", "5000"),
            ("", "500"),
        ] {
            assert!(!torn(amount, next), "{amount},{next}");
        }
    }
}
