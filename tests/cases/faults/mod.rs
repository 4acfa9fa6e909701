//! Whatever the network, the power, the server or another laptop does: nothing is lost, nothing is there twice.
//!
//! A file is a subject. Each case runs small inside `make test` and full by `make faults` (`kit::size`), has a control that shows
//! its checker can fail, and reports a row (`kit::table`).
//!
//! | file | promise |
//! |---|---|
//! | `kill` | R2: laptop, server or PostgreSQL is killed while it replays |
//! | `duplicates` | R4: duplicates, reordering, two programs on one file |
//! | `weather` | R9's core: a simulated network, with crashes and restored backups |

mod duplicates;
mod kill;
mod weather;
