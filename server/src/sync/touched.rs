//! The rows that events speak of, as they are now.

use std::collections::BTreeSet;

use otop_schema::{EntryKey, EstimateEntryKey, EstimateKey, ReportKey, SheetKey};
use uuid::Uuid;

use super::held::held;
use super::result::{conflicts, rejections};
use super::snapshot::Reader;
use crate::error::Result;
use crate::feed::Event;
use crate::{estimate, producer, report, sheet};

/// A row that an event speaks of, in the order in which rows are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Producer(Uuid),
    Report(ReportKey),
    Sheet(String, SheetKey),
    Entry(String, EntryKey),
    Estimate(EstimateKey),
    EstimateEntry(EstimateKey, EstimateEntryKey),
    Conflict(Uuid),
    Refused(Uuid),
    Held(Uuid),
}

/// The rows that events speak of, each once.
#[derive(Debug, Default)]
pub(super) struct Touched(BTreeSet<Row>);

impl Touched {
    /// The rows of one event. `rosters` are the open reports of its district: a change of the register changes their completeness.
    pub(super) fn by(event: &Event, rosters: &[ReportKey]) -> Self {
        let body = &event.body;
        let waiting = body.conflicts.iter().map(|id| Row::Conflict(*id));
        let waiting = waiting.chain(body.refused.iter().map(|id| Row::Refused(*id)));
        let mut rows: BTreeSet<Row> = waiting.chain(body.held.iter().map(|id| Row::Held(*id))).collect();
        match (event.month, body.estimate()) {
            (Some(month), _) => {
                let district = event.area.clone();
                let report = ReportKey { district, month };
                rows.extend(figures(event, &report));
                rows.insert(Row::Report(report));
            }
            (None, Some(estimate)) => {
                rows.extend(estimated(event, &estimate));
                rows.insert(Row::Estimate(estimate));
            }
            (None, None) => {
                let producers: Vec<Uuid> = body.operations.iter().filter_map(|line| line.producer).collect();
                let open = rosters
                    .iter()
                    .filter(|report| !producers.is_empty() && report.district == event.area);
                rows.extend(open.cloned().map(Row::Report));
                rows.extend(producers.into_iter().map(Row::Producer));
            }
        }
        Self(rows)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Those of another event as well.
    pub(super) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// At most `room` of them, after the first `told`.
    pub(super) fn part(self, told: usize, room: usize) -> Self {
        Self(self.0.into_iter().skip(told).take(room).collect())
    }

    /// Reads them into the page.
    pub(super) async fn load(self, reader: &mut Reader<'_>) -> Result<()> {
        let mut wanted = Wanted::default();
        self.0.into_iter().for_each(|row| wanted.add(row));
        wanted.load(reader).await
    }
}

/// The sheets and cells of a report's event.
fn figures(event: &Event, report: &ReportKey) -> impl Iterator<Item = Row> {
    let lines = event.body.operations.iter();
    let lines = lines.filter_map(|line| Some((line.producer?, line.category.as_deref(), line.channel.clone())));
    lines.flat_map(|(producer, category, channel)| {
        let (district, month) = (report.district.to_string(), report.month);
        let category = category.and_then(|category| category.parse().ok());
        let entry = category.zip(channel).map(|(category, channel)| EntryKey {
            producer,
            month,
            category,
            channel,
        });
        let entry = entry.map(|entry| Row::Entry(district.clone(), entry));
        [Some(Row::Sheet(district, SheetKey { producer, month })), entry]
            .into_iter()
            .flatten()
    })
}

/// The figures of an estimate's event.
fn estimated(event: &Event, estimate: &EstimateKey) -> impl Iterator<Item = Row> {
    event.body.operations.iter().filter_map(|line| {
        let entry = EstimateEntryKey {
            producer: line.producer?,
            fiscal_year: estimate.fiscal_year,
            period: line.period?,
        };
        Some(Row::EstimateEntry(estimate.clone(), entry))
    })
}

/// Rows by their kind, to be read with one statement each.
#[derive(Default)]
struct Wanted {
    producers: Vec<Uuid>,
    reports: Vec<ReportKey>,
    sheets: Vec<(String, SheetKey)>,
    entries: BTreeSet<EntryKey>,
    sheets_of_entries: BTreeSet<(String, SheetKey)>,
    estimates: Vec<EstimateKey>,
    estimated: BTreeSet<EstimateKey>,
    figures: BTreeSet<EstimateEntryKey>,
    conflicts: Vec<Uuid>,
    refused: Vec<Uuid>,
    held: Vec<Uuid>,
}

impl Wanted {
    fn add(&mut self, row: Row) {
        match row {
            Row::Producer(id) => self.producers.push(id),
            Row::Report(key) => self.reports.push(key),
            Row::Sheet(district, key) => self.sheets.push((district, key)),
            Row::Entry(district, key) => {
                self.sheets_of_entries.insert((district, key.sheet()));
                self.entries.insert(key);
            }
            Row::Estimate(key) => self.estimates.push(key),
            Row::EstimateEntry(estimate, key) => {
                self.estimated.insert(estimate);
                self.figures.insert(key);
            }
            Row::Conflict(id) => self.conflicts.push(id),
            Row::Refused(id) => self.refused.push(id),
            Row::Held(id) => self.held.push(id),
        }
    }

    async fn load(self, reader: &mut Reader<'_>) -> Result<()> {
        let Reader {
            connection, caller, page, ..
        } = reader;
        if !self.producers.is_empty() {
            page.producers.extend(producer::by_id(connection, caller, &self.producers).await?);
        }
        if !self.reports.is_empty() {
            page.reports.extend(report::load(connection, &self.reports).await?);
        }
        if !self.sheets.is_empty() {
            page.sheets.extend(sheet::sheets(connection, &self.sheets).await?);
        }
        if !self.entries.is_empty() {
            let sheets: Vec<(String, SheetKey)> = self.sheets_of_entries.into_iter().collect();
            let cells = sheet::entries(connection, &sheets).await?;
            page.entries
                .extend(cells.into_iter().filter(|cell| self.entries.contains(&cell.key())));
        }
        if !self.estimates.is_empty() {
            page.estimates.extend(estimate::load(connection, &self.estimates).await?);
        }
        if !self.figures.is_empty() {
            let estimates: Vec<EstimateKey> = self.estimated.into_iter().collect();
            let producers = self.figures.iter().map(|key| key.producer).collect();
            let figures = estimate::entries(connection, &estimates, Some(producers)).await?;
            page.estimate_entries
                .extend(figures.into_iter().filter(|figure| self.figures.contains(&figure.key())));
        }
        page.conflicts.extend(conflicts(connection, self.conflicts).await?);
        page.rejections.extend(rejections(connection, self.refused).await?);
        page.held.extend(held(connection, self.held).await?);
        Ok(())
    }
}
