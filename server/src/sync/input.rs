//! Edits as they stand on the wire, read into operations. What fits the types but breaks a rule becomes a refusal of that
//! one edit, never an error of the batch.

use async_graphql::{ID, InputObject, OneofObject};
use chrono::{DateTime, Utc};
use otop_schema::{Baht, Base, Category, Change, Day, Long, Month, Refusal, SheetState};
use uuid::Uuid;

use crate::sheet::{Adoption, Operation};
use crate::text::{self, LONGEST};

/// A batch of edits of one device, oldest first.
#[derive(InputObject)]
pub struct SyncPushInput {
    /// The device's own id, a UUID that it made once and keeps.
    pub device_id: ID,
    /// The epoch the device last heard of; a stale one is no error, the answer tells the new one.
    pub epoch: Option<ID>,
    /// The device has the answers to all its edits up to this number.
    pub acked_through: Long,
    /// At most 500 edits.
    pub operations: Vec<SyncOperationInput>,
}

/// One edit.
#[derive(InputObject)]
pub struct SyncOperationInput {
    /// A UUID (version 7) that the device made for this edit: sent twice, it has one effect.
    pub operation_id: ID,
    /// The device's own count of its edits.
    pub device_seq: Long,
    /// What the person had seen.
    pub base: OperationBaseInput,
    /// What the person wants.
    pub change: ChangeInput,
    /// The conflict this edit settles.
    pub resolves: Option<ID>,
    /// The refused edit this one takes the place of.
    pub supersedes: Option<ID>,
    /// The device's clock when it was recorded: information only, the server's time decides.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Given when the CD officer of the district sends an absent colleague's edit; the edit keeps its id.
    pub adoption: Option<AdoptionInput>,
}

/// An absent colleague's edit, sent by the CD officer of the district under his or her own name. It stands in the audit trail.
#[derive(InputObject)]
pub struct AdoptionInput {
    /// The colleague, who records or recorded in the district.
    pub person: ID,
    /// Why the colleague does not send it.
    pub reason: String,
}

/// What the person had seen.
#[derive(OneofObject)]
pub enum OperationBaseInput {
    /// A version; 0 is "never existed".
    Version(i32),
    /// The person's own earlier edit of the same cell or sheet, or of a cell of the sheet.
    OperationId(ID),
}

/// What the person wants.
#[derive(OneofObject)]
pub enum ChangeInput {
    /// Set or remove a figure.
    Cell(CellInput),
    /// Set a sheet's state.
    Sheet(SheetInput),
    /// Close a conflict or a refusal without a change.
    Discard(DiscardInput),
}

/// A figure.
#[derive(InputObject)]
pub struct CellInput {
    /// The producer.
    pub producer_id: ID,
    /// The month (CE).
    pub month: Month,
    /// The product category.
    pub category: Category,
    /// The code of the sales channel.
    pub channel: ID,
    /// Baht, 0.00 to 999,999,999,999.99, at most two decimals; null removes the figure.
    pub amount: Option<Baht>,
    /// A remark.
    pub note: Option<String>,
}

/// The state of a sheet.
#[derive(InputObject)]
pub struct SheetInput {
    /// The producer.
    pub producer_id: ID,
    /// The month (CE).
    pub month: Month,
    /// The new state.
    pub state: SheetState,
    /// Why no figures were to be had; required with `NOT_OBTAINED`.
    pub reason: Option<String>,
    /// Who gave the figures.
    pub given_by: Option<String>,
    /// On which day.
    pub given_on: Option<Day>,
    /// A remark.
    pub note: Option<String>,
}

/// Closing without a change: a conflict, a refusal or a held attempt.
#[derive(InputObject)]
pub struct DiscardInput {
    /// The conflict in which the other value stays ("take theirs").
    pub conflict_id: Option<ID>,
    /// The refused edit that is given up, or the held one that is withdrawn.
    pub operation_id: Option<ID>,
    /// Why.
    pub reason: String,
}

impl SyncOperationInput {
    /// The edit, if its ids can be read; a value that breaks its rule travels along as `unfit`.
    pub(super) fn read(self) -> Result<Operation, Refusal> {
        let id = uuid("operationId", &self.operation_id)?;
        let base = match &self.base {
            OperationBaseInput::Version(version) => Base::Version(*version),
            OperationBaseInput::OperationId(id) => Base::Operation(uuid("base", id)?),
        };
        self.change
            .texts()
            .into_iter()
            .try_for_each(|(field, text)| text::fits(field, text, usize::MAX))?;
        let (change, unfit) = self.change.read()?;
        Ok(Operation {
            id,
            device_seq: self.device_seq.0,
            base,
            change,
            resolves: self.resolves.map(|id| uuid("resolves", &id)).transpose()?,
            supersedes: self.supersedes.map(|id| uuid("supersedes", &id)).transpose()?,
            recorded_at: self.recorded_at,
            waits: true,
            unfit,
            adoption: self.adoption.map(AdoptionInput::read).transpose()?,
        })
    }
}

impl AdoptionInput {
    fn read(self) -> Result<Adoption, Refusal> {
        Ok(Adoption {
            person: uuid("adoption.person", &self.person)?,
            reason: text::required("adoption.reason", &self.reason, LONGEST)?.to_owned(),
        })
    }
}

type Unfit = Option<(Refusal, String)>;

impl ChangeInput {
    /// What a person wrote.
    fn texts(&self) -> Vec<(&'static str, &str)> {
        fn given<'a>(field: &'static str, text: &'a Option<String>) -> Option<(&'static str, &'a str)> {
            text.as_deref().map(|text| (field, text))
        }
        match self {
            Self::Cell(cell) => [Some(("channel", cell.channel.as_str())), given("note", &cell.note)]
                .into_iter()
                .flatten()
                .collect(),
            Self::Sheet(sheet) => [
                given("reason", &sheet.reason),
                given("givenBy", &sheet.given_by),
                given("note", &sheet.note),
            ]
            .into_iter()
            .flatten()
            .collect(),
            Self::Discard(discard) => vec![("reason", &discard.reason)],
        }
    }

    fn read(self) -> Result<(Change, Unfit), Refusal> {
        match self {
            Self::Cell(cell) => cell.read(),
            Self::Sheet(sheet) => Ok((sheet.read()?, None)),
            Self::Discard(discard) => Ok((discard.read()?, None)),
        }
    }
}

impl CellInput {
    fn read(self) -> Result<(Change, Unfit), Refusal> {
        let (amount, unfit) = match self.amount.map(|baht| (baht, baht.narrow())) {
            None => (None, None),
            Some((_, Ok(amount))) => (Some(amount), None),
            Some((baht, Err(refusal))) => (None, Some((refusal, baht.to_string()))),
        };
        let change = Change::Cell {
            producer: producer(&self.producer_id)?,
            month: self.month,
            category: self.category,
            channel: self.channel.0,
            amount,
            note: self.note,
        };
        Ok((change, unfit))
    }
}

impl SheetInput {
    fn read(self) -> Result<Change, Refusal> {
        Ok(Change::Sheet {
            producer: producer(&self.producer_id)?,
            month: self.month,
            state: self.state,
            reason: self.reason,
            given_by: self.given_by,
            given_on: self.given_on.map(|day| day.0),
            note: self.note,
        })
    }
}

impl DiscardInput {
    fn read(self) -> Result<Change, Refusal> {
        text::required("reason", &self.reason, LONGEST)?;
        Ok(Change::Discard {
            conflict: self.conflict_id.map(|id| uuid("conflictId", &id)).transpose()?,
            operation: self.operation_id.map(|id| uuid("operationId", &id)).transpose()?,
            reason: self.reason,
        })
    }
}

/// An id that is none names nobody: the same answer as for an unknown producer.
fn producer(id: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(id).map_err(|_| Refusal::not_found().field("producerId"))
}

pub(super) fn uuid(field: &str, id: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(id).map_err(|_| Refusal::invalid(field, "uuid", format!("\"{id}\" ไม่ใช่รหัส UUID / \"{id}\" is not a UUID")))
}
