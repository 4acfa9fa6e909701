//! The decisions: the offered value, the server's, another one, or nothing at all. Each is made offline and goes out with the next
//! sync; each is one transaction.

use otop_schema::{Amount, Category, Month, SheetState};

use super::{Item, Side, close, let_go, of_target, replace};
use crate::{
    error::{Error, Result},
    known::Known,
    laptop::Laptop,
    store::{
        outbox::{Edit, Queued},
        overlay,
    },
    wire::push::{CellInput, ChangeInput, EstimateInput, OperationBaseInput, SheetInput},
};

/// The value of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An amount; none removes the cell.
    Amount(Option<Amount>),
    /// A state, with the reason it may need.
    State(SheetState, Option<String>),
}

impl Value {
    /// As people read it; none for a removal.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Amount(amount) => amount.map(|amount| amount.to_string()),
            Value::State(state, _) => Some(state.to_string()),
        }
    }
}

impl Laptop {
    /// One of the two values decides.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn take(&mut self, item: &Item, side: Side) -> Result<()> {
        match side {
            Side::Offered => self.take_offered(item),
            Side::Recorded => self.take_recorded(item, "ใช้ข้อมูลในระบบ / the server's value stands"),
        }
    }

    /// The offered value goes out again, knowing now what the server has.
    fn take_offered(&mut self, item: &Item) -> Result<()> {
        match self.own(item)? {
            Some(refused) => self.decide(item, serde_json::from_str(&refused.change)?),
            None => self.decide(item, offered(item)?),
        }
    }

    /// What the server has stands.
    ///
    /// # Errors
    /// The reason is empty; the file cannot be written.
    pub fn take_recorded(&mut self, item: &Item, reason: &str) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(Error::usage("กรุณาระบุเหตุผล", "A reason is needed."));
        }
        let person = self.store.signed_in()?.person;
        let own = self.own(item)?;
        self.store.write(|conn| match own {
            Some(refused) => let_go(conn, &person, &refused, reason),
            None => close(conn, &person, item.conflict_id.clone(), None, reason),
        })
    }

    /// Another value decides.
    ///
    /// # Errors
    /// The value does not fit: an amount for a sheet, a state for a cell.
    pub fn take_other(&mut self, item: &Item, value: Value) -> Result<()> {
        let change = match value {
            Value::Amount(amount) => cell(item, amount)?,
            Value::State(state, reason) => sheet(item, state, reason)?,
        };
        self.decide(item, change)
    }

    fn own(&mut self, item: &Item) -> Result<Option<Queued>> {
        if item.own {
            self.store.operation(&item.operation_id)
        } else {
            Ok(None)
        }
    }

    fn decide(&mut self, item: &Item, change: ChangeInput) -> Result<()> {
        let person = self.store.signed_in()?.person;
        self.store.write(|conn| {
            let (base, refused) = match &change {
                ChangeInput::Cell(cell) => {
                    let category = cell.category.word();
                    let id = format!("{}|{}|{category}|{}", cell.producer_id.inner(), cell.month, cell.channel.inner());
                    (overlay::cell_base(conn, &id)?, of_target(conn, &person, &id)?)
                }
                ChangeInput::Sheet(sheet) => {
                    let id = format!("{}|{}", sheet.producer_id.inner(), sheet.month);
                    (overlay::sheet_base(conn, &id)?, of_target(conn, &person, &id)?)
                }
                ChangeInput::Estimate(figure) => {
                    let id = format!("{}|{}|{}", figure.producer_id.inner(), figure.fiscal_year, figure.period);
                    (overlay::estimate_base(conn, &id)?, of_target(conn, &person, &id)?)
                }
                ChangeInput::Discard(_) => (OperationBaseInput::Version(0), Vec::new()),
            };
            let resolves = item.conflict_id.clone().filter(|_| refused.is_empty());
            replace(
                conn,
                &person,
                &refused,
                Edit {
                    change,
                    base,
                    resolves,
                    supersedes: None,
                },
            )?;
            crate::store::outbox::settle(conn, &item.operation_id)
        })
    }
}

/// Somebody else's value, as an edit of this person.
fn offered(item: &Item) -> Result<ChangeInput> {
    if item.fiscal_year.is_some() {
        let amount = item.offered.as_deref().map(str::parse).transpose()?;
        return cell(item, amount);
    }
    match (&item.category, &item.offered) {
        (Some(_), Some(amount)) => cell(item, Some(amount.parse()?)),
        (Some(_), None) => cell(item, None),
        (None, Some(state)) => sheet(item, state.parse()?, None),
        (None, None) => Err(misfit()),
    }
}

/// An amount: of a cell, or of a figure of an estimate.
fn cell(item: &Item, amount: Option<Amount>) -> Result<ChangeInput> {
    if let (Some(fiscal_year), Some(period)) = (item.fiscal_year, item.period) {
        return Ok(ChangeInput::Estimate(EstimateInput {
            producer_id: item.producer_id.clone().ok_or_else(misfit)?.into(),
            fiscal_year,
            period,
            amount: amount.map(Into::into),
            note: None,
        }));
    }
    let (producer, month) = target(item)?;
    let category: Category = item.category.as_deref().ok_or_else(misfit)?.parse()?;
    Ok(ChangeInput::Cell(CellInput {
        producer_id: producer.into(),
        month,
        category: Known::Known(category),
        channel: item.channel.clone().ok_or_else(misfit)?.into(),
        amount: amount.map(Into::into),
        note: None,
    }))
}

fn sheet(item: &Item, state: SheetState, reason: Option<String>) -> Result<ChangeInput> {
    otop_schema::sheet_may_be(state, reason.as_deref(), false)?;
    let (producer, month) = target(item)?;
    if item.category.is_some() {
        return Err(misfit());
    }
    Ok(ChangeInput::Sheet(SheetInput {
        producer_id: producer.into(),
        month,
        state: Known::Known(state),
        reason,
        given_by: None,
        given_on: None,
        note: None,
        copied: None,
    }))
}

fn target(item: &Item) -> Result<(String, Month)> {
    Ok((item.producer_id.clone().ok_or_else(misfit)?, item.month.ok_or_else(misfit)?))
}

fn misfit() -> Error {
    Error::usage(
        "ค่าที่ระบุไม่ตรงกับรายการ: ช่องรายได้ใช้จำนวนเงิน แบบ รต.๑ ใช้สถานะ",
        "The value does not fit the item: a cell takes an amount, a sheet a state.",
    )
}
