//! The signed form รต.๒ in the province's hands: a fact beside the report's status. It goes on while the system is closed.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | a receipt: the row is the answer |
//! | `receive.rs` | the province registers a paper |
//! | `paper.rs` | which signature holds and what was registered last, for many reports at once |

mod object;
mod paper;
mod receive;

pub use object::{Receipt, receipts};
pub use paper::papers;
pub use receive::ReceiptMutation;
