//! What still stands in the way of a month, district by district: the province's list, and the department's of all provinces.

use crate::{Status, Timeliness};

words! {
    /// Something that a district's month still wants, or has to answer for.
    Pending {
        /// Nothing was submitted.
        Missing = "MISSING", "ยังไม่เสนอรายงาน";
        /// Submitted and not confirmed, or opened again for a correction.
        Unconfirmed = "UNCONFIRMED", "ยังไม่ยืนยันข้อมูล";
        /// Confirmed after the deadline, or not confirmed although it has passed.
        Late = "LATE", "ล่าช้า";
        /// Signed on paper, and the province has not received it, or has another.
        PaperMissing = "PAPER_MISSING", "ยังไม่ได้รับเอกสารที่ลงนาม";
    }
}

impl Pending {
    /// Whether it keeps the month from being done. Lateness is told; nothing can be done about it.
    pub const fn open(self) -> bool {
        match self {
            Pending::Missing | Pending::Unconfirmed | Pending::PaperMissing => true,
            Pending::Late => false,
        }
    }
}

/// What the list goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthStands {
    /// Where the report is in its life.
    pub status: Status,
    /// How its last confirmation stood to the deadline.
    pub timeliness: Timeliness,
    /// Whether the deadline has passed.
    pub overdue: bool,
    /// Whether the province waits for the signed paper.
    pub paper_missing: bool,
}

impl MonthStands {
    /// Everything that is pending, in the order of [`Pending::ALL`].
    pub fn pending(&self) -> Vec<Pending> {
        Pending::ALL.iter().copied().filter(|item| self.has(*item)).collect()
    }

    fn has(&self, item: Pending) -> bool {
        match item {
            Pending::Missing => !self.status.locked() && !self.confirmed(),
            Pending::Unconfirmed => match self.status {
                Status::Submitted | Status::Certified | Status::Signed => true,
                Status::Draft | Status::Returned => self.confirmed(),
                Status::Confirmed | Status::Sent => false,
            },
            Pending::Late => match self.timeliness {
                Timeliness::Late | Timeliness::ByException => true,
                Timeliness::NotConfirmed => self.overdue,
                Timeliness::OnTime | Timeliness::Imported => false,
            },
            Pending::PaperMissing => self.paper_missing,
        }
    }

    /// Whether some version was confirmed, whatever became of the report since.
    fn confirmed(&self) -> bool {
        self.timeliness != Timeliness::NotConfirmed
    }
}
