//! Form รต.๒: the report of one district and month, and its life from draft to confirmed version.
//!
//! Every step is one transaction: scope → the report's lock → the facts → window → digest → status → value → write → one
//! event. The rules are `otop_schema`'s.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs`, `confirmation.rs` | the report and its confirmed version: the row is the answer |
//! | `read.rs`, `roster.rs` | loading them, and the producers of the month |
//! | `submit.rs`, `sign.rs`, `confirm.rs` | the steps that a year's estimate does not take alike (the others are `life/`'s) |
//! | `unlock.rs` | open again for its district |
//! | `check.rs` | what is worth another look before it is submitted |
//! | `canonical.rs` | the bytes the digest is taken of |
//! | `watch.rs` | `reportChanged`: the steps as they happen |
//! | `recount.rs` | totals and live sums, when the roster that holds changes |

mod canonical;
mod check;
mod confirm;
mod confirmation;
mod mutation;
mod object;
mod read;
mod recount;
mod roster;
mod sign;
mod submit;
mod unlock;
mod watch;

pub(crate) use canonical::live_digest;
pub use confirmation::Confirmation;
pub use mutation::ReportMutation;
pub use object::{Report, ReportTotals};
pub use read::{ReportQuery, find, load, visible};
pub(crate) use read::{lock, present};
pub(crate) use recount::recount;
pub use roster::RosterMember;
pub(crate) use unlock::unlock;
pub use watch::{ReportEvent, ReportSubscription};
