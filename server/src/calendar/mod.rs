//! When a month can be written: the calendar, its overrides and exceptions, judged by `otop_schema`.
//!
//! | file | idea |
//! |---|---|
//! | `facts.rs` | what the rules of time are handed, read after the report lock |
//! | `year.rs` | the rule of a fiscal year's months |
//! | `month.rs` | a month's calendar, moved by the department |
//! | `holiday.rs` | days off: no deadline moves for them, warnings come earlier |
//! | `remind.rs` | deadlines are called to mind, once, by whichever node comes first |
//! | `exception.rs` | the system opened for a district and month |
//! | `request.rs`, `ask.rs` | a district asks for that, its province says what it thinks, the department decides |
//! | `open.rs` | reports come to exist when their month opens |

mod ask;
mod exception;
mod facts;
mod holiday;
mod month;
mod mutation;
mod open;
mod remind;
mod request;
mod year;

pub(crate) use exception::exceptions_of_year;
pub use exception::{Exception, exceptions};
pub(crate) use facts::TimeRow;
pub use facts::{Facts, facts, facts_of};
pub use holiday::Holiday;
pub(crate) use holiday::holidays;
pub use month::{Calendar, CalendarQuery, closed_last, window};
pub(crate) use month::{calendars, missing};
pub use mutation::CalendarMutation;
pub(crate) use open::{lock_month, lock_opened};
pub use open::{open_due_months, open_forever};
pub use remind::{remind_due, remind_forever};
pub(crate) use request::requests_of_year;
pub use request::{ExceptionRequest, ExceptionRequestQuery};
pub use year::FiscalCalendar;
pub(crate) use year::fiscal_calendar;
