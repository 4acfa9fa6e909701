//! What is said to the server: every document of this crate, checked against the SDL while compiling, and equal to the
//! texts in `schema/operations/` by a test. A document stays there as long as some laptop may still send it.

pub mod desk;
pub mod evidence;
pub mod pull;
pub mod push;
pub mod sent;
pub mod watch;
pub mod year;

mod scalars;

/// The contract, as cynic sees it.
#[cynic::schema("otop")]
#[allow(missing_docs, clippy::all)]
pub mod schema {}

#[cfg(test)]
mod documents;
