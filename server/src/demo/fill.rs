//! A demonstration into an empty database, in one transaction: a fill that was killed leaves nothing and is done again.

use diesel::ExpressionMethods;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use otop_schema::{AreaCode, digest};
use serde::Serialize;

use super::people::{self, People};
use super::places::{self, District};
use super::producers;
use super::{DemoSize, months};
use crate::error::{Error, Result};
use crate::import::{self, Source, load, record, register};
use crate::statement::sql;
use crate::tables::account;

/// The name under which a demonstration's figures stand in `import_source`: also the mark that the fill is complete.
const NAME: &str = "ข้อมูลสาธิต / Demonstration data";

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    filled: bool,
    #[diesel(sql_type = BigInt)]
    strangers: i64,
}

/// Whether the database holds a demonstration already.
///
/// # Errors
/// When the database fails, or `INVALID` when it holds somebody's own data and is none to fill.
pub async fn is_filled(connection: &mut AsyncPgConnection) -> Result<bool> {
    let found: Found = sql(include_str!("found.sql")).bind::<Text, _>(NAME).get_result(connection).await?;
    if !found.filled && found.strangers > 0 {
        let message = "ฐานข้อมูลนี้มีข้อมูลอยู่แล้ว โปรดใช้ฐานข้อมูลว่าง / This database holds data of its own: give the demonstration an empty one";
        return Err(Error::invalid("database", "empty", message));
    }
    Ok(found.filled)
}

/// Fills an empty database, once, and tells whether this call did: on one that is filled it does nothing. `password_hash` opens every account; `done` is
/// told the number of districts before the first (0 of them done) and after each.
///
/// # Errors
/// When the database fails, or as [`is_filled`]; nothing is written then.
pub async fn fill(
    connection: &mut AsyncPgConnection,
    size: &DemoSize,
    password_hash: &str,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<bool> {
    let filled = connection
        .transaction(async |connection| write(connection, size, password_hash, done).await)
        .await?;
    if filled {
        // Without it the first queries of a large demonstration are planned for empty tables.
        connection.batch_execute("ANALYZE").await?;
    }
    Ok(filled)
}

/// Gives every account another password, by its hash.
///
/// # Errors
/// When the database fails.
pub async fn set_password(connection: &mut AsyncPgConnection, password_hash: &str) -> Result<()> {
    diesel::update(account::table)
        .set(account::password_hash.eq(password_hash))
        .execute(connection)
        .await?;
    Ok(())
}

async fn write(
    connection: &mut AsyncPgConnection,
    size: &DemoSize,
    password_hash: &str,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<bool> {
    // Two nodes started at once: the second waits for the first and finds the work done.
    connection.batch_execute("SELECT pg_advisory_xact_lock(2566)").await?;
    if is_filled(connection).await? {
        return Ok(false);
    }
    connection.batch_execute(include_str!("clock.sql")).await?;
    let (provinces, districts) = places::of(connection, size).await?;
    let source = record(connection, NAME, &digest(format!("{size:?}").as_bytes()), None).await?;
    write_people(connection, &people::of(&provinces, &districts), password_hash).await?;
    done(0, districts.len());
    for (index, district) in districts.iter().enumerate() {
        write_district(connection, &source, district, size).await?;
        done(index + 1, districts.len());
    }
    Ok(true)
}

async fn write_people(connection: &mut AsyncPgConnection, people: &People, password_hash: &str) -> Result<()> {
    import::write(connection, include_str!("person.sql"), &people.persons).await?;
    sql(include_str!("account.sql"))
        .bind::<Text, _>(json(&people.accounts)?)
        .bind::<Text, _>(password_hash.to_owned())
        .execute(connection)
        .await?;
    import::write(connection, include_str!("assignment.sql"), &people.assignments).await?;
    import::write(connection, include_str!("member.sql"), &people.members).await
}

async fn write_district(connection: &mut AsyncPgConnection, source: &Source, district: &District, size: &DemoSize) -> Result<()> {
    let producers = producers::of(district, size.producers);
    register(connection, &producers).await?;
    let code: AreaCode = district.code.parse()?;
    load(connection, source, &code, months::of(district, &producers, size.history)?).await
}

fn json<Row: Serialize>(rows: &[Row]) -> Result<String> {
    serde_json::to_string(rows).map_err(Error::internal)
}
