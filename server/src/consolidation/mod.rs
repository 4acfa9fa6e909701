//! The department's numbered sum of a month: what was confirmed is official, what is recorded is for information.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | a consolidation and its lines: the row is the answer |
//! | `consolidate.rs` | making one, behind the locks of all the month's reports |
//! | `draft.rs` | the draft at the close, by one node |
//! | `transmit.rs` | the letters by which one was sent on |

mod consolidate;
mod draft;
mod object;
mod transmit;

pub use consolidate::ConsolidationMutation;
pub use draft::{draft_closed_month, draft_forever};
pub use object::{Consolidation, ConsolidationDistrict, ConsolidationQuery};
pub use transmit::{Transmission, TransmissionMutation};
