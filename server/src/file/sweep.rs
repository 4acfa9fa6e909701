//! What nobody refers to: pieces of files that never became whole, files whose row was never written, files that nobody attached.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::{FutureExt, TryStreamExt};
use otop_schema::FileHash;
use tokio_util::sync::CancellationToken;

use super::incoming::INCOMING;
use super::keep::lock;
use super::store::Files;
use crate::app::App;
use crate::beat;
use crate::clock;
use crate::error::Result;
use crate::request;
use crate::statement::sql;

/// How often a node looks. Nodes that look at once wait for each other file by file, and find nothing more to do.
const EVERY: Duration = Duration::from_secs(3_600);
/// Days after which a file that is attached to nothing goes (assumption): a laptop attaches what it sent in the same meeting.
const UNATTACHED_DAYS: i64 = 7;
/// Days after which pieces of a file that did not become whole go (assumption): the laptop then sends it from its beginning.
const UNFINISHED_DAYS: i64 = 14;

/// From which instants on things may stay.
#[derive(Debug, Clone, Copy)]
pub struct Ages {
    /// Files that are attached to nothing.
    pub unattached: DateTime<Utc>,
    /// Pieces of files.
    pub unfinished: DateTime<Utc>,
}

impl Ages {
    fn at(now: DateTime<Utc>) -> Self {
        let before = |days| now.checked_sub_signed(TimeDelta::days(days)).unwrap_or(DateTime::<Utc>::MIN_UTC);
        Self {
            unattached: before(UNATTACHED_DAYS),
            unfinished: before(UNFINISHED_DAYS),
        }
    }
}

/// Sweeps until `stop`.
pub async fn sweep_forever(app: App, files: Files, stop: CancellationToken) {
    let failed = "files that nobody refers to could not be swept away; trying again in an hour";
    beat::every(EVERY, stop, failed, || async {
        let swept = sweep(&app, &files, Ages::at(clock::now())).await?;
        if swept > 0 {
            tracing::info!(swept, "files that nobody refers to are gone");
        }
        Ok(())
    })
    .await;
}

/// Takes away what is older and nobody refers to; tells how many.
///
/// # Errors
/// When database or store fail; what is left is for the next time.
pub async fn sweep(app: &App, files: &Files, ages: Ages) -> Result<usize> {
    let mut swept = 0;
    let mut pieces = files.before(INCOMING, ages.unfinished);
    while let Some(piece) = pieces.try_next().await? {
        files.delete(&piece.location).await?;
        swept += 1;
    }
    let mut old = files.put_before(ages.unattached);
    while let Some(hash) = old.try_next().await? {
        swept += usize::from(sweep_one(app, files, &hash, ages.unattached).await?);
    }
    Ok(swept)
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    known: bool,
}

/// The row first, committed; then the file, under the lock of its name and only while there is no row: whoever keeps the same file again
/// waits, and puts it anew.
async fn sweep_one(app: &App, files: &Files, hash: &FileHash, before: DateTime<Utc>) -> Result<bool> {
    let mut connection = app.connection().await?;
    sql(include_str!("forget.sql"))
        .bind::<Text, _>(hash.as_str())
        .bind::<Timestamptz, _>(before)
        .execute(&mut *connection)
        .await?;
    drop(connection);
    let given = Arc::new((files.clone(), hash.clone()));
    request::write(app, None, move |connection| {
        let given = given.clone();
        async move { remove_without_row(connection, &given.0, &given.1).await }.boxed()
    })
    .await
}

async fn remove_without_row(connection: &mut AsyncPgConnection, files: &Files, hash: &FileHash) -> Result<bool> {
    lock(connection, hash).await?;
    let text = "SELECT EXISTS (SELECT FROM file WHERE sha256 = $1) AS known";
    let Known { known } = sql(text).bind::<Text, _>(hash.as_str()).get_result(connection).await?;
    if !known {
        files.remove(hash).await?;
    }
    Ok(!known)
}
