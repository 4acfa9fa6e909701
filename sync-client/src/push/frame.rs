//! An operation of the queue as it stands on the wire, and a refusal that no server spoke.

use otop_schema::{Long, Refusal, RefusalCode};

use crate::{
    error::Result,
    plan::Answer,
    queue,
    store::outgoing::Outgoing,
    wire::push::{AdoptionInput, OperationBaseInput, SyncOperationInput, SyncPushPayload},
};

impl Outgoing {
    pub(super) fn size(&self) -> usize {
        // The change, and about as much again as its frame takes on the wire.
        self.change.len() + 256
    }

    fn adoption(&self) -> Option<AdoptionInput> {
        Some(AdoptionInput {
            person: self.adopted_from.clone()?.into(),
            reason: self.adoption_reason.clone()?,
        })
    }

    pub(super) fn to_wire(&self) -> Result<SyncOperationInput> {
        let base = match (&self.base_operation, self.base_version) {
            (Some(own), _) => OperationBaseInput::OperationId(own.clone().into()),
            (None, version) => OperationBaseInput::Version(version.unwrap_or_default()),
        };
        Ok(SyncOperationInput {
            operation_id: self.operation_id.clone().into(),
            device_seq: Long(self.device_seq),
            base,
            change: serde_json::from_str(&self.change)?,
            resolves: self.resolves.clone().map(Into::into),
            supersedes: self.supersedes.clone().map(Into::into),
            recorded_at: queue::instant(Some(&self.recorded_at)),
            adoption: self.adoption(),
        })
    }
}

pub(super) fn outcomes(payload: &SyncPushPayload) -> Answer {
    Answer::Outcomes(payload.results.iter().map(|result| result.outcome.clone()).collect())
}

/// Why an operation stands before a person although no rule refused it.
pub(super) fn unacceptable(answer: &Answer) -> Refusal {
    let said = match answer {
        Answer::Malformed(message) => message.as_str(),
        _ => "-",
    };
    let code = if matches!(answer, Answer::Malformed(_)) {
        RefusalCode::Invalid
    } else {
        RefusalCode::Internal
    };
    let message = format!(
        "เครื่องแม่ข่ายประมวลผลรายการนี้ไม่ได้ ({said}) รายการอื่นส่งแล้ว / The server cannot process this edit ({said}); the others went through."
    );
    Refusal::new(code, message).rule("isolated")
}
