//! What laptops push and pull: the sync contract over the one write path and the one feed.
//!
//! | file | idea |
//! |---|---|
//! | `input.rs` | edits as they stand on the wire, read into operations |
//! | `push.rs` | `syncPush` |
//! | `sent.rs` | `syncOperations` |
//! | `result.rs` | `OperationResult`, `SyncConflict`, `SyncRejection` |
//! | `held.rs` | `HeldAttempt`: edits that wait for their month |
//! | `attention.rs` | `District.attention`: what waits for a person, for the office |
//! | `pull.rs` | `syncPull`: what stood there first, the feed afterwards |
//! | `touched.rs` | the rows that events speak of |
//! | `snapshot.rs` | the rows of an area, page by page |
//! | `changes.rs` | `syncChanges`: the same pages, as they come |

mod attention;
mod changes;
mod held;
mod input;
mod pull;
mod push;
mod result;
mod sent;
mod snapshot;
mod touched;

pub use attention::{Attention, Counts, counts};
pub use changes::SyncSubscription;
pub use held::HeldAttempt;
pub(crate) use pull::resume;
pub use pull::{SyncPage, SyncPullQuery};
pub use push::SyncMutation;
pub use result::{OperationResult, SyncConflict, SyncRejection};
pub use sent::SyncOperationsQuery;
pub(crate) use snapshot::entries_after;
