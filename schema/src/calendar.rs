//! When a month can be written, and what is on time: pure functions of the calendar's facts and an instant.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{Month, Refusal, RefusalCode, thai_time};

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

/// The boundaries of a fiscal year's months, in Bangkok days and hours (assumption, a row per year; letter: 3rd, 6th, 10th).
#[derive(Debug, Clone, Copy, PartialEq, Eq, diesel::deserialize::Queryable)]
pub struct YearRule {
    /// The fiscal year (BE) of the months it is for.
    pub fiscal_year: i32,
    /// Day of the month itself on which recording opens, 1 to 28.
    pub opens_day: i16,
    /// Hour of that day.
    pub opens_hour: i16,
    /// Submitting is possible from so many days before the last day of the month.
    pub submit_days_before_end: i16,
    /// The last day of the next month on which a confirmation is on time, included.
    pub due_day: i16,
    /// Day of the next month on which the system closes.
    pub closes_day: i16,
    /// Hour of that day.
    pub closes_hour: i16,
}

/// One month moved by the department; what is absent follows the year's rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, diesel::deserialize::Queryable)]
pub struct Override {
    /// When recording opens.
    pub opens_at: Option<DateTime<Utc>>,
    /// From when a report can be submitted.
    pub submit_from: Option<DateTime<Utc>>,
    /// Until when, exclusive, a confirmation is on time.
    pub due_at: Option<DateTime<Utc>>,
    /// When the system closes.
    pub closes_at: Option<DateTime<Utc>>,
}

/// The instants that bound one month. Every end is exclusive: at `closes_at` the month is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Recording opens.
    pub opens_at: DateTime<Utc>,
    /// Submitting becomes possible.
    pub submit_from: DateTime<Utc>,
    /// A confirmation is on time before this: with the 3rd as due day, the 4th at 00:00 in Bangkok.
    pub due_at: DateTime<Utc>,
    /// The system closes.
    pub closes_at: DateTime<Utc>,
}

impl Window {
    /// The window of a month by its fiscal year's rule, moved by an override.
    pub fn of(month: Month, rule: &YearRule, moved: Option<&Override>) -> Window {
        let moved = moved.copied().unwrap_or_default();
        let next = month.next();
        let submit_day = month.last_day() - days(rule.submit_days_before_end);
        Window {
            opens_at: moved
                .opens_at
                .unwrap_or_else(|| instant(day(month, rule.opens_day), rule.opens_hour)),
            submit_from: moved.submit_from.unwrap_or_else(|| instant(submit_day, 0)),
            due_at: moved.due_at.unwrap_or_else(|| instant(day(next, rule.due_day) + Days::new(1), 0)),
            closes_at: moved
                .closes_at
                .unwrap_or_else(|| instant(day(next, rule.closes_day), rule.closes_hour)),
        }
    }

    /// Whether the instants come in their order: opens, submit from, due, closes.
    ///
    /// # Errors
    /// `INVALID` naming the first instant out of order.
    pub fn ordered(&self) -> Result<(), Refusal> {
        let out_of_order = [
            ("submitFrom", self.submit_from < self.opens_at),
            ("dueAt", self.due_at < self.submit_from),
            ("closesAt", self.closes_at < self.due_at),
        ];
        match out_of_order.iter().find(|(_, wrong)| *wrong) {
            Some((field, _)) => Err(Refusal::invalid(
                *field,
                "order",
                "วันเวลาต้องเรียงลำดับ: เปิดระบบ เสนอ กำหนดยืนยัน ปิดระบบ / The instants must follow each other: open, submit, due, close.",
            )),
            None => Ok(()),
        }
    }

    fn open(&self, now: DateTime<Utc>) -> bool {
        self.opens_at <= now && now < self.closes_at
    }
}

fn day(month: Month, number: i16) -> NaiveDate {
    month.first_day() + days(number - 1)
}

fn days(count: i16) -> Days {
    Days::new(u64::from(count.unsigned_abs()))
}

/// A Bangkok day and hour as an instant.
fn instant(day: NaiveDate, hour: i16) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) + TimeDelta::hours(i64::from(hour) - 7)).and_utc()
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
        crate::bangkok(opens_at).to_rfc3339()
    );
    Refusal::new(RefusalCode::MonthNotOpen, message).opens_at(opens_at)
}

fn not_yet_submittable(submit_from: DateTime<Utc>) -> Refusal {
    let shown = thai_time(submit_from);
    let message = format!(
        "เสนอรายงานได้ตั้งแต่วันที่ {shown} / The report can be submitted from {}.",
        crate::bangkok(submit_from).to_rfc3339()
    );
    Refusal::new(RefusalCode::MonthNotOpen, message)
        .rule("submit-from")
        .opens_at(submit_from)
}

fn closed(closes_at: DateTime<Utc>) -> Refusal {
    let shown = thai_time(closes_at);
    let message = format!(
        "ปิดระบบแล้วเมื่อวันที่ {shown} / The month closed at {}.",
        crate::bangkok(closes_at).to_rfc3339()
    );
    Refusal::new(RefusalCode::MonthClosed, message)
}
