//! The signed form รต.๒ in the province's hands: received, not received, or not what the system holds.

use crate::SignatureMode;

words! {
    /// How the signed paper of a report stands with its province.
    PaperState {
        /// The province has none.
        NotReceived = "NOT_RECEIVED", "ยังไม่ได้รับเอกสาร";
        /// Registered, of the figures that hold, and found to agree with them.
        Received = "RECEIVED", "ลงทะเบียนรับแล้ว";
        /// What was registered last is of other figures, or was found to differ.
        DoesNotMatch = "DOES_NOT_MATCH", "เอกสารไม่ตรงกับข้อมูล";
        /// Signed in the system: there is no paper to wait for.
        NotNeeded = "NOT_NEEDED", "ลงนามอิเล็กทรอนิกส์";
    }
}

/// A signature that holds: under the present submission, or under the last confirmed version while that is being corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// On paper or in the system.
    pub mode: SignatureMode,
    /// The digest signed.
    pub digest: String,
}

/// A paper that the province registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The digest on the paper.
    pub digest: String,
    /// Whether the province found it to agree with the report.
    pub agrees: bool,
}

/// A report's signature and the paper that was registered last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// The signature that holds, if there is one.
    pub signed: Option<Signed>,
    /// What was registered last.
    pub received: Option<Received>,
}

impl Paper {
    /// How the paper stands. A paper of a signature that no longer holds is kept and does not match.
    pub fn state(&self) -> PaperState {
        match (&self.signed, &self.received) {
            (Some(signed), None) if signed.mode == SignatureMode::Electronic => PaperState::NotNeeded,
            (Some(_) | None, None) => PaperState::NotReceived,
            (Some(signed), Some(received)) if received.agrees && received.digest == signed.digest => PaperState::Received,
            (Some(_) | None, Some(_)) => PaperState::DoesNotMatch,
        }
    }

    /// Whether the province waits for a paper: signed on paper, and not received as it should be.
    pub fn missing(&self) -> bool {
        let on_paper = self.signed.as_ref().is_some_and(|signed| signed.mode == SignatureMode::Paper);
        on_paper && self.state() != PaperState::Received
    }
}
