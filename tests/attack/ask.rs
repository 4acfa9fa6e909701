//! Requests as they are written, without a client's help.

use std::time::{Duration, Instant};

use kit::client::{Person, http};
use reqwest::RequestBuilder;
use serde_json::json;

/// What came back, and after how long.
pub struct Heard {
    /// The status; 0 when the connection ended without one.
    pub status: u16,
    /// The body; without an answer, why there is none.
    pub text: String,
    /// How long it took.
    pub took: Duration,
}

/// Sends a request.
pub async fn send(request: RequestBuilder) -> Heard {
    let begun = Instant::now();
    let (status, text) = match request.send().await {
        Ok(response) => (response.status().as_u16(), response.text().await.unwrap_or_default()),
        Err(cause) => (0, format!("{cause:?}")),
    };
    let took = begun.elapsed();
    Heard { status, text, took }
}

/// A signed-in POST to `/graphql` as it should be.
pub fn post(person: &Person, body: impl Into<reqwest::Body>) -> RequestBuilder {
    unsaid(person).header("content-type", "application/json").body(body)
}

/// The same, nobody having said what it carries.
pub fn unsaid(person: &Person) -> RequestBuilder {
    http().post(format!("{}/graphql", person.server)).bearer_auth(&person.token)
}

/// A document as a body.
pub fn body(document: &str) -> String {
    json!({ "query": document }).to_string()
}
