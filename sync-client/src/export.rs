//! Figures and waiting edits as a table for people. What is exported can be imported again: the headings are those that
//! [`crate::import`] reads.

use std::{collections::HashMap, fs, path::Path};

use otop_schema::{Category, Month, bangkok};
use serde::Serialize;

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    message::Lang,
    store::{
        overlay::{CellNow, Channel, Producer},
        place::{owner_only, remove},
        sheets::SheetNow,
    },
    waiting::Waits,
};

mod csv;
mod xlsx;

/// A table for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is, as the name of a worksheet.
    pub title: String,
    /// One heading a column.
    pub headings: Vec<&'static str>,
    /// As many fields as headings, in each row.
    pub rows: Vec<Vec<Field>>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Words, never a formula.
    Text(String),
    /// An exact amount.
    Amount(String),
}

/// What to export.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The month of the figures.
    pub month: Month,
    /// Waiting edits alone: a CSV file has room for one table.
    pub waiting: bool,
    /// The language of headings and words.
    pub lang: Lang,
}

/// What was exported.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The month.
    pub month: Month,
    /// The file.
    pub file: String,
    /// Rows of figures; none were asked for with waiting edits alone.
    pub figures: Option<usize>,
    /// Waiting edits; a CSV file of figures has no room for them.
    pub waiting: Option<usize>,
}

impl Laptop {
    /// Writes a month's figures as the person sees them, and what waits, to a `.csv` or `.xlsx` file.
    ///
    /// # Errors
    /// Nobody is signed in; another ending; the file is there already or cannot be written.
    pub fn export(&mut self, wish: Wish, to: &Path) -> Result<Exported> {
        let write = format(to)?;
        let one_table = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let figures = (!wish.waiting).then(|| self.figures(wish)).transpose()?;
        let waiting = (wish.waiting || !one_table).then(|| self.waiting_table(wish.lang)).transpose()?;
        let exported = Exported {
            month: wish.month,
            file: to.display().to_string(),
            figures: figures.as_ref().map(|table| table.rows.len()),
            waiting: waiting.as_ref().map(|table| table.rows.len()),
        };
        let tables: Vec<Table> = figures.into_iter().chain(waiting).collect();
        save(to, &write(&tables)?)?;
        Ok(exported)
    }

    fn figures(&mut self, wish: Wish) -> Result<Table> {
        self.store.signed_in()?;
        let channels: HashMap<String, Channel> = self.store.channels()?.into_iter().map(|row| (row.code.clone(), row)).collect();
        let cells = self.store.cells(wish.month)?;
        let sheets = self.store.sheets(wish.month)?;
        let words = Words { lang: wish.lang, channels };
        let mut rows = Vec::new();
        for producer in self.store.producers()? {
            let of = |id: &str| id == producer.id;
            let sheet = sheets.iter().find(|sheet| of(&sheet.producer_id));
            words.producer(&producer, sheet, cells.iter().filter(|cell| of(&cell.producer_id)), &mut rows);
        }
        Ok(Table {
            title: format!("{} {}", wish.lang.of("รายได้", "Revenue"), wish.month),
            headings: headings(wish.lang, &FIGURES),
            rows,
        })
    }

    fn waiting_table(&mut self, lang: Lang) -> Result<Table> {
        let mut waiting = self.waiting()?;
        waiting.extend(self.undecided()?);
        Ok(Table {
            title: lang.of("รายการที่รอ", "Waiting").to_owned(),
            headings: headings(lang, &WAITING),
            rows: waiting.iter().map(|waits| waiting_row(waits, lang)).collect(),
        })
    }
}

/// Thai and English headings of the figures.
const FIGURES: [(&str, &str); 9] = [
    ("ทะเบียน", "producer"),
    ("ชื่อ", "name"),
    ("ประเภท", "category"),
    ("ช่องทาง", "channel"),
    ("จำนวนเงิน", "amount"),
    ("สถานะ", "state"),
    ("เหตุผล", "reason"),
    ("หมายเหตุ", "note"),
    ("รอส่ง", "waiting"),
];

/// Thai and English headings of the waiting edits.
const WAITING: [(&str, &str); 9] = [
    ("รหัสรายการ", "edit"),
    ("ทะเบียน", "producer"),
    ("ชื่อ", "name"),
    ("เดือน", "month"),
    ("ประเภท", "category"),
    ("ช่องทาง", "channel"),
    ("ค่าที่บันทึก", "value"),
    ("บันทึกเมื่อ", "recorded"),
    ("เหตุที่รอ", "why it waits"),
];

fn headings(lang: Lang, words: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    words.iter().map(|(thai, english)| lang.of(thai, english)).collect()
}

struct Words {
    lang: Lang,
    channels: HashMap<String, Channel>,
}

impl Words {
    /// A producer's rows: one a figure, the sheet's state on the first; or the state alone.
    fn producer<'a>(
        &self,
        producer: &Producer,
        sheet: Option<&SheetNow>,
        cells: impl Iterator<Item = &'a CellNow>,
        rows: &mut Vec<Vec<Field>>,
    ) {
        let mut state = sheet.map(|sheet| self.sheet(sheet));
        for cell in cells {
            rows.push(self.row(producer, Some(cell), state.take()));
        }
        if let Some(state) = state {
            rows.push(self.row(producer, None, Some(state)));
        }
    }

    fn row(&self, producer: &Producer, cell: Option<&CellNow>, state: Option<[String; 2]>) -> Vec<Field> {
        let [state, reason] = state.unwrap_or_default();
        let waits = cell.is_some_and(|cell| matches!(cell.own.as_deref(), Some("pending" | "held")));
        vec![
            text(producer.registration_number.as_ref().unwrap_or(&producer.id)),
            text(&producer.name),
            text(cell.map_or_else(String::new, |cell| category(&cell.category, self.lang))),
            text(cell.map_or_else(String::new, |cell| self.channel(&cell.channel))),
            cell.map_or_else(|| text(""), |cell| Field::Amount(cell.amount.clone())),
            text(state),
            text(reason),
            text(cell.and_then(|cell| cell.note.clone()).unwrap_or_default()),
            text(if waits { self.lang.of("รอส่ง", "yes") } else { "" }),
        ]
    }

    fn sheet(&self, sheet: &SheetNow) -> [String; 2] {
        let word = match (sheet.state.value(), self.lang) {
            (Some(state), Lang::Th) => state.thai().to_owned(),
            _ => sheet.state.word(),
        };
        [word, sheet.reason.clone().unwrap_or_default()]
    }

    fn channel(&self, code: &str) -> String {
        let name = self.channels.get(code).filter(|_| self.lang == Lang::Th);
        name.map_or_else(|| code.to_owned(), |channel| channel.name_th.clone())
    }
}

fn category(code: &str, lang: Lang) -> String {
    match (code.parse::<Category>(), lang) {
        (Ok(category), Lang::Th) => category.thai().to_owned(),
        _ => code.to_owned(),
    }
}

fn waiting_row(waits: &Waits, lang: Lang) -> Vec<Field> {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let since = waits.since.map(|since| bangkok(since).format("%Y-%m-%d %H:%M").to_string());
    vec![
        text(&waits.operation_id),
        text(
            waits
                .registration_number
                .as_ref()
                .or(waits.producer_id.as_ref())
                .cloned()
                .unwrap_or_default(),
        ),
        text(or_empty(&waits.producer)),
        text(
            waits
                .month
                .map(|month| month.to_string())
                .or_else(|| waits.fiscal_year.clone())
                .unwrap_or_default(),
        ),
        text(waits.category.as_deref().map_or_else(String::new, |code| category(code, lang))),
        text(waits.channel.clone().or_else(|| waits.period.clone()).unwrap_or_default()),
        value(waits),
        text(since.unwrap_or_default()),
        text(why(waits, lang)),
    ]
}

fn value(waits: &Waits) -> Field {
    match (waits.kind.as_str(), &waits.value) {
        ("cell" | "estimate", Some(amount)) => Field::Amount(amount.clone()),
        (_, value) => text(value.clone().unwrap_or_default()),
    }
}

fn why(waits: &Waits, lang: Lang) -> String {
    match &waits.reason {
        Some(refusal) => crate::error::refused(refusal).of(lang).to_owned(),
        None => lang.of("รอส่ง", "to be sent").to_owned(),
    }
}

fn text(words: impl Into<String>) -> Field {
    Field::Text(words.into())
}

type Write = fn(&[Table]) -> Result<Vec<u8>>;

/// Writes tables to a new file of this name.
///
/// # Errors
/// Another ending; the file is there already or cannot be written.
pub(crate) fn write(tables: &[Table], to: &Path) -> Result<()> {
    let write = format(to)?;
    save(to, &write(tables)?)
}

/// How to write a file of this name.
fn format(to: &Path) -> Result<Write> {
    Ok(if ending(to, &["csv", "xlsx"])? == "csv" {
        csv::write
    } else {
        xlsx::write
    })
}

/// The ending of a file's name, one of some; the file is a new one.
///
/// # Errors
/// Another ending; the file is there already.
pub(crate) fn ending(to: &Path, endings: &[&str]) -> Result<String> {
    let ending = to.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let ending = ending.filter(|ending| endings.contains(&ending.as_str()));
    let known = endings.join(", .");
    let wrong = || {
        Error::usage(
            format!("ชื่อแฟ้มต้องลงท้ายด้วย .{known} อย่างใดอย่างหนึ่ง"),
            format!("The file's name must end in one of .{known}"),
        )
    };
    let ending = ending.ok_or_else(wrong)?;
    if to.exists() { Err(exists(to)) } else { Ok(ending) }
}

fn exists(to: &Path) -> Error {
    let to = to.display();
    Error::usage(
        format!("มีแฟ้ม {to} อยู่แล้ว ระบุชื่ออื่น"),
        format!("There is a file {to} already: name another one."),
    )
}

/// Writes the whole file or none. Figures of single owners are for the owner's eyes, as the laptop's file is.
pub(crate) fn save(to: &Path, bytes: &[u8]) -> Result<()> {
    owner_only(to)?;
    let written = fs::write(to, bytes);
    if written.is_err() {
        remove(to)?;
    }
    Ok(written?)
}

#[cfg(test)]
mod tests;
