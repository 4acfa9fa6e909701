//! A workbook, a worksheet for each table. Words are written as words: no cell is ever a formula.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Field, Table};
use crate::error::{Error, Result};

/// The widest a column gets, in pixels.
const WIDEST: u32 = 320;

/// The workbook.
pub fn write(tables: &[Table]) -> Result<Vec<u8>> {
    workbook(tables).map_err(|cause| Error::Other(cause.to_string()))
}

fn workbook(tables: &[Table]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for table in tables {
        fill(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> std::result::Result<(), XlsxError> {
    sheet.set_name(&table.title)?;
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0.00");
    for (column, heading) in (0..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, *heading, &bold)?;
    }
    for (row, fields) in (1..).zip(&table.rows) {
        for (column, field) in (0..).zip(fields) {
            put(sheet, row, column, field, &money)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}

/// A workbook knows no other numbers than these; an amount's fourteen digits fit in without loss.
fn put(sheet: &mut Worksheet, row: u32, column: u16, field: &Field, money: &Format) -> std::result::Result<(), XlsxError> {
    match field {
        Field::Text(text) => sheet.write_string(row, column, text)?,
        Field::Amount(amount) => match amount.parse::<f64>() {
            Ok(number) => sheet.write_number_with_format(row, column, number, money)?,
            Err(_) => sheet.write_string(row, column, amount)?,
        },
    };
    Ok(())
}
