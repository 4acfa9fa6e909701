//! The district laptop: records without a network, and never loses what it once showed as recorded.
//!
//! `mirror` tables hold what the server said, the `outbox` what the person said; SQL views lay one over the other. A pull
//! writes only the mirror, an edit only the outbox: nothing pending is ever overwritten, so nothing needs merging.
//!
//! | file | idea |
//! |---|---|
//! | `laptop` | one opened laptop, the type that the program and tests drive |
//! | `store` | its SQLite file: opened safely, rescued, copied; session, mirror, outbox, and what lies over what (`schema.sql`) |
//! | `enter`, `import`, `copy_month` | recording: one edit, a month from a spreadsheet with a verdict on every cell, last month as a beginning |
//! | `estimate` | the yearly estimate: one figure, a year filled from the one before, a year as a table |
//! | `window` | the first check: the calendar's rules on what the mirror knows, with the server's codes |
//! | `attach` | evidence recorded offline, its scans sent piece by piece |
//! | `status`, `attention` | how far the month is; what needs a person, and the four decisions |
//! | `year` | the fiscal year's dates and milestones, shown without a network |
//! | `check` | what is worth another look before the month is submitted; the reasons |
//! | `plan`, `backoff`, `batch`, `queue` | pure: answer → step, waits, batch sizes, which operations are worth sending |
//! | `push`, `pull`, `sync`, `watch` | the drivers: they send and do what the plan says |
//! | `carrier` | what the sync core needs of a network: it runs over HTTP, memory and a simulated network alike |
//! | `remote`, `online` | operations and sign-in, over HTTP; what an answer means |
//! | `wire`, `known` | every document that is sent, checked against the SDL; words of a newer server |
//! | `latest`, `doctor` | whether the file is as new as what was sent from it; whether everything is well with the laptop |
//! | `export` | figures and waiting edits as a table for people, CSV or XLSX |
//! | `form`, `template` | the letter's forms from what the laptop knows; a locked workbook of a month to be filled in |
//! | `waiting`, `adopt` | what waits, seen and taken back; an absent colleague's queue, taken over by an officer |
//! | `lookup`, `read` | what a person means: producers, channels, months of both eras, words of both languages |
//! | `cli` | the program `otop`: command line, pages for people and programs |
//! | `message`, `error`, `progress`, `clock` | two languages, exit codes, long work, the only reader of time |

pub mod adopt;
pub mod attach;
pub mod attention;
pub mod backoff;
pub mod batch;
pub mod carrier;
pub mod check;
pub mod cli;
pub mod clock;
pub mod copy_month;
pub mod doctor;
pub mod enter;
pub mod error;
pub mod estimate;
pub mod export;
pub mod form;
pub mod import;
pub mod known;
pub mod laptop;
pub mod latest;
pub mod lookup;
pub mod message;
pub mod online;
pub mod plan;
pub mod progress;
pub mod pull;
pub mod push;
pub mod queue;
pub mod read;
pub mod remote;
pub mod status;
pub mod store;
pub mod sync;
pub mod template;
pub mod waiting;
pub mod watch;
pub mod window;
pub mod wire;
pub mod year;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod scene;

pub use laptop::Laptop;
