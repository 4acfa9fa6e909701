//! What waits for a person, as far as a batch means to close it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Change, Subject};
use uuid::Uuid;

use super::about::About;
use super::operation::Operation;
use crate::error::Result;
use crate::statement::sql;

/// What waits, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Matter {
    /// A conflict.
    Conflict(Uuid),
    /// A refusal or a held attempt, by the id of the edit.
    Edit(Uuid),
}

/// Where a matter belongs, and whether it still waits.
#[derive(QueryableByName)]
pub(super) struct Attention {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    pub district: AreaCode,
    #[diesel(sql_type = Date)]
    month: NaiveDate,
    #[diesel(sql_type = Bool)]
    pub closed: bool,
    /// Whether it is an edit that waits for its month.
    #[diesel(sql_type = Bool)]
    pub held: bool,
    /// What a conflict is about; a refused or held edit is about its report or estimate only.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    producer_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
}

impl Attention {
    pub(super) fn subject(&self) -> Subject {
        Subject::of(self.district.clone(), self.month)
    }

    fn matter(&self) -> Matter {
        match self.producer_id {
            Some(_) => Matter::Conflict(self.id),
            None => Matter::Edit(self.id),
        }
    }

    /// Whether an edit of `subject` may close it: a conflict is settled by an edit of the very figure or sheet it is about.
    pub(super) fn open_to(&self, operation: &Operation, subject: &Subject) -> bool {
        !self.closed && self.subject() == *subject && (self.producer_id.is_none() || self.same_figure(operation))
    }

    fn same_figure(&self, operation: &Operation) -> bool {
        if operation.producer().is_none() {
            return true;
        }
        let about = About::of(operation);
        (self.producer_id, &self.category, &self.channel) == (about.producer_id, &about.category, &about.channel)
    }
}

impl Operation {
    /// What it closes without a change.
    pub(super) fn discards(&self) -> Option<Matter> {
        match self.change {
            Change::Discard { conflict, operation, .. } => conflict.map(Matter::Conflict).or(operation.map(Matter::Edit)),
            Change::Cell { .. } | Change::Sheet { .. } | Change::Estimate { .. } => None,
        }
    }

    /// The conflict it settles.
    pub(super) fn settles(&self) -> Option<Matter> {
        self.resolves.map(Matter::Conflict)
    }

    /// The refused or held edit it takes the place of.
    pub(super) fn replaces(&self) -> Option<Matter> {
        self.supersedes.map(Matter::Edit)
    }
}

/// What the batch means to close; most batches close nothing.
///
/// # Errors
/// When the database fails.
pub(super) async fn attention(mut connection: &AsyncPgConnection, operations: &[Operation]) -> Result<HashMap<Matter, Attention>> {
    let (mut conflicts, mut edits) = (Vec::new(), Vec::new());
    for matter in operations.iter().flat_map(named) {
        match matter {
            Matter::Conflict(id) => conflicts.push(id),
            Matter::Edit(id) => edits.push(id),
        }
    }
    if conflicts.is_empty() && edits.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<Attention> = sql(include_str!("attention.sql"))
        .bind::<Array<SqlUuid>, _>(conflicts)
        .bind::<Array<SqlUuid>, _>(edits)
        .load(&mut connection)
        .await?;
    Ok(found.into_iter().map(|attention| (attention.matter(), attention)).collect())
}

fn named(operation: &Operation) -> impl Iterator<Item = Matter> {
    [operation.discards(), operation.settles(), operation.replaces()]
        .into_iter()
        .flatten()
}
