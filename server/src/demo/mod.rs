//! A demonstration: real places, invented people and figures, all from a seed.
//!
//! Sa Kaeo with its nine districts, or the nation; confirmed history up to January 2566, February 2566 in the making: district
//! 2706 empty, 2701 ready to be submitted, the others on their way. The business clock starts on 27 February 2566 at 09:00.
//!
//! | file | idea |
//! |---|---|
//! | `chance` | dice from a seed, distributions as integer tables |
//! | `words` | our lists of names |
//! | `places`, `people`, `producers` | where, who, and whose revenue |
//! | `figures`, `months` | what was sold, and how far a report has come |
//! | `year` | what the fiscal year is measured by: past months, base, targets |
//! | `load` | all of it as rows, by `COPY` |
//! | `fill` | in one transaction |

mod chance;
mod figures;
mod fill;
mod load;
mod months;
mod people;
mod places;
mod producers;
mod words;
mod year;

pub use fill::{fill, is_filled, set_password};

/// How much is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSize {
    /// All 76 provinces instead of Sa Kaeo.
    pub nation: bool,
    /// Producers of a district, on average: 1 to 10,000.
    pub producers: u32,
    /// Confirmed months before February 2566: 1 to 16 (fiscal years 2565 and 2566).
    pub history: u32,
}

impl DemoSize {
    /// Sa Kaeo as it is: about 106 producers a district, fiscal years 2565 and 2566.
    pub const SA_KAEO: Self = Self {
        nation: false,
        producers: 106,
        history: 16,
    };

    /// 100,000 producers in all districts, fiscal year 2566.
    pub const NATION: Self = Self {
        nation: true,
        producers: 114,
        history: 4,
    };

    /// Enough for a test: nine districts of six producers, fiscal year 2566.
    pub const SMALL: Self = Self {
        nation: false,
        producers: 6,
        history: 4,
    };
}
