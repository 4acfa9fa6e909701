//! What a sign-in consists of: what is typed, what is given, why not; and the account and device behind it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Refusal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::statement::sql;
use crate::tables::account;

/// What a person types.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// The account.
    pub username: String,
    /// Its password.
    pub password: String,
    /// Where.
    #[serde(flatten)]
    pub device: GivenDevice,
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
    #[serde(flatten)]
    pub device: GivenDevice,
}

/// A device as it names itself.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenDevice {
    /// Its id, which it made itself and keeps; without one the sign-in makes a device of its own.
    device_id: Option<Uuid>,
    /// What its owner knows it by, such as the name of the computer.
    device_label: Option<String>,
}

/// Characters of a device's label that are kept (assumption): it helps to tell devices apart and decides nothing.
const LABEL: usize = 80;

/// A device to be signed in on.
pub struct Device {
    /// Its id.
    pub id: Uuid,
    /// Its label; empty for one that said none.
    label: String,
}

impl Device {
    /// One that says nothing of itself.
    pub fn unnamed(id: Uuid) -> Self {
        Self { id, label: String::new() }
    }
}

impl From<GivenDevice> for Device {
    fn from(given: GivenDevice) -> Self {
        let label = given.device_label.unwrap_or_default();
        let shown = label.chars().filter(|letter| !letter.is_control()).take(LABEL);
        Self {
            id: given.device_id.unwrap_or_else(Uuid::now_v7),
            label: shown.collect::<String>().trim().to_owned(),
        }
    }
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

/// Notes that a device was seen, and its label where it said one.
///
/// # Errors
/// A revoked one is refused.
pub async fn register(conn: &mut AsyncPgConnection, device: &Device, now: DateTime<Utc>) -> Admission<()> {
    let statement = sql(include_str!("register.sql"))
        .bind::<SqlUuid, _>(device.id)
        .bind::<Text, _>(&device.label)
        .bind::<Timestamptz, _>(now);
    let found: Registered = statement.get_result(conn).await?;
    if found.is_revoked { Err(SignInRefusal::Failed) } else { Ok(()) }
}

#[derive(QueryableByName)]
struct Registered {
    #[diesel(sql_type = Bool)]
    is_revoked: bool,
}
