//! Begin, come back, take the tokens.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;
use uuid::Uuid;

use super::attempt::{self, Attempt, Begun, Found};
use super::link::account_of;
use super::provider::{IdToken, Provider};
use super::{Outside, WAY};
use crate::app::App;
use crate::clock;
use crate::error::Result;
use crate::identity::door::Identity;
use crate::identity::sign_in::{Admission, SignInRefusal, Tokens};

/// A sign-in that has begun.
pub struct Began {
    /// Where the browser goes.
    pub address: Url,
    /// What it keeps as a cookie.
    pub browser: String,
    /// For how many seconds.
    pub seconds: u64,
}

/// What a browser comes back with.
pub struct Return {
    /// Which sign-in it is.
    pub state: String,
    /// The provider's code.
    pub code: String,
    /// The provider's name, where it says it.
    pub issuer: Option<String>,
    /// The cookie.
    pub browser: String,
}

impl Identity {
    /// The outside provider, where the installation names one.
    #[must_use]
    pub fn outside(&self) -> Option<&Outside> {
        self.settings.outside.as_ref()
    }

    /// Begins a sign-in by the outside provider.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn begin_outside(&self, app: &App, outside: &Outside, device: Option<Uuid>, from: IpAddr) -> Admission<Began> {
        if let Some(wait) = self.doors.arrive(app, from).await? {
            return Err(SignInRefusal::Wait(wait));
        }
        let provider = Provider::discover(outside).await?;
        let attempt = Attempt::draw();
        let device = device.unwrap_or_else(Uuid::now_v7);
        attempt.keep(&mut *app.connection().await?, device, clock::now()).await?;
        Ok(Began {
            address: provider.address(&attempt, self.lately().num_seconds()),
            browser: attempt.browser,
            seconds: WAY.as_secs(),
        })
    }

    /// The browser comes back: tells the code against which it takes our tokens.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn come_back(&self, app: &App, outside: &Outside, back: Return) -> Admission<String> {
        let begun = begun(app, &back).await?.ok_or(SignInRefusal::Failed)?;
        let said = said(outside, &back, &begun).await?;
        let proved_at = self.proved_lately(&said)?;
        let mut conn = app.connection().await?;
        let username = account_of(&mut conn, &outside.issuer, &said.sub)
            .await?
            .ok_or(SignInRefusal::Failed)?;
        let device = begun.device;
        let found = Found {
            username,
            device,
            proved_at,
        };
        Ok(attempt::hand(&mut conn, &found, &back.browser, clock::now()).await?)
    }

    /// When the person proved who he or she is: no longer ago than was asked for.
    fn proved_lately(&self, said: &IdToken) -> Admission<DateTime<Utc>> {
        let at = DateTime::from_timestamp(said.auth_time, 0).ok_or(SignInRefusal::Failed)?;
        let age = clock::now() - at;
        let is_young = age <= self.lately() + TimeDelta::minutes(1) && age >= -TimeDelta::minutes(1);
        if is_young {
            Ok(at.min(clock::now()))
        } else {
            Err(SignInRefusal::Failed)
        }
    }

    /// Hands our own tokens over, once.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn hand_over(&self, app: &App, code: &str, browser: &str) -> Admission<Tokens> {
        let found = attempt::take(&mut *app.connection().await?, code, browser, clock::now()).await?;
        let found = found.ok_or(SignInRefusal::Failed)?;
        self.admit_outside(app, &found.username, found.device, found.proved_at).await
    }
}

/// What was begun by this browser. The connection is given back before the provider is asked.
async fn begun(app: &App, back: &Return) -> Result<Option<Begun>> {
    attempt::come_back(&mut *app.connection().await?, &back.state, &back.browser, clock::now()).await
}

/// What the provider says of the person. Whatever is wrong with it is told to the log, and the person is not signed in.
async fn said(outside: &Outside, back: &Return, begun: &Begun) -> Admission<IdToken> {
    let provider = Provider::discover(outside).await?;
    if !provider.is_named(back.issuer.as_deref()) {
        return Err(SignInRefusal::Failed);
    }
    let exchanged = provider.exchange(&back.code, &begun.verifier, &begun.nonce).await;
    exchanged.map_err(|cause| {
        tracing::warn!(?cause, "a sign-in by the outside provider was not believed");
        SignInRefusal::Failed
    })
}
