//! The way to the server: GraphQL by POST, and the three doors of signing in.

use std::{io::Write, time::Duration};

use flate2::{Compression, write::GzEncoder};
use reqwest::{
    Client, RequestBuilder,
    header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE},
    redirect,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::{Error, Result},
    plan::Answer,
};

pub mod answer;
pub mod auth;

/// Bodies from this size on are compressed.
const COMPRESS_FROM: usize = 4 * 1024;
/// Slow is not broken: there is a limit between two bytes, none on the whole.
const SILENCE: Duration = Duration::from_secs(30);

/// A server's address with a pool of connections.
#[derive(Clone)]
pub struct Remote {
    http: Client,
    server: String,
}

impl Remote {
    /// For a server such as `https://otop.example` or `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// The address is none, or TLS cannot be set up.
    pub fn new(server: &str) -> Result<Remote> {
        let server = address(server)?;
        // A redirect is never ours: it is a hotel's network that wants a signature.
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(SILENCE)
            .user_agent(concat!("otop/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|cause| Error::Other(cause.to_string()))?;
        Ok(Remote { http, server })
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

    /// Asks one GraphQL operation with a token.
    ///
    /// # Errors
    /// What [`crate::plan`] is to decide about.
    pub async fn ask<T: DeserializeOwned>(&self, token: &str, operation: &impl Serialize) -> std::result::Result<T, Answer> {
        let body = serde_json::to_vec(operation).map_err(|cause| Answer::Malformed(cause.to_string()))?;
        let request = self.http.post(format!("{}/graphql", self.server)).bearer_auth(token);
        let response = packed(request, body).send().await.map_err(|_| Answer::Unreachable)?;
        let (status, after) = (response.status().as_u16(), answer::retry_after(response.headers()));
        let body = response.bytes().await.map_err(|_| Answer::Unreachable)?;
        answer::read(status, after, &body)
    }
}

fn packed(request: RequestBuilder, body: Vec<u8>) -> RequestBuilder {
    let request = request
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT, "application/graphql-response+json, application/json;q=0.9");
    match compressed(&body) {
        Some(small) => request.header(CONTENT_ENCODING, "gzip").body(small),
        None => request.body(body),
    }
}

fn compressed(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < COMPRESS_FROM {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

/// The address without a slash at its end; a bare host means `https`.
fn address(server: &str) -> Result<String> {
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
