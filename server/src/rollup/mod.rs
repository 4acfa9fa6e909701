//! Sums of a place or a producer over a period, at every level from the producer to the nation.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | the sums as clients see them |
//! | `period.rs` | for which months |
//! | `scope.rs` | of which places, for whom |
//! | `unit.rs` | a place is a prefix; its lines are a slice |
//! | `ledger.rs` | what one answer has read: each thing once |
//! | `months.rs` | revenue by month, and the columnar leaf |
//! | `breakdown.rs` | by category, channel and kind of producer |
//! | `completeness.rs` | who has reported, and how far the reports are |
//! | `growth.rs` | growth and score as clients see them |
//! | `terms.rs`, `tally.rs`, `compare.rs` | how a year is reckoned; base and confirmed revenue by unit; what was read of them |
//! | `estimate.rs`, `estimated.rs` | the estimate of the year and what was sold of it: as clients see it; what was read |
//! | `watch.rs` | `rollupChanged`: the sums as they change |
//!
//! What a viewer is told is added up from parts of at least three producers (`disclosure`, `area_withheld.sql`).
//!
//! Nation, province and district come from `area_*.sql`: sums that ride on the reports, and rollup rows. Subdistricts and
//! producers come from cells: a source (`subdistrict_*.sql`, `producer_*.sql`) followed by what is made of it (`unit_*.sql`).
//! What they are compared with is frozen by district and month (`target/`).

mod breakdown;
mod compare;
mod completeness;
mod estimate;
mod estimated;
mod growth;
mod ledger;
mod months;
mod object;
mod period;
mod scope;
mod tally;
mod terms;
mod unit;
mod watch;

pub use breakdown::{CategoryRevenue, ChannelRevenue, KindRevenue, RevenuePart};
pub use completeness::{Completeness, ReportCounts};
pub use estimate::{EstimateCounts, EstimateShare, RollupEstimate};
pub use growth::{Comparison, Coverage, Growth, RoundScore};
pub use ledger::Ledger;
pub use months::{MonthRevenue, MonthTotals};
pub use object::Rollup;
pub use period::{PeriodInput, RangeInput, RoundInput, Span};
pub use scope::{Scope, pattern};
pub use tally::sum as tally_within;
pub use unit::ByUnit;
pub use watch::RollupSubscription;
