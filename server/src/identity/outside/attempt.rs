//! A sign-in on its way through the provider: a row for minutes, whose secrets are kept as hashes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{HANDOVER, WAY};
use crate::error::Result;
use crate::tables::{outside_attempt, outside_handover};

/// One about to begin.
pub struct Attempt {
    /// What comes back with the browser.
    pub state: String,
    /// What comes back inside the ID token.
    pub nonce: String,
    /// The cookie of the browser.
    pub browser: String,
    verifier: String,
}

/// What is needed to go on with one that came back.
#[derive(Queryable)]
pub struct Begun {
    /// What the ID token has to carry.
    pub nonce: String,
    /// What the code is exchanged with (PKCE).
    pub verifier: String,
    /// The device to be signed in on.
    pub device: Uuid,
}

/// A person found, whose tokens are to be taken.
#[derive(Queryable)]
pub struct Found {
    /// The account.
    pub username: String,
    /// The device to be signed in on.
    pub device: Uuid,
    /// When the person proved who he or she is.
    pub proved_at: DateTime<Utc>,
}

impl Attempt {
    /// Draws its secrets.
    pub fn draw() -> Self {
        Self {
            state: secret(),
            nonce: secret(),
            browser: secret(),
            verifier: secret(),
        }
    }

    /// What the provider is told of the verifier.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep(&self, conn: &mut AsyncPgConnection, device: Uuid, now: DateTime<Utc>) -> Result<()> {
        let values = (
            outside_attempt::state.eq(hash(&self.state)),
            outside_attempt::browser.eq(hash(&self.browser)),
            outside_attempt::nonce.eq(&self.nonce),
            outside_attempt::verifier.eq(&self.verifier),
            outside_attempt::device_id.eq(device),
            outside_attempt::expires_at.eq(now + WAY),
        );
        diesel::insert_into(outside_attempt::table).values(values).execute(conn).await?;
        Ok(())
    }
}

/// The attempt that comes back to the browser that began it: once.
///
/// # Errors
/// When the database does not answer.
pub async fn come_back(conn: &mut AsyncPgConnection, state: &str, browser: &str, now: DateTime<Utc>) -> Result<Option<Begun>> {
    let here = outside_attempt::state
        .eq(hash(state))
        .and(outside_attempt::browser.eq(hash(browser)));
    let back = diesel::delete(outside_attempt::table.filter(here.and(outside_attempt::expires_at.gt(now))));
    let columns = (outside_attempt::nonce, outside_attempt::verifier, outside_attempt::device_id);
    Ok(back.returning(columns).get_result(conn).await.optional()?)
}

/// Keeps the person who was found: tells the code against which the browser takes the tokens.
///
/// # Errors
/// When the database does not answer.
pub async fn hand(conn: &mut AsyncPgConnection, found: &Found, browser: &str, now: DateTime<Utc>) -> Result<String> {
    let code = secret();
    let values = (
        outside_handover::code.eq(hash(&code)),
        outside_handover::browser.eq(hash(browser)),
        outside_handover::username.eq(&found.username),
        outside_handover::device_id.eq(found.device),
        outside_handover::authenticated_at.eq(found.proved_at),
        outside_handover::expires_at.eq(now + HANDOVER),
    );
    diesel::insert_into(outside_handover::table).values(values).execute(conn).await?;
    Ok(code)
}

/// Takes what a code stands for, once, by the browser that began.
///
/// # Errors
/// When the database does not answer.
pub async fn take(conn: &mut AsyncPgConnection, code: &str, browser: &str, now: DateTime<Utc>) -> Result<Option<Found>> {
    let here = outside_handover::code
        .eq(hash(code))
        .and(outside_handover::browser.eq(hash(browser)));
    let taken = diesel::delete(outside_handover::table.filter(here.and(outside_handover::expires_at.gt(now))));
    let columns = (
        outside_handover::username,
        outside_handover::device_id,
        outside_handover::authenticated_at,
    );
    Ok(taken.returning(columns).get_result(conn).await.optional()?)
}

/// Forgets those that were never finished.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<()> {
    let attempts = outside_attempt::table.filter(outside_attempt::expires_at.le(now));
    diesel::delete(attempts).execute(conn).await?;
    let handovers = outside_handover::table.filter(outside_handover::expires_at.le(now));
    diesel::delete(handovers).execute(conn).await?;
    Ok(())
}

/// 256 bits that stand in an address.
fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}
