//! An edit as it arrives, and the answer it gets.

use chrono::{DateTime, Utc};
use otop_schema::{
    AreaCode, Base, Change, EntryKey, EstimateEntryKey, EstimateKey, OperationOutcome, Refusal, RefusalCode, ReportKey, SheetKey, Subject,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// One edit of one person on one device.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The id the device gave it (UUIDv7): the same edit sent twice has the same id.
    pub id: Uuid,
    /// The device's own count of its edits.
    pub device_seq: i64,
    /// What the person had seen.
    pub base: Base,
    /// What the person wants.
    pub change: Change,
    /// The conflict this edit settles.
    pub resolves: Option<Uuid>,
    /// The refused edit this one takes the place of.
    pub supersedes: Option<Uuid>,
    /// The device's clock, for information only.
    pub recorded_at: Option<DateTime<Utc>>,
    /// It may be held until its month opens; a client that knows no waiting is refused instead.
    pub waits: bool,
    /// A value that fits its type but breaks its rule, with what was offered: refused like any other, in its turn.
    pub unfit: Option<(Refusal, String)>,
    /// Whose edit it is, where the CD officer sends it for a colleague who is away.
    pub adoption: Option<Adoption>,
}

/// A CD officer's word for an absent colleague's edit. It is no part of what the edit wishes: sent by the colleague or for
/// the colleague, the same id is the same edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// The colleague.
    pub person: Uuid,
    /// Why the colleague does not send it.
    pub reason: String,
}

/// What the ledger keeps for as long as a replay is answered in full.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredAnswer {
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The conflict it raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Uuid>,
}

/// What became of an edit.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The edit.
    pub operation: Uuid,
    /// What became of it.
    pub outcome: OperationOutcome,
    /// Why not, for a person and for a program.
    pub refusal: Option<Refusal>,
    /// The conflict it raised.
    pub conflict: Option<Uuid>,
    /// The cell it is about.
    pub entry: Option<EntryKey>,
    /// The sheet it is about.
    pub sheet: Option<SheetKey>,
    /// The figure of an estimate it is about.
    pub estimate: Option<EstimateEntryKey>,
    /// It had been decided before: nothing happened a second time.
    pub replayed: bool,
}

impl Operation {
    /// The sheet the edit is about; a discard is about none.
    #[must_use]
    pub fn sheet(&self) -> Option<SheetKey> {
        match &self.change {
            Change::Cell { producer, month, .. } | Change::Sheet { producer, month, .. } => Some(SheetKey {
                producer: *producer,
                month: *month,
            }),
            Change::Estimate { .. } | Change::Discard { .. } => None,
        }
    }

    /// The figure of an estimate the edit is about.
    #[must_use]
    pub fn estimate(&self) -> Option<EstimateEntryKey> {
        match &self.change {
            Change::Estimate { entry, .. } => Some(*entry),
            Change::Cell { .. } | Change::Sheet { .. } | Change::Discard { .. } => None,
        }
    }

    /// The producer the edit is about; a discard is about none.
    #[must_use]
    pub fn producer(&self) -> Option<Uuid> {
        let sheet = self.sheet().map(|sheet| sheet.producer);
        sheet.or(self.estimate().map(|entry| entry.producer))
    }

    /// The report or estimate the edit is about, in the district of its producer.
    #[must_use]
    pub fn subject(&self, district: &AreaCode) -> Option<Subject> {
        let district = district.clone();
        if let Some(EstimateEntryKey { fiscal_year, .. }) = self.estimate() {
            return Some(EstimateKey { district, fiscal_year }.into());
        }
        let month = self.sheet()?.month;
        Some(ReportKey { district, month }.into())
    }

    /// Whose edit it is when `sender` sends it.
    #[must_use]
    pub fn author(&self, sender: Uuid) -> Uuid {
        self.adoption.as_ref().map_or(sender, |adoption| adoption.person)
    }

    /// The cell the edit is about.
    #[must_use]
    pub fn entry(&self) -> Option<EntryKey> {
        match &self.change {
            Change::Cell {
                producer,
                month,
                category,
                channel,
                ..
            } => Some(EntryKey {
                producer: *producer,
                month: *month,
                category: *category,
                channel: channel.clone(),
            }),
            Change::Sheet { .. } | Change::Estimate { .. } | Change::Discard { .. } => None,
        }
    }

    /// What tells a replay from another edit under the same id. The base is left out: it may be named anew when the edit
    /// it rested on has been answered.
    #[must_use]
    pub fn payload_hash(&self) -> Vec<u8> {
        let settles = [self.resolves, self.supersedes].map(|id| id.map_or_else(String::new, |id| id.to_string()));
        Sha256::digest([self.payload(), settles.join("\n")].join("\n").as_bytes()).to_vec()
    }

    /// The wish as text, field by field: this spelling is kept for ever in the ledger's hashes.
    fn payload(&self) -> String {
        let offered = self.unfit.as_ref().map_or("", |(_, offered)| offered);
        [&self.wish(), offered].join("\n")
    }

    fn wish(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match &self.change {
            Change::Cell {
                producer,
                month,
                category,
                channel,
                amount,
                note,
            } => {
                let amount = amount.map_or_else(String::new, |amount| amount.to_string());
                [
                    "cell",
                    &producer.to_string(),
                    &month.to_string(),
                    category.as_str(),
                    channel,
                    &amount,
                    &text(note),
                ]
                .join("\n")
            }
            Change::Sheet {
                producer,
                month,
                state,
                reason,
                given_by,
                given_on,
                note,
                copied,
            } => {
                let given_on = given_on.map_or_else(String::new, |day| day.to_string());
                // An edit of before there was the mark is the same edit after.
                let copied = if *copied { "\ncopied" } else { "" };
                let words = [text(reason), text(given_by), given_on, text(note)].join("\n") + copied;
                ["sheet", &producer.to_string(), &month.to_string(), state.as_str(), &words].join("\n")
            }
            Change::Estimate { entry, amount, note } => {
                let amount = amount.map_or_else(String::new, |amount| amount.to_string());
                ["estimate", &entry.to_string(), &amount, &text(note)].join("\n")
            }
            Change::Discard {
                conflict,
                operation,
                reason,
            } => {
                let id = conflict.or(*operation).map_or_else(String::new, |id| id.to_string());
                ["discard", &id, reason].join("\n")
            }
        }
    }

    /// What was offered, as a person reads it among the refusals.
    #[must_use]
    pub fn offered(&self) -> String {
        if let Some((_, offered)) = &self.unfit {
            return offered.clone();
        }
        match &self.change {
            Change::Cell { amount, .. } | Change::Estimate { amount, .. } => {
                amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
            }
            Change::Sheet { state, reason, .. } => match reason {
                Some(reason) => format!("{state}: {reason}"),
                None => state.to_string(),
            },
            Change::Discard { reason, .. } => reason.clone(),
        }
    }

    /// An answer to this edit.
    #[must_use]
    pub fn answer(&self, outcome: OperationOutcome) -> Answer {
        Answer {
            operation: self.id,
            outcome,
            refusal: None,
            conflict: None,
            entry: self.entry(),
            sheet: self.sheet(),
            estimate: self.estimate(),
            replayed: false,
        }
    }

    /// An answer to this edit, unless a value of it broke its rule.
    #[must_use]
    pub fn unfit_or(&self, outcome: OperationOutcome) -> Answer {
        match &self.unfit {
            Some((refusal, _)) => self.refused(refusal.clone()),
            None => self.answer(outcome),
        }
    }

    /// A refusal of this edit: held where the month is not open and it can wait, rejected otherwise.
    #[must_use]
    pub fn refused(&self, refusal: Refusal) -> Answer {
        let outcome = match refusal.code {
            RefusalCode::MonthClosed | RefusalCode::MonthNotOpen | RefusalCode::CalendarMissing if self.waits => OperationOutcome::Held,
            _ => OperationOutcome::Rejected,
        };
        Answer {
            refusal: Some(refusal),
            ..self.answer(outcome)
        }
    }
}
