//! The checks before submitting: what a person should look at once more. They warn and never block; a reason, given once, stands
//! with the figure as its remark (the sheet's note, or that of the cell) and travels with it.
//!
//! A producer's month is held against its month before and the same month of the year before, as sums: a sale that moved to another
//! channel is no surprise. Without a positive sum to compare with there is nothing to say.
//!
//! | file | idea |
//! |---|---|
//! | `kind.rs` | what can be found |
//! | `producer.rs` | the facts of one producer's month, and the rules about them |
//! | `finding.rs` | what was found, in both languages |

mod finding;
mod kind;
mod producer;

pub use finding::CheckFinding;
pub use kind::CheckKind;
pub use producer::{Figure, ProducerMonth};

use crate::Baht;
use finding::message;

/// Everything worth another look, by the producers' names; last what concerns the whole: `paper` is the total on paper, in baht.
pub fn findings(mut producers: Vec<ProducerMonth>, paper: Option<Baht>) -> Vec<CheckFinding> {
    producers.sort_by(|one, other| (&one.name, one.producer).cmp(&(&other.name, other.producer)));
    let total = sum(producers.iter().map(ProducerMonth::total));
    let mut found: Vec<CheckFinding> = producers.iter().flat_map(ProducerMonth::findings).collect();
    found.extend(paper.and_then(|paper| of_paper(total, paper)));
    found
}

fn of_paper(total: Baht, paper: Baht) -> Option<CheckFinding> {
    (total != paper).then(|| CheckFinding {
        kind: CheckKind::PaperTotal,
        producer: None,
        producer_name: None,
        category: None,
        amount: total,
        compared: Some(paper),
        // Its place is the remark to the committee at submission.
        reason: None,
        message: message(CheckKind::PaperTotal, None, total, Some(paper)),
    })
}

/// The ceiling of a cell keeps any district's sum far below what 64 bits hold.
fn sum(amounts: impl Iterator<Item = Baht>) -> Baht {
    Baht::from_satang(amounts.fold(0, |sum, amount| sum.saturating_add(amount.satang())))
}
