//! A server of a few lines for driver tests, without a socket: the same idempotence and bases as the real one, and every kind
//! of trouble. The proofs over thousands of seeds run against the larger model in `tests/kit/model`.

use std::{
    collections::{HashMap, HashSet},
    io::Read,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
use futures_util::{FutureExt, StreamExt, stream};
use otop_schema::Cursor;
use serde_json::{Value, json};

use crate::carrier::{Bell, Carried, Carrier, Letter, Reply, Unreachable};

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
    /// What becomes of the coming letters, last first; decided normally when empty.
    pub troubles: Vec<Trouble>,
    /// How often a token was renewed.
    pub renewals: usize,
    /// Operations it takes at once.
    pub most: Option<usize>,
    /// How often it was restored from a backup.
    pub lives: usize,
    /// The real time at its end.
    pub date: Option<DateTime<Utc>>,
    /// The refusal of every operation, by a word of tomorrow.
    pub word: Option<String>,
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
    /// The sign-in is over: nor can it be renewed.
    SignedOut,
    /// A hotel's network answers.
    Portal,
    /// A proxy wants a sign-in of its own.
    Proxy,
    /// Too busy.
    Busy,
    /// It breaks.
    Fails,
    /// No trouble.
    None,
}

pub type Shared = Arc<Mutex<Book>>;

/// The way to a book.
pub struct Way(pub Shared);

impl Carrier for Way {
    fn carry(&self, letter: Letter) -> Carried<Reply> {
        let mut book = self.0.lock().unwrap();
        let date = book.date;
        let reply = answer(&mut book, &letter).map(|(status, body)| Reply {
            status,
            retry_after: None,
            date,
            body: body.into_bytes(),
        });
        async move {
            tokio::task::yield_now().await;
            reply.ok_or(Unreachable)
        }
        .boxed()
    }

    /// A bell that never rings, as long as there is no trouble.
    fn listen(&self, _token: String, _after: Option<Cursor>) -> Carried<Bell> {
        let trouble = self.0.lock().unwrap().troubles.pop().unwrap_or(Trouble::None);
        let hung = match trouble {
            Trouble::None => Ok(stream::pending().boxed()),
            Trouble::LostAnswer => Ok(stream::empty().boxed()),
            _ => Err(Unreachable),
        };
        std::future::ready(hung).boxed()
    }
}

fn answer(book: &mut Book, letter: &Letter) -> Option<(u16, String)> {
    let error = |code: &str, rule: Value| json!({ "errors": [{ "message": "-", "extensions": { "code": code, "rule": rule } }] });
    let ours = |status, value: Value| Some((status, value.to_string()));
    let portal = |status| Some((status, "<html>Welcome</html>".to_owned()));
    let trouble = book.troubles.pop().unwrap_or(Trouble::None);
    if letter.path == "/auth/refresh" && trouble != Trouble::SignedOut {
        book.renewals += 1;
        return ours(
            200,
            json!({ "accessToken": "a2", "refreshToken": "r2", "expiresAt": "2030-01-01T00:00:00Z" }),
        );
    }
    match trouble {
        Trouble::Cut => None,
        Trouble::LostAnswer => decide(book, letter).and(None),
        Trouble::Expired | Trouble::SignedOut => ours(401, error("UNAUTHENTICATED", Value::Null)),
        Trouble::Portal => portal(200),
        Trouble::Proxy => portal(511),
        Trouble::Busy => ours(503, json!({})),
        Trouble::Fails => ours(200, error("INTERNAL", Value::Null)),
        Trouble::None => match decide(book, letter) {
            Some(Ok(data)) => ours(200, json!({ "data": data })),
            Some(Err(most)) => ours(400, error("BATCH_TOO_LARGE", format!("at-most-{most}").into())),
            None => ours(200, error("INTERNAL", Value::Null)),
        },
    }
}

/// The batch as one transaction: nothing of it happens where one operation breaks the server.
fn decide(book: &mut Book, letter: &Letter) -> Option<Result<Value, usize>> {
    let body = read(letter);
    if !body["query"].as_str()?.contains("syncPush") {
        return Some(Ok(quiet(book, &body)));
    }
    let operations = body["variables"]["input"]["operations"].as_array()?.clone();
    book.batches.push(operations.len());
    if let Some(most) = book.most.filter(|most| operations.len() > *most) {
        return Some(Err(most));
    }
    let amount = |operation: &Value| operation["change"]["cell"]["amount"].as_str().unwrap_or_default().to_owned();
    if operations.iter().any(|operation| book.poison.contains(&amount(operation))) {
        return None;
    }
    let results: Vec<Value> = operations.iter().map(|operation| apply(book, operation)).collect();
    Some(Ok(
        json!({ "syncPush": { "epoch": book.lives.to_string(), "serverTime": "2023-02-27T09:00:00Z", "results": results, "retryAfterMs": null } }),
    ))
}

fn read(letter: &Letter) -> Value {
    let mut plain = Vec::new();
    if letter.gzip {
        flate2::read::GzDecoder::new(letter.body.as_slice())
            .read_to_end(&mut plain)
            .unwrap();
    } else {
        plain.clone_from(&letter.body);
    }
    serde_json::from_slice(&plain).unwrap()
}

/// The other two questions of a meeting: there is nothing new.
fn quiet(book: &Book, body: &Value) -> Value {
    let cursor = body["variables"]["after"].as_str().unwrap_or("c1");
    json!({
        "me": { "id": "somsri", "name": "สมศรี", "position": "พัฒนากร", "assignments": [], "businessTime": "2023-02-27T09:00:00Z" },
        "channels": [{ "code": "SHOP", "nameTh": "หน้าร้าน", "nameEn": "Shop" }],
        "syncPull": { "entries": [], "sheets": [], "producers": [], "reports": [], "estimates": [], "estimateEntries": [], "conflicts": [], "rejections": [], "held": [],
            "removedAreas": [], "cursor": cursor, "hasMore": false, "reset": false, "epoch": book.lives.to_string() },
    })
}

fn apply(book: &mut Book, operation: &Value) -> Value {
    let id = operation["operationId"].as_str().unwrap().to_owned();
    let cell = &operation["change"]["cell"];
    let key = format!("{}|{}", cell["producerId"], cell["channel"]);
    let stands = book.cells.get(&key).map_or(0, |(version, _)| *version);
    if let Some(word) = &book.word {
        let refusal = json!({ "code": word, "field": null, "rule": null, "message": "-", "opensAt": null });
        return json!({ "operationId": id, "outcome": word, "cell": null, "sheet": null, "estimate": null, "conflict": null, "refusal": refusal });
    }
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
    json!({ "operationId": id, "outcome": outcome, "cell": { "version": version }, "sheet": null, "estimate": null, "conflict": null, "refusal": null })
}
