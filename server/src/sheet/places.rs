//! Where a batch's producers and open matters are: what has to be known before anything is locked.

use std::collections::{BTreeSet, HashMap};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use otop_schema::{AreaCode, EstimateEntryKey, EstimateKey, Subject};
use uuid::Uuid;

use super::attention::{Attention, Matter, attention};
use super::operation::Operation;
use crate::error::Result;
use crate::statement::sql;

/// Districts of producers, and the matters a batch means to close.
pub(super) struct Places {
    pub districts: HashMap<Uuid, AreaCode>,
    attention: HashMap<Matter, Attention>,
}

#[derive(QueryableByName)]
struct ProducerPlace {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    district: AreaCode,
}

/// Finds them.
///
/// # Errors
/// When the database fails.
pub(super) async fn places(connection: &AsyncPgConnection, operations: &[Operation]) -> Result<Places> {
    let (districts, attention) = try_join!(districts(connection, operations), attention(connection, operations))?;
    Ok(Places { districts, attention })
}

/// A producer never moves to another district.
async fn districts(mut connection: &AsyncPgConnection, operations: &[Operation]) -> Result<HashMap<Uuid, AreaCode>> {
    let producers: BTreeSet<Uuid> = operations.iter().filter_map(Operation::producer).collect();
    let found: Vec<ProducerPlace> = sql("SELECT id, district FROM producer WHERE id = ANY($1)")
        .bind::<Array<SqlUuid>, _>(producers.into_iter().collect::<Vec<_>>())
        .load(&mut connection)
        .await?;
    Ok(found.into_iter().map(|place| (place.id, place.district)).collect())
}

impl Places {
    /// The reports and estimates a batch touches where its person may edit, in the order they are locked.
    pub(super) fn subjects(&self, operations: &[Operation], may_edit: impl Fn(&AreaCode) -> bool) -> Vec<Subject> {
        let of_edit = |operation: &Operation| operation.subject(self.districts.get(&operation.producer()?)?);
        let of_edits = operations.iter().filter_map(of_edit);
        let of_attention = self.attention.values().map(Attention::subject);
        let all: BTreeSet<Subject> = of_edits
            .chain(of_attention)
            .filter(|subject| may_edit(subject.district()))
            .collect();
        all.into_iter().collect()
    }

    /// The estimate a figure belongs to.
    pub(super) fn estimate_of(&self, figure: &EstimateEntryKey) -> Option<EstimateKey> {
        Some(EstimateKey {
            district: self.districts.get(&figure.producer)?.clone(),
            fiscal_year: figure.fiscal_year,
        })
    }
}
