//! รต.๑: what one producer sold in a month.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::common::{Coded, Head, Place, named};
use crate::form::figures::sum;
use crate::form::{Block, Figures, Record, Stamp, Value, Wanted};
use crate::{AreaCode, Baht, Category, ProducerKind, SheetState};

/// What is known of a producer's month.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The district.
    pub place: Place,
    /// Its report; none where the reader does not see it.
    pub report: Option<Head>,
    /// The producer; none for a form to be filled in by hand.
    pub producer: Option<Producer>,
    /// The channels' names.
    pub channels: Vec<Coded>,
}

/// The producer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Producer {
    /// Where it is.
    pub district: AreaCode,
    /// The registration number.
    pub registration_number: Option<String>,
    /// The name.
    pub name: String,
    /// The kind in the month.
    pub kind: ProducerKind,
    /// The subdistrict in the month.
    pub subdistrict: String,
    /// What it makes.
    #[serde(default)]
    pub products: Vec<Product>,
    /// The month's sheet, if there is one.
    pub sheets: Vec<Sheet>,
}

/// A product.
#[derive(Debug, Clone, Deserialize)]
pub struct Product {
    /// Its name.
    pub name: String,
}

/// The sheet.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// How far it is.
    pub state: SheetState,
    /// Why no figures were to be had.
    pub reason: Option<String>,
    /// Who gave the figures.
    pub given_by: Option<String>,
    /// When.
    pub given_on: Option<NaiveDate>,
    /// A remark.
    pub note: Option<String>,
    /// Copied from the month before and not looked at yet.
    pub copied: bool,
    /// The figures.
    pub cells: Vec<Cell>,
}

/// A figure.
#[derive(Debug, Clone, Deserialize)]
pub struct Cell {
    /// The category.
    pub category: Category,
    /// The channel's code.
    pub channel: String,
    /// Baht.
    pub amount: Baht,
    /// A remark.
    pub note: Option<String>,
}

impl Answer {
    /// The form's figures; none where the district's report or the producer is not there for the reader.
    pub fn figures(&self, wanted: &Wanted) -> Option<Figures> {
        let head = self.report.as_ref()?;
        let producer = self.producer.as_ref().filter(|producer| producer.district == wanted.area);
        if wanted.producer.is_some() && producer.is_none() {
            return None;
        }
        let sheet = producer.and_then(|producer| producer.sheets.first());
        let cells = sheet.map_or(&[][..], |sheet| &sheet.cells);
        let total = sum(cells.iter().map(|cell| cell.amount)).filter(|_| sheet.is_some());
        Some(Figures {
            facts: self.facts(wanted, producer),
            rows: (1i64..).zip(cells).map(|(number, cell)| self.row(number, cell)).collect(),
            totals: Record::default().maybe("revenue", total.map(Value::Money)),
            blocks: blocks(sheet),
            stamp: stamp(head, producer),
        })
    }

    fn facts(&self, wanted: &Wanted, producer: Option<&Producer>) -> Record {
        let facts = self.place.facts(wanted);
        let Some(producer) = producer else { return facts };
        let products: Vec<&str> = producer.products.iter().map(|product| product.name.as_str()).collect();
        let facts = facts
            .text("producer", producer.name.as_str())
            .text("registration", producer.registration_number.clone().unwrap_or_default())
            .text("kind", producer.kind.thai())
            .text("subdistrict", named(&self.place.subdistricts, &producer.subdistrict))
            .text("products", products.join(", "));
        producer.sheets.first().map_or(facts.clone(), |sheet| sheet.facts(facts))
    }

    fn row(&self, number: i64, cell: &Cell) -> Record {
        Record::default()
            .count("number", number)
            .text("category", cell.category.thai())
            .text("channel", named(&self.channels, &cell.channel))
            .money("revenue", cell.amount)
            .text("note", cell.note.clone().unwrap_or_default())
    }
}

impl Sheet {
    fn facts(&self, facts: Record) -> Record {
        let copied = "คัดลอกจากเดือนก่อน ยังไม่ได้ตรวจ";
        facts
            .text("state", self.state.thai())
            .text("reason", self.reason.clone().unwrap_or_default())
            .text("givenBy", self.given_by.clone().unwrap_or_default())
            .maybe("givenOn", self.given_on.map(Value::Day))
            .text("note", self.note.clone().unwrap_or_default())
            .text("copied", if self.copied { copied } else { "" })
    }
}

fn blocks(sheet: Option<&Sheet>) -> BTreeMap<&'static str, Block> {
    let giver = Block {
        name: sheet.and_then(|sheet| sheet.given_by.clone()),
        day: sheet.and_then(|sheet| sheet.given_on),
        ..Block::default()
    };
    BTreeMap::from([("giver", giver)])
}

/// A form to be filled in by hand shows no figures, so it stands for none.
fn stamp(head: &Head, producer: Option<&Producer>) -> Stamp {
    producer.map_or_else(Stamp::default, |_| head.stamp())
}
