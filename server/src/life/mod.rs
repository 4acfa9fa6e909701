//! The life that a month's report and a year's estimate share: who may take which step, on which digest, and what hangs on a submission
//! (electorate, votes, certificate, signature). The rules are `otop_schema`'s; the committee and the receipt of the signed paper build
//! on this room, `report/` and `estimate/` bring their figures.
//!
//! | file | idea |
//! |---|---|
//! | `standing.rs` | where a report or estimate stands, behind its lock |
//! | `act.rs` | what every step asks first, in the order of refusals |
//! | `object.rs`, `parts.rs`, `read.rs` | what hangs on a submission, as fields of both: the row is the answer |
//! | `sign.rs` | the block under a signature |
//! | `give_back.rs` | sent back for correction |

mod act;
mod give_back;
mod object;
mod parts;
mod read;
mod sign;
mod standing;

pub(crate) use act::{Act, required_text, text};
pub(crate) use give_back::{give_back, unlock};
pub use object::Paperwork;
pub use parts::{Elector, Vote};
pub(crate) use read::{electorate, of_subject, votes};
pub(crate) use sign::{SignatureInput, sign};
pub(crate) use standing::{Life, lock, readable, set_status, visible};
