//! A committee's meeting on paper: who attended, whether that was a quorum, and what it resolved. The secretary records it for members
//! without accounts. Sections are those of the Administrative Procedure Act B.E. 2539, which a committee goes by where nothing else is
//! said (assumption).

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::committee::count;
use crate::{Ballot, Choice, Elector, Refusal, Verdict};

words! {
    /// How a meeting on paper ended.
    MeetingOutcome {
        /// Without a quorum: nothing was resolved; it may be called again.
        Adjourned = "ADJOURNED", "ไม่ครบองค์ประชุม เลื่อนการประชุม";
        /// The figures were certified.
        Certified = "CERTIFIED", "มติรับรองข้อมูล";
        /// They were not.
        Objected = "OBJECTED", "มติไม่รับรอง";
    }
}

/// A member at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendance {
    /// Who.
    pub person: Uuid,
    /// What he or she voted; nothing for who abstained.
    pub choice: Option<Choice>,
}

/// A meeting as its minutes tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The day, in Bangkok.
    pub held_on: NaiveDate,
    /// Who presided: the chair, or in the chair's absence a member chosen by those present (section 81).
    pub presided_by: Uuid,
    /// Who was there.
    pub attendance: Vec<Attendance>,
    /// The further vote of whoever presided, on a tie (section 82).
    pub casting_vote: Option<Choice>,
}

/// What is a quorum for one submission, frozen when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    /// Members who must attend: half of them (section 79).
    pub first: usize,
    /// The same for a meeting called again: a third of them.
    pub again: usize,
    /// Within so many days of the adjourned meeting it counts as called again: 14.
    pub within_days: u16,
}

impl Quorum {
    /// Whether a meeting of that day is one called again, after meetings that were adjourned.
    pub fn is_again(&self, held_on: NaiveDate, adjourned: &[NaiveDate]) -> bool {
        let within = Days::new(u64::from(self.within_days));
        let follows = |day: &NaiveDate| *day < held_on && day.checked_add_days(within).is_some_and(|last| held_on <= last);
        adjourned.iter().any(follows)
    }

    /// Members who must attend on that day.
    pub fn needed(&self, held_on: NaiveDate, adjourned: &[NaiveDate]) -> usize {
        let needed = if self.is_again(held_on, adjourned) {
            self.again
        } else {
            self.first
        };
        needed.max(1)
    }
}

/// What the meeting resolved on the figures: by the majority of the votes, on a tie by the casting vote. A vote that an absent member cast
/// in the system counts with them, so that no meeting takes a vote away; one who attended is recorded as he or she voted there.
///
/// # Errors
/// `INVALID` with the rule `elector`, `twice`, `presides`, `voted`, `quorum`, `votes` or `casting-vote`.
pub fn resolve(electors: &[Elector], cast: &[Ballot], meeting: &Meeting, needed: usize) -> Result<Verdict, Refusal> {
    seated(electors, meeting)?;
    as_voted(cast, meeting)?;
    if meeting.attendance.len() < needed {
        return Err(too_few(meeting.attendance.len(), needed));
    }
    let (certify, object) = count(electors, &ballots(cast, meeting));
    match (certify.cmp(&object), meeting.casting_vote) {
        (Ordering::Equal, _) if certify == 0 => Err(no_votes()),
        (Ordering::Equal, Some(Choice::Certify)) | (Ordering::Greater, None) => Ok(Verdict::Certified),
        (Ordering::Equal, Some(Choice::Object)) | (Ordering::Less, None) => Ok(Verdict::NotCertified),
        (Ordering::Equal, None) => Err(casting_vote_missing()),
        (Ordering::Greater | Ordering::Less, Some(_)) => Err(casting_vote_idle()),
    }
}

/// Refuses to adjourn a meeting that had a quorum: its resolution is recorded instead. Without one nobody votes.
///
/// # Errors
/// `INVALID` with the rule `elector`, `twice`, `presides`, `quorum-present` or `votes`.
pub fn adjourn(electors: &[Elector], meeting: &Meeting, needed: usize) -> Result<(), Refusal> {
    seated(electors, meeting)?;
    if meeting.attendance.len() >= needed {
        return Err(quorum_present());
    }
    let voted = meeting.attendance.iter().any(|there| there.choice.is_some());
    if voted { Err(voted_without_quorum()) } else { Ok(()) }
}

/// The votes a meeting goes by: its own, and those of absent members in the system.
pub fn ballots(cast: &[Ballot], meeting: &Meeting) -> Vec<Ballot> {
    let attended = |person: Uuid| meeting.attendance.iter().any(|there| there.person == person);
    let absent = cast.iter().copied().filter(|ballot| !attended(ballot.person));
    let there = meeting.attendance.iter().filter_map(|there| {
        let person = there.person;
        there.choice.map(|choice| Ballot { person, choice })
    });
    absent.chain(there).collect()
}

/// Only members attend, each once; whoever presides is there, and it is the chair where the chair is.
fn seated(electors: &[Elector], meeting: &Meeting) -> Result<(), Refusal> {
    let mut people: Vec<Uuid> = meeting.attendance.iter().map(|there| there.person).collect();
    if !people.iter().all(|person| electors.iter().any(|elector| elector.person == *person)) {
        return Err(not_an_elector());
    }
    let chair = electors.iter().find(|elector| elector.chair && people.contains(&elector.person));
    let presides = chair.map_or(meeting.presided_by, |chair| chair.person);
    if presides != meeting.presided_by || !people.contains(&presides) {
        return Err(does_not_preside());
    }
    let listed = people.len();
    people.sort();
    people.dedup();
    if people.len() < listed { Err(listed_twice()) } else { Ok(()) }
}

/// Nobody's own vote in the system is told otherwise.
fn as_voted(cast: &[Ballot], meeting: &Meeting) -> Result<(), Refusal> {
    let otherwise = |there: &Attendance| {
        cast.iter()
            .any(|ballot| ballot.person == there.person && there.choice != Some(ballot.choice))
    };
    if !meeting.attendance.iter().any(otherwise) {
        return Ok(());
    }
    let message = "กรรมการลงมติในระบบไว้ต่างจากที่บันทึก / A member voted otherwise in the system: the member changes that vote, nobody else";
    Err(Refusal::invalid("attendance", "voted", message))
}

fn not_an_elector() -> Refusal {
    let message = "ผู้เข้าประชุมต้องเป็นกรรมการในวันที่เสนอรายงาน / Who attends was a member when the report was submitted";
    Refusal::invalid("attendance", "elector", message)
}

fn listed_twice() -> Refusal {
    Refusal::invalid("attendance", "twice", "มีรายชื่อซ้ำ / A member is listed twice")
}

fn does_not_preside() -> Refusal {
    let message = "ประธานในที่ประชุมต้องเข้าประชุม และเป็นประธานกรรมการเมื่อประธานกรรมการเข้าประชุม / \
                   Who presides is present, and is the chair where the chair is present";
    Refusal::invalid("presidedBy", "presides", message)
}

fn too_few(present: usize, needed: usize) -> Refusal {
    let message = format!("ไม่ครบองค์ประชุม มาประชุม {present} จากที่ต้องมี {needed} / No quorum: {present} of the {needed} members needed");
    Refusal::invalid("attendance", "quorum", message)
}

fn quorum_present() -> Refusal {
    let message = "ครบองค์ประชุมแล้ว โปรดบันทึกมติ / There was a quorum: record what was resolved";
    Refusal::invalid("attendance", "quorum-present", message)
}

fn voted_without_quorum() -> Refusal {
    let message = "ไม่ครบองค์ประชุม ลงมติไม่ได้ / Without a quorum nobody votes";
    Refusal::invalid("attendance", "votes", message)
}

fn no_votes() -> Refusal {
    Refusal::invalid("attendance", "votes", "ไม่มีผู้ลงมติ / Nobody voted")
}

fn casting_vote_missing() -> Refusal {
    let message = "คะแนนเสียงเท่ากัน ประธานในที่ประชุมต้องออกเสียงชี้ขาด / The votes are equal: whoever presides casts a further one";
    Refusal::invalid("castingVote", "casting-vote", message)
}

fn casting_vote_idle() -> Refusal {
    let message = "ออกเสียงชี้ขาดได้เมื่อคะแนนเสียงเท่ากันเท่านั้น / There is a casting vote only where the votes are equal";
    Refusal::invalid("castingVote", "casting-vote", message)
}
