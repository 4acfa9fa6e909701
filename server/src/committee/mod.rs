//! The district's OTOP committee (นตผ. อำเภอ): its members, kept by the CD officer, and its decision on a submission of a month's report
//! or a year's estimate.
//!
//! | file | idea |
//! |---|---|
//! | `member.rs` | a membership: the row is the answer |
//! | `keep.rs` | appointing and dismissing |
//! | `rule.rs` | what a quorum is, by fiscal year |
//! | `electorate.rs` | who may vote and what a quorum is, frozen at submission |
//! | `step.rs` | what a member's step asks first |
//! | `vote.rs` | voting in the system, and closing the vote |
//! | `meeting.rs`, `minutes.rs` | meetings on paper: as they are told, as they are written down |
//! | `resolve.rs` | what they resolve, or that they had no quorum |
//! | `decision.rs` | what the decision does to what lay before it |
//! | `mutation.rs` | the steps as clients take them, on a report and on an estimate |

mod decision;
mod electorate;
mod keep;
mod meeting;
mod member;
mod minutes;
mod mutation;
mod resolve;
mod rule;
mod step;
mod vote;

pub(crate) use electorate::freeze_electorate;
pub use meeting::{CommitteeMeeting, meetings};
pub use member::{CommitteeMember, committee};
pub use mutation::CommitteeMutation;
pub use rule::{CommitteeRule, CommitteeRuleMutation, CommitteeRuleQuery};
