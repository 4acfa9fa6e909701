//! One edit into the queue, with the base it rests on, inside the caller's transaction.

use diesel::SqliteConnection;
use otop_schema::sheet_may_be;

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

/// Queues a figure unless it is so already; gives the operation's id and the amount seen before.
pub(crate) fn cell(
    conn: &mut SqliteConnection,
    person: &str,
    producer: &Producer,
    channel: &str,
    edit: &CellEdit,
) -> Result<(Option<String>, Option<String>)> {
    let entry_id = format!("{}|{}|{}|{channel}", producer.id, edit.month, edit.category);
    let seen = overlay::cell(conn, &entry_id)?;
    let refused = attention::of_target(conn, person, &entry_id)?;
    let before = seen.as_ref().map(|cell| cell.amount.clone());
    let amount = edit.amount.map(|amount| amount.to_string());
    let note = seen.as_ref().and_then(|cell| cell.note.clone());
    if refused.is_empty() && before == amount && same_text(&note, &edit.note) {
        return Ok((None, before));
    }
    let base = overlay::cell_base(conn, &entry_id)?;
    let change = ChangeInput::Cell(CellInput {
        producer_id: producer.id.clone().into(),
        month: edit.month,
        category: Known::Known(edit.category),
        channel: channel.into(),
        amount: edit.amount.map(Into::into),
        note: edit.note.clone(),
    });
    let operation = attention::replace(
        conn,
        person,
        &refused,
        Edit {
            change,
            base,
            resolves: None,
            supersedes: None,
        },
    )?;
    Ok((Some(operation), before))
}

/// Queues a sheet's state unless it is so already; gives the operation's id and the state seen before.
pub(crate) fn sheet(
    conn: &mut SqliteConnection,
    person: &str,
    producer: &Producer,
    edit: &SheetEdit,
) -> Result<(Option<String>, Option<String>)> {
    let sheet_id = format!("{}|{}", producer.id, edit.month);
    sheet_may_be(
        edit.state,
        edit.reason.as_deref(),
        overlay::has_sales(conn, &producer.id, edit.month)?,
    )?;
    let seen = sheets::sheet(conn, &sheet_id)?;
    let refused = attention::of_target(conn, person, &sheet_id)?;
    let before = seen.as_ref().map(|sheet| sheet.state.word());
    let plain = edit.given_by.is_none() && edit.given_on.is_none() && edit.note.is_none();
    let same = before.as_deref() == Some(edit.state.as_str());
    let reason = seen.and_then(|sheet| sheet.reason);
    if refused.is_empty() && plain && same && same_text(&reason, &edit.reason) {
        return Ok((None, before));
    }
    let base = overlay::sheet_base(conn, &sheet_id)?;
    let change = ChangeInput::Sheet(SheetInput {
        producer_id: producer.id.clone().into(),
        month: edit.month,
        state: Known::Known(edit.state),
        reason: edit.reason.clone(),
        given_by: edit.given_by.clone(),
        given_on: edit.given_on,
        note: edit.note.clone(),
    });
    let operation = attention::replace(
        conn,
        person,
        &refused,
        Edit {
            change,
            base,
            resolves: None,
            supersedes: None,
        },
    )?;
    Ok((Some(operation), before))
}

fn same_text(one: &Option<String>, other: &Option<String>) -> bool {
    one.as_deref().unwrap_or_default() == other.as_deref().unwrap_or_default()
}
