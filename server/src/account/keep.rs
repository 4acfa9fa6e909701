//! Making an account, locking and unlocking it, handing out a password.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::AreaCode;
use uuid::Uuid;

use super::book::{By, note};
use super::row::{Account, one};
use crate::clock;
use crate::error::{Error, Result};
use crate::identity::{self, is_username, revoke_all};
use crate::tables::{account, person};
use crate::text::{self, LONGEST_NAME};

/// An account to be made, for a person who has none.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What is typed to sign in: 2 to 64 of `a-z 0-9 . _ -`, beginning with a letter or digit.
    pub username: String,
    /// The person's name.
    pub name: String,
    /// The person's position.
    pub position: String,
    /// The unit that keeps it.
    pub area: AreaCode,
}

/// A password as it is kept.
#[derive(Debug, Clone)]
pub struct KeptPassword {
    /// The text of [`crate::identity::password::hash`].
    pub hash: String,
    /// Whether it is handed out, to be changed at once.
    pub must_change: bool,
}

/// Makes an account and its person.
///
/// # Errors
/// `INVALID` for names that are none or taken.
pub async fn create(connection: &mut AsyncPgConnection, by: By<'_>, new: &NewAccount, password: &KeptPassword) -> Result<Account> {
    let person = insert_person(connection, new).await?;
    check_username(&new.username)?;
    let values = (
        account::username.eq(&new.username),
        account::person_id.eq(person),
        account::area.eq(&new.area),
        account::password_hash.eq(&password.hash),
        account::must_change.eq(password.must_change),
        account::created_at.eq(clock::now()),
    );
    diesel::insert_into(account::table).values(values).execute(connection).await?;
    note(connection, by, "ACCOUNT_CREATED", &new.area, person, "account").await?;
    known(connection, &new.username).await
}

async fn insert_person(connection: &mut AsyncPgConnection, new: &NewAccount) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let values = (
        person::id.eq(id),
        person::name.eq(text::required("name", &new.name, LONGEST_NAME)?.to_owned()),
        person::position.eq(text::optional("position", Some(&new.position), LONGEST_NAME)?
            .unwrap_or_default()
            .to_owned()),
    );
    diesel::insert_into(person::table).values(values).execute(connection).await?;
    Ok(id)
}

fn check_username(username: &str) -> Result<()> {
    if is_username(username) {
        return Ok(());
    }
    let message = "ชื่อผู้ใช้ต้องเป็น a-z 0-9 . _ - ยาว 2 ถึง 64 ตัว / A name has 2 to 64 of a-z 0-9 . _ - and begins with a letter or digit";
    Err(Error::invalid("username", "characters", message))
}

/// Closes an account: whoever is signed in with it is out at once, on every device.
///
/// # Errors
/// `NOT_FOUND`; closing a closed one changes nothing.
pub async fn lock(connection: &mut AsyncPgConnection, by: By<'_>, username: &str, reason: &str) -> Result<Account> {
    let found = behind_lock(connection, username).await?;
    if found.locked_at.is_some() {
        return Ok(found);
    }
    let now = clock::now();
    let open = diesel::update(account::table.find(username));
    open.set(account::locked_at.eq(now)).execute(connection).await?;
    revoke_all(connection, username, now).await?;
    note(connection, by, "ACCOUNT_LOCKED", &found.area, found.person, reason).await?;
    known(connection, username).await
}

/// Opens an account again.
///
/// # Errors
/// `NOT_FOUND`; opening an open one changes nothing.
pub async fn unlock(connection: &mut AsyncPgConnection, by: By<'_>, username: &str) -> Result<Account> {
    let found = behind_lock(connection, username).await?;
    if found.locked_at.is_none() {
        return Ok(found);
    }
    let closed = diesel::update(account::table.find(username));
    closed
        .set(account::locked_at.eq(None::<chrono::DateTime<chrono::Utc>>))
        .execute(connection)
        .await?;
    note(connection, by, "ACCOUNT_UNLOCKED", &found.area, found.person, "unlocked").await?;
    known(connection, username).await
}

/// Gives an account another password; every sign-in by the one before ends.
///
/// # Errors
/// `NOT_FOUND`
pub async fn set_password(connection: &mut AsyncPgConnection, by: By<'_>, username: &str, password: &KeptPassword) -> Result<Account> {
    let found = behind_lock(connection, username).await?;
    let values = (
        account::password_hash.eq(&password.hash),
        account::must_change.eq(password.must_change),
    );
    diesel::update(account::table.find(username))
        .set(values)
        .execute(connection)
        .await?;
    revoke_all(connection, username, clock::now()).await?;
    note(connection, by, "ACCOUNT_PASSWORD_SET", &found.area, found.person, "password").await?;
    known(connection, username).await
}

/// Links an account to a subject of an outside identity provider, or to none; its sign-ins end with what they were linked to.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a subject that is another's.
pub async fn link(connection: &mut AsyncPgConnection, by: By<'_>, username: &str, issuer: &str, subject: Option<&str>) -> Result<Account> {
    let found = behind_lock(connection, username).await?;
    match subject {
        Some(subject) => identity::link(connection, username, issuer, text::required("subject", subject, LONGEST_NAME)?).await?,
        None => identity::unlink(connection, username, issuer).await?,
    }
    revoke_all(connection, username, clock::now()).await?;
    note(connection, by, "ACCOUNT_LINKED", &found.area, found.person, issuer).await?;
    Ok(found)
}

/// The account behind its row's lock: what is done to one account waits for what was begun before.
pub(super) async fn behind_lock(connection: &mut AsyncPgConnection, username: &str) -> Result<Account> {
    let row = account::table.filter(account::username.eq(username)).for_update();
    row.select(account::username).load::<String>(connection).await?;
    known(connection, username).await
}

async fn known(connection: &mut AsyncPgConnection, username: &str) -> Result<Account> {
    one(connection, username).await?.ok_or_else(|| Error::not_found("username"))
}
