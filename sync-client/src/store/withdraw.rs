//! Taking waiting edits back. Nothing is deleted: an operation stays in the file, marked as withdrawn.

use std::collections::HashSet;

use diesel::{SqliteConnection, prelude::*};

use super::{
    Store,
    outbox::{Edit, Queued},
    tables::outbox,
};
use crate::{
    error::Result,
    queue::rests_on,
    wire::push::{ChangeInput, DiscardInput, OperationBaseInput},
};

/// The outcome of an operation that its person took back.
const WITHDRAWN: &str = "WITHDRAWN";

impl Store {
    /// Withdraws a person's waiting operation and the waiting ones that rest on it, and gives their ids.
    pub fn withdraw(&mut self, person: &str, operation_id: &str) -> Result<HashSet<String>> {
        self.write(|conn| {
            let queue: Vec<Queued> = outbox::table
                .filter(outbox::person.eq(person).and(outbox::state.eq_any(["pending", "held"])))
                .order(outbox::device_seq)
                .select(Queued::as_select())
                .load(conn)?;
            let mut gone = HashSet::new();
            for queued in &queue {
                if queued.operation_id == operation_id || rests_on(queued.base_operation.as_deref(), &gone) {
                    take_back(conn, queued)?;
                    gone.insert(queued.operation_id.clone());
                }
            }
            Ok(gone)
        })
    }
}

/// The server knows of a held attempt, and the district sees it: it is told that nobody offers it any more.
fn tell(conn: &mut SqliteConnection, queued: &Queued) -> Result<()> {
    if queued.state != "held" {
        return Ok(());
    }
    let discard = ChangeInput::Discard(DiscardInput {
        conflict_id: None,
        operation_id: Some(queued.operation_id.clone().into()),
        reason: "ถอนรายการที่รอ / taken back while it waited".to_owned(),
    });
    super::outbox::enqueue(conn, &queued.person, &Edit::new(discard, OperationBaseInput::Version(0)))?;
    Ok(())
}

fn take_back(conn: &mut SqliteConnection, queued: &Queued) -> Result<()> {
    tell(conn, queued)?;
    diesel::update(outbox::table.find(&queued.operation_id))
        .set((outbox::state.eq("done"), outbox::outcome.eq(WITHDRAWN)))
        .execute(conn)?;
    let (conflict, operation) = decided(queued)?;
    let refused = outbox::table
        .filter(outbox::person.eq(&queued.person).and(outbox::state.eq("done")))
        .filter(outbox::outcome.eq_any(["CONFLICT", "REJECTED", "BLOCKED"]))
        .select(Queued::as_select())
        .load(conn)?;
    let reopened = refused
        .into_iter()
        .filter(|old| operation.as_ref() == Some(&old.operation_id) || (conflict.is_some() && conflict == old.conflict_id()));
    for old in reopened {
        diesel::update(outbox::table.find(&old.operation_id))
            .set(outbox::state.eq("attention"))
            .execute(conn)?;
    }
    Ok(())
}

/// The conflict and the refused operation that an operation decides.
fn decided(queued: &Queued) -> Result<(Option<String>, Option<String>)> {
    Ok(match serde_json::from_str(&queued.change)? {
        ChangeInput::Discard(discard) => (
            discard.conflict_id.map(cynic::Id::into_inner),
            discard.operation_id.map(cynic::Id::into_inner),
        ),
        ChangeInput::Cell(_) | ChangeInput::Sheet(_) | ChangeInput::Estimate(_) => (queued.resolves.clone(), queued.supersedes.clone()),
    })
}
