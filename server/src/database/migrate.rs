//! The migrations travel inside the program and run one node at a time, and never queue up behind somebody's long work.

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::{Integer, Text};
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

/// How long a migration waits for others.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For another node that migrates: its work takes what it takes.
    pub node: Duration,
    /// For somebody who uses a table. While a change of a table waits, everybody who comes after waits behind it, also to read.
    pub table: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            node: Duration::from_secs(600),
            table: Duration::from_secs(5),
        }
    }
}

/// Brings the database to this release and tells which migrations ran. A second node waits here and then finds nothing to do.
///
/// # Errors
/// When the database is of a newer release, somebody else is in the way for longer than it is waited, or a migration fails; each is
/// a transaction, so those before it stay and the next start goes on from there.
pub async fn run(conn: AsyncPgConnection) -> Result<Vec<String>, Problem> {
    run_within(conn, Patience::default()).await
}

/// [`run`], waiting as long as is said.
///
/// # Errors
/// As [`run`].
pub async fn run_within(mut conn: AsyncPgConnection, patience: Patience) -> Result<Vec<String>, Problem> {
    check_version(&mut conn).await?;
    wait_at_most(&mut conn, patience.node).await?;
    conn.batch_execute(LOCK).await.map_err(|error| stopped(&error, another_node))?;
    wait_at_most(&mut conn, patience.table).await?;
    let (mut conn, ran) = migrated(conn).await;
    conn.batch_execute(UNLOCK).await.map_err(|error| failed("migrate", error))?;
    ran
}

/// What follows needs the lock.
async fn migrated(conn: AsyncPgConnection) -> (AsyncPgConnection, Result<Vec<String>, Problem>) {
    let mut harness = AsyncMigrationHarness::new(conn);
    let ran = pending(&mut harness);
    let mut conn = harness.into_inner();
    let ran = match ran {
        Ok(ran) => wall::raise(&mut conn).await.map(|()| ran),
        Err(problem) => Err(problem),
    };
    (conn, ran)
}

fn pending(harness: &mut AsyncMigrationHarness<AsyncPgConnection>) -> Result<Vec<String>, Problem> {
    let applied = harness.applied_migrations().map_err(|error| failed("migrate", error))?;
    let applied = applied.iter().map(ToString::to_string).collect();
    if difference(&applied)? == Difference::Newer {
        return Err(newer());
    }
    let ran = harness
        .run_pending_migrations(MIGRATIONS)
        .map_err(|error| stopped(&error, in_use))?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

async fn wait_at_most(conn: &mut AsyncPgConnection, time: Duration) -> Result<(), Problem> {
    let set = format!("SET lock_timeout = {}", time.as_millis());
    conn.batch_execute(&set).await.map_err(|error| failed("migrate", error))
}

/// How the database stands to this release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// As it should be.
    None,
    /// Migrations of this release have not run.
    Older,
    /// Migrations have run that this release does not know.
    Newer,
}

#[derive(diesel::QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Compares a database with this release.
///
/// # Errors
/// When the database does not answer.
pub async fn compare(conn: &mut AsyncPgConnection) -> crate::error::Result<Difference> {
    let query = diesel::sql_query("SELECT version FROM __diesel_schema_migrations");
    let applied: Vec<Applied> = query.load(conn).await?;
    let applied = applied.into_iter().map(|applied| applied.version).collect();
    difference(&applied).map_err(|problem| crate::error::Error::internal(problem.english))
}

fn difference(applied: &BTreeSet<String>) -> Result<Difference, Problem> {
    let known = known()?;
    if !applied.is_subset(&known) {
        return Ok(Difference::Newer);
    }
    Ok(if *applied == known { Difference::None } else { Difference::Older })
}

/// The last migration of this release.
///
/// # Errors
/// Never: they were embedded.
pub(super) fn newest() -> Result<String, Problem> {
    Ok(known()?.into_iter().next_back().unwrap_or_default())
}

fn known() -> Result<BTreeSet<String>, Problem> {
    let known = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(|error| failed("migrate", error))?;
    Ok(known.iter().map(|migration| migration.name().version().to_string()).collect())
}

/// Why a migration stopped: somebody was in the way (`waited`), or it failed.
fn stopped(error: &impl std::fmt::Display, waited: fn() -> Problem) -> Problem {
    let text = error.to_string();
    if text.contains("lock timeout") {
        return waited();
    }
    failed("migrate", text)
}

fn another_node() -> Problem {
    Problem::new(
        "เซิร์ฟเวอร์อีกเครื่องกำลังปรับปรุงฐานข้อมูลนานเกินไป ยังไม่มีอะไรเปลี่ยนแปลง โปรดตรวจสอบเครื่องนั้น แล้วเริ่มใหม่",
        "Another node has been migrating the database for too long. Nothing was changed: look after that node, then start again.",
    )
}

fn in_use() -> Problem {
    Problem::new(
        "มีผู้ใช้ตารางที่ต้องปรับปรุงค้างอยู่ การปรับปรุงหยุดไว้ก่อนเพื่อไม่ให้ผู้อื่นต้องรอ โปรดปิดงานที่ค้าง (ดู pg_stat_activity) แล้วเริ่มใหม่",
        "Somebody holds a table that a migration changes; it was given up so that nobody has to queue behind it. \
         End the long transaction (see pg_stat_activity), then start again: it goes on from there.",
    )
}

fn newer() -> Problem {
    Problem::new(
        "ฐานข้อมูลเป็นของโปรแกรมรุ่นใหม่กว่า โปรดใช้โปรแกรมรุ่นนั้น",
        "The database belongs to a newer release of this program: use that one.",
    )
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
