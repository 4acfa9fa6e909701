//! The first check, without a network: the rules of `otop-schema` on the mirror's report, with the server's codes.
//! It never stops anybody from preparing; it says what will happen.

use chrono::{DateTime, Utc};
use otop_schema::{Refusal, RefusalCode, Status, Window, writable};

use crate::{
    known::Known,
    queue::instant,
    store::overlay::{EstimateRow, ReportRow},
};

impl ReportRow {
    /// The month's window, if the server has told it whole.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        Some(Window {
            opens_at: instant(self.opens_at.as_deref())?,
            submit_from: instant(self.submit_from.as_deref())?,
            due_at: instant(self.due_at.as_deref())?,
            closes_at: instant(self.closes_at.as_deref())?,
        })
    }

    /// Whether figures may change now, window and exception together.
    #[must_use]
    pub fn writable(&self, now: DateTime<Utc>) -> bool {
        self.check_window(now).is_ok()
    }

    /// The same, with the reason.
    ///
    /// # Errors
    /// `CALENDAR_MISSING`, `MONTH_NOT_OPEN`, `MONTH_CLOSED`, as the server would say.
    pub fn check_window(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        writable(self.window().as_ref(), instant(self.exception_until.as_deref()), now)
    }

    /// Window and status together.
    ///
    /// # Errors
    /// As [`ReportRow::check_window`]; `REPORT_LOCKED` from submission on.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        self.check_window(now)?;
        match Known::<Status>::read(&self.status).value() {
            Some(status) if status.locked() => Err(locked(status)),
            _ => Ok(()),
        }
    }
}

impl EstimateRow {
    /// Window and status of a year's estimate together.
    ///
    /// # Errors
    /// `CALENDAR_MISSING`, `MONTH_NOT_OPEN`, `MONTH_CLOSED`, `REPORT_LOCKED`, as the server would say.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        writable(self.window().as_ref(), None, now)?;
        match Known::<Status>::read(&self.status).value() {
            Some(status) if status.locked() => Err(locked(status)),
            _ => Ok(()),
        }
    }

    fn window(&self) -> Option<Window> {
        let opens_at = instant(self.opens_at.as_deref())?;
        Some(Window {
            opens_at,
            submit_from: opens_at,
            due_at: instant(self.due_at.as_deref())?,
            closes_at: instant(self.closes_at.as_deref())?,
        })
    }
}

fn locked(status: Status) -> Refusal {
    let message = format!(
        "รายงานอยู่ในสถานะ \"{}\" แก้ไขไม่ได้จนกว่าจะส่งกลับแก้ไข / The report is {status}: it cannot change until it is returned.",
        status.thai()
    );
    Refusal::new(RefusalCode::ReportLocked, message)
}

/// Nothing is known about the month: before the first pull of it, or before it opens.
#[must_use]
pub fn unknown() -> Refusal {
    let message = "เครื่องนี้ยังไม่ทราบกำหนดเปิดระบบของเดือนนี้ / This laptop does not know yet when this month opens.";
    Refusal::new(RefusalCode::MonthNotOpen, message)
}
