//! The signed form รต.๒, or the signed estimate of a year, in the province's hands: a fact beside the status. It goes on while the system
//! is closed.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | a receipt: the row is the answer |
//! | `receive.rs` | the province registers a paper |
//! | `paper.rs` | which signature holds and what was registered last, for many at once |

mod object;
mod paper;
mod receive;

pub use object::{Receipt, receipts};
pub use paper::{papers, state};
pub use receive::ReceiptMutation;
