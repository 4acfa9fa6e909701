//! The audit trail, read: by people, who ask what happened to a report or to one producer's figures, and as the very bytes of its
//! chains, so that an outsider can recompute them (docs/audit.md).
//!
//! The book is `feed/`, which alone writes it; a file of chains is checked by `verify/`, with none of this code.
//!
//! | file | idea |
//! |---|---|
//! | `trail.rs` | what happened, link by link, of a report or of one producer in it |
//! | `chain.rs` | the links as bytes and hashes |
//! | `export.rs` | whole chains as one file |

mod chain;
mod export;
mod trail;

pub use chain::ChainLink;
pub(crate) use chain::chain;
pub use export::{Exported, export};
pub use trail::{AuditChange, AuditEntry};
pub(crate) use trail::{LATEST, trail};

/// Never more links at once.
const MOST: i32 = 500;
