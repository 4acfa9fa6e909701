//! Who read whose contact: for those who answer for it.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::{AreaCode, Long, Role};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::statement::sql;

/// Somebody read a producer's contact person or telephone, or erased them.
#[derive(Debug, Clone, SimpleObject)]
pub struct ContactAccess {
    /// Counts up; hand it back as `before` for older ones.
    id: Long,
    /// The real instant.
    at: DateTime<Utc>,
    /// Who.
    by: String,
    /// `READ` or `ERASED`.
    action: String,
    /// The producer.
    producer_id: ID,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    by: String,
    #[diesel(sql_type = Text)]
    action: String,
    #[diesel(sql_type = SqlUuid)]
    producer_id: Uuid,
}

impl From<Row> for ContactAccess {
    fn from(row: Row) -> Self {
        Self {
            id: Long(row.id),
            at: row.at,
            by: row.by,
            action: row.action,
            producer_id: row.producer_id.into(),
        }
    }
}

/// Rows of a page at most.
const MOST: i32 = 500;

/// The readings in a district, newest first, for its CD officer, its province and the department.
///
/// # Errors
/// `FORBIDDEN` to others.
pub async fn contact_access(
    connection: &mut AsyncPgConnection,
    caller: &Caller,
    district: &AreaCode,
    first: i32,
    before: Option<Long>,
) -> Result<Vec<ContactAccess>> {
    let roles = [Role::CdOfficer, Role::ProvinceOfficer, Role::DepartmentOfficer];
    if !roles.iter().any(|role| caller.holds(*role, district).is_some()) {
        return Err(Error::forbidden("contactAccess.role"));
    }
    let text =
        "SELECT contact_access.id, at, person.name AS by, action, producer_id FROM contact_access JOIN person ON person.id = person_id
        WHERE district = $1 AND ($2::bigint IS NULL OR contact_access.id < $3) ORDER BY contact_access.id DESC LIMIT $4";
    let before = before.map(|before| before.0);
    let rows: Vec<Row> = sql(text)
        .bind::<Text, _>(district.to_string())
        .bind::<Nullable<BigInt>, _>(before)
        .bind::<Nullable<BigInt>, _>(before)
        .bind::<Integer, _>(first.clamp(0, MOST))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(ContactAccess::from).collect())
}
