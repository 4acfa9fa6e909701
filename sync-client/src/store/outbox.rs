//! What the person said and the server has not taken yet. Rows leave `pending` only by an answer, and nothing but the
//! tidying of answered rows after thirty days ever deletes one.

use diesel::{SqliteConnection, prelude::*};

use super::{
    Store,
    rows::instant,
    tables::{device, outbox},
};
use crate::{
    clock,
    error::Result,
    wire::push::{ChangeInput, OperationBaseInput},
};

/// An edit to be queued.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What the person decided.
    pub change: ChangeInput,
    /// What he or she saw when deciding.
    pub base: OperationBaseInput,
    /// The conflict it decides.
    pub resolves: Option<String>,
    /// The refused operation it replaces.
    pub supersedes: Option<String>,
}

impl Edit {
    /// An edit that decides nothing else.
    #[must_use]
    pub fn new(change: ChangeInput, base: OperationBaseInput) -> Self {
        Edit {
            change,
            base,
            resolves: None,
            supersedes: None,
        }
    }
}

/// One operation of the queue.
#[derive(Queryable, Selectable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = outbox)]
#[allow(missing_docs)]
pub struct Queued {
    pub operation_id: String,
    pub device_seq: i64,
    pub person: String,
    pub base_version: Option<i32>,
    pub base_operation: Option<String>,
    pub change: String,
    pub resolves: Option<String>,
    pub supersedes: Option<String>,
    pub recorded_at: String,
    pub state: String,
    pub outcome: Option<String>,
    pub refusal: Option<String>,
    pub conflict: Option<String>,
    pub entry_version: Option<i32>,
    pub sheet_version: Option<i32>,
    pub opens_at: Option<String>,
    pub attempts: i32,
    pub kind: String,
    pub producer_id: Option<String>,
    pub month: Option<String>,
    pub category: Option<String>,
    pub channel: Option<String>,
    pub amount: Option<String>,
    pub fiscal_year: Option<String>,
    pub period: Option<String>,
    pub adopted_from: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = outbox)]
struct NewRow<'a> {
    operation_id: &'a str,
    device_seq: i64,
    person: &'a str,
    base_version: Option<i32>,
    base_operation: Option<&'a str>,
    change: String,
    resolves: Option<&'a str>,
    supersedes: Option<&'a str>,
    recorded_at: String,
}

/// Queues one edit of a person and gives its id. Part of the caller's transaction.
pub fn enqueue(conn: &mut SqliteConnection, person: &str, edit: &Edit) -> Result<String> {
    let operation_id = clock::fresh_id();
    let (base_version, base_operation) = match &edit.base {
        OperationBaseInput::Version(version) => (Some(*version), None),
        OperationBaseInput::OperationId(id) => (None, Some(id.inner())),
    };
    let row = NewRow {
        operation_id: &operation_id,
        device_seq: next_seq(conn)?,
        person,
        base_version,
        base_operation,
        change: serde_json::to_string(&edit.change)?,
        resolves: edit.resolves.as_deref(),
        supersedes: edit.supersedes.as_deref(),
        recorded_at: instant(clock::now()),
    };
    diesel::insert_into(outbox::table).values(row).execute(conn)?;
    Ok(operation_id)
}

/// A person has dealt with a refused edit: another one stands for it now, or it is let go.
pub fn settle(conn: &mut SqliteConnection, operation_id: &str) -> Result<()> {
    let refused = outbox::table.find(operation_id).filter(outbox::state.eq("attention"));
    diesel::update(refused).set(outbox::state.eq("done")).execute(conn)?;
    Ok(())
}

fn next_seq(conn: &mut SqliteConnection) -> Result<i64> {
    let next: i64 = device::table.select(device::next_seq).first(conn)?;
    diesel::update(device::table).set(device::next_seq.eq(next + 1)).execute(conn)?;
    Ok(next)
}

impl Store {
    /// A person's operations in these states, oldest first.
    pub fn queue(&mut self, person: &str, states: &[&str]) -> Result<Vec<Queued>> {
        Ok(outbox::table
            .filter(outbox::person.eq(person).and(outbox::state.eq_any(states)))
            .order(outbox::device_seq)
            .select(Queued::as_select())
            .load(&mut self.conn)?)
    }

    /// How many operations of a person are in a state.
    pub fn count(&mut self, person: &str, state: &str) -> Result<usize> {
        let rows = outbox::table.filter(outbox::person.eq(person).and(outbox::state.eq(state)));
        let count: i64 = rows.count().get_result(&mut self.conn)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// One operation.
    pub fn operation(&mut self, operation_id: &str) -> Result<Option<Queued>> {
        Ok(outbox::table
            .find(operation_id)
            .select(Queued::as_select())
            .first(&mut self.conn)
            .optional()?)
    }
}
