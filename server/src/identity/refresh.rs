//! Refresh tokens: kept as hashes, replaced at every use.
//!
//! An answer may be lost on the way, so the last token but one is accepted once more as long as its replacement was never used
//! (one-step grace: the replacement is then replaced in turn). A token older than that was copied: everything of that account
//! on that device is revoked.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::Result;
use crate::tables::refresh_token;

/// How long a sign-in lasts without being used: a laptop may be away for weeks.
const LIFETIME: TimeDelta = TimeDelta::days(30);

#[derive(Queryable, Selectable)]
#[diesel(table_name = refresh_token)]
struct Row {
    id: Uuid,
    username: String,
    device_id: Uuid,
    authenticated_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    replaced_by: Option<Uuid>,
    revoked_at: Option<DateTime<Utc>>,
}

/// What became of a presented token.
pub enum Rotation {
    /// Whose it was, and the token that replaces it.
    Replaced {
        /// The account.
        username: String,
        /// The device it is bound to.
        device: Uuid,
        /// When the password behind it was typed.
        typed_at: DateTime<Utc>,
        /// The new token.
        token: String,
    },
    /// Unknown, expired or revoked.
    Refused,
}

/// A token about to be issued.
pub struct New<'a> {
    /// The account.
    pub username: &'a str,
    /// The device it is bound to.
    pub device: Uuid,
    /// When the password behind it was typed.
    pub typed_at: DateTime<Utc>,
}

/// Issues the first token of a sign-in.
///
/// # Errors
/// When the database does not answer.
pub async fn issue(conn: &mut AsyncPgConnection, new: New<'_>, now: DateTime<Utc>) -> Result<String> {
    let (_, token) = insert(conn, new, now).await?;
    Ok(token)
}

async fn insert(conn: &mut AsyncPgConnection, new: New<'_>, now: DateTime<Utc>) -> Result<(Uuid, String)> {
    let (id, token) = (Uuid::now_v7(), hexadecimal(&rand::random::<[u8; 32]>()));
    let values = (
        refresh_token::id.eq(id),
        refresh_token::username.eq(new.username),
        refresh_token::device_id.eq(new.device),
        refresh_token::authenticated_at.eq(new.typed_at),
        refresh_token::hash.eq(hash(&token)),
        refresh_token::issued_at.eq(now),
        refresh_token::expires_at.eq(now + LIFETIME),
    );
    diesel::insert_into(refresh_token::table).values(values).execute(conn).await?;
    Ok((id, token))
}

/// Replaces a token; runs inside a transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn rotate(conn: &mut AsyncPgConnection, token: &str, now: DateTime<Utc>) -> Result<Rotation> {
    let Some(row) = find(conn, token).await? else {
        return Ok(Rotation::Refused);
    };
    if row.revoked_at.is_some() || !is_latest_or_graced(conn, &row).await? {
        tracing::warn!(username = row.username, device = %row.device_id, "a refresh token was used again: the device is signed out");
        revoke(conn, &row.username, row.device_id, now).await?;
        return Ok(Rotation::Refused);
    }
    if row.expires_at <= now {
        return Ok(Rotation::Refused);
    }
    let new = New {
        username: &row.username,
        device: row.device_id,
        typed_at: row.authenticated_at,
    };
    let (next, token) = insert(conn, new, now).await?;
    supersede(conn, &row, next, now).await?;
    Ok(Rotation::Replaced {
        username: row.username,
        device: row.device_id,
        typed_at: row.authenticated_at,
        token,
    })
}

async fn find(conn: &mut AsyncPgConnection, token: &str) -> Result<Option<Row>> {
    let row = refresh_token::table.filter(refresh_token::hash.eq(hash(token)));
    Ok(row.select(Row::as_select()).for_update().first(conn).await.optional()?)
}

/// Whether the token was never replaced, or its replacement never used.
async fn is_latest_or_graced(conn: &mut AsyncPgConnection, row: &Row) -> Result<bool> {
    let Some(next) = row.replaced_by else { return Ok(true) };
    let used = refresh_token::table.find(next).select(refresh_token::replaced_by.is_not_null());
    Ok(!used.first::<bool>(conn).await?)
}

async fn supersede(conn: &mut AsyncPgConnection, row: &Row, next: Uuid, now: DateTime<Utc>) -> Result<()> {
    if let Some(lost) = row.replaced_by {
        diesel::update(refresh_token::table.find(lost))
            .set(refresh_token::revoked_at.eq(now))
            .execute(conn)
            .await?;
    }
    diesel::update(refresh_token::table.find(row.id))
        .set(refresh_token::replaced_by.eq(next))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the sign-in a token belongs to, on its device.
///
/// # Errors
/// When the database does not answer.
pub async fn end(conn: &mut AsyncPgConnection, token: &str, now: DateTime<Utc>) -> Result<()> {
    match find(conn, token).await? {
        Some(row) => revoke(conn, &row.username, row.device_id, now).await.map(|_| ()),
        None => Ok(()),
    }
}

/// The password was typed again on a device: what goes on from its sign-in is as young as that.
///
/// # Errors
/// When the database does not answer.
pub async fn typed_again(conn: &mut AsyncPgConnection, username: &str, device: Uuid, now: DateTime<Utc>) -> Result<()> {
    let theirs = refresh_token::username.eq(username).and(refresh_token::device_id.eq(device));
    diesel::update(refresh_token::table.filter(theirs).filter(refresh_token::revoked_at.is_null()))
        .set(refresh_token::authenticated_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every sign-in of an account, on all devices: access tokens open nothing from now on either.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke_all(conn: &mut AsyncPgConnection, username: &str, now: DateTime<Utc>) -> Result<()> {
    let theirs = refresh_token::table.filter(refresh_token::username.eq(username));
    diesel::update(theirs.filter(refresh_token::revoked_at.is_null()))
        .set(refresh_token::revoked_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the sign-ins of an account on one device; tells how many tokens that were.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(conn: &mut AsyncPgConnection, username: &str, device: Uuid, now: DateTime<Utc>) -> Result<usize> {
    let theirs = refresh_token::username.eq(username).and(refresh_token::device_id.eq(device));
    let live = refresh_token::table.filter(theirs).filter(refresh_token::revoked_at.is_null());
    Ok(diesel::update(live).set(refresh_token::revoked_at.eq(now)).execute(conn).await?)
}

/// Forgets tokens that ended a day ago: until then one that comes back is told from one that never was.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<usize> {
    let ended = refresh_token::table.filter(refresh_token::expires_at.lt(now - TimeDelta::days(1)));
    Ok(diesel::delete(ended).execute(conn).await?)
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
