//! What an edit is about, as the columns of the ledger spell it: a sheet by producer and month, a figure with its category and channel.
//! A figure of a year's estimate has the last day of the year for its month, `ESTIMATE` for its category, its period for its channel.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Nullable, Text, Uuid as SqlUuid};
use otop_schema::{AreaCode, EntryKey, EstimateEntryKey, SheetKey, Subject};
use uuid::Uuid;

use super::operation::Operation;

/// The category of a figure of an estimate in the ledger.
const ESTIMATE: &str = "ESTIMATE";

/// The columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub(crate) struct About {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub producer_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Date>)]
    pub month: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    pub category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub channel: Option<String>,
}

impl About {
    /// Of an edit; one that only closes something is about nothing.
    pub(super) fn of(operation: &Operation) -> Self {
        if let Some(key) = operation.estimate() {
            return Self {
                producer_id: Some(key.producer),
                month: Some(key.fiscal_year.last_day()),
                category: Some(ESTIMATE.to_owned()),
                channel: Some(key.period.to_string()),
            };
        }
        let (sheet, entry) = (operation.sheet(), operation.entry());
        Self {
            producer_id: sheet.map(|sheet| sheet.producer),
            month: sheet.map(|sheet| sheet.month.first_day()),
            category: entry.as_ref().map(|entry| entry.category.as_str().to_owned()),
            channel: entry.map(|entry| entry.channel),
        }
    }

    /// The sheet, or that of the cell.
    pub(crate) fn sheet(&self) -> Option<SheetKey> {
        let month = Subject::of(AreaCode::nation(), self.month?).month()?;
        let producer = self.producer_id?;
        Some(SheetKey { producer, month })
    }

    /// The cell.
    pub(crate) fn entry(&self) -> Option<EntryKey> {
        let SheetKey { producer, month } = self.sheet()?;
        Some(EntryKey {
            producer,
            month,
            category: self.category.as_deref()?.parse().ok()?,
            channel: self.channel.clone()?,
        })
    }

    /// The figure of an estimate.
    pub(crate) fn estimate(&self) -> Option<EstimateEntryKey> {
        let subject = Subject::of(AreaCode::nation(), self.month?);
        Some(EstimateEntryKey {
            producer: self.producer_id?,
            fiscal_year: subject.estimate()?.fiscal_year,
            period: self.channel.as_deref()?.parse().ok()?,
        })
    }

    /// Whether the other is about the same sheet, or a figure of it.
    pub(super) fn same_sheet(&self, other: &Self) -> bool {
        self.producer_id == other.producer_id && self.month == other.month
    }
}
