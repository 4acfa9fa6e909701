//! What an accepted edit does to its sheet and cell: in memory, so that the next edit of the batch rests on it.

use otop_schema::{Change, Day, OperationOutcome, ReportKey, SheetKey, SheetState, Subject, state_after_cell};

use super::decide::Batch;
use super::object::{RevenueEntry, Sheet};
use super::operation::{Answer, Operation};

impl Batch<'_> {
    /// The next version of the cell or sheet.
    pub(super) fn apply(&mut self, operation: &Operation, subject: &Subject) -> Answer {
        match (&operation.change, subject) {
            (Change::Cell { .. }, Subject::Report(report)) => self.apply_cell(operation, report),
            (Change::Sheet { .. }, Subject::Report(report)) => self.apply_sheet(operation, report),
            (Change::Estimate { entry, amount, note }, Subject::Estimate(_)) => {
                self.apply_estimate(*entry, *amount, note.as_ref(), subject);
            }
            (Change::Cell { .. } | Change::Sheet { .. }, Subject::Estimate(_))
            | (Change::Estimate { .. }, Subject::Report(_))
            | (Change::Discard { .. }, _) => {}
        }
        operation.answer(OperationOutcome::Applied)
    }

    fn apply_cell(&mut self, operation: &Operation, report: &ReportKey) {
        let Change::Cell {
            producer,
            month,
            category,
            channel,
            amount,
            note,
        } = &operation.change
        else {
            return;
        };
        let key = SheetKey {
            producer: *producer,
            month: *month,
        };
        let (Some(facts), Some(time)) = (self.facts.sheets.get_mut(&key), self.facts.reports.get(&report.clone().into())) else {
            return;
        };
        let Some(kind) = facts.kind else { return };
        let before = facts.entries.get(&(*category, channel.clone())).cloned();
        let after = RevenueEntry {
            district: report.district.to_string(),
            producer_id: *producer,
            month: *month,
            category: *category,
            channel: channel.clone(),
            amount: amount.unwrap_or_default(),
            note: note.clone().filter(|note| !note.is_empty()),
            version: before.as_ref().map_or(0, |entry| entry.version) + 1,
            deleted: amount.is_none(),
            changed_at: time.time.now,
            changed_by: Some(self.caller.name.clone()),
        };
        self.figures.entry(report, kind, before.as_ref(), &after);
        facts.entries.insert((*category, channel.clone()), after);
        let state = facts.sheet.as_ref().map(|sheet| sheet.state);
        let next = state_after_cell(state, *amount);
        if state != Some(next) {
            self.ledger.made_sheet(operation.id);
            self.change_sheet(key, report, |sheet| sheet.state = next);
        }
    }

    fn apply_sheet(&mut self, operation: &Operation, report: &ReportKey) {
        let Change::Sheet {
            producer,
            month,
            state,
            reason,
            given_by,
            given_on,
            note,
            copied,
        } = &operation.change
        else {
            return;
        };
        let key = SheetKey {
            producer: *producer,
            month: *month,
        };
        self.change_sheet(key, report, |sheet| {
            sheet.state = *state;
            sheet.reason = reason.clone().filter(|reason| !reason.is_empty());
            sheet.given_by = given_by.clone().filter(|name| !name.is_empty());
            sheet.given_on = given_on.map(Day);
            sheet.note = note.clone().filter(|note| !note.is_empty());
            sheet.copied = *copied;
        });
    }

    /// The next version of a sheet.
    fn change_sheet(&mut self, key: SheetKey, report: &ReportKey, change: impl FnOnce(&mut Sheet)) {
        let (Some(facts), Some(time)) = (self.facts.sheets.get_mut(&key), self.facts.reports.get(&report.clone().into())) else {
            return;
        };
        let before = facts.sheet.clone();
        let mut after = before.clone().unwrap_or_else(|| empty_sheet(key, report, time.time.now));
        change(&mut after);
        after.version += 1;
        after.changed_at = time.time.now;
        after.changed_by = Some(self.caller.name.clone());
        self.figures.sheet(report, before.as_ref(), &after);
        facts.sheet = Some(after);
    }
}

fn empty_sheet(key: SheetKey, report: &ReportKey, now: chrono::DateTime<chrono::Utc>) -> Sheet {
    Sheet {
        shelf: Default::default(),
        district: report.district.to_string(),
        producer_id: key.producer,
        month: key.month,
        state: SheetState::InProgress,
        reason: None,
        given_by: None,
        given_on: None,
        note: None,
        copied: false,
        version: 0,
        changed_at: now,
        changed_by: None,
        imported: false,
    }
}
