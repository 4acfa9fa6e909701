//! Calling a deadline to mind. A deadline does not roll over a weekend or a holiday (Administrative Procedure Act, section 64, binds
//! authorities even then), so the warning comes earlier: on the last working day.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};

use crate::{ReportEventKind, Window, bangkok};

/// So many days before the last day comes the first warning (assumption).
const DAYS_AHEAD: u64 = 3;
/// No run of days off is longer.
const LONGEST_BREAK: usize = 60;

/// The last day on or before `day` on which offices work: no Saturday, no Sunday, none of `holidays`.
pub fn last_working_day(day: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> NaiveDate {
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(day);
    let mut days = std::iter::successors(Some(day), NaiveDate::pred_opt).take(LONGEST_BREAK);
    days.find(works).unwrap_or(day)
}

/// The last day on which something due before `due_at`, exclusive, is on time, in Bangkok.
pub fn last_day(due_at: DateTime<Utc>) -> NaiveDate {
    bangkok(due_at - TimeDelta::microseconds(1)).date_naive()
}

impl Window {
    /// What is to be called to mind now of a month that is not confirmed: it holds until the next warning comes, the last one until the
    /// close. Nothing before the first, or while the month is closed.
    pub fn reminder(&self, holidays: &BTreeSet<NaiveDate>, now: DateTime<Utc>) -> Option<ReportEventKind> {
        if !self.open(now) {
            return None;
        }
        if self.due_at <= now {
            return Some(ReportEventKind::Overdue);
        }
        let (last, today) = (last_day(self.due_at), bangkok(now).date_naive());
        let warnings = [
            (last - Days::new(DAYS_AHEAD), ReportEventKind::DueSoon),
            (last_working_day(last, holidays), ReportEventKind::LastWorkingDay),
            (last, ReportEventKind::DueToday),
        ];
        let begun = warnings.into_iter().filter(|(from, _)| *from <= today);
        begun.max_by_key(|(from, _)| *from).map(|(_, kind)| kind)
    }
}
