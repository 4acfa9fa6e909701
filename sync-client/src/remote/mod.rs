//! The way to the server: GraphQL operations, and the three doors of signing in, carried by whatever network there is.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use otop_schema::Cursor;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    carrier::{Bell, Carried, Carrier, Letter, Reply},
    clock,
    error::{Error, Result},
    plan::Answer,
};

pub mod answer;
pub mod auth;
mod flight;
mod http;
mod pack;

pub(crate) use flight::Flight;
pub use pack::Packed;

/// Nothing was heard yet.
const SILENT: i64 = i64::MIN;

/// A server's address, and who carries letters there.
#[derive(Clone)]
pub struct Remote {
    carrier: Arc<dyn Carrier>,
    server: String,
    clock_error: Arc<AtomicI64>,
}

impl Remote {
    /// By HTTP, for a server such as `https://otop.example` or `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// The address is none, or TLS cannot be set up.
    pub fn new(server: &str) -> Result<Remote> {
        let server = address(server)?;
        let carrier = Arc::new(http::Http::new(&server)?);
        Remote::over(&server, carrier)
    }

    /// By another carrier.
    ///
    /// # Errors
    /// The address is none.
    pub fn over(server: &str, carrier: Arc<dyn Carrier>) -> Result<Remote> {
        Ok(Remote {
            carrier,
            server: address(server)?,
            clock_error: Arc::new(AtomicI64::new(SILENT)),
        })
    }

    /// The address.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Whether this is the way to that server.
    #[must_use]
    pub fn is_for(&self, server: &str) -> bool {
        address(server).is_ok_and(|server| server == self.server)
    }

    /// How far, in milliseconds, the laptop's clock was ahead of the server's real time when it last answered.
    #[must_use]
    pub fn clock_error(&self) -> Option<i64> {
        Some(self.clock_error.load(Ordering::Relaxed)).filter(|error| *error != SILENT)
    }

    /// Asks one GraphQL operation with a token.
    ///
    /// # Errors
    /// What [`crate::plan`] is to decide about.
    pub async fn ask<T: DeserializeOwned>(&self, token: &str, operation: &impl Serialize) -> std::result::Result<T, Answer> {
        let reply = self.send(token, Packed::new(operation)?).await;
        self.read(reply.map_err(|_| Answer::Unreachable)?)
    }

    /// Sends a packed operation; the reply is for [`Remote::read`].
    #[must_use]
    pub fn send(&self, token: &str, packed: Packed) -> Carried<Reply> {
        self.carrier.carry(Letter {
            path: "/graphql".to_owned(),
            token: Some(token.to_owned()),
            body: packed.body,
            gzip: packed.gzip,
            part: None,
        })
    }

    /// Carries a letter as it is.
    #[must_use]
    pub fn carry(&self, letter: Letter) -> Carried<Reply> {
        self.carrier.carry(letter)
    }

    /// Reads the reply to an operation.
    ///
    /// # Errors
    /// Everything that is not data.
    pub fn read<T: DeserializeOwned>(&self, reply: Reply) -> std::result::Result<T, Answer> {
        let answer = answer::read(reply.status, reply.retry_after, &reply.body);
        // Only a server of ours is asked the time: a hotel's clock says nothing.
        if let (Ok(_), Some(date)) = (&answer, reply.date) {
            self.clock_error.store(-clock::offset(date), Ordering::Relaxed);
        }
        answer
    }

    /// Hangs a bell there.
    #[must_use]
    pub fn listen(&self, token: &str, after: Option<Cursor>) -> Carried<Bell> {
        self.carrier.listen(token.to_owned(), after)
    }
}

/// The address without a slash at its end; a bare host means `https`.
pub(crate) fn address(server: &str) -> Result<String> {
    let server = server.trim().trim_end_matches('/');
    let full = if server.contains("://") {
        server.to_owned()
    } else {
        format!("https://{server}")
    };
    match reqwest::Url::parse(&full) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(full),
        _ => Err(Error::usage(
            format!("ที่อยู่เครื่องแม่ข่ายไม่ถูกต้อง: {server}"),
            format!("This is not a server's address: {server}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(address("http://127.0.0.1:8080/").unwrap(), "http://127.0.0.1:8080");
        assert_eq!(address("otop.example").unwrap(), "https://otop.example");
        assert!(address("ftp://otop.example").is_err());
    }
}
