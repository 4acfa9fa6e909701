//! Form รต.๒: the report of one district and month, and its life from draft to confirmed version.
//!
//! Every step is one transaction: scope → the report's lock → the facts → window → digest → status → value → write → one
//! event. The rules are `otop_schema`'s.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs`, `parts.rs` | the report and what belongs to it: the row is the answer |
//! | `read.rs` | loading them |
//! | `act.rs` | what every step asks first, in the order of refusals |
//! | `submit.rs`, `sign.rs`, `confirm.rs`, `give_back.rs` | the steps (voting is the committee's) |
//! | `check.rs` | what is worth another look before it is submitted |
//! | `canonical.rs` | the bytes the digest is taken of |
//! | `watch.rs` | `reportChanged`: the steps as they happen |
//! | `recount.rs` | totals and live sums, when the roster that holds changes |

mod act;
mod canonical;
mod check;
mod confirm;
mod give_back;
mod mutation;
mod object;
mod parts;
mod read;
mod recount;
mod sign;
mod submit;
mod watch;

pub(crate) use act::{Act, lock, required_text, text};
pub(crate) use give_back::unlock;
pub use mutation::ReportMutation;
pub use object::{Report, ReportTotals};
pub use parts::{Certificate, Confirmation, Elector, RosterMember, Signature, Vote};
pub use read::{ReportQuery, find, load, visible};
pub(crate) use read::{electorate, votes};
pub(crate) use recount::recount;
pub use watch::{ReportEvent, ReportSubscription};
