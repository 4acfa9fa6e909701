//! The checks before submitting, from the laptop alone: the schema's rules on the figures as the person sees them, what waits
//! included. They block nothing. A reason is the sheet's remark, so it is sent, kept and shown with the figure.

use std::collections::HashMap;

use otop_schema::check::{self, Figure};
use otop_schema::{Amount, Baht, Category, CheckFinding, CheckKind, Month, ProducerMonth};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    enter::{Entered, SheetEdit},
    error::{Error, Result},
    known::Known,
    laptop::Laptop,
    lookup::Lookup,
    store::{
        overlay::{CellNow, Producer},
        sheets::SheetNow,
    },
};

/// What is to be checked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The month.
    pub month: Month,
    /// One district; all of the laptop's without.
    pub district: Option<String>,
    /// The total on that district's paper, in baht.
    pub paper: Option<Baht>,
}

/// What is worth another look.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// The month.
    pub month: Month,
    /// How many of the findings have no reason yet.
    pub unexplained: usize,
    /// By the producers' names.
    pub findings: Vec<CheckFinding>,
}

impl Laptop {
    /// Holds a month against the checks.
    ///
    /// # Errors
    /// Nobody is signed in; a total on paper and several districts.
    pub fn check(&mut self, question: &Question) -> Result<Checked> {
        self.store.signed_in()?;
        let asked = |producer: &Producer| question.district.as_ref().is_none_or(|district| *district == producer.district);
        let producers: Vec<Producer> = self.store.producers()?.into_iter().filter(asked).collect();
        if question.paper.is_some() {
            of_one_district(&producers)?;
        }
        let findings = check::findings(self.producer_months(question.month, &producers)?, question.paper);
        Ok(Checked {
            month: question.month,
            unexplained: findings.iter().filter(|finding| finding.reason.is_none()).count(),
            findings,
        })
    }

    /// How many findings of a month have no reason yet, those of producers that are merely not reported left out: they are told apart.
    pub(crate) fn unexplained(&mut self, month: Month) -> Result<usize> {
        let question = Question {
            month,
            district: None,
            paper: None,
        };
        let findings = self.check(&question)?.findings;
        let open = findings
            .iter()
            .filter(|finding| finding.reason.is_none() && finding.kind != CheckKind::Missing);
        Ok(open.count())
    }

    /// Records why a producer's month is right as it is: as the remark of its sheet.
    ///
    /// # Errors
    /// As [`Laptop::enter_sheet`]; an empty reason; there is no sheet yet.
    pub fn explain(&mut self, producer: &str, month: Month, reason: &str) -> Result<Entered> {
        self.store.signed_in()?;
        let producer = Lookup::new(&mut self.store)?.meant(producer)?.id.clone();
        let sheet = self.store.sheets(month)?.into_iter().find(|sheet| sheet.producer_id == producer);
        self.enter_sheet(&explained(sheet, month, reason)?)
    }

    /// The producers of a month, on its roster or beside it with figures.
    fn producer_months(&mut self, month: Month, producers: &[Producer]) -> Result<Vec<ProducerMonth>> {
        let mut figures = figures(self.store.cells(month)?)?;
        let last_month = sums(&self.store.cells(month.previous())?)?;
        let last_year = sums(&self.store.cells(month.plus(-12))?)?;
        let mut sheets = self.sheets_by_producer(month)?;
        let there = producers.iter().filter(|row| row.active_in(month) || figures.contains_key(&row.id));
        let there: Vec<&Producer> = there.collect();
        let told = there.into_iter().map(|row| {
            Ok(ProducerMonth {
                figures: figures.remove(&row.id).unwrap_or_default(),
                last_month: last_month.get(&row.id).copied(),
                last_year: last_year.get(&row.id).copied(),
                ..producer_month(row, sheets.remove(&row.id))?
            })
        });
        told.collect()
    }
}

fn of_one_district(producers: &[Producer]) -> Result<()> {
    let first = producers.first().map(|producer| &producer.district);
    if producers.iter().all(|producer| Some(&producer.district) == first) {
        return Ok(());
    }
    Err(Error::usage(
        "ยอดรวมในเอกสารเป็นของอำเภอเดียว ระบุอำเภอด้วย --district",
        "A total on paper is one district's: name it with --district.",
    ))
}

fn explained(sheet: Option<SheetNow>, month: Month, reason: &str) -> Result<SheetEdit> {
    let reason = reason.trim();
    let known = sheet.and_then(|sheet| Some((sheet.state.value()?, sheet)));
    let (false, Some((state, sheet))) = (reason.is_empty(), known) else {
        return Err(Error::usage(
            "ต้องมีแบบ รต.๑ ของผู้ผลิตรายนี้และเหตุผล บันทึกก่อนด้วยคำสั่ง: otop enter",
            "It takes a sheet of this producer and a reason. Record it first: otop enter",
        ));
    };
    Ok(SheetEdit {
        producer: sheet.producer_id,
        month,
        state,
        reason: sheet.reason,
        given_by: sheet.given_by,
        given_on: sheet.given_on,
        note: Some(reason.to_owned()),
        copied: sheet.copied,
    })
}

/// What is known of a producer but its figures.
fn producer_month(producer: &Producer, sheet: Option<SheetNow>) -> Result<ProducerMonth> {
    let id = Uuid::parse_str(&producer.id).map_err(|cause| Error::Other(cause.to_string()))?;
    let makes = producer
        .makes
        .as_deref()
        .map(|words| words.split(',').filter_map(category).collect());
    Ok(ProducerMonth {
        producer: id,
        name: producer.name.clone(),
        state: sheet.as_ref().and_then(|sheet| sheet.state.value()),
        reason: sheet.as_ref().and_then(|sheet| sheet.reason.clone()),
        note: sheet.and_then(|sheet| sheet.note),
        makes,
        ..ProducerMonth::default()
    })
}

fn category(word: &str) -> Option<Category> {
    Known::read(word).value()
}

fn figures(cells: Vec<CellNow>) -> Result<HashMap<String, Vec<Figure>>> {
    let mut figures: HashMap<String, Vec<Figure>> = HashMap::new();
    for cell in cells {
        figures.entry(cell.producer_id).or_default().push(Figure {
            category: category(&cell.category),
            amount: Amount::parse(&cell.amount)?,
            note: cell.note,
        });
    }
    Ok(figures)
}

fn sums(cells: &[CellNow]) -> Result<HashMap<String, Baht>> {
    let mut sums: HashMap<String, Baht> = HashMap::new();
    for cell in cells {
        let sum = sums.entry(cell.producer_id.clone()).or_default();
        *sum = sum.checked_add(Amount::parse(&cell.amount)?.into()).unwrap_or(*sum);
    }
    Ok(sums)
}

#[cfg(test)]
mod tests;
