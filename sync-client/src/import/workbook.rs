//! Workbooks: the first worksheet that has a header row, its values, and the cells whose values cannot be trusted.

use std::path::Path;

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto};
use otop_schema::Refusal;

use super::{
    grid::{Grid, unreadable},
    layout, number,
};
use crate::{
    error::Result,
    template::{KEY, KEY_SHEET},
};

/// Reads the first visible worksheet with a header row; the first that is not empty where none has one.
pub fn read(path: &Path) -> Result<Grid> {
    let mut book = open_workbook_auto(path).map_err(|cause| unreadable(path, &cause.to_string()))?;
    let mut grids = names(&book)
        .into_iter()
        .map(|name| worksheet(&mut book, name).map_err(|cause| unreadable(path, &cause.to_string())))
        .collect::<Result<Vec<Grid>>>()?;
    grids.retain(|grid| !grid.rows.is_empty());
    if grids.is_empty() {
        return Ok(Grid::default());
    }
    let chosen = grids.iter().position(|grid| layout::find(grid).is_some()).unwrap_or_default();
    let mut grid = grids.remove(chosen);
    grid.month = template_month(&mut book);
    grid.unread = grids.into_iter().filter_map(|grid| grid.sheet).collect();
    Ok(grid)
}

/// The month of a template: it stands in a hidden worksheet.
fn template_month<R: std::io::Read + std::io::Seek>(book: &mut Sheets<R>) -> Option<String> {
    let key = book.worksheet_range(KEY_SHEET).ok()?;
    let said = |row| key.get_value((row, 0)).map(shown);
    said(0).filter(|words| words == KEY).and(said(1))
}

/// Hidden worksheets hold lists for the others.
fn names<R: std::io::Read + std::io::Seek>(book: &Sheets<R>) -> Vec<String> {
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    shown.map(|sheet| sheet.name.clone()).collect()
}

fn worksheet<R: std::io::Read + std::io::Seek>(book: &mut Sheets<R>, name: String) -> std::result::Result<Grid, calamine::Error> {
    let values = book.worksheet_range(&name)?;
    let formulas = book.worksheet_formula(&name)?;
    Ok(Grid {
        sheet: Some(name),
        ..grid(&values, &formulas)
    })
}

/// The cells at their place in the worksheet.
fn grid(values: &Range<Data>, formulas: &Range<String>) -> Grid {
    let mut grid = Grid::default();
    for (at, value) in placed(values).filter(|(_, value)| **value != Data::Empty) {
        put(&mut grid, at, shown(value));
        if matches!(value, Data::Error(_)) {
            grid.faults.insert(at, error(value));
        }
    }
    let value = |(row, column): (usize, usize)| values.get_value((u32::try_from(row).ok()?, u32::try_from(column).ok()?));
    for (at, formula) in placed(formulas).filter(|(_, formula)| !formula.is_empty()) {
        if value(at).is_none_or(|value| *value == Data::Empty) {
            put(&mut grid, at, format!("={formula}"));
            grid.faults.insert(at, valueless(formula));
        }
    }
    grid
}

fn placed<T: calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = ((usize, usize), &T)> {
    let (top, left) = range.start().unwrap_or_default();
    let (top, left) = (usize::try_from(top).unwrap_or_default(), usize::try_from(left).unwrap_or_default());
    range
        .used_cells()
        .map(move |(row, column, value)| ((top + row, left + column), value))
}

fn put(grid: &mut Grid, (row, column): (usize, usize), text: String) {
    if grid.rows.len() <= row {
        grid.rows.resize(row + 1, Vec::new());
    }
    let Some(cells) = grid.rows.get_mut(row) else { return };
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = text;
    }
}

fn error(value: &Data) -> Refusal {
    let shown = shown(value);
    let message = format!("เซลล์มีค่าผิดพลาด {shown} แก้สูตรก่อน / The cell holds the error {shown}: put its formula right first.");
    Refusal::invalid("amount", "error-value", message)
}

fn valueless(formula: &str) -> Refusal {
    let message = format!(
        "สูตร ={formula} ไม่มีค่าที่บันทึกไว้ เปิดแฟ้มใน Excel แล้วบันทึกใหม่ / \
         The formula ={formula} has no stored value: open the file in Excel and save it again."
    );
    Refusal::invalid("amount", "formula-without-value", message)
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

#[cfg(test)]
mod tests {
    use calamine::Cell;

    use super::*;

    #[test]
    fn a_formula_without_a_value_is_not_an_empty_cell() {
        let values = Range::from_sparse(vec![
            Cell::new((1, 1), Data::Float(5.0)),
            Cell::new((2, 1), Data::String(String::new())),
            Cell::new((3, 1), Data::Error(calamine::CellErrorType::Div0)),
        ]);
        let formula = |row: u32| Cell::new((row, 1), format!("A{row}*2"));
        let grid = grid(&values, &Range::from_sparse(vec![formula(1), formula(2), formula(3), formula(4)]));
        let faults: Vec<_> = grid.faults.iter().map(|(at, refusal)| (*at, refusal.rule.as_deref())).collect();
        assert_eq!(faults, [((3, 1), Some("error-value")), ((4, 1), Some("formula-without-value"))]);
        assert_eq!((grid.text(1, 1), grid.text(2, 1), grid.text(4, 1)), ("5", "", "=A4*2"));
    }
}
