//! What a sign-in consists of: what is typed, what is given, why not; and the account and device behind it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Refusal;
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

/// What a person types to have another password: one of his or her own instead of one that was handed over, or a new one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordChange {
    /// The account.
    pub username: String,
    /// Its password until now.
    pub current: String,
    /// Its password from now on.
    pub new: String,
    /// The device to be signed in on.
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
    /// The password is right and was handed over by somebody else: it opens nothing but its own change.
    MustChange,
    /// The new password breaks a rule.
    Refused(Refusal),
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

/// An account as the door knows it.
#[derive(Queryable)]
pub struct Account {
    /// What is typed to sign in.
    pub username: String,
    /// What its password is kept as.
    pub password_hash: String,
    /// Whether the password was handed over by somebody else.
    pub must_change: bool,
}

/// The open account of that name. A name that is none (too long, a zero byte) is looked for like any other: it takes as long.
///
/// # Errors
/// When the database does not answer.
pub async fn open_account(conn: &mut AsyncPgConnection, username: &str) -> Result<Option<Account>> {
    let username = if is_username(username) { username } else { "" };
    let open = account::table.find(username).filter(account::locked_at.is_null());
    let columns = (account::username, account::password_hash, account::must_change);
    Ok(open.select(columns).first(conn).await.optional()?)
}

/// The table's own rule for names.
#[must_use]
pub fn is_username(text: &str) -> bool {
    let begins = text.starts_with(|letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    begins && (2..=64).contains(&text.len()) && text.bytes().all(fits)
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
