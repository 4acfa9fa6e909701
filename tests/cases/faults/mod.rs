//! Whatever the network, the power, the server or another laptop does: nothing is lost, nothing is there twice.
//!
//! A file is a subject. Each case runs small inside `make test` and full by `make faults` (`kit::size`), has a control that shows
//! its checker can fail, and reports a row (`kit::table`).
//!
//! | file | promise |
//! |---|---|
//! | `kill` | R2: laptop, server or PostgreSQL is killed while it replays |

mod kill;
