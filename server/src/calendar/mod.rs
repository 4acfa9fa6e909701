//! When a month can be written: the facts of the calendar, read after the report lock and judged by `otop_schema`.

mod facts;

pub use facts::{Facts, facts};
