//! Figures that nobody entered here, on their way into the database: past months from a file, or a demonstration's.
//!
//! They are written beside the one write path, because there is no operation to answer: rows carry their `source`, a
//! confirmed month becomes version 1 of its report with timeliness `IMPORTED`, and the report's chain says `IMPORTED`.

mod load;
mod rows;

pub use load::{Source, load, record};
pub use rows::Rows;

use otop_schema::{CanonicalProducer, Month};

/// One report's figures.
#[derive(Debug, Clone)]
pub struct Past {
    /// The month (CE).
    pub month: Month,
    /// Whether it is history, to be confirmed as version 1, or still to be worked on.
    pub confirmed: bool,
    /// The whole roster, also producers without a sheet.
    pub producers: Vec<CanonicalProducer>,
}

impl Past {
    /// Whether anything is known; otherwise the report only waits for its figures.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        self.producers.iter().any(|producer| producer.state.is_some())
    }
}
