//! The door: name and password, the next pair of tokens, the way out, and who stands behind a token.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection;
use tokio::time::Instant;
use uuid::Uuid;

use super::delay::Delay;
use super::keys::Keys;
use super::refresh::{self, Rotation};
use super::sign_in::{Admission, SignIn, SignInRefusal, Tokens, account_hash, register};
use super::token::{self, Claims, Verdict};
use super::{Caller, password, who};
use crate::app::App;
use crate::clock;
use crate::error::Result;

/// The node's door-keeper.
pub struct Identity {
    keys: Keys,
    delay: Delay,
    /// What unknown names are verified against, so that they take as long as known ones.
    nobody: String,
}

impl Identity {
    /// Reads the keys, making them at the first start.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(app: &App) -> Result<Self> {
        let mut conn = app.connection().await?;
        let keys = Keys::load(&mut conn).await?;
        let nobody = password::hash(&Uuid::new_v4().to_string())?;
        Ok(Self {
            keys,
            delay: Delay::default(),
            nobody,
        })
    }

    /// Signs a person in on a device.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn sign_in(&self, app: &App, asked: SignIn, from: IpAddr) -> Admission<Tokens> {
        let username = asked.username.trim().to_lowercase();
        self.delay.attempt(&username, from, Instant::now()).map_err(SignInRefusal::Wait)?;
        let mut conn = app.connection().await?;
        let kept = account_hash(&mut conn, &username).await?;
        drop(conn);
        // One verification whether or not the name is known.
        let right = password::matches(asked.password, kept.clone().unwrap_or_else(|| self.nobody.clone())).await?;
        if kept.is_none() || !right {
            return Err(SignInRefusal::Failed);
        }
        self.delay.forget(&username, from);
        self.admit(app, &username, asked.device_id.unwrap_or_else(Uuid::now_v7)).await
    }

    async fn admit(&self, app: &App, username: &str, device: Uuid) -> Admission<Tokens> {
        let mut conn = app.connection().await?;
        let now = clock::now();
        let refresh_token = conn.transaction(async |conn| {
            register(conn, device, now).await?;
            Ok::<_, SignInRefusal>(refresh::issue(conn, username, device, now).await?)
        });
        let refresh_token = refresh_token.await?;
        self.tokens(username, device, refresh_token, now)
    }

    fn tokens(&self, username: &str, device: Uuid, refresh_token: String, now: DateTime<Utc>) -> Admission<Tokens> {
        let claims = Claims::new(username, device, now);
        let access_token = token::sign(&claims, &self.keys.ring())?;
        Ok(Tokens {
            access_token,
            refresh_token,
            expires_at: claims.expires_at(),
        })
    }

    /// The next pair of tokens.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn refresh(&self, app: &App, token: &str) -> Admission<Tokens> {
        let mut conn = app.connection().await?;
        let now = clock::now();
        // A refusal is an answer, not an error: what it revoked must be committed.
        let rotation = conn.transaction(async |conn| refresh::rotate(conn, token, now).await).await?;
        let Rotation::Replaced { username, device, token } = rotation else {
            return Err(SignInRefusal::Failed);
        };
        if who::caller(&mut conn, &username, device).await?.is_none() {
            return Err(SignInRefusal::Failed);
        }
        self.tokens(&username, device, token, now)
    }

    /// Ends a sign-in on its device.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self, app: &App, token: &str) -> Result<()> {
        let mut conn = app.connection().await?;
        let now = clock::now();
        conn.transaction(async |conn| refresh::end(conn, token, now).await).await
    }

    /// What an access token says, if it is ours and still good.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claims(&self, app: &App, token: &str) -> Result<Option<Claims>> {
        match token::verify(token, &self.keys.ring()) {
            Verdict::Good(claims) => Ok(Some(claims)),
            Verdict::Bad => Ok(None),
            Verdict::UnknownKey => self.claims_by_newer_key(app, token).await,
        }
    }

    /// Another node may have made a key since: read them again, once.
    async fn claims_by_newer_key(&self, app: &App, token: &str) -> Result<Option<Claims>> {
        let mut conn = app.connection().await?;
        match token::verify(token, &*self.keys.refresh(&mut conn).await?) {
            Verdict::Good(claims) => Ok(Some(claims)),
            Verdict::Bad | Verdict::UnknownKey => Ok(None),
        }
    }

    /// The caller behind claims, with the assignments that hold now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn caller(&self, app: &App, claims: &Claims) -> Result<Option<Caller>> {
        let mut conn = app.connection().await?;
        who::caller(&mut conn, &claims.sub, claims.dev).await
    }
}
