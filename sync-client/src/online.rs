//! Meetings with the server under the person's own sign-in: the token is renewed once, then the person is asked.

use cynic::QueryBuilder;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::{Error, Result},
    laptop::Laptop,
    message::Message,
    plan::Answer,
    remote::{
        Remote,
        auth::{Tokens, foreign, unreachable},
    },
    store::session::Session,
    wire::desk::Desk,
};

impl Laptop {
    /// Whether a sign-in at this server leaves nothing behind that waits for another one: asked before the password is.
    ///
    /// # Errors
    /// The address is none; edits wait for another server.
    pub fn may_sign_in_at(&mut self, server: &str) -> Result<()> {
        let remote = Remote::new(server)?;
        self.store.may_sign_in_at(remote.server())
    }

    /// Signs a person in at a server and remembers both. `moved`: it is the server of before at a new address.
    ///
    /// # Errors
    /// Offline; wrong name or password; edits wait for another server.
    pub async fn login(&mut self, server: &str, username: &str, password: &str, moved: bool) -> Result<Session> {
        let remote = self.remote_to(server)?;
        let device = self.store.device_id()?;
        let tokens = remote.login(username, password, &device).await?;
        self.signed_in(&remote, username, tokens, moved).await
    }

    /// The same with another password from now on; every earlier sign-in of the account ends, on all devices.
    ///
    /// # Errors
    /// As [`Laptop::login`]; the server refuses a password that is easily guessed.
    pub async fn login_anew(&mut self, server: &str, username: &str, [current, new]: [&str; 2], moved: bool) -> Result<Session> {
        let remote = self.remote_to(server)?;
        let device = self.store.device_id()?;
        let tokens = remote.change_password(username, [current, new], &device).await?;
        self.signed_in(&remote, username, tokens, moved).await
    }

    async fn signed_in(&mut self, remote: &Remote, username: &str, tokens: Tokens, moved: bool) -> Result<Session> {
        let asked = remote.ask(&tokens.access_token, &Desk::build(())).await;
        let desk: Desk = asked.map_err(|answer| explained(&answer, remote.server()))?;
        let session = Session {
            one: 1,
            server: remote.server().to_owned(),
            username: username.to_owned(),
            person: desk.me.id.inner().to_owned(),
            position: desk.me.position.clone(),
            assignments: serde_json::to_string(&desk.me.assignments)?,
            access_token: Some(tokens.access_token),
            refresh_token: Some(tokens.refresh_token),
        };
        self.store.sign_in(&desk.me.name, &session, moved)?;
        self.store.apply_desk(&desk, remote.clock_error())?;
        Ok(session)
    }

    /// Signs out here, and on the server if it can be reached. What waits stays.
    ///
    /// # Errors
    /// The file cannot be written. Whether the server was told is the answer.
    pub async fn logout(&mut self) -> Result<bool> {
        let Some(session) = self.store.session()? else { return Ok(true) };
        let remote = self.remote_to(&session.server)?;
        self.store.sign_out()?;
        match (&session.access_token, &session.refresh_token) {
            (Some(access), Some(refresh)) => Ok(remote.logout(access, refresh).await.is_ok()),
            _ => Ok(true),
        }
    }

    /// Asks one operation, renewing the token once where it has run out.
    ///
    /// # Errors
    /// Offline; the sign-in has ended; the server refuses.
    pub async fn ask<T: DeserializeOwned>(&mut self, operation: &impl Serialize) -> Result<T> {
        let token = self.store.signed_in()?.access_token.ok_or_else(ended)?;
        let remote = self.remote()?;
        match remote.ask(&token, operation).await {
            Err(Answer::Unauthenticated) => {
                let token = self.renewed(&remote).await?;
                remote
                    .ask(&token, operation)
                    .await
                    .map_err(|answer| explained(&answer, remote.server()))
            }
            answer => answer.map_err(|answer| explained(&answer, remote.server())),
        }
    }

    /// New tokens, stored before they are used: the old ones are spent.
    ///
    /// # Errors
    /// Offline; the sign-in has ended, which is also stored.
    pub async fn renewed(&mut self, remote: &Remote) -> Result<String> {
        let refresh = self.store.signed_in()?.refresh_token.ok_or_else(ended)?;
        match remote.refresh(&refresh).await {
            Ok(tokens) => {
                self.store.renew(Some(&tokens.access_token), Some(&tokens.refresh_token))?;
                Ok(tokens.access_token)
            }
            Err(Error::SignIn(_)) => self.sign_in_ended(&refresh),
            Err(other) => Err(other),
        }
    }

    /// Another program of this laptop may have renewed at the same moment: then its token is good.
    fn sign_in_ended(&mut self, tried: &str) -> Result<String> {
        let session = self.store.signed_in()?;
        if session.refresh_token.as_deref() != Some(tried) {
            return session.access_token.ok_or_else(ended);
        }
        self.store.renew(None, None)?;
        Err(ended())
    }
}

/// The sign-in has ended; everything waits.
#[must_use]
pub fn ended() -> Error {
    Error::SignIn(Message::new(
        "การเข้าสู่ระบบหมดอายุ ข้อมูลที่บันทึกไว้ยังอยู่ครบ กรุณาใช้คำสั่ง otop login",
        "The sign-in has ended. Everything recorded is kept: use otop login.",
    ))
}

/// An answer that is not data, in words.
#[must_use]
pub fn explained(answer: &Answer, server: &str) -> Error {
    match answer {
        Answer::Unauthenticated => ended(),
        Answer::Foreign => foreign(server),
        Answer::Malformed(message) => Error::Other(format!("{server}: {message}")),
        Answer::Outcomes(_) | Answer::Busy(_) | Answer::TooLarge(_) | Answer::Failed | Answer::Unreachable => unreachable(server),
    }
}
