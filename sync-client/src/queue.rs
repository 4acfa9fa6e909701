//! Which waiting operations are worth sending now: a pure function of the queue and of what is known about the months.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::store::{
    outgoing::Outgoing,
    overlay::{Producer, ReportRow},
};

/// What the laptop knows about the months that held operations wait for.
#[derive(Default)]
pub struct Months {
    whole: bool,
    district_of: HashMap<String, String>,
    reports: HashMap<(String, String), ReportRow>,
}

impl Months {
    /// From the mirror; `whole`: it was once read to its end.
    #[must_use]
    pub fn new(whole: bool, producers: Vec<Producer>, reports: Vec<ReportRow>) -> Self {
        let district_of = producers.into_iter().map(|row| (row.id, row.district)).collect();
        let reports = reports
            .into_iter()
            .map(|row| ((row.district.clone(), row.month.clone()), row))
            .collect();
        Months {
            whole,
            district_of,
            reports,
        }
    }

    /// Whether a held operation may be decided now: its hour has come, or its month is open as far as is known here, by
    /// the calendar or by an exception. Where nothing is known, asking is how one learns.
    fn worth_asking(&self, held: &Outgoing, now: DateTime<Utc>) -> bool {
        let hour_has_come = instant(held.opens_at.as_deref()).map(|opens| opens <= now);
        match self.report(held).filter(|report| report.window().is_some()) {
            Some(report) => hour_has_come == Some(true) || report.writable(now),
            None => hour_has_come.unwrap_or(true),
        }
    }

    /// Whether its producer is of an area that is no longer the person's: the server would only refuse it, and forget it. It
    /// stays here, to be seen, taken back, adopted, or sent when the area is the person's again.
    fn outside(&self, outgoing: &Outgoing) -> bool {
        let unknown = |producer: &String| !self.district_of.contains_key(producer);
        self.whole && outgoing.producer_id.as_ref().is_some_and(unknown)
    }

    fn report(&self, outgoing: &Outgoing) -> Option<&ReportRow> {
        let district = self.district_of.get(outgoing.producer_id.as_ref()?)?;
        self.reports.get(&(district.clone(), outgoing.month.clone()?))
    }
}

/// Whether an operation goes out now. What rests on one that stays `behind` stays behind with it.
pub fn goes(outgoing: &Outgoing, months: &Months, now: DateTime<Utc>, behind: &mut HashSet<String>) -> bool {
    let alone = !months.outside(outgoing) && (outgoing.state != "held" || months.worth_asking(outgoing, now));
    let goes = alone && !rests_on(outgoing.base_operation.as_deref(), behind);
    if !goes {
        behind.insert(outgoing.operation_id.clone());
    }
    goes
}

/// Whether an operation with this base continues one of the others.
#[must_use]
pub fn rests_on(base: Option<&str>, others: &HashSet<String>) -> bool {
    base.is_some_and(|base| others.contains(base))
}

/// An instant of the mirror.
#[must_use]
pub fn instant(text: Option<&str>) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text?).ok().map(|at| at.with_timezone(&Utc))
}
