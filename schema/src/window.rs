//! The instants that bound a month: by its fiscal year's rule, moved by an override.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::{Month, Refusal};

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

    /// Whether what was done by right under `before` stays inside: a month that has opened opens no later, and none is closed
    /// in the past (assumption).
    ///
    /// # Errors
    /// `INVALID` naming the instant.
    pub fn keeps(&self, before: &Window, now: DateTime<Utc>) -> Result<(), Refusal> {
        let field = if before.opens_at <= now && before.opens_at < self.opens_at {
            "opensAt"
        } else if self.closes_at < before.closes_at.min(now) {
            "closesAt"
        } else {
            return Ok(());
        };
        let message = "เปลี่ยนช่วงเวลาที่ผ่านไปแล้วไม่ได้ / What has been open by right cannot be closed afterwards.";
        Err(Refusal::invalid(field, "past", message))
    }

    pub(crate) fn open(&self, now: DateTime<Utc>) -> bool {
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
pub(crate) fn instant(day: NaiveDate, hour: i16) -> DateTime<Utc> {
    (day.and_time(NaiveTime::MIN) + TimeDelta::hours(i64::from(hour) - 7)).and_utc()
}
