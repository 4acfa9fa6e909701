//! One district's month, counted.

use std::collections::HashMap;

use chrono::{DateTime, Months, Utc};
use otop_schema::{Baht, Month, Refusal, SheetState};
use serde::Serialize;

use crate::{
    queue::instant,
    store::{
        overlay::{CellNow, Producer, ReportRow},
        sheets::SheetNow,
    },
};

/// One district's month as the person sees it, own waiting edits included.
#[derive(Serialize, Debug, Clone, Default)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct District {
    pub district: String,
    pub name: Option<String>,
    pub status: Option<String>,
    pub producers: usize,
    pub reported: usize,
    pub not_obtained: usize,
    pub missing: usize,
    pub revenue: Baht,
    pub due_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub exception_until: Option<DateTime<Utc>>,
    /// When this month or, by the usual day, the next one opens; none while figures can change.
    pub opens_next: Option<DateTime<Utc>>,
    /// Why figures cannot change now, with the server's code.
    pub notice: Option<Refusal>,
}

impl District {
    pub(super) fn count(&mut self, producer: &Producer, month: Month, sheets: &HashMap<String, SheetNow>, cells: &[CellNow]) {
        let sheet = sheets.get(&producer.id);
        if producer.active_in(month) {
            self.producers += 1;
            self.reported += usize::from(reported(sheet));
            self.not_obtained += usize::from(state(sheet) == Some(SheetState::NotObtained));
        }
        for cell in cells.iter().filter(|cell| cell.producer_id == producer.id) {
            let amount: Baht = cell.amount.parse().unwrap_or_default();
            self.revenue = self.revenue.checked_add(amount).unwrap_or(self.revenue);
        }
    }

    pub(super) fn describe(&mut self, report: &ReportRow, now: DateTime<Utc>) {
        self.status = Some(report.status.clone());
        self.due_at = instant(report.due_at.as_deref());
        self.closes_at = instant(report.closes_at.as_deref());
        self.exception_until = instant(report.exception_until.as_deref()).filter(|until| now < *until);
        self.opens_next = if report.writable(now) {
            None
        } else {
            instant(report.opens_at.as_deref()).and_then(|opens| next_opening(opens, now))
        };
        self.notice = report.check(now).err();
    }
}

/// The first opening after now: the month's own, or the same day of a later month (the calendar's rule; a special date of
/// that month is known when its report has come).
fn next_opening(opens: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let first = otop_schema::bangkok(opens);
    let openings = (0..24).filter_map(|months| first.checked_add_months(Months::new(months)));
    openings.map(|opens| opens.with_timezone(&Utc)).find(|opens| now < *opens)
}

fn state(sheet: Option<&SheetNow>) -> Option<SheetState> {
    sheet?.state.value()
}

/// Whether a sheet counts as reported.
pub(super) fn reported(sheet: Option<&SheetNow>) -> bool {
    state(sheet).is_some_and(SheetState::reported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_opening_is_this_months_or_the_usual_day_of_the_next() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let opens = at("2023-02-09T17:00:00Z");
        assert_eq!(next_opening(opens, at("2023-02-01T00:00:00Z")), Some(opens));
        assert_eq!(next_opening(opens, at("2023-03-07T00:00:00Z")), Some(at("2023-03-09T17:00:00Z")));
        assert_eq!(next_opening(opens, at("2023-03-09T17:00:00Z")), Some(at("2023-04-09T17:00:00Z")));
    }
}
