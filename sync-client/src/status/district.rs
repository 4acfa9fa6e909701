//! One district's month, counted.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
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
        self.exception_until = instant(report.exception_until.as_deref());
        self.notice = report.check(now).err();
    }
}

fn state(sheet: Option<&SheetNow>) -> Option<SheetState> {
    sheet?.state.value()
}

/// Whether a sheet counts as reported.
pub(super) fn reported(sheet: Option<&SheetNow>) -> bool {
    state(sheet).is_some_and(SheetState::reported)
}
