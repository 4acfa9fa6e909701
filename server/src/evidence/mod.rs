//! Evidence (หลักฐานเชิงประจักษ์, letter section 5): what shows that a producer's figures are right. It is kept at the producer; here stands
//! what it is, where it lies and who saw it, with a scan where there is one. The province looks at some of it and says whether it agrees.
//! All of it goes on while the system is closed and the report is locked: no figure changes.
//!
//! | file | idea |
//! |---|---|
//! | `kind.rs` | what can be evidence: a table of codes |
//! | `object.rs`, `read.rs` | evidence and spot checks: the row is the answer |
//! | `standing.rs` | a producer's month behind its report's lock: what every change asks first |
//! | `record.rs`, `withdraw.rs` | the district records evidence, and withdraws what was recorded by mistake |
//! | `spot_check.rs` | the province looks at it |
//! | `scan.rs` | the scan of minutes, or of a paper that was received |
//! | `recount.rs` | how many producers of a report have some: beside every total |

mod kind;
mod mutation;
mod object;
mod read;
mod record;
mod recount;
mod scan;
mod spot_check;
mod standing;
mod withdraw;

pub use kind::{EvidenceKind, EvidenceQuery};
pub use mutation::EvidenceMutation;
pub use object::{Evidence, SpotCheck};
pub use read::{Asked, evidence, spot_checks};
pub(crate) use recount::recount;
pub use scan::{Scan, scans_of_meeting, scans_of_receipt};
