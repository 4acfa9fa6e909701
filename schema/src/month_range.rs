//! Ranges of months.

use serde::{Deserialize, Serialize};

use crate::{Month, Refusal};

/// Months from the first to the last, both included; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MonthRange {
    from: Month,
    to: Month,
}

impl MonthRange {
    /// Both ends included.
    ///
    /// # Errors
    /// `INVALID` when it ends before it begins.
    pub fn new(from: Month, to: Month) -> Result<MonthRange, Refusal> {
        if to < from {
            return Err(Refusal::invalid(
                "to",
                "order",
                "เดือนสิ้นสุดอยู่ก่อนเดือนเริ่มต้น / The last month lies before the first.",
            ));
        }
        Ok(MonthRange { from, to })
    }

    /// A range of one month.
    pub fn single(month: Month) -> MonthRange {
        MonthRange { from: month, to: month }
    }

    /// So many months, at least one, from the first on.
    pub(crate) fn starting(from: Month, count: i32) -> MonthRange {
        MonthRange {
            from,
            to: from.plus(count.max(1) - 1),
        }
    }

    /// The first month.
    pub fn from(&self) -> Month {
        self.from
    }

    /// The last month.
    pub fn to(&self) -> Month {
        self.to
    }

    /// How many months; at least 1.
    #[expect(clippy::len_without_is_empty, reason = "a range is never empty")]
    pub fn len(&self) -> usize {
        self.to.months_since(self.from) as usize + 1
    }

    /// The months in order.
    pub fn iter(&self) -> impl Iterator<Item = Month> + use<> {
        let from = self.from;
        (0..self.len() as i32).map(move |index| from.plus(index))
    }

    /// Whether the month lies in it.
    pub fn contains(&self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }
}
