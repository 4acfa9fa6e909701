//! The district's OTOP committee (นตผ. อำเภอ): its members, kept by the CD officer, and its decision on a submission.
//!
//! | file | idea |
//! |---|---|
//! | `member.rs` | a membership: the row is the answer |
//! | `keep.rs` | appointing and dismissing |
//! | `electorate.rs` | who may vote and what a quorum is, frozen at submission |
//! | `vote.rs` | voting, closing the vote, and what the decision does to the report |

mod electorate;
mod keep;
mod member;
mod mutation;
mod vote;

pub(crate) use electorate::freeze_electorate;
pub use member::{CommitteeMember, committee};
pub use mutation::CommitteeMutation;
