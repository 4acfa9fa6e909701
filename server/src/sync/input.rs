//! Edits as they stand on the wire, read into operations. What fits the types but breaks a rule becomes a refusal of that
//! one edit, never an error of the batch.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{ID, InputObject, InputType, InputValueError, InputValueResult, OneofObject, Value};
use chrono::{DateTime, Utc};
use otop_schema::{Amount, Baht, Base, Category, Change, Day, EstimateEntryKey, FiscalYear, Long, Month, Refusal, SheetState};
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
    pub operations: Operations,
}

/// The edits of a batch. One that does not fit the contract is an error of the whole request, which names its place.
pub struct Operations(pub(super) Vec<SyncOperationInput>);

impl InputType for Operations {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Vec::<SyncOperationInput>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<SyncOperationInput>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<SyncOperationInput>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let values = match value {
            Some(Value::List(values)) => values,
            Some(one) => vec![one],
            None => return Err(InputValueError::expected_type(Value::Null)),
        };
        let operations = values.into_iter().enumerate().map(|(index, value)| {
            let place = format!("operations[{index}]");
            SyncOperationInput::parse(Some(value)).map_err(|error| error.propagate::<Self>().with_extension("field", place))
        });
        Ok(Self(operations.collect::<Result<_, InputValueError<Self>>>()?))
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
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
    /// Set or remove a figure of a year's estimate.
    Estimate(EstimateInput),
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

/// A figure of a year's estimate.
#[derive(InputObject)]
pub struct EstimateInput {
    /// The producer.
    pub producer_id: ID,
    /// The fiscal year (BE).
    pub fiscal_year: i32,
    /// The period of the year, from 1: by months, quarters, or the year as one.
    pub period: i32,
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
    /// The figures were copied from the month before, and nobody has looked at them yet; with `IN_PROGRESS` only. Any other edit of the
    /// sheet takes the mark away.
    pub copied: Option<bool>,
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
    /// The edit, if one can tell which it is, of which producer and for whom. Whatever else breaks a rule travels along as
    /// `unfit`: it is refused in its turn, and the refusal is kept.
    ///
    /// # Errors
    /// The refusal of an edit that there is nothing to keep under.
    pub(super) fn read(self) -> Result<Operation, Refusal> {
        let mut reading = Reading::default();
        let base = self.base.read(&mut reading);
        let mut operation = Operation {
            id: uuid("operationId", &self.operation_id)?,
            device_seq: self.device_seq.0,
            base,
            change: self.change.read(&mut reading)?,
            resolves: reading.id("resolves", self.resolves),
            supersedes: reading.id("supersedes", self.supersedes),
            recorded_at: self.recorded_at,
            waits: true,
            unfit: None,
            adoption: self.adoption.map(AdoptionInput::read).transpose()?,
        };
        let offered = reading.offered.unwrap_or_else(|| operation.offered());
        operation.unfit = reading.broken.map(|refusal| (refusal, offered));
        Ok(operation)
    }
}

/// What breaks a rule while an edit is read; the first thing counts.
#[derive(Default)]
struct Reading {
    broken: Option<Refusal>,
    /// The amount as it was offered, where it is none.
    offered: Option<String>,
}

impl Reading {
    fn breaks(&mut self, refusal: Refusal) {
        self.broken.get_or_insert(refusal);
    }

    /// A value that was read, or nothing.
    fn taken<T>(&mut self, read: Result<T, Refusal>) -> Option<T> {
        read.map_err(|refusal| self.breaks(refusal)).ok()
    }

    fn id(&mut self, field: &str, id: Option<ID>) -> Option<Uuid> {
        id.and_then(|id| self.taken(uuid(field, &id)))
    }

    /// A text without the character that cannot be kept: what is refused is kept, too.
    fn text(&mut self, field: &str, text: String) -> String {
        self.taken(text::fits(field, &text, usize::MAX));
        text.replace('\0', "")
    }

    fn words(&mut self, field: &str, text: Option<String>) -> Option<String> {
        text.map(|text| self.text(field, text))
    }

    fn amount(&mut self, baht: Baht) -> Option<Amount> {
        let amount = baht.narrow();
        self.offered = amount.is_err().then(|| baht.to_string());
        self.taken(amount)
    }
}

impl OperationBaseInput {
    fn read(self, reading: &mut Reading) -> Base {
        match self {
            Self::Version(version) if version < 0 => {
                reading.breaks(Refusal::invalid("base.version", "range", "รุ่นต้องไม่ติดลบ / A version is not negative"))
            }
            Self::Version(version) => return Base::Version(version),
            Self::OperationId(id) => {
                if let Some(id) = reading.taken(uuid("base.operationId", &id)) {
                    return Base::Operation(id);
                }
            }
        }
        Base::Version(0)
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

impl ChangeInput {
    fn read(self, reading: &mut Reading) -> Result<Change, Refusal> {
        match self {
            Self::Cell(cell) => cell.read(reading),
            Self::Sheet(sheet) => sheet.read(reading),
            Self::Estimate(estimate) => estimate.read(reading),
            Self::Discard(discard) => Ok(discard.read(reading)),
        }
    }
}

impl CellInput {
    fn read(self, reading: &mut Reading) -> Result<Change, Refusal> {
        Ok(Change::Cell {
            producer: producer(&self.producer_id)?,
            month: self.month,
            category: self.category,
            channel: reading.text("channel", self.channel.0),
            amount: self.amount.and_then(|baht| reading.amount(baht)),
            note: reading.words("note", self.note),
        })
    }
}

impl SheetInput {
    fn read(self, reading: &mut Reading) -> Result<Change, Refusal> {
        Ok(Change::Sheet {
            producer: producer(&self.producer_id)?,
            month: self.month,
            state: self.state,
            reason: reading.words("reason", self.reason),
            given_by: reading.words("givenBy", self.given_by),
            given_on: self.given_on.map(|day| day.0),
            note: reading.words("note", self.note),
            copied: self.copied.unwrap_or_default(),
        })
    }
}

impl EstimateInput {
    /// A year there is not and a period that no year has belong to no estimate: there is nothing to keep them under.
    fn read(self, reading: &mut Reading) -> Result<Change, Refusal> {
        let out_of_range = |_| Refusal::invalid("period", "range", "ไม่มีงวดนี้ / There is no such period");
        let entry = EstimateEntryKey {
            producer: producer(&self.producer_id)?,
            fiscal_year: FiscalYear::new(self.fiscal_year)?,
            period: i16::try_from(self.period).map_err(out_of_range)?,
        };
        Ok(Change::Estimate {
            entry,
            amount: self.amount.and_then(|baht| reading.amount(baht)),
            note: reading.words("note", self.note),
        })
    }
}

impl DiscardInput {
    fn read(self, reading: &mut Reading) -> Change {
        reading.taken(text::required("reason", &self.reason, LONGEST).map(drop));
        if self.conflict_id.is_some() == self.operation_id.is_some() {
            let message = "ระบุรายการที่ขัดกันหรือรายการที่ไม่รับอย่างใดอย่างหนึ่ง / Name a conflict or an edit, one of them";
            reading.breaks(Refusal::invalid("discard", "one-of", message));
        }
        Change::Discard {
            conflict: reading.id("conflictId", self.conflict_id),
            operation: reading.id("operationId", self.operation_id),
            reason: self.reason.replace('\0', ""),
        }
    }
}

/// An id that is none names nobody: the same answer as for an unknown producer.
fn producer(id: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(id).map_err(|_| Refusal::not_found().field("producerId"))
}

pub(super) fn uuid(field: &str, id: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(id).map_err(|_| Refusal::unreadable("UUID", id).field(field).rule("uuid"))
}
