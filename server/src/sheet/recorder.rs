//! Colleagues whose edits are adopted.

use std::collections::{BTreeSet, HashSet};

use diesel::QueryableByName;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::AreaCode;
use uuid::Uuid;

use super::operation::Operation;
use crate::error::Result;
use crate::statement::sql;

#[derive(QueryableByName)]
struct Recorder {
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
    #[diesel(sql_type = Text)]
    area: AreaCode,
}

/// Where they record or recorded; most batches adopt nothing.
///
/// # Errors
/// When the database fails.
pub(super) async fn recorders(mut connection: &AsyncPgConnection, operations: &[Operation]) -> Result<HashSet<(Uuid, AreaCode)>> {
    let adopted = operations.iter().filter_map(|operation| operation.adoption.as_ref());
    let wanted: BTreeSet<Uuid> = adopted.map(|adoption| adoption.person).collect();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Recorder> =
        sql("SELECT person_id, area FROM assignment WHERE person_id = ANY($1) AND role IN ('ENTRY_OFFICER', 'CD_OFFICER')")
            .bind::<Array<SqlUuid>, _>(wanted.into_iter().collect::<Vec<_>>())
            .load(&mut connection)
            .await?;
    Ok(found.into_iter().map(|row| (row.person_id, row.area)).collect())
}
