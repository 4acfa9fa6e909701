//! Figures and producers from files: UTF-8 CSV with a header. Nothing is written unless it is asked for.
//!
//! | file | idea |
//! |---|---|
//! | `file` | a file as rows with their line numbers; a row read by column |
//! | `report` | which rows were taken, which were refused and why |
//! | `producers`, `producer_row`, `producer_facts` | rows of the register, judged against what the database holds |
//! | `register` | producers as rows of the database |
//! | `figures`, `figure_row`, `figure_bench`, `figure_facts` | figures of past months, judged against what the database holds |
//! | `totals` | past months of which only the whole of a district is known |
//! | `past/` | figures nobody entered here, as rows of the database |

mod figure_bench;
mod figure_facts;
mod figure_row;
mod figures;
mod file;
mod past;
mod producer_facts;
mod producer_row;
mod producers;
mod register;
mod report;
mod totals;

pub use figures::figures;
pub use file::Document;
pub(crate) use past::Rows;
pub use past::{Past, Source};
pub use producers::producers;
pub use register::{Attribute, Contact, Producer, Product};
pub use report::{Judged, Options, Report};
pub use totals::totals;
