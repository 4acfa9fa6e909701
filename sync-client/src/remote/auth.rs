//! Signing in, staying signed in, signing out.

use otop_schema::{Refusal, RefusalCode};
use serde::{Deserialize, Serialize};

use super::Remote;
use crate::{
    carrier::{Letter, Reply},
    error::{Error, Result},
    message::Message,
};

/// The keys a sign-in gives.
#[derive(Deserialize, Clone)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    /// Good for minutes.
    pub access_token: String,
    /// Good for one renewal.
    pub refresh_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Login<'a> {
    username: &'a str,
    password: &'a str,
    device_id: &'a str,
    device_label: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    username: &'a str,
    current: &'a str,
    new: &'a str,
    device_id: &'a str,
    device_label: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Refresh<'a> {
    refresh_token: &'a str,
}

/// The computer's name, by which its owner knows this laptop in the list of devices.
fn label() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

impl Remote {
    /// Signs in at this laptop.
    ///
    /// # Errors
    /// Offline; wrong name or password; too many tries.
    pub async fn login(&self, username: &str, password: &str, device_id: &str) -> Result<Tokens> {
        self.door(
            "login",
            &Login {
                username,
                password,
                device_id,
                device_label: label(),
            },
        )
        .await
    }

    /// Signs in at this laptop and has another password from now on.
    ///
    /// # Errors
    /// As [`Remote::login`]; a password that is easily guessed.
    pub async fn change_password(&self, username: &str, [current, new]: [&str; 2], device_id: &str) -> Result<Tokens> {
        let change = Change {
            username,
            current,
            new,
            device_id,
            device_label: label(),
        };
        self.door("password", &change).await
    }

    /// Renews the tokens.
    ///
    /// # Errors
    /// Offline; the sign-in has ended.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Tokens> {
        self.door("refresh", &Refresh { refresh_token }).await
    }

    /// Tells the server that this sign-in is over.
    ///
    /// # Errors
    /// Offline.
    pub async fn logout(&self, access_token: &str, refresh_token: &str) -> Result<()> {
        self.knock("logout", Some(access_token), &Refresh { refresh_token })
            .await
            .map(|_| ())
    }

    async fn door(&self, name: &str, body: &impl Serialize) -> Result<Tokens> {
        let reply = self.knock(name, None, body).await?;
        tokens(reply.status, &reply.body, &self.server)
    }

    async fn knock(&self, name: &str, token: Option<&str>, body: &impl Serialize) -> Result<Reply> {
        let letter = Letter {
            path: format!("/auth/{name}"),
            token: token.map(str::to_owned),
            body: serde_json::to_vec(body)?,
            gzip: false,
            part: None,
        };
        self.carrier.carry(letter).await.map_err(|_| unreachable(&self.server))
    }
}

fn tokens(status: u16, body: &[u8], server: &str) -> Result<Tokens> {
    let json = serde_json::from_slice::<serde_json::Value>(body).is_ok();
    if let Ok(refusal) = serde_json::from_slice::<Refusal>(body) {
        return Err(Error::Refused(refusal));
    }
    match status {
        200 => serde_json::from_slice(body).map_err(|_| foreign(server)),
        403 if must_change(body) => Err(Error::SignIn(Message::new(
            "รหัสผ่านนี้ใช้ได้ครั้งเดียว กรุณาตั้งรหัสผ่านใหม่ด้วย otop login --new-password",
            "This password was handed out: set one of your own with otop login --new-password.",
        ))),
        400 | 401 | 403 if json => Err(Error::SignIn(Message::new(
            "เข้าสู่ระบบไม่สำเร็จ ตรวจสอบชื่อผู้ใช้และรหัสผ่าน แล้วใช้คำสั่ง otop login",
            "Not signed in: check the name and the password, then use otop login.",
        ))),
        429 => Err(Error::Refused(Refusal::new(
            RefusalCode::RateLimited,
            "ลองเข้าสู่ระบบบ่อยเกินไป กรุณารอสักครู่ / Too many tries: wait a moment.",
        ))),
        511 => Err(foreign(server)),
        _ if json || status >= 500 => Err(Error::Offline(Message::new(
            format!("เครื่องแม่ข่ายไม่พร้อมให้บริการ ({status}) ข้อมูลที่บันทึกไว้ยังอยู่ครบ"),
            format!("The server is not ready ({status}). Everything recorded is kept."),
        ))),
        _ => Err(foreign(server)),
    }
}

/// Whether somebody else made the password.
fn must_change(body: &[u8]) -> bool {
    let said = serde_json::from_slice::<serde_json::Value>(body).unwrap_or_default();
    said["code"] == "PASSWORD_CHANGE_REQUIRED"
}

/// No connection.
#[must_use]
pub fn unreachable(server: &str) -> Error {
    Error::Offline(Message::new(
        format!("ติดต่อเครื่องแม่ข่ายไม่ได้ ({server}) ข้อมูลที่บันทึกไว้ยังอยู่ครบ และจะส่งเมื่อเชื่อมต่อได้"),
        format!("The server was not reached ({server}). Everything recorded is kept and goes out when there is a connection."),
    ))
}

/// An answer, but not of a server of ours.
#[must_use]
pub fn foreign(server: &str) -> Error {
    Error::Offline(Message::new(
        format!("มีคำตอบที่ไม่ได้มาจากระบบ ({server}) เครือข่ายนี้อาจต้องลงชื่อเข้าใช้อินเทอร์เน็ตก่อน"),
        format!("Something else than the system answers at {server}: this network may want its own sign-in first."),
    ))
}
