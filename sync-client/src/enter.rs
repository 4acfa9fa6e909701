//! Recording: one edit is one transaction, and when it returns the edit is on the disk.

use chrono::NaiveDate;
use otop_schema::{Amount, Category, Month, Refusal, SheetState};
use serde::Serialize;

use crate::{
    error::Result,
    laptop::Laptop,
    lookup::Lookup,
    store::overlay::{Channel, Producer},
    window,
};

mod put;

pub(crate) use put::{cell, sheet};

/// A figure to be recorded. The names are what a person would type; see [`Lookup`].
#[derive(Debug, Clone)]
pub struct CellEdit {
    /// Registration number, id or name.
    pub producer: String,
    /// The month.
    pub month: Month,
    /// The category.
    pub category: Category,
    /// Code or name of the sales channel.
    pub channel: String,
    /// The amount; none removes the cell.
    pub amount: Option<Amount>,
    /// A remark; none keeps the one that stands, an empty one takes it away.
    pub note: Option<String>,
}

/// The state of a sheet to be recorded.
#[derive(Debug, Clone)]
pub struct SheetEdit {
    /// Registration number, id or name.
    pub producer: String,
    /// The month.
    pub month: Month,
    /// The state.
    pub state: SheetState,
    /// Why figures could not be obtained.
    pub reason: Option<String>,
    /// Who gave the figures.
    pub given_by: Option<String>,
    /// When they were given.
    pub given_on: Option<NaiveDate>,
    /// A remark; none keeps the one that stands, an empty one takes it away.
    pub note: Option<String>,
    /// The figures were copied from the month before, and nobody has looked at them yet.
    pub copied: bool,
}

/// A code with what people call it.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// `FOOD`, `SHOP`.
    pub code: String,
    /// Thai.
    pub th: String,
    /// English.
    pub en: String,
}

/// What was recorded.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Entered {
    /// The operation's id; none where it is recorded so already.
    pub operation_id: Option<String>,
    /// The producer's id.
    pub producer_id: String,
    /// The producer's registration number.
    pub registration_number: Option<String>,
    /// The producer's name.
    pub producer: String,
    /// The month.
    pub month: Month,
    /// The category of a figure; none for a sheet.
    pub category: Option<Word>,
    /// The sales channel of a figure; none for a sheet.
    pub channel: Option<Word>,
    /// What the person saw before: the amount of the cell, or the state of the sheet.
    pub before: Option<String>,
    /// What he or she sees now.
    pub after: Option<String>,
    /// Why the server would not take it now: it waits until then. Recording is never stopped by it.
    pub notice: Option<Refusal>,
}

impl Laptop {
    /// Records one figure.
    ///
    /// # Errors
    /// Nobody is signed in; the producer, channel or month is not known here; the file cannot be written.
    pub fn enter_cell(&mut self, edit: &CellEdit) -> Result<Entered> {
        let person = self.store.signed_in()?.person;
        let lookup = Lookup::new(&mut self.store)?;
        let producer = lookup.meant(&edit.producer)?;
        producer.must_be_active(edit.month)?;
        let channel = lookup.channel(&edit.channel)?;
        let notice = self.notice(producer, edit.month)?;
        self.store.write(|conn| {
            let (operation_id, before) = cell(conn, &person, producer, &channel.code, edit)?;
            Ok(Entered {
                operation_id,
                before,
                after: edit.amount.map(|amount| amount.to_string()),
                category: Some(edit.category.into()),
                channel: Some(channel.into()),
                ..Entered::of(producer, edit.month, notice)
            })
        })
    }

    /// Records the state of one sheet.
    ///
    /// # Errors
    /// As [`Laptop::enter_cell`]; a reason is missing; `NO_SALES` on a sheet with sales.
    pub fn enter_sheet(&mut self, edit: &SheetEdit) -> Result<Entered> {
        let person = self.store.signed_in()?.person;
        let lookup = Lookup::new(&mut self.store)?;
        let producer = lookup.meant(&edit.producer)?;
        producer.must_be_active(edit.month)?;
        let notice = self.notice(producer, edit.month)?;
        self.store.write(|conn| {
            let (operation_id, before) = sheet(conn, &person, producer, edit)?;
            Ok(Entered {
                operation_id,
                before,
                after: Some(edit.state.to_string()),
                ..Entered::of(producer, edit.month, notice)
            })
        })
    }

    /// What the rules say about changing this producer's month now.
    fn notice(&mut self, producer: &Producer, month: Month) -> Result<Option<Refusal>> {
        self.month_notice(&producer.district, month)
    }

    /// What the rules say about changing a district's month now, as far as the mirror knows.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn month_notice(&mut self, district: &str, month: Month) -> Result<Option<Refusal>> {
        let now = self.business_now()?;
        let month = month.to_string();
        let reports = self.store.reports()?;
        let report = reports
            .into_iter()
            .find(|report| report.district == district && report.month == month);
        Ok(report.map_or_else(|| Some(window::unknown()), |report| report.check(now).err()))
    }
}

impl Entered {
    /// Nothing yet, of this producer and month.
    fn of(producer: &Producer, month: Month, notice: Option<Refusal>) -> Entered {
        Entered {
            operation_id: None,
            producer_id: producer.id.clone(),
            registration_number: producer.registration_number.clone(),
            producer: producer.name.clone(),
            month,
            category: None,
            channel: None,
            before: None,
            after: None,
            notice,
        }
    }
}

impl From<Category> for Word {
    fn from(category: Category) -> Self {
        Word {
            code: category.to_string(),
            th: category.thai().to_owned(),
            en: category.to_string(),
        }
    }
}

impl From<&Channel> for Word {
    fn from(channel: &Channel) -> Self {
        Word {
            code: channel.code.clone(),
            th: channel.name_th.clone(),
            en: channel.name_en.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
