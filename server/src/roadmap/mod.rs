//! The Roadmap of a fiscal year: what is asked of a place by when, and what of it is done (letter, attachment 3).
//!
//! The dates of its months are the calendar's and are never written a second time. What is asked beside them are milestones: the
//! department's, or a province's own for its districts. Where the system sees the act itself, nobody has to say that it is done.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | the Roadmap of a place, as clients see it |
//! | `month.rs` | a month of it: its calendar, and how many have confirmed |
//! | `milestone.rs` | a milestone, and who has not done it |
//! | `set.rs`, `mark.rs` | setting and removing one; saying that it is done |
//! | `ics.rs` | the same as a calendar file (RFC 5545) |
//! | `mutation.rs` | what can be done |

mod ics;
mod mark;
mod milestone;
mod month;
mod mutation;
mod object;
mod set;

pub(crate) use ics::ics;
pub use milestone::Milestone;
pub use month::RoadmapMonth;
pub use mutation::RoadmapMutation;
pub use object::{Roadmap, RoadmapQuery};
