//! When a month can be written, and what is on time: pure functions of the calendar's facts and an instant.

use chrono::{DateTime, Utc};

use crate::{Refusal, RefusalCode, Window, bangkok, thai_time};

words! {
    /// How a confirmation stands to the deadline, judged when it was made.
    Timeliness {
        /// By the end of the due day.
        OnTime = "ON_TIME", "ยืนยันตามกำหนด";
        /// After the due day, before the close.
        Late = "LATE", "ยืนยันล่าช้า";
        /// After the close, under an exception.
        ByException = "BY_EXCEPTION", "ยืนยันเป็นกรณีพิเศษ";
        /// Not confirmed.
        NotConfirmed = "NOT_CONFIRMED", "ยังไม่ยืนยัน";
        /// Loaded from a document of past years.
        Imported = "IMPORTED", "นำเข้าจากเอกสาร";
    }
}

/// Whether the month's figures and steps may change now. An exception opens it whatever the window says.
///
/// # Errors
/// `CALENDAR_MISSING`, `MONTH_NOT_OPEN` (with `opensAt`), `MONTH_CLOSED`.
pub fn writable(window: Option<&Window>, exception_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if excepted(exception_until, now) {
        return Ok(());
    }
    match window {
        None => Err(calendar_missing()),
        Some(window) if now < window.opens_at => Err(not_open(window.opens_at)),
        Some(window) if now < window.closes_at => Ok(()),
        Some(window) => Err(closed(window.closes_at)),
    }
}

/// Whether the month's report may be submitted now: writable, and not before its last days.
///
/// # Errors
/// As `writable`; `MONTH_NOT_OPEN` with rule `submit-from` before submitting is possible.
pub fn submittable(window: Option<&Window>, exception_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    writable(window, exception_until, now)?;
    match window {
        Some(window) if now < window.submit_from && !excepted(exception_until, now) => Err(not_yet_submittable(window.submit_from)),
        Some(_) | None => Ok(()),
    }
}

/// How a confirmation made now stands to the deadline.
pub fn timeliness(window: Option<&Window>, exception_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Timeliness {
    match window {
        Some(window) if window.open(now) && now < window.due_at => Timeliness::OnTime,
        Some(window) if window.open(now) => Timeliness::Late,
        Some(_) | None if excepted(exception_until, now) => Timeliness::ByException,
        Some(_) | None => Timeliness::NotConfirmed,
    }
}

/// From when until when, exclusive, the month is to be written as things stand: the window, prolonged by an exception.
/// Nothing for a month that will not open again by itself.
pub fn writable_span(
    window: Option<&Window>,
    exception_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let excepted = exception_until.filter(|until| now < *until);
    match (window, excepted) {
        (Some(window), Some(until)) => Some((window.opens_at.min(now), window.closes_at.max(until))),
        (Some(window), None) if now < window.closes_at => Some((window.opens_at, window.closes_at)),
        (None, Some(until)) => Some((now, until)),
        (Some(_) | None, None) => None,
    }
}

/// Whether an exception until that instant is in force: its end is exclusive.
fn excepted(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    until.is_some_and(|until| now < until)
}

fn calendar_missing() -> Refusal {
    let message = "ยังไม่ได้กำหนดปฏิทินของปีงบประมาณนี้ / The calendar of this fiscal year is missing.";
    Refusal::new(RefusalCode::CalendarMissing, message)
}

fn not_open(opens_at: DateTime<Utc>) -> Refusal {
    let shown = thai_time(opens_at);
    let message = format!(
        "ยังไม่เปิดระบบ จะเปิดในวันที่ {shown} / The month is not open yet: it opens at {}.",
        bangkok(opens_at).to_rfc3339()
    );
    Refusal::new(RefusalCode::MonthNotOpen, message).opens_at(opens_at)
}

fn not_yet_submittable(submit_from: DateTime<Utc>) -> Refusal {
    let shown = thai_time(submit_from);
    let message = format!(
        "เสนอรายงานได้ตั้งแต่วันที่ {shown} / The report can be submitted from {}.",
        bangkok(submit_from).to_rfc3339()
    );
    Refusal::new(RefusalCode::MonthNotOpen, message)
        .rule("submit-from")
        .opens_at(submit_from)
}

fn closed(closes_at: DateTime<Utc>) -> Refusal {
    let shown = thai_time(closes_at);
    let message = format!("ปิดระบบแล้วเมื่อวันที่ {shown} / The month closed at {}.", bangkok(closes_at).to_rfc3339());
    Refusal::new(RefusalCode::MonthClosed, message)
}
