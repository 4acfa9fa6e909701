//! A Roadmap as a calendar file (RFC 5545), for whatever calendar an officer keeps: every date is a whole day in Bangkok.

use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;
use icalendar::{Component, Event, EventLike};
use otop_schema::{AreaCode, FiscalYear, bangkok, last_day};

use super::milestone::{self, Milestone};
use super::month;
use crate::calendar::Calendar;
use crate::error::Result;

/// The Roadmap of a place as a calendar file, as of a business instant.
///
/// # Errors
/// When the database fails.
pub(crate) async fn ics(connection: &mut AsyncPgConnection, area: &AreaCode, year: FiscalYear, now: DateTime<Utc>) -> Result<String> {
    let mut file = icalendar::Calendar::new();
    file.name(&format!("Roadmap OTOP {year} ({area})"));
    for month in month::months(connection, area, year).await? {
        dates(&month.calendar).into_iter().for_each(|date| {
            file.push(date.event(now));
        });
    }
    for milestone in milestone::of_place(connection, area, year).await? {
        file.push(Date::of(&milestone).event(now));
    }
    Ok(file.to_string())
}

/// A day and what it is.
struct Date {
    uid: String,
    day: NaiveDate,
    title: String,
}

impl Date {
    fn of(milestone: &Milestone) -> Self {
        Self {
            uid: format!("{}@otop", milestone.milestone),
            day: milestone.due_on.0,
            title: both(&milestone.title_th, &milestone.title_en),
        }
    }

    fn event(self, now: DateTime<Utc>) -> Event {
        let mut event = Event::new();
        event.uid(&self.uid).timestamp(now).starts(self.day).summary(&self.title);
        event.done()
    }
}

/// The dates of a month, each told apart by a word, so that a file that is read again changes events and doubles none.
fn dates(calendar: &Calendar) -> Vec<Date> {
    let month = calendar.month;
    let window = calendar.window();
    let day = |instant: DateTime<Utc>| bangkok(instant).date_naive();
    let (due, warned) = (last_day(window.due_at), calendar.last_working_day.0);
    let told = [
        ("opens", day(window.opens_at), "เปิดระบบบันทึกข้อมูล", "recording opens"),
        ("warned", warned, "วันทำการสุดท้ายก่อนครบกำหนดยืนยัน", "last working day to confirm"),
        ("due", due, "ครบกำหนดยืนยันข้อมูล", "confirm by this day"),
        ("closes", day(window.closes_at), "ปิดระบบ", "the system closes"),
    ];
    let needed = told.into_iter().filter(|(word, ..)| *word != "warned" || warned < due);
    let date = |(word, day, thai, english): (&str, NaiveDate, &str, &str)| Date {
        uid: format!("{month}-{word}@otop"),
        day,
        title: both(&format!("{thai} {}", month.thai()), &format!("{english}: {month}")),
    };
    needed.map(date).collect()
}

/// Thai first, English beside it where there is one.
fn both(thai: &str, english: &str) -> String {
    if english.is_empty() {
        thai.to_owned()
    } else {
        format!("{thai} / {english}")
    }
}
