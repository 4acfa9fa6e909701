//! From bytes to a row: the file first, then what is known of it.

use std::sync::Arc;

use axum::body::Bytes;
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Integer, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::FutureExt;
use otop_schema::{FileHash, MediaType, Refusal};
use serde::Serialize;

use super::store::Files;
use crate::app::App;
use crate::clock;
use crate::error::{Error, Result};
use crate::identity::Caller;
use crate::request;
use crate::statement::sql;

/// How far a file is, as who sends it is told.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Bytes that have arrived, from the first one on: the next piece begins there.
    pub received: u64,
    /// Whether it is whole and kept; it can be attached now.
    pub kept: bool,
    /// What it is; told when it is kept.
    pub media_type: Option<MediaType>,
}

/// Keeps a whole file that the caller sent.
///
/// # Errors
/// `INVALID` on `sha256` with the rule `hash` for other bytes than it is named by; what [`MediaType::of`] refuses; `RATE_LIMITED` while too
/// many files of the caller are attached to nothing.
pub async fn keep(app: &App, files: &Files, caller: &Arc<Caller>, hash: &FileHash, bytes: Bytes) -> Result<Progress> {
    if FileHash::of(&bytes) != *hash {
        return Err(other_bytes().into());
    }
    let media_type = MediaType::of(&bytes)?;
    let received = bytes.len();
    let given = Arc::new((files.clone(), hash.clone(), bytes, caller.clone()));
    request::write(app, Some(caller), move |connection| {
        let given = given.clone();
        async move {
            let (files, hash, bytes, caller) = &*given;
            put_down(connection, files, caller, hash, media_type, bytes).await
        }
        .boxed()
    })
    .await?;
    Ok(Progress {
        received: u64::try_from(received).map_err(Error::internal)?,
        kept: true,
        media_type: Some(media_type),
    })
}

/// Under the lock of its name, which the sweep takes too: what is swept away is not just being kept again. Nothing is written before the
/// file is there, so that the transaction holds nobody up meanwhile.
async fn put_down(
    connection: &mut AsyncPgConnection,
    files: &Files,
    caller: &Caller,
    hash: &FileHash,
    media_type: MediaType,
    bytes: &Bytes,
) -> Result<()> {
    lock(connection, hash).await?;
    within_reason(connection, caller).await?;
    files.put(hash, bytes.clone()).await?;
    fail::fail_point!("between-file-and-row", |_| std::process::abort());
    let size = i32::try_from(bytes.len()).map_err(Error::internal)?;
    let now = clock::now();
    sql("INSERT INTO file (sha256, media_type, size, kept_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind::<Text, _>(hash.as_str())
        .bind::<Text, _>(media_type)
        .bind::<Integer, _>(size)
        .bind::<Timestamptz, _>(now)
        .execute(connection)
        .await?;
    sql("INSERT INTO file_upload (sha256, person_id, uploaded_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind::<Text, _>(hash.as_str())
        .bind::<SqlUuid, _>(caller.person)
        .bind::<Timestamptz, _>(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Holds a file's name until the transaction ends.
///
/// # Errors
/// When the database fails, or somebody else holds it for too long.
pub(super) async fn lock(connection: &mut AsyncPgConnection, hash: &FileHash) -> Result<()> {
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(hash.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    is_so: bool,
}

/// A person attaches what he or she sends: who only sends is not filling the disk.
async fn within_reason(connection: &mut AsyncPgConnection, caller: &Caller) -> Result<()> {
    let full: Answer = sql(include_str!("unattached.sql"))
        .bind::<SqlUuid, _>(caller.person)
        .get_result(connection)
        .await?;
    if full.is_so { Err(unattached().into()) } else { Ok(()) }
}

/// Whether a person sent this file already, so that nothing of it needs to be sent again.
///
/// # Errors
/// When the database fails.
pub async fn is_kept_for(connection: &mut AsyncPgConnection, caller: &Caller, hash: &FileHash) -> Result<bool> {
    let known: Answer = sql("SELECT EXISTS (SELECT FROM file_upload WHERE sha256 = $1 AND person_id = $2) AS is_so")
        .bind::<Text, _>(hash.as_str())
        .bind::<SqlUuid, _>(caller.person)
        .get_result(connection)
        .await?;
    Ok(known.is_so)
}

fn other_bytes() -> Refusal {
    let message = "ข้อมูลที่ได้รับไม่ตรงกับชื่อแฟ้ม โปรดส่งใหม่ / The bytes are not those that the name is made of: send the file anew";
    Refusal::invalid("sha256", "hash", message)
}

fn unattached() -> Refusal {
    let message = "มีแฟ้มที่ส่งไว้แต่ยังไม่ได้แนบมากเกินไป / Too many files were sent and attached to nothing: attach them first";
    Refusal::new(otop_schema::RefusalCode::RateLimited, message).rule("unattached")
}
