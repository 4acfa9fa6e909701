//! A backup comes back: in one transaction with the new epoch, so that a database is either what it was or what the backup was.

use std::path::Path;
use std::process::Stdio;

use diesel::sql_types::{BigInt, Bool};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use tokio::io::AsyncWriteExt;
use tokio::process::ChildStdin;
use tokio::time::{Duration, Instant, sleep};

use super::tools::{Tools, end, start};
use super::{failed, migrate};
use crate::config::Problem;

/// Everything of ours lies in `public`; it comes back as PostgreSQL makes it.
const CLEAR: &str = "BEGIN;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
";

/// A backup that this release would not understand does not come back. `{newest}` is this release's last migration.
const UNDERSTOOD: &str = "
DO $$ BEGIN
    IF EXISTS (SELECT FROM public.__diesel_schema_migrations WHERE version > '{newest}') THEN
        RAISE 'ไฟล์สำรองเป็นของโปรแกรมรุ่นใหม่กว่า โปรดใช้โปรแกรมรุ่นนั้น / The backup is of a newer release: restore it with that one.';
    END IF;
END $$;
";

/// Another life: laptops offer their work again, and its events stand behind all that were handed out.
const NEW_LIFE: &str = "
UPDATE public.deployment SET epoch = gen_random_uuid(), generation = generation + 1;
COMMIT;
";

/// How long sessions of programs that just ended may linger.
const LINGER: Duration = Duration::from_secs(5);

/// Puts a backup in the place of everything the database holds, and begins a new epoch and generation. `tell` hears what is
/// being done. The caller brings it to this release afterwards.
///
/// # Errors
/// When the file is no whole backup or one of a newer release, or PostgreSQL refuses it: the database is as it was then.
pub async fn restore(tools: &Tools, file: &Path, tell: &(dyn Fn(&str) + Sync)) -> Result<(), Problem> {
    std::fs::File::open(file).map_err(|error| failed(file.display(), error))?;
    let understood = UNDERSTOOD.replace("{newest}", &migrate::newest()?);
    let mut reading = tools.command("pg_restore");
    reading
        .args(["--no-owner", "--no-privileges", "--verbose", "--file=-"])
        .arg(file)
        .stdout(Stdio::piped());
    let mut reading = start(&mut reading, "pg_restore")?;
    let mut writing = tools.connected("psql");
    writing
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut writing = start(&mut writing, "psql")?;
    let (dump, script) = (reading.stdout.take(), writing.stdin.take());
    let passing = async {
        let (Some(mut dump), Some(mut script)) = (dump, script) else {
            return None;
        };
        script.write_all(CLEAR.as_bytes()).await.ok()?;
        tokio::io::copy(&mut dump, &mut script).await.ok()?;
        Some(script)
    };
    let silent = |_: &str| {};
    let read = async {
        let (script, read) = tokio::join!(passing, end(reading, "pg_restore", tell));
        commit(script.filter(|_| read.is_ok()), &understood).await;
        read
    };
    let (read, written) = tokio::join!(read, end(writing, "psql", &silent));
    // Where the database refused, the reader only lost its listener.
    written.and(read)
}

/// Without these last words the transaction ends undone.
async fn commit(script: Option<ChildStdin>, understood: &str) {
    if let Some(mut script) = script {
        script.write_all(understood.as_bytes()).await.ok();
        script.write_all(NEW_LIFE.as_bytes()).await.ok();
        script.shutdown().await.ok();
    }
}

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

#[derive(diesel::QueryableByName)]
struct Others {
    #[diesel(sql_type = BigInt)]
    others: i64,
}

/// Whether the database holds anything that a restore would take away.
///
/// # Errors
/// When the database does not answer.
pub async fn holds_figures(connection: &mut AsyncPgConnection) -> Result<bool, Problem> {
    let wrong = |error| failed("PostgreSQL", error);
    let asked = diesel::sql_query("SELECT to_regclass('public.event') IS NOT NULL AS found");
    let there: Found = asked.get_result(connection).await.map_err(wrong)?;
    if !there.found {
        return Ok(false);
    }
    let asked = "SELECT EXISTS (SELECT FROM report) OR EXISTS (SELECT FROM producer) OR EXISTS (SELECT FROM account) AS found";
    let held: Found = diesel::sql_query(asked).get_result(connection).await.map_err(wrong)?;
    Ok(held.found)
}

/// Waits until nobody else is connected to the database.
///
/// # Errors
/// When somebody stays: a server that serves would go on with what it remembers of the former life.
pub async fn alone(connection: &mut AsyncPgConnection) -> Result<(), Problem> {
    let asked = "SELECT count(*) AS others FROM pg_stat_activity
                 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let until = Instant::now() + LINGER;
    loop {
        let found: Others = diesel::sql_query(asked)
            .get_result(connection)
            .await
            .map_err(|error| failed("PostgreSQL", error))?;
        match found.others {
            0 => return Ok(()),
            others if Instant::now() > until => return Err(in_use(others)),
            _ => sleep(Duration::from_millis(100)).await,
        }
    }
}

fn in_use(others: i64) -> Problem {
    Problem::new(
        format!("มีโปรแกรมอื่นใช้ฐานข้อมูลอยู่ ({others} การเชื่อมต่อ) โปรดหยุดเซิร์ฟเวอร์ทุกเครื่องก่อน"),
        format!("The database is in use ({others} connections): stop every server first."),
    )
}
