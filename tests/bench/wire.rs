//! Requests as a laptop sends them, with their bytes counted.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use kit::client::Person;
use serde_json::{Value, json};

use crate::table::Bytes;

/// A body, packed.
pub struct Packed {
    plain: usize,
    body: Vec<u8>,
}

impl Packed {
    /// A document of `schema/operations` with its variables.
    pub fn of(document: &str, variables: &Value) -> Self {
        let text = json!({ "query": document, "variables": variables }).to_string();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).expect("memory");
        Self {
            plain: text.len(),
            body: encoder.finish().expect("memory"),
        }
    }
}

/// A signed-in person's connection.
pub struct Wire {
    http: reqwest::Client,
    person: Person,
    /// What travelled so far.
    pub bytes: Bytes,
}

impl Wire {
    /// The connection of a person.
    pub fn of(person: &Person) -> Self {
        Self {
            http: reqwest::Client::builder().gzip(false).build().expect("a client"),
            person: person.clone(),
            bytes: Bytes::default(),
        }
    }

    /// Sends a body and gives the data of the answer.
    pub async fn ask(&mut self, packed: &Packed) -> Value {
        let request = self
            .http
            .post(format!("{}/graphql", self.person.server))
            .bearer_auth(&self.person.token);
        let request = request
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .header("accept", "application/graphql-response+json")
            .header("accept-encoding", "gzip");
        let response = request.body(packed.body.clone()).send().await.expect("the server answers");
        let is_packed = response.headers().contains_key("content-encoding");
        let body = response.bytes().await.expect("a body");
        let text = if is_packed { unpacked(&body) } else { body.to_vec() };
        self.count(packed, body.len(), text.len());
        let answer: Value = serde_json::from_slice(&text).expect("JSON");
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    fn count(&mut self, packed: &Packed, received: usize, text: usize) {
        self.bytes.asked += packed.plain;
        self.bytes.asked_packed += packed.body.len();
        self.bytes.answered += text;
        self.bytes.answered_packed += received;
    }
}

fn unpacked(body: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    GzDecoder::new(body).read_to_end(&mut text).expect("gzip");
    text
}
