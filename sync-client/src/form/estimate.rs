//! A district's year as the mirror and the outbox have it: what the estimate form asks.

use otop_schema::{
    FiscalYear, Status,
    form::{
        Wanted,
        ask::estimate::{Answer, Entry, Estimate},
    },
};

use super::answer::member;
use super::month::{is_waiting, known_head, newer};
use crate::{
    error::Result,
    estimate::{active_in, by},
    laptop::Laptop,
    queue::instant,
    store::overlay::{EstimateNow, EstimateRow, Producer},
};

impl Laptop {
    /// The answer, and whether an own edit of it waits. An estimate that nobody touched yet is a draft without figures.
    pub(super) fn known_estimate(&mut self, wanted: &Wanted, year: FiscalYear) -> Result<(Answer, bool)> {
        let mut figures = self.store.estimated(year)?;
        let mut producers = self.store.producers()?;
        let is_there = |row: &Producer| active_in(row, year) || figures.iter().any(|figure| figure.producer_id == row.id);
        producers.retain(|row| row.district == wanted.area.as_str() && is_there(row));
        if producers.iter().any(|row| row.known_kind().is_none()) {
            return Err(newer());
        }
        figures.retain(|figure| producers.iter().any(|row| row.id == figure.producer_id));
        let rows = self.store.estimates(year)?;
        let own = rows.iter().find(|row| row.district == wanted.area.as_str());
        let estimate = Estimate {
            head: known_head(own.map_or(Ok(Status::Draft), status)?, None),
            period: by(&rows),
            due_at: own.and_then(|row| instant(row.due_at.as_deref())),
            accepted_revision: None,
            revisions: Vec::new(),
            producers: producers.iter().filter_map(member).collect(),
            entries: figures.iter().map(entry).collect(),
        };
        let answer = Answer {
            place: self.place(wanted)?,
            estimate: Some(estimate),
        };
        Ok((answer, figures.iter().any(|figure| is_waiting(figure.own.as_deref()))))
    }
}

fn status(row: &EstimateRow) -> Result<Status> {
    row.status.parse().map_err(|_| newer())
}

fn entry(figure: &EstimateNow) -> Entry {
    Entry {
        producer_id: figure.producer_id.clone(),
        period: figure.period,
        amount: figure.amount.parse().unwrap_or_default(),
        deleted: false,
    }
}
