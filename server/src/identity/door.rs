//! The door: name and password, another password, the password once more.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use uuid::Uuid;

use super::delay::Doors;
use super::keys::Keys;
use super::password;
use super::presence::Presences;
use super::sign_in::{Account, Admission, Device, GivenDevice, PasswordChange, SignIn, SignInRefusal, Tokens, open_account, register};
use super::token::{self, Claims};
use super::{Settings, change, refresh};
use crate::app::App;
use crate::clock;
use crate::error::Result;

/// The node's door-keeper.
pub struct Identity {
    pub(super) keys: Keys,
    pub(super) settings: Settings,
    pub(super) presences: Presences,
    pub(super) doors: Doors,
    /// What unknown names are verified against, so that they take as long as known ones.
    nobody: String,
}

impl Identity {
    /// Reads the keys, making them at the first start.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(app: &App, settings: Settings) -> Result<Self> {
        let mut conn = app.connection().await?;
        Ok(Self {
            keys: Keys::load(&mut conn).await?,
            settings,
            presences: Presences::default(),
            doors: Doors::default(),
            nobody: password::hash(&Uuid::new_v4().to_string())?,
        })
    }

    /// Signs a person in on a device.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn sign_in(&self, app: &App, asked: SignIn, from: IpAddr) -> Admission<Tokens> {
        let account = self.prove(app, &asked.username, asked.password, from).await?;
        if account.must_change {
            return Err(SignInRefusal::MustChange);
        }
        self.admit(app, &Admitted::now(&account.username, asked.device), None).await
    }

    /// Signs a person in who proved elsewhere, at that instant, who he or she is.
    pub(super) async fn admit_outside(&self, app: &App, username: &str, device: Uuid, proved_at: DateTime<Utc>) -> Admission<Tokens> {
        let admitted = Admitted {
            username,
            device: Device::unnamed(device),
            typed_at: proved_at,
        };
        self.admit(app, &admitted, None).await
    }

    /// Gives an account another password, ends all its sign-ins and begins one.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn change_password(&self, app: &App, asked: PasswordChange, from: IpAddr) -> Admission<Tokens> {
        let account = self.prove(app, &asked.username, asked.current.clone(), from).await?;
        change::acceptable(&account.username, &asked).map_err(SignInRefusal::Refused)?;
        let hash = password::hash_in_turn(asked.new).await?;
        self.admit(app, &Admitted::now(&account.username, asked.device), Some(hash)).await
    }

    /// The password of a sign-in is typed once more: an access token that certifies and signs. The refresh token stays.
    ///
    /// # Errors
    /// [`SignInRefusal`].
    pub async fn reauthenticate(&self, app: &App, claims: &Claims, password: String, from: IpAddr) -> Admission<(String, DateTime<Utc>)> {
        let account = self.prove(app, &claims.sub, password, from).await?;
        let now = clock::now();
        refresh::typed_again(&mut *app.connection().await?, &account.username, claims.dev, now).await?;
        self.access_token(app, &Claims::new(&account.username, claims.dev, now, now)).await
    }

    /// The account, if the password is its own. One verification whether or not there is such an account.
    async fn prove(&self, app: &App, username: &str, password: String, from: IpAddr) -> Admission<Account> {
        let username = username.trim().to_lowercase();
        if let Some(wait) = self.doors.attempt(app, &username, from).await? {
            return Err(SignInRefusal::Wait(wait));
        }
        let account = open_account(&mut *app.connection().await?, &username).await?;
        let kept = account.as_ref().map_or(&self.nobody, |account| &account.password_hash);
        app.metrics().verified();
        let right = password::matches(password, kept.clone()).await?;
        let account = account.filter(|_| right).ok_or(SignInRefusal::Failed)?;
        self.doors.forgive(app, &username, from).await?;
        Ok(account)
    }

    async fn admit(&self, app: &App, admitted: &Admitted<'_>, new_hash: Option<String>) -> Admission<Tokens> {
        let now = clock::now();
        let mut conn = app.connection().await?;
        let begun = conn.transaction(async |conn| begin(conn, admitted, new_hash, now).await);
        let refresh_token = begun.await?;
        drop(conn);
        let claims = Claims::new(admitted.username, admitted.device.id, admitted.typed_at, now);
        self.tokens(app, &claims, refresh_token).await
    }

    /// The pair a device gets.
    pub(super) async fn tokens(&self, app: &App, claims: &Claims, refresh_token: String) -> Admission<Tokens> {
        let (access_token, expires_at) = self.access_token(app, claims).await?;
        Ok(Tokens {
            access_token,
            refresh_token,
            expires_at,
        })
    }

    async fn access_token(&self, app: &App, claims: &Claims) -> Admission<(String, DateTime<Utc>)> {
        let ring = self.keys.ring(app).await?;
        Ok((token::sign(claims, &ring)?, claims.expires_at()))
    }

    /// How long after it was typed a password certifies and signs.
    pub(super) fn lately(&self) -> TimeDelta {
        self.settings.typed_lately
    }
}

/// Who may come in, where, and since when that is known.
struct Admitted<'a> {
    username: &'a str,
    device: Device,
    typed_at: DateTime<Utc>,
}

impl<'a> Admitted<'a> {
    /// By a password that was typed just now.
    fn now(username: &'a str, device: GivenDevice) -> Self {
        Self {
            username,
            device: device.into(),
            typed_at: clock::now(),
        }
    }
}

async fn begin(conn: &mut AsyncPgConnection, admitted: &Admitted<'_>, new_hash: Option<String>, now: DateTime<Utc>) -> Admission<String> {
    register(conn, &admitted.device, now).await?;
    if let Some(hash) = new_hash {
        change::keep(conn, admitted.username, &hash, now).await?;
    }
    let new = refresh::New {
        username: admitted.username,
        device: admitted.device.id,
        typed_at: admitted.typed_at,
    };
    Ok(refresh::issue(conn, new, now).await?)
}
