//! The life of a report, and of a year's estimate: which step leads where, and who may take it.

use crate::{Refusal, RefusalCode, Role};

words! {
    /// Where a report is in its life.
    Status {
        /// Being recorded for the first time.
        Draft = "DRAFT", "ร่าง";
        /// Before the committee; figures locked from here on.
        Submitted = "SUBMITTED", "เสนอคณะกรรมการรับรองแล้ว";
        /// Certified by the committee.
        Certified = "CERTIFIED", "คณะกรรมการรับรองแล้ว";
        /// Signed by the CD officer.
        Signed = "SIGNED", "ลงนามรับรองแล้ว";
        /// Confirmed: a numbered version, frozen.
        Confirmed = "CONFIRMED", "ยืนยันข้อมูลแล้ว";
        /// Of a year's estimate: sent to the province, a numbered revision, frozen.
        Sent = "SENT", "ส่งจังหวัดแล้ว";
        /// Sent back: edited and submitted again directly.
        Returned = "RETURNED", "ส่งกลับแก้ไข";
    }
}

impl Status {
    /// Whether figures are locked.
    pub const fn locked(self) -> bool {
        match self {
            Status::Draft | Status::Returned => false,
            Status::Submitted | Status::Certified | Status::Signed | Status::Confirmed | Status::Sent => true,
        }
    }

    /// Where the action leads, or why it is refused: first for the role (`FORBIDDEN`), then for the status.
    ///
    /// # Errors
    /// `FORBIDDEN`, `REPORT_LOCKED` (edit), `VOTE_CLOSED` (after the committee decided), `WRONG_STATUS`.
    pub fn step(self, action: Action, role: Role) -> Result<Status, Refusal> {
        use Action::{Certify, CloseVote, Confirm, Edit, Object, Receive, Resolve, Return, Send, Sign, Submit, Vote};
        use Status::{Certified, Confirmed, Draft, Returned, Sent, Signed, Submitted};
        action.permitted(role)?;
        match (self, action) {
            // Recording goes on until the figures are before the committee, and again once they came back.
            (Draft | Returned, Edit) => Ok(self),
            (Submitted | Certified | Signed | Confirmed | Sent, Edit) => Err(locked()),
            // A returned report is submitted again directly; it never becomes a draft.
            (Draft | Returned, Submit) => Ok(Submitted),
            (Submitted | Certified | Signed | Confirmed | Sent, Submit) => Err(self.wrong(action)),
            // Votes may change, and meetings be recorded, until voting closes.
            (Submitted, Vote | CloseVote | Resolve) => Ok(Submitted),
            (Certified | Signed | Confirmed | Sent, Vote | CloseVote | Resolve) => Err(vote_closed()),
            (Draft | Returned, Vote | CloseVote | Resolve) => Err(self.wrong(action)),
            // The committee's decision; without a certificate the report goes back with the objections.
            (Submitted, Certify) => Ok(Certified),
            (Submitted, Object) => Ok(Returned),
            (Certified | Signed | Confirmed | Sent, Certify | Object) => Err(vote_closed()),
            (Draft | Returned, Certify | Object) => Err(self.wrong(action)),
            // Certify comes before sign (assumption), sign before confirm (letter).
            (Certified, Sign) => Ok(Signed),
            (Draft | Submitted | Signed | Confirmed | Sent | Returned, Sign) => Err(self.wrong(action)),
            (Signed, Confirm) => Ok(Confirmed),
            (Draft | Submitted | Certified | Confirmed | Sent | Returned, Confirm) => Err(self.wrong(action)),
            // A year's estimate is signed and sent in one: there is no month to confirm.
            (Certified, Send) => Ok(Sent),
            (Draft | Submitted | Signed | Confirmed | Sent | Returned, Send) => Err(self.wrong(action)),
            // The signed paper is a fact beside the status, as soon as there is one.
            (Signed | Confirmed | Sent, Receive) => Ok(self),
            (Draft | Submitted | Certified | Returned, Receive) => Err(self.wrong(action)),
            // Whatever is locked can be sent back; what is open already is with the district.
            (Submitted | Certified | Signed | Confirmed | Sent, Return) => Ok(Returned),
            (Draft | Returned, Return) => Err(self.wrong(action)),
        }
    }

    fn wrong(self, action: Action) -> Refusal {
        let message = format!(
            "ไม่สามารถ{}ได้ เพราะรายงานอยู่ในสถานะ {} / The report is {self}: {action} is not possible now.",
            action.thai(),
            self.thai()
        );
        Refusal::new(RefusalCode::WrongStatus, message)
    }
}

words! {
    /// A step of a report's life.
    Action {
        /// Change figures.
        Edit = "EDIT", "แก้ไขข้อมูล";
        /// Put the figures before the committee.
        Submit = "SUBMIT", "เสนอคณะกรรมการรับรอง";
        /// Vote as a member.
        Vote = "VOTE", "ลงมติ";
        /// End the voting as the chair.
        CloseVote = "CLOSE_VOTE", "ปิดการลงมติ";
        /// Record a meeting on paper as the secretary.
        Resolve = "RESOLVE", "บันทึกมติที่ประชุม";
        /// The committee certifies: follows from the votes.
        Certify = "CERTIFY", "รับรองข้อมูล";
        /// The committee does not certify: follows from the votes.
        Object = "OBJECT", "ไม่รับรอง";
        /// Sign form 2.
        Sign = "SIGN", "ลงนามรับรอง";
        /// Confirm the month.
        Confirm = "CONFIRM", "ยืนยันข้อมูล";
        /// Sign a year's estimate and send it to the province.
        Send = "SEND", "ส่งจังหวัด";
        /// Register the signed paper.
        Receive = "RECEIVE", "ลงทะเบียนรับเอกสาร";
        /// Send back, with a reason.
        Return = "RETURN", "ส่งกลับแก้ไข";
    }
}

impl Action {
    /// Whether the role may take this step at all, whatever the status.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    pub fn permitted(self, role: Role) -> Result<(), Refusal> {
        if self.roles().contains(&role) {
            Ok(())
        } else {
            Err(Refusal::forbidden())
        }
    }

    /// Whether the person must have typed the password lately: certifying and signing put a name to the figures.
    pub const fn needs_password(self) -> bool {
        match self {
            Action::Vote | Action::CloseVote | Action::Resolve | Action::Certify | Action::Object | Action::Sign | Action::Send => true,
            Action::Edit | Action::Submit | Action::Confirm | Action::Receive | Action::Return => false,
        }
    }

    /// The roles that may take this step. Who confirms is an assumption.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Action::Edit | Action::Submit => &[Role::EntryOfficer, Role::CdOfficer],
            Action::Vote | Action::CloseVote | Action::Resolve | Action::Certify | Action::Object => &[Role::CommitteeMember],
            Action::Sign | Action::Confirm | Action::Send => &[Role::CdOfficer],
            Action::Receive => &[Role::ProvinceOfficer],
            Action::Return => &[Role::CdOfficer, Role::ProvinceOfficer, Role::DepartmentOfficer],
        }
    }
}

fn locked() -> Refusal {
    Refusal::new(
        RefusalCode::ReportLocked,
        "รายงานถูกล็อกแล้ว ต้องส่งกลับแก้ไขก่อน / The report is locked: it must be returned before figures change.",
    )
}

fn vote_closed() -> Refusal {
    Refusal::new(RefusalCode::VoteClosed, "ปิดการลงมติแล้ว / Voting has closed.")
}
