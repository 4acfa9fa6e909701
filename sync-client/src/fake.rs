//! A server of a few lines for driver tests: the same idempotence and bases as the real one, and every kind of trouble.

use std::{
    collections::{HashMap, HashSet},
    io::Read,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What the server knows and how it misbehaves.
#[derive(Default)]
pub struct Book {
    /// Operation → the version it made.
    pub operations: HashMap<String, i64>,
    /// Cell → version and amount.
    pub cells: HashMap<String, (i64, Value)>,
    /// The sizes of the batches that arrived.
    pub batches: Vec<usize>,
    /// Amounts it breaks on.
    pub poison: HashSet<String>,
    /// What becomes of the coming requests, last first; decided normally when empty.
    pub troubles: Vec<Trouble>,
    /// How often a token was renewed.
    pub renewals: usize,
}

/// One kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The connection ends before anything happens.
    Cut,
    /// It happens, and the answer is lost.
    LostAnswer,
    /// The token has run out.
    Expired,
    /// A hotel's network answers.
    Portal,
    /// Too busy.
    Busy,
    /// No trouble.
    None,
}

pub type Shared = Arc<Mutex<Book>>;

/// Serves on a free port and gives the address.
pub async fn serve(book: Shared) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(one(stream, book.clone()));
        }
    });
    format!("http://{address}")
}

async fn one(mut stream: TcpStream, book: Shared) {
    let Some((path, body)) = request(&mut stream).await else { return };
    let Some((status, kind, body)) = answer(&mut book.lock().unwrap(), &path, &body) else {
        return;
    };
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all((head + &body).as_bytes()).await;
}

async fn request(stream: &mut TcpStream) -> Option<(String, Value)> {
    let mut bytes = Vec::new();
    let (head, length) = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.split("content-length: ").nth(1)?.lines().next()?.parse::<usize>().ok()?;
            bytes.drain(..end + 4);
            break (head, length);
        }
    };
    while bytes.len() < length {
        stream.read_buf(&mut bytes).await.ok()?;
    }
    if head.contains("content-encoding: gzip") {
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).ok()?;
        bytes = plain;
    }
    Some((head.split(' ').nth(1)?.to_owned(), serde_json::from_slice(&bytes).ok()?))
}

fn answer(book: &mut Book, path: &str, body: &Value) -> Option<(u16, &'static str, String)> {
    let ours = |status, value: Value| Some((status, "application/json", value.to_string()));
    if path == "/auth/refresh" {
        book.renewals += 1;
        return ours(
            200,
            json!({ "accessToken": "a2", "refreshToken": "r2", "expiresAt": "2030-01-01T00:00:00Z" }),
        );
    }
    match book.troubles.pop().unwrap_or(Trouble::None) {
        Trouble::Cut => None,
        Trouble::LostAnswer => decide(book, body).and(None),
        Trouble::Expired => ours(
            401,
            json!({ "errors": [{ "message": "-", "extensions": { "code": "UNAUTHENTICATED" } }] }),
        ),
        Trouble::Portal => Some((200, "text/html", "<html>Welcome</html>".into())),
        Trouble::Busy => ours(503, json!({})),
        Trouble::None => match decide(book, body) {
            Some(data) => ours(200, json!({ "data": data })),
            None => ours(
                200,
                json!({ "data": null, "errors": [{ "message": "-", "extensions": { "code": "INTERNAL" } }] }),
            ),
        },
    }
}

/// The batch as one transaction: nothing of it happens where one operation breaks the server.
fn decide(book: &mut Book, body: &Value) -> Option<Value> {
    let operations = body["variables"]["input"]["operations"].as_array()?.clone();
    book.batches.push(operations.len());
    let amount = |operation: &Value| operation["change"]["cell"]["amount"].as_str().unwrap_or_default().to_owned();
    if operations.iter().any(|operation| book.poison.contains(&amount(operation))) {
        return None;
    }
    let results: Vec<Value> = operations.iter().map(|operation| apply(book, operation)).collect();
    Some(json!({ "syncPush": { "epoch": "1", "serverTime": "2023-02-27T09:00:00Z", "results": results, "retryAfterMs": null } }))
}

fn apply(book: &mut Book, operation: &Value) -> Value {
    let id = operation["operationId"].as_str().unwrap().to_owned();
    let cell = &operation["change"]["cell"];
    let key = format!("{}|{}", cell["producerId"], cell["channel"]);
    let stands = book.cells.get(&key).map_or(0, |(version, _)| *version);
    let base = match operation["base"]["operationId"].as_str() {
        Some(own) => book.operations.get(own).copied(),
        None => operation["base"]["version"].as_i64(),
    };
    let version = match (book.operations.get(&id), base) {
        (Some(version), _) => *version,
        (None, Some(base)) if base == stands => stands + 1,
        (None, Some(_)) => return result(&id, "CONFLICT", stands),
        (None, None) => return result(&id, "BLOCKED", stands),
    };
    if book.operations.insert(id.clone(), version).is_none() {
        book.cells.insert(key, (version, cell["amount"].clone()));
    }
    result(&id, "APPLIED", version)
}

fn result(id: &str, outcome: &str, version: i64) -> Value {
    json!({ "operationId": id, "outcome": outcome, "cell": { "version": version }, "sheet": null, "conflict": null, "refusal": null })
}
