//! CSV as Excel reads it in Thailand: UTF-8 with a mark at its beginning.

use super::{Field, Table};
use crate::error::{Error, Result};

/// Tells spreadsheets that this is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The tables one below the other: callers give one.
pub fn write(tables: &[Table]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(MARK.to_vec());
    for table in tables {
        writer.write_record(&table.headings).map_err(failed)?;
        for row in &table.rows {
            writer.write_record(row.iter().map(plain)).map_err(failed)?;
        }
    }
    writer.into_inner().map_err(|cause| Error::Other(cause.to_string()))
}

fn failed(cause: csv::Error) -> Error {
    Error::Other(cause.to_string())
}

/// A spreadsheet takes words that begin like a formula for one, and runs it: an apostrophe before them makes them words.
fn plain(field: &Field) -> String {
    match field {
        Field::Amount(amount) => amount.clone(),
        Field::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{text}"),
        Field::Text(text) => text.clone(),
    }
}
