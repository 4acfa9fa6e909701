//! The second door: `pullRevenueEntry`, `pushRevenueEntry` and `streamRevenueEntry` for stock RxDB (npm `rxdb` 17,
//! `replicateGraphQL`, unmodified). Writes go through the one write path and reads through the one feed; what is here is what
//! that client forces on a server (docs/rxdb.md), and nothing about figures.
//!
//! * It retries a push that was answered with `errors` for ever, and everything behind it waits. So whatever a person wrote is
//!   answered in `data`: a refusal is a conflict element, and is kept among the refusals of the district.
//! * It knows no waiting: what others hold until the month opens is refused here.
//! * Its `version` lags behind its own quick edits. So a base is a value (`otop_schema::Base::Value`).
//! * Its rows have no ids. See `sent.rs` for how a row that is sent again is told from a new one.
//! * A page that is shorter than its limit ends a pull, and a stream may begin after the pull that precedes it.
//!
//! | file | idea |
//! |---|---|
//! | `document.rs` | documents, rows and checkpoints, as that client spells them |
//! | `answer.rs` | an element of a push's answer: what stands there, or what was offered |
//! | `read.rs` | a row of a push, read into an edit |
//! | `sent.rs` | the last row a client sent of each document |
//! | `push.rs` | `pushRevenueEntry` |
//! | `token.rs`, `page.rs` | a checkpoint, and the documents after it |
//! | `pull.rs` | `pullRevenueEntry` |
//! | `stream.rs` | `streamRevenueEntry` |

mod answer;
mod document;
mod page;
mod pull;
mod push;
mod read;
mod sent;
mod stream;
mod token;

pub use document::{RevenueEntryCheckpoint, RevenueEntryPullBulk};
pub use pull::RxdbQuery;
pub use push::RxdbMutation;
pub use stream::RxdbSubscription;
