//! A form's lines as separated text for programs: UTF-8 with the mark by which Excel knows it, exact numbers.

use super::figures::{Figures, Record};
use super::template::Template;

/// Tells spreadsheets that this is UTF-8.
const MARK: &str = "\u{feff}";

/// Headings and lines; totals, facts and signatures are for people.
pub fn table(template: &Template, figures: &Figures) -> Vec<u8> {
    let headings = template.columns.iter().map(|column| field(&column.heading));
    let mut text = [MARK, &line(headings)].concat();
    for row in &figures.rows {
        text.push_str(&line(template.columns.iter().map(|column| exact(row, &column.value))));
    }
    text.into_bytes()
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let fields: Vec<String> = fields.collect();
    fields.join(",") + "\r\n"
}

fn exact(row: &Record, name: &str) -> String {
    match row.get(name) {
        Some(value) if value.is_number() => value.exact(),
        Some(value) => field(&value.exact()),
        None => String::new(),
    }
}

/// Words. A spreadsheet takes some beginnings for a formula and runs it: an apostrophe before them makes them words.
fn field(words: &str) -> String {
    let runs = words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let words = if runs { format!("'{words}") } else { words.to_owned() };
    if words.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words
    }
}
