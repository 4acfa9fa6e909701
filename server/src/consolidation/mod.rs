//! The department's numbered sum of a month: what was confirmed is official, what is recorded is for information.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | a consolidation and its lines: the row is the answer |
//! | `consolidate.rs` | making one, behind the locks of all the month's reports |

mod consolidate;
mod object;

pub use consolidate::ConsolidationMutation;
pub use object::{Consolidation, ConsolidationDistrict, ConsolidationQuery};
