//! When a month can be written: the calendar, its overrides and exceptions, judged by `otop_schema`.
//!
//! | file | idea |
//! |---|---|
//! | `facts.rs` | what the rules of time are handed, read after the report lock |
//! | `month.rs` | a month's calendar, moved by the department |
//! | `exception.rs` | the system opened for a district and month |
//! | `request.rs`, `ask.rs` | a district asks for that, its province says what it thinks, the department decides |
//! | `open.rs` | reports come to exist when their month opens |

mod ask;
mod exception;
mod facts;
mod month;
mod mutation;
mod open;
mod request;

pub use exception::{Exception, exceptions};
pub(crate) use facts::TimeRow;
pub use facts::{Facts, facts, facts_of};
pub(crate) use month::missing;
pub use month::{Calendar, CalendarQuery, closed_last, window};
pub use mutation::CalendarMutation;
pub(crate) use open::{lock_month, lock_opened};
pub use open::{open_due_months, open_forever};
pub use request::ExceptionRequestQuery;
