//! A demonstration into an empty database, in one transaction: a fill that was killed leaves nothing and is done again.

use diesel::ExpressionMethods;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::digest;
use tokio::sync::mpsc;
use tokio_postgres::Transaction;

use super::DemoSize;
use super::load::{Filled, Origin, write_people};
use super::people;
use super::places::{self, District, Province};
use super::year::{self, Based};
use crate::database::{connect, loader};
use crate::error::{Error, Result};
use crate::import::Source;
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
    judged(found.filled, found.strangers)
}

fn judged(filled: bool, strangers: i64) -> Result<bool> {
    if !filled && strangers > 0 {
        let message = "ฐานข้อมูลนี้มีข้อมูลอยู่แล้ว โปรดใช้ฐานข้อมูลว่าง / This database holds data of its own: give the demonstration an empty one";
        return Err(Error::invalid("database", "empty", message));
    }
    Ok(filled)
}

/// Fills an empty database, once, and tells whether this call did: on one that is filled it does nothing. `password_hash` opens every
/// account; `done` is told the number of districts before the first (0 of them done) and after each.
///
/// # Errors
/// When the database fails, or as [`is_filled`]; nothing is written then.
pub async fn fill(url: &str, size: &DemoSize, password_hash: &str, done: &(dyn Fn(usize, usize) + Sync)) -> Result<bool> {
    let places = places::of(&mut connect(url).await.map_err(Error::internal)?, size).await?;
    let mut client = loader(url).await.map_err(Error::internal)?;
    let transaction = client.transaction().await.map_err(Error::internal)?;
    let filled = write(&transaction, places, size, password_hash, done).await?;
    transaction.commit().await.map_err(Error::internal)?;
    if filled {
        // Without it the first queries of a large demonstration are planned for empty tables.
        client.batch_execute("ANALYZE").await.map_err(Error::internal)?;
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
    transaction: &Transaction<'_>,
    (provinces, districts): (Vec<Province>, Vec<District>),
    size: &DemoSize,
    password_hash: &str,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<bool> {
    // Two nodes started at once: the second waits for the first and finds the work done.
    run(transaction, "SELECT pg_advisory_xact_lock(2566)").await?;
    let found = transaction
        .query_one(include_str!("found.sql"), &[&NAME])
        .await
        .map_err(Error::internal)?;
    if judged(found.get("filled"), found.get("strangers"))? {
        return Ok(false);
    }
    run(transaction, include_str!("clock.sql")).await?;
    let origin = origin(transaction, size).await?;
    write_people(transaction, &people::of(&provinces, &districts), password_hash).await?;
    let (areas, at) = (year::areas(&provinces, &districts), origin.source.at);
    let base = write_districts(transaction, districts, *size, origin, done).await?;
    year::write(transaction, base, &areas, at).await?;
    Ok(true)
}

/// The districts, one after the other; their base is left to be frozen as one.
async fn write_districts(
    transaction: &Transaction<'_>,
    districts: Vec<District>,
    size: DemoSize,
    origin: Origin,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Based>> {
    let all = districts.len();
    done(0, all);
    let mut drawn = drawn(districts, size, origin);
    let (mut base, mut written) = (Vec::new(), 0);
    while let Some(district) = drawn.recv().await {
        base.extend(district?.write(transaction).await?);
        written += 1;
        done(written, all);
    }
    Ok(base)
}

async fn run(transaction: &Transaction<'_>, statement: &str) -> Result<()> {
    transaction.batch_execute(statement).await.map_err(Error::internal)
}

/// Records the demonstration as a source of figures.
async fn origin(transaction: &Transaction<'_>, size: &DemoSize) -> Result<Origin> {
    let sha256 = digest(format!("{size:?}").as_bytes());
    let source = transaction.query_one(include_str!("source.sql"), &[&NAME, &sha256]).await;
    let source = source.map_err(Error::internal)?;
    Ok(Origin {
        source: Source {
            id: source.get("id"),
            name: NAME.to_owned(),
            at: source.get("imported_at"),
        },
        generation: source.get("generation"),
    })
}

/// The districts, drawn while others are written; no more than a few wait.
fn drawn(districts: Vec<District>, size: DemoSize, origin: Origin) -> mpsc::Receiver<Result<Filled>> {
    let (sender, receiver) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        let mut rows = districts.iter().map(|district| Filled::draw(district, &size, &origin));
        // Whoever fails to write stops listening.
        rows.try_for_each(|filled| sender.blocking_send(filled))
    });
    receiver
}
