//! A district's line.

use async_graphql::SimpleObject;
use otop_schema::{AreaCode, MonthStands, Paper, PaperState, Pending};

use crate::report::Report;

/// What one district's month still wants.
#[derive(Debug, Clone, SimpleObject)]
pub struct DistrictCheck {
    /// The district's code.
    pub(super) district: AreaCode,
    /// What is pending; nothing for a month that is done and was on time.
    pub(super) pending: Vec<Pending>,
    /// How the signed paper stands.
    paper: PaperState,
    /// The report.
    report: Report,
}

impl DistrictCheck {
    /// The line of a report and its paper.
    #[must_use]
    pub fn of(report: Report, paper: &Paper) -> Self {
        let time = report.facts();
        let stands = MonthStands {
            status: report.status,
            timeliness: report.timeliness,
            overdue: time.window.is_some_and(|window| window.due_at <= time.now),
            paper_missing: paper.missing(),
        };
        Self {
            district: report.key().district,
            pending: stands.pending(),
            paper: paper.state(),
            report,
        }
    }

    /// Whether one of these is pending.
    #[must_use]
    pub fn wants_any(&self, items: &[Pending]) -> bool {
        self.pending.iter().any(|item| items.contains(item))
    }
}
