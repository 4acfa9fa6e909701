//! A sign-in as it goes on: the next pair of tokens, who stands behind a token, the way out.

use diesel_async::AsyncConnection;

use super::door::Identity;
use super::presence::{Presence, Presences};
use super::refresh::{self, Rotation};
use super::sign_in::{Admission, SignInRefusal, Tokens};
use super::token::{self, Claims, Verdict};
use super::{Caller, who};
use crate::app::App;
use crate::clock;
use crate::error::Result;

impl Identity {
    /// The next pair of tokens; the password behind it is as old as before.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn refresh(&self, app: &App, token: &str) -> Admission<Tokens> {
        let mut conn = app.connection().await?;
        let now = clock::now();
        // A refusal is an answer, not an error: what it revoked must be committed.
        let rotation = conn.transaction(async |conn| refresh::rotate(conn, token, now).await).await?;
        let Rotation::Replaced {
            username,
            device,
            typed_at,
            token,
        } = rotation
        else {
            return Err(SignInRefusal::Failed);
        };
        if who::caller(&mut conn, &username, device).await?.is_none() {
            return Err(SignInRefusal::Failed);
        }
        drop(conn);
        self.tokens(app, &Claims::new(&username, device, typed_at, now), token).await
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
        match token::verify(token, &*self.keys.ring(app).await?) {
            Verdict::Good(claims) => Ok(Some(claims)),
            Verdict::Bad => Ok(None),
            Verdict::UnknownKey => self.claims_by_newer_key(app, token).await,
        }
    }

    /// Another node may have met a key made since: read them again, once.
    async fn claims_by_newer_key(&self, app: &App, token: &str) -> Result<Option<Claims>> {
        match token::verify(token, &*self.keys.newer(app).await?) {
            Verdict::Good(claims) => Ok(Some(claims)),
            Verdict::Bad | Verdict::UnknownKey => Ok(None),
        }
    }

    /// The caller behind claims, with the assignments that hold now; `None` once the sign-in has ended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn caller(&self, app: &App, claims: &Claims) -> Result<Option<Caller>> {
        let mut conn = app.connection().await?;
        let caller = who::caller(&mut conn, &claims.sub, claims.dev).await?;
        let typed_lately = clock::now() - claims.typed_at() <= self.lately();
        Ok(caller.map(|caller| Caller { typed_lately, ..caller }))
    }

    /// Notes a socket, so that it ends with its sign-in, unless its account has as many as `most` already.
    #[must_use]
    pub fn enter(&self, claims: &Claims, most: usize) -> Option<Presence> {
        self.presences.enter(claims, most)
    }

    /// The sign-ins behind this node's sockets.
    #[must_use]
    pub fn presences(&self) -> Presences {
        self.presences.clone()
    }
}
