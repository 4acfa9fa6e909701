//! Figures: sheets (form 1) and their cells, and the one path by which they change.
//!
//! Every change of figures (dashboard, laptop, import) goes through [`record`]. The report (district and month) is the
//! aggregate; its row lock serialises its writers, and only them.
//!
//! Lock order of the whole server, written down once: reports (district, month ascending) → estimates (district, fiscal year
//! ascending) → operation ids (ascending) →
//! committee → producers → sheets → cells → rollup → feed. An operation's id is written once, with its outcome, after the
//! reports are locked: two nodes that are handed the same operation meet at its report's lock, and one that names another
//! report under the same id meets the unique index and is tried again.
//!
//! | file | idea |
//! |---|---|
//! | `object.rs` | `Sheet` and `RevenueEntry`: the row is the answer |
//! | `shelf.rs` | sheets read together share their cells |
//! | `operation.rs` | an edit as it arrives, and the answer it gets |
//! | `record.rs` | the path, as a list of named steps |
//! | `about.rs` | what an edit is about, as the ledger spells it |
//! | `places.rs` | which reports and estimates a batch touches |
//! | `lock.rs` | their locks |
//! | `facts.rs`, `channel.rs` | what the rules are handed |
//! | `recorder.rs` | colleagues whose edits are adopted |
//! | `attention.rs` | conflicts and refusals that a batch means to close |
//! | `decide.rs` | scope → window → status → value → base, in memory |
//! | `known.rs` | edits that were decided before |
//! | `apply.rs` | what an accepted edit does to its sheet, in memory |
//! | `estimated.rs` | figures of a year's estimate among the edits |
//! | `ledger.rs`, `ledger_write.rs` | operation ids, conflicts, refusals, held attempts |
//! | `held.rs` | edits that wait for their month |
//! | `forget.rs` | answers are emptied after 400 days |
//! | `figures.rs` | sheets, cells, rollups, report totals: written once per batch |

mod about;
mod apply;
mod attention;
mod channel;
mod decide;
mod estimated;
mod facts;
mod figures;
mod forget;
mod held;
mod known;
mod ledger;
mod ledger_write;
mod lock;
mod object;
mod operation;
mod places;
mod record;
mod recorder;
mod shelf;

pub(crate) use about::About;
pub use forget::{forget_forever, forget_old_answers};
pub(crate) use lock::{lock, lock_subjects};
pub use object::{RevenueEntry, Sheet};
pub(crate) use object::{entries, sheets};
pub use operation::{Adoption, Answer, Operation};
pub use record::{Recorded, record};
pub(crate) use shelf::together;
