//! What waits for a person, as far as a batch means to close it.

use std::collections::HashMap;

use diesel::QueryableByName;
use diesel::sql_types::{Array, Bool, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Category, Change, Month, ReportKey};
use uuid::Uuid;

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
    month: Month,
    #[diesel(sql_type = Bool)]
    pub closed: bool,
    /// Whether it is an edit that waits for its month.
    #[diesel(sql_type = Bool)]
    pub held: bool,
    /// What a conflict is about; a refused or held edit is about its report only.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    producer_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<Category>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
}

impl Attention {
    pub(super) fn report(&self) -> ReportKey {
        ReportKey {
            district: self.district.clone(),
            month: self.month,
        }
    }

    fn matter(&self) -> Matter {
        match self.producer_id {
            Some(_) => Matter::Conflict(self.id),
            None => Matter::Edit(self.id),
        }
    }

    /// Whether an edit of `report` may close it: a conflict is settled by an edit of the very cell or sheet it is about.
    pub(super) fn open_to(&self, operation: &Operation, report: &ReportKey) -> bool {
        !self.closed && self.report() == *report && (self.producer_id.is_none() || self.same_figure(operation))
    }

    fn same_figure(&self, operation: &Operation) -> bool {
        let Some(sheet) = operation.sheet() else { return true };
        let entry = operation.entry().map(|key| (key.category, key.channel));
        self.producer_id == Some(sheet.producer) && self.category.zip(self.channel.clone()) == entry
    }
}

impl Operation {
    /// What it closes without a change.
    pub(super) fn discards(&self) -> Option<Matter> {
        match self.change {
            Change::Discard { conflict, operation, .. } => conflict.map(Matter::Conflict).or(operation.map(Matter::Edit)),
            Change::Cell { .. } | Change::Sheet { .. } => None,
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
