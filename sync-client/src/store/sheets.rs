//! The sheets as the person sees them: the mirror's state, then every own edit on top, by the rule the server goes by.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{SqliteConnection, prelude::*};
use otop_schema::{Amount, Month, SheetState, state_after_cell};

use super::{
    Store,
    tables::{mirror_sheet, over_sheet},
};
use crate::{error::Result, known::Known, wire::push::ChangeInput};

/// A sheet as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetNow {
    /// The producer.
    pub producer_id: String,
    /// A word of `SheetState`, or of a newer server.
    pub state: Known<SheetState>,
    /// Why figures were not obtained.
    pub reason: Option<String>,
    /// Who gave the figures.
    pub given_by: Option<String>,
    /// When they were given.
    pub given_on: Option<NaiveDate>,
    /// The remark; also the reason why unusual figures are right.
    pub note: Option<String>,
    /// The figures were copied from the month before, and nobody has looked at them yet.
    pub copied: bool,
    /// The state of the person's own latest edit on top of the mirror, if there is one.
    pub own: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mirror_sheet)]
struct Shown {
    id: String,
    producer_id: String,
    state: String,
    reason: Option<String>,
    given_by: Option<String>,
    given_on: Option<String>,
    note: Option<String>,
    copied: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = over_sheet)]
struct Over {
    sheet_id: String,
    producer_id: String,
    state: String,
    change: String,
    amount: Option<String>,
}

impl Store {
    /// The sheets of a month as the person sees them.
    pub fn sheets(&mut self, month: Month) -> Result<Vec<SheetNow>> {
        let month = month.to_string();
        let shown = mirror_sheet::table
            .filter(mirror_sheet::month.eq(&month))
            .select(Shown::as_select());
        let over = over_sheet::table
            .filter(over_sheet::month.eq(&month))
            .order(over_sheet::device_seq)
            .select(Over::as_select());
        laid(shown.load(&mut self.conn)?, over.load(&mut self.conn)?)
    }
}

/// One sheet as the person sees it.
pub fn sheet(conn: &mut SqliteConnection, sheet_id: &str) -> Result<Option<SheetNow>> {
    let shown = mirror_sheet::table.find(sheet_id).select(Shown::as_select());
    let over = over_sheet::table
        .filter(over_sheet::sheet_id.eq(sheet_id))
        .order(over_sheet::device_seq)
        .select(Over::as_select());
    Ok(laid(shown.load(conn)?, over.load(conn)?)?.pop())
}

fn laid(shown: Vec<Shown>, over: Vec<Over>) -> Result<Vec<SheetNow>> {
    let mut sheets: BTreeMap<String, SheetNow> = shown.into_iter().map(|row| (row.id.clone(), row.into())).collect();
    for edit in over {
        let before = sheets.remove(&edit.sheet_id);
        if let Some(after) = lay(before, &edit)? {
            sheets.insert(edit.sheet_id, after);
        }
    }
    Ok(sheets.into_values().collect())
}

/// One own edit on top. Removing the only cell of a sheet that does not exist makes none.
fn lay(before: Option<SheetNow>, edit: &Over) -> Result<Option<SheetNow>> {
    let (producer_id, own) = (edit.producer_id.clone(), Some(edit.state.clone()));
    Ok(match (serde_json::from_str(&edit.change)?, before) {
        (ChangeInput::Sheet(sheet), _) => Some(SheetNow {
            producer_id,
            state: sheet.state,
            reason: sheet.reason,
            given_by: sheet.given_by,
            given_on: sheet.given_on,
            note: sheet.note,
            copied: sheet.copied.unwrap_or_default(),
            own,
        }),
        (ChangeInput::Cell(_), None) if edit.amount.is_none() => None,
        (ChangeInput::Cell(_), before) => {
            let amount = edit.amount.as_deref().map(Amount::parse).transpose()?;
            let state = after_cell(before.as_ref().map(|sheet| sheet.state.clone()), amount);
            let before = before.unwrap_or_else(|| empty(producer_id));
            Some(SheetNow { state, own, ..before })
        }
        (ChangeInput::Estimate(_) | ChangeInput::Discard(_), before) => before,
    })
}

fn after_cell(before: Option<Known<SheetState>>, amount: Option<Amount>) -> Known<SheetState> {
    match before {
        Some(Known::Unknown(word)) => Known::Unknown(word),
        known => Known::Known(state_after_cell(known.and_then(|state| state.value()), amount)),
    }
}

/// A sheet that its first cell opens.
fn empty(producer_id: String) -> SheetNow {
    SheetNow {
        producer_id,
        state: Known::Known(SheetState::InProgress),
        reason: None,
        given_by: None,
        given_on: None,
        note: None,
        copied: false,
        own: None,
    }
}

impl From<Shown> for SheetNow {
    fn from(row: Shown) -> Self {
        SheetNow {
            producer_id: row.producer_id,
            state: Known::read(&row.state),
            reason: row.reason,
            given_by: row.given_by,
            given_on: row.given_on.and_then(|day| day.parse().ok()),
            note: row.note,
            copied: row.copied,
            own: None,
        }
    }
}
