//! The migrations travel inside the program and run one node at a time.

use diesel::sql_types::Integer;
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::binaries::OLDEST;
use super::{failed, wall};
use crate::config::Problem;

/// Every migration of this release.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// Any number that only we use ("otop" in ASCII): the advisory lock all nodes agree on.
const LOCK: &str = "SELECT pg_advisory_lock(1869901680)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(1869901680)";

/// Brings the database to this release and tells which migrations ran. A second node waits here and then finds nothing to do.
///
/// # Errors
/// When a migration fails; each is a transaction, so those before it stay and the next start goes on from there.
pub async fn run(mut conn: AsyncPgConnection) -> Result<Vec<String>, Problem> {
    check_version(&mut conn).await?;
    conn.batch_execute(LOCK).await.map_err(|error| failed("migrate", error))?;
    let mut harness = AsyncMigrationHarness::new(conn);
    let ran = harness
        .run_pending_migrations(MIGRATIONS)
        .map(|versions| versions.iter().map(ToString::to_string).collect());
    let ran = ran.map_err(|error| failed("migrate", error));
    let mut conn = harness.into_inner();
    let walled = wall::raise(&mut conn).await;
    conn.batch_execute(UNLOCK).await.map_err(|error| failed("migrate", error))?;
    ran.and_then(|ran| walled.map(|()| ran))
}

#[derive(diesel::QueryableByName)]
struct Version {
    #[diesel(sql_type = Integer)]
    number: i32,
}

/// A database elsewhere may be older than what our migrations need; better said here than by the first one that fails.
async fn check_version(conn: &mut AsyncPgConnection) -> Result<(), Problem> {
    let query = diesel::sql_query("SELECT current_setting('server_version_num')::int / 10000 AS number");
    let version: Version = query.get_result(conn).await.map_err(|error| failed("PostgreSQL", error))?;
    if u32::try_from(version.number).is_ok_and(|number| number >= OLDEST) {
        return Ok(());
    }
    let number = version.number;
    Err(Problem::new(
        format!("ฐานข้อมูลเป็น PostgreSQL {number} ต้องใช้รุ่น {OLDEST} ขึ้นไป"),
        format!("The database is PostgreSQL {number}; {OLDEST} or newer is needed."),
    ))
}
