//! S8: honest requests that were tampered with, and what their answers tell of the inside.

use futures_util::future::join_all;
use kit::chance::dice_of;
use kit::client::{Person, http};
use otop_schema::DOCUMENTS;
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::json;

use crate::ask::{Heard, send};
use crate::table::Row;

const REQUESTS: u64 = 10_000;
const AT_ONCE: u64 = 8;

/// Words that only the inside uses.
const INTERNALS: [&str; 20] = [
    "panicked",
    "unwrap()",
    ".rs:",
    "/src/",
    "diesel",
    "deadpool",
    "tokio",
    "postgres",
    "SQLSTATE",
    "relation \"",
    "column \"",
    "syntax error at or near",
    "violates",
    "constraint",
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "stack backtrace",
    "RUST_",
    "/var/lib",
];

/// Sends them.
pub async fn attack(person: &Person, seed: u64) -> Row {
    let shares = (0..AT_ONCE).map(|share| tamper(person, seed.wrapping_add(share)));
    let (mut failed, mut telling, mut executed) = (Vec::new(), Vec::new(), 0);
    for share in join_all(shares).await {
        failed.extend(share.failed);
        executed += share.executed;
        telling.extend(share.telling);
    }
    let first = |told: &[String]| told.first().map_or_else(String::new, |text| format!("({text}) "));
    let control = tells("ERROR: relation \"cell\" does not exist");
    Row {
        promise: "S8",
        tried: format!("{REQUESTS} requests with bytes, types, paths, headers and variables tampered with"),
        found: format!(
            "{} answered 500 or not at all {}, {} with internals {}({executed} still made sense)",
            failed.len(),
            first(&failed),
            telling.len(),
            first(&telling)
        ),
        goal: "0 status 500, 0 internals",
        control: format!("an answer in PostgreSQL's words is noticed: {control}"),
        holds: failed.is_empty() && telling.is_empty() && control,
    }
}

#[derive(Default)]
struct Share {
    failed: Vec<String>,
    executed: usize,
    telling: Vec<String>,
}

async fn tamper(person: &Person, seed: u64) -> Share {
    let mut dice = dice_of(seed);
    let http = http();
    let mut share = Share::default();
    for _ in 0..REQUESTS / AT_ONCE {
        let heard = send(mutant(&http, person, &mut dice)).await;
        share.note(heard);
    }
    share
}

impl Share {
    fn note(&mut self, heard: Heard) {
        let is_internal = heard.text.contains("\"INTERNAL\"");
        if heard.status == 500 || heard.status == 0 || is_internal {
            self.failed.push(format!("{} {}", heard.status, beginning(&heard.text)));
        }
        self.executed += usize::from(heard.text.contains("\"data\":{"));
        if tells(&heard.text) {
            self.telling.push(beginning(&heard.text));
        }
    }
}

fn beginning(text: &str) -> String {
    text.chars().take(200).collect()
}

fn tells(text: &str) -> bool {
    INTERNALS.iter().any(|word| text.contains(word))
}

fn mutant(http: &reqwest::Client, person: &Person, dice: &mut StdRng) -> reqwest::RequestBuilder {
    let path = pick(
        dice,
        &[
            "/graphql",
            "/graphql",
            "/graphql",
            "/graphql",
            "/auth/login",
            "/auth/refresh",
            "/auth/logout",
            "/%00",
            "/graphql/..",
        ],
    );
    let kind = pick(
        dice,
        &[
            "application/json",
            "application/json",
            "application/json",
            "application/json;charset=latin1",
            "text/plain",
        ],
    );
    let accept = pick(
        dice,
        &["application/graphql-response+json", "application/json", "*/*", "q=;;,", "text/html"],
    );
    let request = http
        .post(format!("{}{path}", person.server))
        .header("content-type", kind)
        .header("accept", accept);
    let request = match dice.random_range(0..50) {
        0 => request.header("content-encoding", "gzip"),
        1 => request.header("authorization", &b"Bearer \xff\xfe"[..]),
        _ => request.bearer_auth(&person.token),
    };
    let mut body = honest(person, dice).into_bytes();
    for _ in 0..dice.random_range(0..4) {
        change(&mut body, dice);
    }
    request.body(body)
}

fn pick<'a>(dice: &mut StdRng, from: &[&'a str]) -> &'a str {
    from[dice.random_range(0..from.len())]
}

/// A request of one of our clients, with values of which some are strange.
fn honest(person: &Person, dice: &mut StdRng) -> String {
    let strange = [
        json!(null),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(1e308),
        json!(""),
        json!("\u{0}"),
        json!("2706"),
        json!("2023-02"),
        json!("9999-99"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!("'; DROP TABLE cell; --"),
        json!("๒๕๖๖"),
        json!("x".repeat(5_000)),
        json!(true),
        json!("\u{202e}"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!(person.device),
    ];
    let mut value = || strange[dice.random_range(0..strange.len())].clone();
    let operation = json!({ "operationId": value(), "deviceSeq": value(), "base": { "version": value() }, "recordedAt": value(),
        "change": { "cell": { "producerId": value(), "month": value(), "category": "FOOD", "channel": value(), "amount": value() } } });
    let sheet = json!({ "operationId": person.device, "deviceSeq": "1", "base": { "operationId": value() },
        "change": { "sheet": { "producerId": value(), "month": "2023-02", "state": value(), "reason": value() } } });
    let variables = json!({ "after": value(), "limit": value(), "deviceId": value(), "fromSeq": value(), "id": value(), "m": value(),
        "input": { "deviceId": person.device, "ackedThrough": value(), "operations": [operation, sheet] } });
    let own = [
        "query($id: ID!, $m: Month!) { report(district: $id, month: $m) { digest history { kind } } district(code: $id) { nameTh } }",
        "query($id: ID!) { node(id: $id) { id __typename } producer(id: $id) { name } }",
        "query($id: ID!, $m: Month!) { district(code: $id) { rollup(period: { month: $m }) { revenue } producers(first: 3, after: $id) { nodes { name } } } }",
        "mutation($id: ID!, $m: String!) { submitReport(input: { report: $id, digest: $m }) { status } }",
        "mutation($id: ID!, $m: Month!) { consolidateMonth(input: { month: $m }) { number } }",
    ];
    let document = match dice.random_range(0..10) {
        at @ 0..5 => DOCUMENTS[at].1,
        at => own[at - 5],
    };
    json!({ "query": document, "variables": variables, "operationName": null }).to_string()
}

/// Removes, doubles, replaces or inserts a piece.
fn change(body: &mut Vec<u8>, dice: &mut StdRng) {
    let at = dice.random_range(0..body.len().max(1)).min(body.len());
    let until = (at + dice.random_range(1..12)).min(body.len());
    let pieces: [&[u8]; 12] = [
        b"{",
        b"}",
        b"\"",
        b"\\u0000",
        b"\\ud800",
        b"$",
        b"...",
        b"\xff\xfe",
        b"@skip(if:",
        b"null",
        b"-",
        b"\n",
    ];
    match dice.random_range(0..4) {
        0 => drop(body.drain(at..until)),
        1 => {
            let piece = body[at..until].to_vec();
            body.splice(at..at, piece);
        }
        2 => drop(body.splice(at..until, pieces[dice.random_range(0..pieces.len())].to_vec())),
        _ => {
            body.insert(at, dice.random());
        }
    }
}
