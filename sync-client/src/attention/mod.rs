//! What needs a person: refused edits of one's own, and the open conflicts of the district. Deciding makes a new
//! operation; the old one is kept as history and is never silently forgotten.

use diesel::{SqliteConnection, prelude::*};

use crate::{
    error::Result,
    store::{
        outbox::{self, Edit, Queued},
        tables::outbox as table,
    },
    wire::{
        pull::SyncConflict,
        push::{ChangeInput, DiscardInput, OperationBaseInput},
    },
};

mod colleague;
mod decide;
mod item;
mod number;
mod recorded;
mod side;
mod told;

pub use colleague::{Colleague, Waits};
pub use decide::Value;
pub use item::{Item, Kind, short};
pub use side::Side;

/// A person's refused edits of one cell or sheet, by its id, newest first.
pub fn of_target(conn: &mut SqliteConnection, person: &str, id: &str) -> Result<Vec<Queued>> {
    let refused = table::table
        .filter(table::person.eq(person).and(table::state.eq("attention")))
        .filter(table::target.eq(id));
    Ok(refused.order(table::device_seq.desc()).select(Queued::as_select()).load(conn)?)
}

/// Queues an edit that stands for these refused ones of the same target from now on, and gives its id.
pub fn replace(conn: &mut SqliteConnection, person: &str, refused: &[Queued], edit: Edit) -> Result<String> {
    let Some((newest, older)) = refused.split_first() else {
        return outbox::enqueue(conn, person, &edit);
    };
    let conflict = newest.conflict_id();
    let supersedes = newest
        .outcome
        .as_ref()
        .filter(|_| conflict.is_none())
        .map(|_| newest.operation_id.clone());
    let edit = Edit {
        base: newest.at_least(edit.base),
        resolves: conflict,
        supersedes,
        ..edit
    };
    let operation = outbox::enqueue(conn, person, &edit)?;
    outbox::settle(conn, &newest.operation_id)?;
    older
        .iter()
        .try_for_each(|old| let_go(conn, person, old, "แทนด้วยรายการใหม่ / replaced by a newer edit"))?;
    Ok(operation)
}

/// Lets a refused edit go, and tells the server why, where the server knows of it.
pub fn let_go(conn: &mut SqliteConnection, person: &str, refused: &Queued, reason: &str) -> Result<()> {
    outbox::settle(conn, &refused.operation_id)?;
    if refused.outcome.is_none() || refused.kind == "discard" {
        return Ok(());
    }
    let conflict = refused.conflict_id();
    let operation = if conflict.is_some() {
        None
    } else {
        Some(refused.operation_id.clone())
    };
    close(conn, person, conflict, operation, reason)
}

/// Queues the closing of a conflict or a rejection without a change.
pub fn close(conn: &mut SqliteConnection, person: &str, conflict: Option<String>, operation: Option<String>, reason: &str) -> Result<()> {
    let change = ChangeInput::Discard(DiscardInput {
        conflict_id: conflict.map(Into::into),
        operation_id: operation.map(Into::into),
        reason: reason.to_owned(),
    });
    let edit = Edit::new(change, OperationBaseInput::Version(0));
    outbox::enqueue(conn, person, &edit).map(|_| ())
}

impl Queued {
    /// The conflict the server made of this edit.
    #[must_use]
    pub fn conflict_id(&self) -> Option<String> {
        let conflict = SyncConflict::kept(self.conflict.as_deref()?).ok()?;
        Some(conflict.id.into_inner())
    }

    /// The base of the edit that decides this one: the person has seen the version the refusal came with, which the
    /// mirror may not show yet.
    fn at_least(&self, base: OperationBaseInput) -> OperationBaseInput {
        let told = if self.kind == "sheet" {
            self.sheet_version
        } else {
            self.entry_version
        };
        match (base, told) {
            (OperationBaseInput::Version(version), Some(told)) => OperationBaseInput::Version(version.max(told)),
            (base, _) => base,
        }
    }
}

#[cfg(test)]
mod tests;
