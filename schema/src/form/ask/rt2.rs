//! รต.๒: a district's month, one line a producer; what the CD officer signs.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::common::{Head, Place, named};
use crate::form::figures::sum;
use crate::form::{Figures, Record, Value, Wanted};
use crate::{Baht, Category, ProducerKind, SheetState};

/// What is known of a district's month.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The district.
    pub place: Place,
    /// Its report; none where the reader does not see it.
    pub report: Option<Report>,
}

/// The report.
#[derive(Debug, Clone, Deserialize)]
pub struct Report {
    /// What is known of it beside the figures.
    #[serde(flatten)]
    pub head: Head,
    /// Its producers.
    pub roster: Vec<Member>,
    /// Their sheets.
    pub sheets: Vec<Sheet>,
}

/// A producer of the month.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The producer.
    pub producer_id: String,
    /// The registration number.
    pub registration_number: Option<String>,
    /// The name.
    pub name: String,
    /// The kind of that month.
    pub kind: ProducerKind,
    /// The subdistrict of that month.
    pub subdistrict: String,
    /// Whether it is on the roster, rather than retired meanwhile with figures.
    pub on_roster: bool,
}

/// A sheet.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// Whose.
    pub producer_id: String,
    /// How far it is.
    pub state: SheetState,
    /// A remark.
    pub note: Option<String>,
    /// The figures.
    pub cells: Vec<Cell>,
}

/// A figure.
#[derive(Debug, Clone, Deserialize)]
pub struct Cell {
    /// The category.
    pub category: Category,
    /// Baht.
    pub amount: Baht,
}

impl Answer {
    /// The form's figures; none where the report is not there for the reader.
    pub fn figures(&self, wanted: &Wanted) -> Option<Figures> {
        let report = self.report.as_ref()?;
        Some(Figures {
            facts: report.facts(self.place.facts(wanted)),
            rows: report.rows(&self.place),
            totals: revenue(Record::default(), || report.sheets.iter().flat_map(|sheet| &sheet.cells)),
            blocks: BTreeMap::from([("chair", report.head.chair()), ("signer", report.head.signer())]),
            stamp: report.head.stamp(),
        })
    }
}

impl Report {
    fn facts(&self, facts: Record) -> Record {
        let sheets = self.by_producer();
        let on_roster = self.roster.iter().filter(|member| member.on_roster);
        let states: Vec<Option<SheetState>> = on_roster
            .map(|member| sheets.get(member.producer_id.as_str()).map(|sheet| sheet.state))
            .collect();
        let many = |is: fn(SheetState) -> bool| states.iter().filter(|state| state.is_some_and(is)).count();
        let (reported, not_obtained) = (many(SheetState::reported), many(|state| state == SheetState::NotObtained));
        facts
            .text("status", self.head.status.thai())
            .count("roster", number(states.len()))
            .count("reported", number(reported))
            .count("notObtained", number(not_obtained))
            .count("missing", number(states.len() - reported))
            .text("certified", self.head.certified())
    }

    fn by_producer(&self) -> HashMap<&str, &Sheet> {
        self.sheets.iter().map(|sheet| (sheet.producer_id.as_str(), sheet)).collect()
    }

    /// By registration number, then by name: the order of the office's own list.
    fn rows(&self, place: &Place) -> Vec<Record> {
        let mut members: Vec<&Member> = self.roster.iter().collect();
        members.sort_by_key(|member| (member.registration_number.is_none(), &member.registration_number, &member.name));
        let sheets = self.by_producer();
        let row = |(count, member): (i64, &&Member)| {
            let sheet = sheets.get(member.producer_id.as_str()).copied();
            member.row(count, place, sheet)
        };
        (1..).zip(&members).map(row).collect()
    }
}

impl Member {
    fn row(&self, count: i64, place: &Place, sheet: Option<&Sheet>) -> Record {
        let row = Record::default()
            .count("number", count)
            .text("registration", self.registration_number.clone().unwrap_or_default())
            .text("producer", self.name.as_str())
            .text("kind", self.kind.thai())
            .text("subdistrict", named(&place.subdistricts, &self.subdistrict))
            .text("state", sheet.map_or("ยังไม่รายงาน", |sheet| sheet.state.thai()));
        let Some(sheet) = sheet else { return row };
        revenue(row, || sheet.cells.iter()).text("note", sheet.note.clone().unwrap_or_default())
    }
}

/// Sums by category and altogether. A category nobody sold in is left empty; where there is no figure at all, so is the sum.
fn revenue<'a, Cells: Iterator<Item = &'a Cell>>(row: Record, cells: impl Fn() -> Cells) -> Record {
    let of = |category: Category| {
        let mut amounts = cells()
            .filter(move |cell| cell.category == category)
            .map(|cell| cell.amount)
            .peekable();
        amounts.peek().is_some().then(|| sum(amounts)).flatten().map(Value::Money)
    };
    let all = cells().next().and_then(|_| sum(cells().map(|cell| cell.amount)));
    row.maybe("food", of(Category::Food))
        .maybe("beverage", of(Category::Beverage))
        .maybe("textile", of(Category::Textile))
        .maybe("houseware", of(Category::Houseware))
        .maybe("herb", of(Category::Herb))
        .maybe("revenue", all.map(Value::Money))
}

fn number(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
