//! The library: what the department hands out for a fiscal year (letter, attachments 1 to 6), each under a short code that stands in
//! links and QR codes.
//!
//! What is handed out is public, as the papers behind the letter's QR code were: `/d/{code}` asks nobody to sign in. A code leads to what
//! was published under it last, so that a printed QR code never grows old.
//!
//! | file | idea |
//! |---|---|
//! | `document.rs` | a document: the row is the answer; finding one by its code |
//! | `publish.rs` | publishing and withdrawing |

mod document;
mod publish;

pub use document::LibraryDocument;
pub(crate) use document::{Handed, handed_out, of_year};
pub use publish::LibraryMutation;
