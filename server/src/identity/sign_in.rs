//! What a sign-in consists of: what is typed, what is given, why not; and the account and device behind it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::tables::{account, device};

/// What a person types.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// The account.
    pub username: String,
    /// Its password.
    pub password: String,
    /// The device, which made this id itself and keeps it; without one the sign-in makes a device of its own.
    pub device_id: Option<Uuid>,
}

/// What a signed-in device gets.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    /// For `Authorization: Bearer`, ten minutes.
    pub access_token: String,
    /// Fetches the next pair, once.
    pub refresh_token: String,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
}

/// Why there are no tokens. Unknown names, wrong passwords, locked accounts and revoked devices look alike.
#[derive(Debug, Clone)]
pub enum SignInRefusal {
    /// Name or password is wrong, or the token is.
    Failed,
    /// Too many attempts; wait this long.
    Wait(Duration),
    /// Something of ours failed.
    Broken(Error),
}

impl From<Error> for SignInRefusal {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}

impl From<diesel::result::Error> for SignInRefusal {
    fn from(error: diesel::result::Error) -> Self {
        Self::Broken(error.into())
    }
}

/// Tokens, or why there are none.
pub type Admission<T> = std::result::Result<T, SignInRefusal>;

/// What the password of an open account is kept as.
///
/// # Errors
/// When the database does not answer.
pub async fn account_hash(conn: &mut AsyncPgConnection, username: &str) -> Result<Option<String>> {
    // The table's own rule for names; other text (a zero byte, for one) is nobody's.
    let is_name = username.len() <= 64 && username.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if !is_name {
        return Ok(None);
    }
    let open = account::table.find(username).filter(account::locked_at.is_null());
    Ok(open.select(account::password_hash).first(conn).await.optional()?)
}

/// Notes that a device was seen.
///
/// # Errors
/// A revoked one is refused.
pub async fn register(conn: &mut AsyncPgConnection, id: Uuid, now: DateTime<Utc>) -> Admission<()> {
    let values = (device::id.eq(id), device::registered_at.eq(now), device::last_seen_at.eq(now));
    let insert = diesel::insert_into(device::table).values(values).on_conflict(device::id);
    let revoked_at = insert.do_update().set(device::last_seen_at.eq(now)).returning(device::revoked_at);
    let revoked_at: Option<DateTime<Utc>> = revoked_at.get_result(conn).await?;
    if revoked_at.is_some() { Err(SignInRefusal::Failed) } else { Ok(()) }
}
