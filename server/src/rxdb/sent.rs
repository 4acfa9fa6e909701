//! The last row a client sent of each document, and the edit it became.
//!
//! RxDB's rows have no ids, and a row whose answer was lost is sent again. Its value alone does not tell it: another laptop may
//! have put the old value back meanwhile, and the row would undo that. Nor does the row alone: 10 → 20 → 10 → 20 sends the same
//! row twice, and the second one is an edit of its own. But a client sends the next row of a document only after the answer to the
//! one before. So a row that equals the *last* one of its client and document, versions included, is that one again: after any
//! other edit of its own another row came between, and after another person's edit the version it saw is a later one.
//!
//! A client is a person on the device of the sign-in; clients that share both are one, and do not warn each other. A refused row is decided anew, since the month may have been opened: it takes
//! the place of its refusal.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use diesel::QueryableByName;
use diesel::sql_types::{Array, Binary, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::OperationOutcome;
use uuid::Uuid;

use super::document::RevenueEntryInputPushRow;
use crate::error::Result;
use crate::identity::Caller;
use crate::sheet::Operation;
use crate::statement::sql;

/// Who sends: a person on a device.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client {
    pub person: Uuid,
    pub device: Uuid,
}

impl Client {
    /// A sign-in that names no device counts as the person's one device.
    pub(super) fn of(caller: &Caller) -> Self {
        Self {
            person: caller.person,
            device: caller.device.unwrap_or(caller.person),
        }
    }

    /// Rows of one client are decided one after another: a row sent again while its first sending still runs waits here.
    pub(super) async fn enter(&self, connection: &mut AsyncPgConnection) -> Result<()> {
        sql(include_str!("enter.sql"))
            .bind::<SqlUuid, _>(self.device)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// The last row of a document.
#[derive(QueryableByName)]
pub(super) struct Sent {
    #[diesel(sql_type = Binary)]
    document: Vec<u8>,
    #[diesel(sql_type = Binary)]
    row_hash: Vec<u8>,
    #[diesel(sql_type = SqlUuid)]
    operation_id: Uuid,
    #[diesel(sql_type = Nullable<Integer>)]
    own_from: Option<i32>,
    #[diesel(sql_type = Text)]
    outcome: OperationOutcome,
    #[diesel(sql_type = Nullable<Integer>)]
    version: Option<i32>,
    /// The conflict it raised, while it waits for a person.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    conflict: Option<Uuid>,
}

impl Sent {
    /// Whether this is the same row, whose answer holds.
    pub(super) fn is_answer_to(&self, row: &RevenueEntryInputPushRow) -> bool {
        self.row_hash == row.hash() && self.outcome != OperationOutcome::Rejected
    }

    /// The versions that the client made of the figure one after another. RxDB sets aside what it hears while it pushes, and takes it
    /// for the server's state afterwards, also where it is its own edit before the last: that is no conflict.
    pub(super) fn own(&self) -> Option<RangeInclusive<i32>> {
        Some(self.own_from?..=self.version?)
    }

    /// The client's next edit of the figure settles what its last one left open.
    pub(super) fn settled_by(&self, operation: &mut Operation) {
        operation.resolves = self.conflict;
        operation.supersedes = (self.outcome == OperationOutcome::Rejected).then_some(self.operation_id);
    }
}

/// The last rows of the documents that `rows` are about.
pub(super) async fn last(
    connection: &mut AsyncPgConnection,
    client: Client,
    rows: &[RevenueEntryInputPushRow],
) -> Result<HashMap<Vec<u8>, Sent>> {
    let documents: Vec<Vec<u8>> = rows.iter().map(RevenueEntryInputPushRow::document).collect();
    let found: Vec<Sent> = sql(include_str!("last_sent.sql"))
        .bind::<SqlUuid, _>(client.device)
        .bind::<SqlUuid, _>(client.person)
        .bind::<Array<Binary>, _>(documents)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|sent| (sent.document.clone(), sent)).collect())
}

/// Remembers the rows and the edits they became.
pub(super) async fn remember(connection: &mut AsyncPgConnection, client: Client, rows: &[(&RevenueEntryInputPushRow, Uuid)]) -> Result<()> {
    sql(include_str!("remember.sql"))
        .bind::<Array<Binary>, _>(rows.iter().map(|(row, _)| row.document()).collect::<Vec<_>>())
        .bind::<Array<Binary>, _>(rows.iter().map(|(row, _)| row.hash()).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(rows.iter().map(|(_, operation)| *operation).collect::<Vec<_>>())
        .bind::<SqlUuid, _>(client.device)
        .bind::<SqlUuid, _>(client.person)
        .execute(connection)
        .await?;
    Ok(())
}
