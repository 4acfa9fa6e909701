//! The yearly estimate (แบบประมาณการรายได้): what each producer of a district is expected to sell, through the same life as a month's
//! report, sent to the province and counted in numbered revisions. Its figures change by the one path of all figures (`sheet/`).
//!
//! | file | idea |
//! |---|---|
//! | `rule.rs` | by what a year is estimated and when it is due: a row per fiscal year |
//! | `object.rs`, `revision.rs`, `entry.rs`, `prefill.rs` | the estimate, what was sent, a figure, what was sold the year before: the row is the answer |
//! | `read.rs` | loading and locking them |
//! | `write.rs` | figures of a batch, and the sums that ride on the row |
//! | `canonical.rs` | the bytes the digest is taken of |
//! | `submit.rs`, `send.rs`, `accept.rs`, `unlock.rs` | its own steps (the others are `life/`'s, `committee/`'s, `receipt/`'s) |
//! | `mutation.rs` | the steps as clients take them |

mod accept;
mod canonical;
mod entry;
mod mutation;
mod object;
mod prefill;
mod read;
mod revision;
mod rule;
mod send;
mod submit;
mod unlock;
mod write;

pub(crate) use canonical::live_digest;
pub use entry::EstimateEntry;
pub(crate) use entry::{active, entries, select_after};
pub use mutation::EstimateMutation;
pub use object::Estimate;
pub use read::{EstimateQuery, load};
pub(crate) use read::{facts, lock_and_read, lock_existing, make, periods, present, visible};
pub use revision::EstimateRevision;
pub(crate) use unlock::unlock;
pub(crate) use write::write;
