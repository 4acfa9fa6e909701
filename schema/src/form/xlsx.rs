//! A form as a workbook: real numbers, Thai headings, the heading row in sight. Words are written as words: no cell is ever a formula.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::figures::{Figures, Record, Value};
use super::template::Template;
use crate::baht_in_words;

/// The workbook's bytes.
///
/// # Errors
/// What the writer says, such as of a title that no worksheet can bear.
pub fn workbook(template: &Template, figures: &Figures, check_at: Option<&str>) -> Result<Vec<u8>, String> {
    drawn(template, figures, check_at).map_err(|cause| cause.to_string())
}

/// A worksheet's names are no longer.
const LONGEST_NAME: usize = 31;

fn drawn(template: &Template, figures: &Figures, check_at: Option<&str>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let name: String = template
        .number
        .chars()
        .filter(|letter| !"[]:*?/\\".contains(*letter))
        .take(LONGEST_NAME)
        .collect();
    sheet.set_name(name)?;
    page(sheet, template)?;
    let mut lines = Lines {
        sheet,
        row: 0,
        formats: Formats::new(),
    };
    lines.above(template, figures)?;
    lines.headings(template)?;
    for row in &figures.rows {
        lines.record(template, row, Weight::Plain)?;
    }
    lines.record(template, &figures.totals, Weight::Total)?;
    lines.below(template, figures, check_at)?;
    workbook.save_to_buffer()
}

/// Printed, it is A4 and as wide as one page.
fn page(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    if template.landscape {
        sheet.set_landscape();
    }
    for (column, width) in (0..).zip(template.columns.iter().map(|column| column.width)) {
        sheet.set_column_width(column, f64::from(width))?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Weight {
    Plain,
    Total,
}

/// How cells look.
struct Formats {
    title: Format,
    heading: Format,
    plain: [Format; 4],
    total: [Format; 4],
}

impl Formats {
    fn new() -> Formats {
        let boxed = Format::new().set_border(FormatBorder::Thin);
        let bold = boxed.clone().set_bold();
        let heading = bold
            .clone()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter);
        Formats {
            title: Format::new().set_bold(),
            heading: heading.set_background_color(Color::RGB(0x00E8_EEF4)),
            plain: numbers(&boxed),
            total: numbers(&bold),
        }
    }
}

/// Words, counts, two decimals, four decimals.
fn numbers(cell: &Format) -> [Format; 4] {
    ["@", "#,##0", "#,##0.00", "0.0000"].map(|written| cell.clone().set_num_format(written))
}

struct Lines<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    formats: Formats,
}

impl Lines<'_> {
    fn say(&mut self, words: &str) -> Result<(), XlsxError> {
        self.sheet.write_string(self.row, 0, words)?;
        self.row += 1;
        Ok(())
    }

    /// Title, marks and facts, one a line.
    fn above(&mut self, template: &Template, figures: &Figures) -> Result<(), XlsxError> {
        let title = format!("{} {}", template.number, template.title);
        self.sheet.write_string_with_format(self.row, 0, title, &self.formats.title)?;
        self.row += 1;
        for mark in figures.marks() {
            self.say(&mark)?;
        }
        for fact in &template.facts {
            if let Some(value) = figures.facts.get(&fact.value) {
                self.say(format!("{} {}", fact.label, value.shown()).trim())?;
            }
        }
        Ok(())
    }

    fn headings(&mut self, template: &Template) -> Result<(), XlsxError> {
        for (column, heading) in (0..).zip(template.columns.iter().map(|column| &column.heading)) {
            self.sheet
                .write_string_with_format(self.row, column, heading, &self.formats.heading)?;
        }
        self.row += 1;
        self.sheet.set_freeze_panes(self.row, 0)?;
        self.sheet.set_repeat_rows(self.row - 1, self.row - 1)?;
        Ok(())
    }

    fn record(&mut self, template: &Template, record: &Record, weight: Weight) -> Result<(), XlsxError> {
        for (column, name) in (0..).zip(template.columns.iter().map(|column| &column.value)) {
            self.cell(column, record.get(name), weight)?;
        }
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, column: u16, value: Option<&Value>, weight: Weight) -> Result<(), XlsxError> {
        let formats = match weight {
            Weight::Plain => &self.formats.plain,
            Weight::Total => &self.formats.total,
        };
        let [words, counts, money, scores] = formats;
        let Some(value) = value else {
            self.sheet.write_blank(self.row, column, words)?;
            return Ok(());
        };
        let format = match value {
            Value::Text(_) | Value::Day(_) => words,
            Value::Count(_) => counts,
            Value::Money(_) | Value::Percent(_) => money,
            Value::Score(_) => scores,
        };
        // A workbook knows no other numbers than these; sixteen digits fit in without loss, a national year has fourteen.
        match value.exact().parse::<f64>() {
            Ok(number) if value.is_number() => self.sheet.write_number_with_format(self.row, column, number, format)?,
            Ok(_) | Err(_) => self.sheet.write_string_with_format(self.row, column, value.shown(), format)?,
        };
        Ok(())
    }

    /// The total in words, the notes, who signed, and where the figures stand.
    fn below(&mut self, template: &Template, figures: &Figures, check_at: Option<&str>) -> Result<(), XlsxError> {
        if let Some(words) = in_words(template, figures) {
            self.say(&words)?;
        }
        for note in &template.notes {
            self.say(note)?;
        }
        for signature in &template.signatures {
            let block = figures.blocks.get(signature.value.as_str());
            if let Some(name) = block.and_then(|block| block.name.as_ref()) {
                self.say(&format!("{} {name}", signature.label))?;
            }
        }
        for line in figures.foot().into_iter().chain(figures.checked_at(check_at)) {
            self.say(&line)?;
        }
        Ok(())
    }
}

/// The total of the template's choice, written out.
pub(super) fn in_words(template: &Template, figures: &Figures) -> Option<String> {
    match figures.totals.get(template.in_words.as_deref()?)? {
        Value::Money(baht) => Some(format!("({})", baht_in_words(*baht))),
        Value::Text(_) | Value::Count(_) | Value::Percent(_) | Value::Score(_) | Value::Day(_) => None,
    }
}
