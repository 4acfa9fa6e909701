//! Where a batch's producers and open matters are: what has to be known before anything is locked.

use std::collections::{BTreeSet, HashMap};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::try_join;
use otop_schema::{AreaCode, ReportKey};
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
    let producers: BTreeSet<Uuid> = operations.iter().filter_map(Operation::sheet).map(|sheet| sheet.producer).collect();
    let found: Vec<ProducerPlace> = sql("SELECT id, district FROM producer WHERE id = ANY($1)")
        .bind::<Array<SqlUuid>, _>(producers.into_iter().collect::<Vec<_>>())
        .load(&mut connection)
        .await?;
    Ok(found.into_iter().map(|place| (place.id, place.district)).collect())
}

impl Places {
    /// The reports a batch touches where its person may edit, in the order they are locked.
    pub(super) fn reports(&self, operations: &[Operation], may_edit: impl Fn(&AreaCode) -> bool) -> Vec<ReportKey> {
        let of_sheets = operations.iter().filter_map(Operation::sheet).filter_map(|sheet| {
            let district = self.districts.get(&sheet.producer)?.clone();
            let month = sheet.month;
            Some(ReportKey { district, month })
        });
        let of_attention = self.attention.values().map(Attention::report);
        let all: BTreeSet<ReportKey> = of_sheets.chain(of_attention).filter(|report| may_edit(&report.district)).collect();
        all.into_iter().collect()
    }
}
