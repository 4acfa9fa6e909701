//! The letter's forms รต.๑ to รต.๔, the estimate and the consolidation as papers: figures in, a page or a file out, and no I/O.
//!
//! A form is three things that know nothing of each other: a question (what is asked of the contract, under the reader's own rights), the
//! figures made of its answer, and a template (a data file: which columns under which headings, what is signed below). The server
//! asks itself, the laptop its mirror; both draw with the same code.
//!
//! | file | idea |
//! |---|---|
//! | `wanted` | which form of which place and time; what its address says |
//! | `ask/` | per form: the question, its answer, the figures made of it |
//! | `figures` | values by name: facts, rows, totals, what is signed, and where the figures stand |
//! | `template`, `templates/` | the layouts, as data that can be replaced; names there are not are refused |
//! | `words` | how a value reads, in which digits |
//! | `html`, `page.css`, `stamp`, `fonts/` | the page: self-contained, ready to be printed on A4 |
//! | `xlsx`, `csv` | the workbook (real numbers) and the plain table |
//! | `qr` | the code that leads to `/check/` |

pub mod ask;
mod csv;
mod figures;
mod html;
mod qr;
mod stamp;
mod template;
mod wanted;
mod words;
mod xlsx;

pub use figures::{Block, Figures, Record, Stamp, Value};
pub use html::{PageOptions, check_page, page};
pub use qr::qr_svg;
pub use template::{Template, Templates};
pub use wanted::{FormKind, Span, Wanted};
pub use words::Digits;

pub use csv::table as csv;
pub use xlsx::workbook;
