//! What can be said in OTOP revenue reporting, and when is it true?
//!
//! The words (ids, months, money, codes) with the rules about them. Rules are handed facts and never fetch: this crate
//! has no connection, runtime or HTTP dependency, so server and laptop decide with the same code. The contract itself
//! lies beside it as text: `schema.graphql` and `operations/`.
//!
//! | file | idea |
//! |---|---|
//! | `month`, `month_range`, `fiscal` | months of the common era; ranges; fiscal years and rounds |
//! | `amount`, `baht`, `money_text` | the amount of a cell, a total in baht; how they are read and written |
//! | `place`, `key` | codes of places; ids of reports, sheets, cells, estimates |
//! | `subject`, `estimate` | what goes through the life: a month's report or a year's estimate; the estimate's periods and digest |
//! | `kinds` | the short closed lists: categories, sheet states, outcomes, events |
//! | `person` | roles and assignments |
//! | `window`, `calendar` | the instants that bound a month; when it can be written and what is on time |
//! | `reminder` | what is called to mind before a deadline; working days |
//! | `milestone` | what a Roadmap asks, of whom, and by what it is done |
//! | `status` | the life of a report: status × action × role |
//! | `paper`, `checklist` | the signed paper in the province's hands; what a month still wants |
//! | `committee`, `meeting` | votes, quorum, the chair; a meeting on paper |
//! | `base`, `growth`, `percent` | what revenue is compared with; by how much it grew, and when that cannot be said |
//! | `target`, `score` | whether targets add up; the thresholds of a round and the score between them |
//! | `scan` | what may be kept as a file, and what it is called |
//! | `sheet`, `operation` | what a sheet must hold together; an edit and its decision |
//! | `check` | what is worth another look before submitting: warnings, never a refusal |
//! | `form/`, `baht_words` | the letter's forms as pages and workbooks; money in words |
//! | `digest` | canonical bytes and their digest |
//! | `documents` | every document our own clients send |
//! | `entry_steps` | how a month is recorded, step by step |
//! | `refusal` | every "no", with what to do about it |
//! | `thai` | dates and digits for Thai readers |
//! | `words` | the macros the words are made with |

#[macro_use]
mod words;

mod amount;
mod baht;
mod baht_words;
mod base;
mod calendar;
pub mod check;
mod checklist;
pub mod committee;
mod digest;
mod documents;
mod entry_steps;
mod estimate;
mod fiscal;
pub mod form;
mod growth;
mod key;
mod kinds;
pub mod meeting;
mod milestone;
mod money_text;
mod month;
mod month_range;
pub mod operation;
mod paper;
mod percent;
mod person;
mod place;
mod refusal;
mod reminder;
mod scalars;
pub mod scan;
mod score;
mod sheet;
mod status;
mod subject;
pub mod target;
mod thai;
mod window;

pub use amount::Amount;
pub use baht::Baht;
pub use baht_words::baht_in_words;
pub use base::{BaseLine, BasePolicy, BaseSource, RoundTwoScope, base_digest};
pub use calendar::{Timeliness, submittable, timeliness, writable, writable_span};
pub use check::{CheckFinding, CheckKind, ProducerMonth};
pub use checklist::{MonthStands, Pending};
pub use committee::{Ballot, Choice, Elector, QuorumRule, Verdict};
pub use digest::{CanonicalProducer, canonical_bytes, digest};
pub use documents::DOCUMENTS;
pub use entry_steps::{ENTRY_STEPS, EntryStep, entry_page};
pub use estimate::{CanonicalEstimate, EstimatePeriod, EstimateRule, canonical_estimate, share};
pub use fiscal::{FiscalYear, Round};
pub use growth::{Growth, NotComputable, Tally};
pub use key::{EntryKey, EstimateEntryKey, EstimateKey, NodeId, ReportKey, SheetKey};
pub use kinds::{
    Basis, Category, ExceptionRequestState, Form, OperationOutcome, ProducerKind, Recipient, ReportEventKind, SheetState, SignatureMode,
};
pub use meeting::{Attendance, Meeting, MeetingOutcome, Quorum};
pub use milestone::{DocumentKind, MilestoneAct, MilestoneLevel};
pub use month::Month;
pub use month_range::MonthRange;
pub use operation::{Base, BaseFact, Change, Decision, EntryFact, Seen, SheetFact};
pub use paper::{Paper, PaperState, Received, Signed};
pub use percent::Percent;
pub use person::{Assignment, Role};
pub use place::{AreaCode, AreaLevel};
pub use refusal::{Refusal, RefusalCode};
pub use reminder::{last_day, last_working_day};
pub use scalars::{Cursor, Day, Long};
pub use scan::{FileHash, MediaType};
pub use score::{Score, Thresholds, plausible};
pub use sheet::{copied_may_be, sheet_may_be, state_after_cell};
pub use status::{Action, Status};
pub use subject::Subject;
pub use thai::{BANGKOK, arabic_digits, bangkok, thai_date, thai_date_long, thai_digits, thai_time};
pub use window::{Override, Window, YearRule};

#[cfg(test)]
mod tests;
