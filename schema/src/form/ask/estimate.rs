//! The yearly estimate (แบบประมาณการรายได้): a district's producers by quarter.

use serde::Deserialize;

use super::common::Place;
use crate::form::{Figures, Stamp, Wanted};

/// What is known of a district's estimate.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The district.
    pub place: Place,
}

impl Answer {
    /// The form's figures.
    pub fn figures(&self, wanted: &Wanted) -> Figures {
        Figures {
            facts: self.place.facts(wanted),
            stamp: Stamp {
                draft: true,
                ..Stamp::default()
            },
            ..Figures::default()
        }
    }
}
