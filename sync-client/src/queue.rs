//! Which waiting operations are worth sending now: a pure function of the queue and of what is known about the months.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::store::{
    outbox::Queued,
    overlay::{Producer, ReportRow},
};

/// What the laptop knows about the months that held operations wait for.
#[derive(Default)]
pub struct Months {
    district_of: HashMap<String, String>,
    reports: HashMap<(String, String), ReportRow>,
}

impl Months {
    /// From the mirror.
    #[must_use]
    pub fn new(producers: Vec<Producer>, reports: Vec<ReportRow>) -> Self {
        let district_of = producers.into_iter().map(|row| (row.id, row.district)).collect();
        let reports = reports
            .into_iter()
            .map(|row| ((row.district.clone(), row.month.clone()), row))
            .collect();
        Months { district_of, reports }
    }

    /// Whether a held operation may be decided now: its hour has come, or its month is open as far as is known here, by
    /// the calendar or by an exception. Where nothing is known, asking is how one learns.
    fn worth_asking(&self, held: &Queued, now: DateTime<Utc>) -> bool {
        let hour_has_come = instant(held.opens_at.as_deref()).map(|opens| opens <= now);
        match self.report(held).filter(|report| report.window().is_some()) {
            Some(report) => hour_has_come == Some(true) || report.writable(now),
            None => hour_has_come.unwrap_or(true),
        }
    }

    fn report(&self, queued: &Queued) -> Option<&ReportRow> {
        let district = self.district_of.get(queued.producer_id.as_ref()?)?;
        self.reports.get(&(district.clone(), queued.month.clone()?))
    }
}

/// The operations to send, oldest first. What rests on one that stays behind stays behind with it.
#[must_use]
pub fn ready(queue: Vec<Queued>, months: &Months, now: DateTime<Utc>) -> Vec<Queued> {
    let mut behind = HashSet::new();
    queue.into_iter().filter(|queued| goes(queued, months, now, &mut behind)).collect()
}

fn goes(queued: &Queued, months: &Months, now: DateTime<Utc>, behind: &mut HashSet<String>) -> bool {
    let alone = queued.state != "held" || months.worth_asking(queued, now);
    let goes = alone && !rests_on(queued, behind);
    if !goes {
        behind.insert(queued.operation_id.clone());
    }
    goes
}

/// Whether an operation continues one of these.
#[must_use]
pub fn rests_on(queued: &Queued, others: &HashSet<String>) -> bool {
    queued.base_operation.as_ref().is_some_and(|base| others.contains(base))
}

/// An instant of the mirror.
#[must_use]
pub fn instant(text: Option<&str>) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text?).ok().map(|at| at.with_timezone(&Utc))
}
