//! Asking as a client asks: over HTTP, signed in, with a document; the answer read as JSON.

use std::ops::Index;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

/// The password of every account in the templates.
pub const PASSWORD: &str = "khao-suai-2566";

/// A signed-in person at one server.
#[derive(Clone)]
pub struct Person {
    /// The server, such as `http://127.0.0.1:41234`.
    pub server: String,
    /// What was typed to sign in.
    pub username: String,
    /// The access token, for sockets.
    pub token: String,
    /// The device the sign-in is bound to.
    pub device: Uuid,
    http: reqwest::Client,
}

/// What came back: `data`, `errors`, or both.
#[derive(Debug, Clone)]
pub struct Answer(pub Value);

/// An HTTP client for the tests: no retry, a limit on every call.
pub fn http() -> reqwest::Client {
    secure();
    reqwest::Client::builder()
        .timeout(Duration::from_secs(60))
        .build()
        .expect("a client")
}

/// TLS by rustls with the ring provider, as our programs install it: before the first client of this process.
pub fn secure() {
    static PROVIDER: OnceLock<()> = OnceLock::new();
    PROVIDER.get_or_init(|| {
        rustls::crypto::ring::default_provider().install_default().ok();
    });
}

impl Person {
    /// Signs in with the templates' password.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn sign_in(server: &str, username: &str) -> Self {
        let (http, device) = (http(), Uuid::now_v7());
        let body = json!({ "username": username, "password": PASSWORD, "deviceId": device }).to_string();
        let request = http.post(format!("{server}/auth/login")).header("content-type", "application/json");
        let response = request.body(body).send().await.expect("the server answers");
        let text = response.text().await.expect("a body");
        let answer: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{username}: {text}"));
        let token = answer["accessToken"]
            .as_str()
            .unwrap_or_else(|| panic!("{username}: {answer}"))
            .to_owned();
        Self {
            server: server.to_owned(),
            username: username.to_owned(),
            token,
            device,
            http,
        }
    }

    /// The same person and device at another node.
    #[must_use]
    pub fn at(&self, server: &str) -> Self {
        Self {
            server: server.to_owned(),
            ..self.clone()
        }
    }

    /// The same person by another access token.
    #[must_use]
    pub fn by(&self, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            ..self.clone()
        }
    }

    /// Sends a document without variables.
    pub async fn ask(&self, document: &str) -> Answer {
        self.ask_with(document, json!({})).await
    }

    /// Sends a document with its variables.
    pub async fn ask_with(&self, document: &str, variables: Value) -> Answer {
        self.attempt(document, variables).await.expect("the server answers")
    }

    /// Sends a file by a name, or a part of it by its `Content-Range`; the status and what was said.
    ///
    /// # Errors
    /// What the line says.
    pub async fn put_file(&self, name: &str, range: Option<&str>, bytes: Vec<u8>) -> Result<(u16, Value), reqwest::Error> {
        let request = self.http.put(format!("{}/evidence/{name}", self.server)).bearer_auth(&self.token);
        let request = match range {
            Some(range) => request.header("content-range", range),
            None => request,
        };
        let response = request.body(bytes).send().await?;
        let (status, text) = (response.status().as_u16(), response.text().await?);
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    /// Sends a whole file and gives its name.
    ///
    /// # Panics
    /// When it is not kept.
    pub async fn keep_file(&self, bytes: Vec<u8>) -> String {
        let name = crate::scan::name(&bytes);
        let (status, said) = self.put_file(&name, None, bytes).await.expect("the server answers");
        assert_eq!(status, 201, "{said}");
        name
    }

    /// Asks for a file.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn file(&self, name: &str) -> reqwest::Response {
        let request = self.http.get(format!("{}/evidence/{name}", self.server)).bearer_auth(&self.token);
        request.send().await.expect("the server answers")
    }

    /// Sends a document that may meet a broken line: without an answer, why.
    ///
    /// # Errors
    /// What the line says.
    pub async fn attempt(&self, document: &str, variables: Value) -> Result<Answer, reqwest::Error> {
        let body = json!({ "query": document, "variables": variables }).to_string();
        let request = self
            .http
            .post(format!("{}/graphql", self.server))
            .header("content-type", "application/json");
        let request = request.header("accept", "application/graphql-response+json, application/json;q=0.9");
        let response = request.bearer_auth(&self.token).body(body).send().await?;
        let text = response.text().await?;
        Ok(Answer(serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"))))
    }
}

impl Person {
    /// Reads an address of the server, such as `/forms/rt2/2706/2023-02.html`.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn get(&self, path: &str) -> Got {
        let request = self.http.get(format!("{}{path}", self.server)).bearer_auth(&self.token);
        Got::of(request.send().await.expect("the server answers")).await
    }
}

/// What stands at an address.
#[derive(Debug, Clone)]
pub struct Got {
    /// The status.
    pub status: u16,
    /// Its headers.
    pub headers: reqwest::header::HeaderMap,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Got {
    /// The whole of a response.
    ///
    /// # Panics
    /// When the line breaks.
    pub async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: response.bytes().await.expect("a body").to_vec(),
        }
    }

    /// As text.
    ///
    /// # Panics
    /// When it is none.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("UTF-8")
    }

    /// A header; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Answer {
    /// The data of an answer without errors.
    ///
    /// # Panics
    /// When there are errors; they are shown.
    pub fn data(&self) -> &Value {
        assert!(self.0.get("errors").is_none(), "{:#}", self.0);
        &self.0["data"]
    }

    /// The code of the first error; `-` when there is none.
    pub fn code(&self) -> &str {
        self.0["errors"][0]["extensions"]["code"].as_str().unwrap_or("-")
    }
}

impl Index<&str> for Answer {
    type Output = Value;

    /// A field of the data, without errors.
    fn index(&self, field: &str) -> &Value {
        &self.data()[field]
    }
}
