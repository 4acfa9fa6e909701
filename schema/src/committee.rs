//! How a committee decides on a submission: by majority of all members, or closed by the chair with a quorum.

use uuid::Uuid;

use crate::{Action, Refusal, RefusalCode};

words! {
    /// A member's vote.
    Choice {
        /// The figures are right.
        Certify = "CERTIFY", "รับรองข้อมูล";
        /// They are not, for a reason.
        Object = "OBJECT", "ไม่รับรอง";
    }
}

/// A member of the electorate frozen at submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elector {
    /// Who.
    pub person: Uuid,
    /// Closes the voting and casts on a tie.
    pub chair: bool,
    /// Keeps the minutes.
    pub secretary: bool,
}

impl Elector {
    /// Whether the step is this member's to take: the chair closes the voting, the secretary records meetings, everybody votes.
    pub const fn may(&self, action: Action) -> bool {
        match action {
            Action::CloseVote => self.chair,
            Action::Resolve => self.secretary,
            Action::Vote | Action::Certify | Action::Object => true,
            Action::Edit | Action::Submit | Action::Sign | Action::Confirm | Action::Send | Action::Receive | Action::Return => false,
        }
    }
}

/// One member's present vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot {
    /// Who.
    pub person: Uuid,
    /// What.
    pub choice: Choice,
}

/// How many must have voted before the chair may close (assumption from the Administrative Procedure Act).
#[derive(Debug, Clone, Copy, PartialEq, Eq, diesel::deserialize::Queryable)]
pub struct QuorumRule {
    /// One in so many members: 2 is half.
    pub quorum_divisor: i16,
    /// The same for a meeting called again: 3 is a third.
    pub recalled_divisor: i16,
    /// Within so many days it counts as called again.
    pub recalled_within_days: i16,
}

impl QuorumRule {
    /// Votes needed of so many members, rounded up.
    pub fn quorum(&self, members: usize, recalled: bool) -> usize {
        let divisor = if recalled { self.recalled_divisor } else { self.quorum_divisor };
        members.div_ceil(usize::from(divisor.unsigned_abs().max(1)))
    }
}

/// What the votes amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Voting goes on.
    Open,
    /// Certified.
    Certified,
    /// Not certified: the report is returned with the objections.
    NotCertified,
}

/// Voting ends by itself when a majority of all eligible members agree either way.
pub fn decide(electors: &[Elector], ballots: &[Ballot]) -> Verdict {
    let (certify, object) = count(electors, ballots);
    if certify * 2 > electors.len() {
        Verdict::Certified
    } else if object * 2 > electors.len() {
        Verdict::NotCertified
    } else {
        Verdict::Open
    }
}

/// The chair ends the voting: with `quorum` votes cast the majority of them decides, on a tie the chair's own vote.
///
/// # Errors
/// `FORBIDDEN` when `by` is not the chair; `INVALID` with rule `quorum` or `casting-vote`.
pub fn close(electors: &[Elector], ballots: &[Ballot], quorum: usize, by: Uuid) -> Result<Verdict, Refusal> {
    if !electors.iter().any(|elector| elector.chair && elector.person == by) {
        return Err(Refusal::forbidden().rule("chair"));
    }
    let (certify, object) = count(electors, ballots);
    if certify + object < quorum.max(1) {
        return Err(no_quorum(certify + object, quorum.max(1)));
    }
    match certify.cmp(&object) {
        std::cmp::Ordering::Greater => Ok(Verdict::Certified),
        std::cmp::Ordering::Less => Ok(Verdict::NotCertified),
        std::cmp::Ordering::Equal => casting_vote(ballots, by),
    }
}

fn casting_vote(ballots: &[Ballot], chair: Uuid) -> Result<Verdict, Refusal> {
    match ballots.iter().find(|ballot| ballot.person == chair).map(|ballot| ballot.choice) {
        Some(Choice::Certify) => Ok(Verdict::Certified),
        Some(Choice::Object) => Ok(Verdict::NotCertified),
        None => Err(Refusal::new(
            RefusalCode::Invalid,
            "คะแนนเสียงเท่ากัน ประธานต้องลงมติชี้ขาดก่อน / The votes are equal: the chair must vote first.",
        )
        .rule("casting-vote")),
    }
}

/// Certifying and objecting votes of those who may vote.
pub fn count(electors: &[Elector], ballots: &[Ballot]) -> (usize, usize) {
    let eligible = |ballot: &&Ballot| electors.iter().any(|elector| elector.person == ballot.person);
    let cast: Vec<Choice> = ballots.iter().filter(eligible).map(|ballot| ballot.choice).collect();
    let certify = cast.iter().filter(|choice| **choice == Choice::Certify).count();
    (certify, cast.len() - certify)
}

fn no_quorum(cast: usize, quorum: usize) -> Refusal {
    let message = format!("ไม่ครบองค์ประชุม ลงมติแล้ว {cast} จากที่ต้องมี {quorum} / No quorum: {cast} of the {quorum} votes needed.");
    Refusal::new(RefusalCode::Invalid, message).rule("quorum")
}
