//! One edit into the queue, with the base it rests on, inside the caller's transaction.

use diesel::SqliteConnection;
use otop_schema::{copied_may_be, sheet_may_be};

use super::{CellEdit, SheetEdit};
use crate::{
    attention,
    error::Result,
    known::Known,
    store::{
        outbox::Edit,
        overlay::{self, Producer},
        sheets,
    },
    wire::push::{CellInput, ChangeInput, SheetInput},
};

/// The operation's id, none where it is recorded so already; and the value seen before.
pub(crate) type Queued = (Option<String>, Option<String>);

/// Queues a figure unless it is so already. Without a remark the one that stands is kept; an empty one takes it away.
pub(crate) fn cell(conn: &mut SqliteConnection, person: &str, producer: &Producer, channel: &str, edit: &CellEdit) -> Result<Queued> {
    let entry_id = format!("{}|{}|{}|{channel}", producer.id, edit.month, edit.category);
    let seen = overlay::cell(conn, &entry_id)?;
    let (before, stands) = seen.map(|cell| (cell.amount, cell.note)).unzip();
    let stands = stands.flatten();
    let note = edit.note.clone().or_else(|| stands.clone()).filter(|note| !note.is_empty());
    let refused = attention::of_target(conn, person, &entry_id)?;
    let same = before == edit.amount.map(|amount| amount.to_string()) && note == stands;
    if same && refused.is_empty() {
        return Ok((None, before));
    }
    let base = overlay::cell_base(conn, &entry_id)?;
    let edit = Edit::new(edit.change(producer, channel, note), base);
    Ok((Some(attention::replace(conn, person, &refused, edit)?), before))
}

/// Queues a sheet's state unless it is so already, with the remark that stands unless another is given.
pub(crate) fn sheet(conn: &mut SqliteConnection, person: &str, producer: &Producer, edit: &SheetEdit) -> Result<Queued> {
    let sheet_id = format!("{}|{}", producer.id, edit.month);
    let sales = overlay::has_sales(conn, &producer.id, edit.month)?;
    sheet_may_be(edit.state, edit.reason.as_deref(), sales)?;
    copied_may_be(edit.state, edit.copied)?;
    let seen = sheets::sheet(conn, &sheet_id)?;
    let refused = attention::of_target(conn, person, &sheet_id)?;
    let before = seen.as_ref().map(|sheet| sheet.state.word());
    let stands = seen.as_ref().and_then(|sheet| sheet.note.clone());
    let note = edit.note.clone().or(stands).filter(|note| !note.is_empty());
    if refused.is_empty() && edit.says_nothing_new(note.as_ref(), seen) {
        return Ok((None, before));
    }
    let base = overlay::sheet_base(conn, &sheet_id)?;
    let edit = Edit::new(edit.change(producer, note), base);
    Ok((Some(attention::replace(conn, person, &refused, edit)?), before))
}

impl CellEdit {
    fn change(&self, producer: &Producer, channel: &str, note: Option<String>) -> ChangeInput {
        ChangeInput::Cell(CellInput {
            producer_id: producer.id.clone().into(),
            month: self.month,
            category: Known::Known(self.category),
            channel: channel.into(),
            amount: self.amount.map(Into::into),
            note,
        })
    }
}

impl SheetEdit {
    fn change(&self, producer: &Producer, note: Option<String>) -> ChangeInput {
        ChangeInput::Sheet(SheetInput {
            producer_id: producer.id.clone().into(),
            month: self.month,
            state: Known::Known(self.state),
            reason: self.reason.clone(),
            given_by: self.given_by.clone(),
            given_on: self.given_on,
            note,
            copied: self.copied.then_some(true),
        })
    }

    fn says_nothing_new(&self, note: Option<&String>, seen: Option<sheets::SheetNow>) -> bool {
        let nobody = self.given_by.is_none() && self.given_on.is_none();
        let same = |sheet: sheets::SheetNow| {
            let says = sheet.state == Known::Known(self.state) && sheet.reason == self.reason && sheet.note.as_ref() == note;
            says && sheet.copied == self.copied
        };
        nobody && seen.is_some_and(same)
    }
}
