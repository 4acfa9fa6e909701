//! Bad input: what fits the contract's types but breaks a rule is refused alone, with code, field and rule, and kept; its neighbours
//! are applied. What does not fit is an error of the request that names the place; too much at once is refused whole.

use kit::device::{Device, FEBRUARY};
use kit::office::{Office, outcome};
use serde_json::{Value, json};
use uuid::Uuid;

/// What is put where, and the refusal: code, field, rule; `kept` says whether there is a report to keep it under.
struct Bad {
    at: &'static str,
    value: Value,
    refusal: [&'static str; 3],
    kept: bool,
}

fn bad(at: &'static str, value: Value, refusal: [&'static str; 3]) -> Bad {
    let kept = true;
    Bad { at, value, refusal, kept }
}

fn gone(at: &'static str, value: Value, refusal: [&'static str; 3]) -> Bad {
    let kept = false;
    Bad { at, value, refusal, kept }
}

fn long() -> Value {
    json!("ก".repeat(2_001))
}

fn cells() -> Vec<Bad> {
    vec![
        bad("/change/cell/amount", json!("-0.01"), ["INVALID", "amount", "not-negative"]),
        bad("/change/cell/amount", json!("1000000000000.00"), ["INVALID", "amount", "ceiling"]),
        bad("/change/cell/note", json!("a\0b"), ["INVALID", "note", "characters"]),
        bad("/change/cell/note", long(), ["INVALID", "note", "length"]),
        bad("/change/cell/channel", json!("NOWHERE"), ["INVALID", "channel", "known-channel"]),
        bad("/change/cell/channel", json!("SH\0OP"), ["INVALID", "channel", "characters"]),
        bad("/change/cell/channel", json!(""), ["INVALID", "channel", "known-channel"]),
        bad("/base", json!({ "version": -1 }), ["INVALID", "base.version", "range"]),
        bad("/base", json!({ "operationId": "x" }), ["INVALID", "base.operationId", "uuid"]),
        bad(
            "/base",
            json!({ "operationId": Uuid::now_v7() }),
            ["INVALID", "base", "base-applied"],
        ),
        bad("/resolves", json!("x"), ["INVALID", "resolves", "uuid"]),
        bad("/supersedes", json!("x\0"), ["INVALID", "supersedes", "uuid"]),
        gone("/change/cell/producerId", json!("x"), ["NOT_FOUND", "producerId", ""]),
        gone("/change/cell/producerId", json!("\0"), ["NOT_FOUND", "producerId", ""]),
        gone("/change/cell/producerId", json!(Uuid::now_v7()), ["NOT_FOUND", "producerId", ""]),
        gone("/operationId", json!("x\0"), ["INVALID", "operationId", "uuid"]),
        gone(
            "/adoption",
            json!({ "person": "x", "reason": "ลา" }),
            ["INVALID", "adoption.person", "uuid"],
        ),
        gone(
            "/adoption",
            json!({ "person": Uuid::now_v7(), "reason": "\0" }),
            ["INVALID", "adoption.reason", "characters"],
        ),
    ]
}

fn sheets() -> Vec<Bad> {
    vec![
        bad("/change/sheet/reason", long(), ["INVALID", "reason", "length"]),
        bad("/change/sheet/reason", json!("a\0"), ["INVALID", "reason", "characters"]),
        bad("/change/sheet/reason", json!(" "), ["INVALID", "reason", "required"]),
        bad("/change/sheet/givenBy", long(), ["INVALID", "givenBy", "length"]),
        bad("/change/sheet/givenBy", json!("\0"), ["INVALID", "givenBy", "characters"]),
        bad("/change/sheet/note", long(), ["INVALID", "note", "length"]),
        bad("/change/sheet/note", json!("\0"), ["INVALID", "note", "characters"]),
        gone("/change/sheet/producerId", json!(""), ["NOT_FOUND", "producerId", ""]),
    ]
}

fn discards() -> Vec<Bad> {
    vec![
        bad("/change/discard/reason", json!(""), ["INVALID", "reason", "required"]),
        bad("/change/discard/reason", json!("a\0"), ["INVALID", "reason", "characters"]),
        bad("/change/discard/reason", long(), ["INVALID", "reason", "length"]),
        gone("/change/discard/conflictId", json!("x"), ["INVALID", "conflictId", "uuid"]),
        gone("/change/discard/conflictId", Value::Null, ["INVALID", "discard", "one-of"]),
    ]
}

fn put(operation: &mut Value, at: &str, value: &Value) {
    let (parent, name) = at.rsplit_once('/').expect("a place");
    operation.pointer_mut(parent).expect("it is there")[name] = value.clone();
}

fn refusal(result: &Value) -> [String; 3] {
    let refusal = &result["refusal"];
    ["code", "field", "rule"].map(|word| refusal[word].as_str().unwrap_or_default().to_owned())
}

/// Sends a bad edit between two good ones: the good ones are applied, the bad one is refused as expected and kept where it can be.
async fn refused(office: &Office, device: &mut Device, bad: &Bad, mut operation: Value, version: &mut i32) {
    put(&mut operation, bad.at, &bad.value);
    let good = [1, 2].map(|step| device.enter(&office.cell(5), Some(&format!("{}.00", *version + step)), *version + step - 1));
    let before: usize = office.count("rejection").await.parse().expect("a number");
    let results = device.push(&[good[0].clone(), operation, good[1].clone()]).await;
    let said = refusal(&results[1]);
    let what = format!("{} = {}", bad.at, bad.value);
    assert_eq!([&outcome(&results[0]), &outcome(&results[2])], ["APPLIED -"; 2], "{what}");
    assert!(
        matches!(results[1]["outcome"].as_str(), Some("REJECTED" | "BLOCKED")),
        "{what}: {}",
        results[1]
    );
    assert_eq!([said[0].as_str(), &said[1]], bad.refusal[..2], "{what}");
    assert!(said[2].contains(bad.refusal[2]), "{what}: {}", said[2]);
    let after: usize = office.count("rejection").await.parse().expect("a number");
    assert_eq!(after - before, usize::from(bad.kept), "{what}");
    *version += 2;
}

#[tokio::test]
async fn every_bad_field_is_refused_alone_and_kept() {
    let office = Office::open().await;
    let (mut entry, mut colleague) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let mut version = 0;
    for bad in cells() {
        let edit = entry.enter(&office.cell(0), Some("1.00"), 0);
        refused(&office, &mut entry, &bad, edit, &mut version).await;
    }
    for bad in sheets() {
        let state = if bad.refusal[2] == "required" { "NOT_OBTAINED" } else { "COMPLETE" };
        let edit = entry.state(&office.producers[1], state, Some("ติดต่อไม่ได้"), 0);
        refused(&office, &mut entry, &bad, edit, &mut version).await;
    }
    let ours = entry.enter(&office.cell(3), Some("5.00"), 0);
    entry.push(&[ours]).await;
    let theirs = colleague.enter(&office.cell(3), Some("7.00"), 0);
    let conflict = colleague.push(&[theirs]).await[0]["conflict"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for bad in discards() {
        let edit = entry.take_theirs(&conflict);
        refused(&office, &mut entry, &bad, edit, &mut version).await;
    }
    assert_eq!(
        office.count("conflict WHERE resolved_at IS NULL").await,
        "1",
        "a refused discard closes nothing"
    );
}

#[tokio::test]
async fn a_month_far_away_waits() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    for (month, held) in [("2070-01", "HELD CALENDAR_MISSING"), ("1999-01", "HELD")] {
        let mut edit = entry.enter(&office.cell(0), Some("1.00"), 0);
        edit["change"]["cell"]["month"] = json!(month);
        assert!(outcome(&entry.push(&[edit]).await[0]).starts_with(held), "{month}");
    }
}

const PUSH: &str = "mutation ($input: SyncPushInput!) { syncPush(input: $input) { results { outcome } } }";

async fn answered(office: &Office, operations: &[Value]) -> Value {
    let person = office.person("entry.2706").await;
    let input = json!({ "deviceId": person.device, "ackedThrough": "0", "operations": operations });
    person.ask_with(PUSH, json!({ "input": input })).await.0
}

#[tokio::test]
async fn what_does_not_fit_the_types_is_an_error_that_names_its_place() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let good = entry.enter(&office.cell(0), Some("1.00"), 0);
    for (at, value, named) in [
        ("/change/cell/category", json!("SNACK"), "category"),
        ("/change/cell/month", json!("2023-13"), "Month"),
        ("/change/cell/amount", json!(true), "Baht"),
        ("/change/cell/amount", json!("1.005"), "Baht"),
        ("/change/cell", json!({ "producerId": "x" }), "cell"),
        ("/deviceSeq", json!("many"), "Long"),
        ("/recordedAt", json!("yesterday"), "DateTime"),
        ("/base", json!({ "version": 1, "operationId": "x" }), "base"),
    ] {
        let mut wrong = entry.enter(&office.cell(1), Some("1.00"), 0);
        put(&mut wrong, at, &value);
        let answer = answered(&office, &[good.clone(), wrong]).await;
        assert!(answer.get("data").is_none_or(Value::is_null), "{at}: {answer}");
        let told = answer["errors"][0].to_string();
        assert!(
            told.contains("operations") && told.contains('1') && told.contains(named),
            "{at}: {told}"
        );
    }
    assert_eq!(office.count("operation").await, "0", "nothing of such a batch was looked at");
}

#[tokio::test]
async fn a_batch_over_the_limit_is_refused_whole_with_the_limit() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let batch: Vec<Value> = (0..501).map(|_| entry.enter(&office.cell(0), Some("1.00"), 0)).collect();
    let answer = answered(&office, &batch).await;
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(
        [&extensions["code"], &extensions["rule"]],
        [&json!("BATCH_TOO_LARGE"), &json!("at-most-500")]
    );
    assert_eq!(office.count("operation").await, "0");
    let producer = &office.producers[0];
    let month = json!({ "producerId": producer, "month": FEBRUARY, "state": "COMPLETE", "note": "ก".repeat(400_000) });
    let heavy = entry.operation(json!({ "version": 0 }), json!({ "sheet": month }));
    let answer = answered(&office, &[heavy]).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BATCH_TOO_LARGE", "{answer}");
}
