//! What revenue is to reach: the policy of a fiscal year, its frozen base, the targets of its rounds.
//!
//! The department sets policy, base and the targets of nation and provinces, a province those of its districts. Nothing set is
//! rewritten: a change is a numbered revision, told to the chain of its area. Growth and score are read in `rollup/`.
//!
//! | file | idea |
//! |---|---|
//! | `policy.rs` | how a fiscal year is reckoned |
//! | `base.rs` | a frozen base, and what it says of a district |
//! | `freeze.rs` | making one: from confirmed reports, imported months, the department's own figures |
//! | `row.rs`, `object.rs` | a target as the database keeps it, as clients see it |
//! | `parts.rs` | whether the targets one level down add up to it |
//! | `set.rs` | setting targets |
//! | `mutation.rs` | what can be done |

mod base;
mod freeze;
mod mutation;
mod object;
mod parts;
mod policy;
mod row;
mod set;

pub use base::{BaseMonth, BaseRevision};
pub use mutation::TargetMutation;
pub use object::Target;
pub use parts::TargetParts;
pub use policy::{ScoringPolicy, TargetQuery};
pub use row::{TargetRow, targets};
