//! The workbook: what is to be written on is open, all else is locked.

use otop_schema::{Category, Month, SheetState};
use rust_xlsxwriter::{Color, DataValidation, DataValidationRule, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{KEY, KEY_SHEET, Line};
use crate::store::{overlay::Channel, sheets::SheetNow};

/// Headings as `otop import` reads them, and their widths in letters.
const HEADINGS: [(&str, u16); 10] = [
    ("ทะเบียน", 14),
    ("ชื่อ", 34),
    ("ประเภท", 26),
    ("ช่องทาง", 18),
    ("จำนวนเงิน", 18),
    ("สถานะ", 16),
    ("เหตุผล", 20),
    ("ผู้ให้ข้อมูล", 20),
    ("วันที่ให้ข้อมูล", 14),
    ("หมายเหตุ", 24),
];
/// The title, how to fill it in, the headings; then the lines.
const FIRST_LINE: u32 = 3;

pub(super) fn write(month: Month, lines: &[Line], channels: &[Channel]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(month.to_string())?;
    head(sheet, month)?;
    for (row, line) in (FIRST_LINE..).zip(lines) {
        written(sheet, row, line)?;
    }
    let last = FIRST_LINE + u32::try_from(lines.len().max(1)).unwrap_or(u32::MAX - FIRST_LINE) - 1;
    choices(sheet, last, channels)?;
    sheet.protect();
    key(workbook.add_worksheet(), month)?;
    workbook.save_to_buffer()
}

fn head(sheet: &mut Worksheet, month: Month) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let title = format!("รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP) ประจำเดือน{}", month.thai_long());
    sheet.write_string_with_format(0, 0, title, &bold)?;
    sheet.write_string(1, 0, "กรอกเฉพาะช่องสีขาว ช่องว่างไม่ใช่ศูนย์ แล้วนำเข้าด้วยคำสั่ง otop import")?;
    let heading = bold.set_border(FormatBorder::Thin).set_background_color(Color::RGB(0x00E8_EEF4));
    for (column, (words, width)) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(FIRST_LINE - 1, column, words, &heading)?;
        sheet.set_column_width(column, f64::from(width))?;
    }
    sheet.set_freeze_panes(FIRST_LINE, 2)?;
    Ok(())
}

fn written(sheet: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
    let boxed = Format::new().set_border(FormatBorder::Thin);
    let locked = boxed.clone().set_background_color(Color::RGB(0x00F0_F0F0));
    let open = boxed.set_unlocked();
    sheet.write_string_with_format(row, 0, &line.registration, &locked)?;
    sheet.write_string_with_format(row, 1, &line.name, &locked)?;
    let state = |of: fn(&SheetNow) -> Option<String>| line.sheet.as_ref().and_then(of).unwrap_or_default();
    let rest = [
        (2, line.category.clone()),
        (3, line.channel.clone()),
        (5, state(|sheet| sheet.state.value().map(|state| state.thai().to_owned()))),
        (6, state(|sheet| sheet.reason.clone())),
        (7, state(|sheet| sheet.given_by.clone())),
        (8, state(|sheet| sheet.given_on.map(|day| day.to_string()))),
        (9, line.note.clone()),
    ];
    for (column, words) in rest {
        sheet.write_string_with_format(row, column, words, &open)?;
    }
    amount(sheet, row, line.amount.as_deref(), &open.set_num_format("#,##0.00"))
}

/// A workbook knows no other numbers than these; an amount's fourteen digits fit in without loss.
fn amount(sheet: &mut Worksheet, row: u32, amount: Option<&str>, format: &Format) -> Result<(), XlsxError> {
    match amount.and_then(|amount| amount.parse::<f64>().ok()) {
        Some(number) => sheet.write_number_with_format(row, 4, number, format)?,
        None => sheet.write_blank(row, 4, format)?,
    };
    Ok(())
}

/// Lists to choose from, and no amount below nothing.
fn choices(sheet: &mut Worksheet, last: u32, channels: &[Channel]) -> Result<(), XlsxError> {
    let categories: Vec<&str> = Category::ALL.iter().map(|category| category.thai()).collect();
    let channels: Vec<&str> = channels.iter().map(|channel| channel.name_th.as_str()).collect();
    let states: Vec<&str> = SheetState::ALL.iter().map(|state| state.thai()).collect();
    for (column, words) in [(2, categories), (3, channels), (5, states)] {
        // Longer lists than a workbook bears are typed.
        if let Ok(list) = DataValidation::new().allow_list_strings(&words) {
            sheet.add_data_validation(FIRST_LINE, column, last, column, &list)?;
        }
    }
    let positive = DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0));
    sheet.add_data_validation(FIRST_LINE, 4, last, 4, &positive)?;
    Ok(())
}

fn key(sheet: &mut Worksheet, month: Month) -> Result<(), XlsxError> {
    sheet.set_name(KEY_SHEET)?;
    sheet.write_string(0, 0, KEY)?;
    sheet.write_string(1, 0, month.to_string())?;
    sheet.set_hidden(true);
    Ok(())
}
