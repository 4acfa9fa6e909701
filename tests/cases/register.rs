//! The register of producers: who may change it, which months a change touches, and what it makes of the sums.

use diesel_async::AsyncPgConnection;
use kit::device::{Cell, Device};
use kit::node::Node;
use kit::{Database, Person};
use otop_server::verify::verdicts;
use serde_json::{Value, json};

const REGISTER: &str = "mutation($input: RegisterProducerInput!) { registerProducer(input: $input) {
    id kind activeFrom activeUntil version contactPerson products { name category star quadrant } } }";
const CHANGE: &str = "mutation($input: ChangeProducerInput!) { changeProducer(input: $input) {
    version name kind before: kind(month: \"2023-01\") subdistrict } }";
const RETIRE: &str = "mutation($input: RetireProducerInput!) { retireProducer(input: $input) { activeUntil version } }";

/// The demonstration on 27 February 2566.
async fn world() -> (Database, Node) {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let node = Node::start(&database).await;
    (database, node)
}

fn weavers(from: &str) -> Value {
    json!({ "input": { "district": "2706", "name": " กลุ่มทอผ้า ", "kind": "SME", "subdistrict": "270601", "activeFrom": from,
        "contactPerson": "มาลี", "products": [{ "name": "ผ้าไหม", "category": "TEXTILE", "star": 4, "quadrant": "A" }] } })
}

async fn roster(database: &Database, district: &str) -> String {
    let sql = format!("SELECT roster_size FROM report WHERE district = '{district}' AND month = '2023-02-01'");
    database.value(&sql).await
}

async fn kinds(person: &Person, district: &str) -> Value {
    let query =
        format!("{{ district(code: \"{district}\") {{ rollup(period: {{ month: \"2023-02\" }}) {{ byKind {{ kind revenue }} }} }} }}");
    person.ask(&query).await["district"]["rollup"]["byKind"].clone()
}

async fn passes(database: &Database) {
    let mut connection: AsyncPgConnection = database.connect().await;
    for verdict in verdicts(&mut connection, &|_| {}).await.expect("the checks run") {
        assert!(verdict.findings.is_empty(), "{}: {:?}", verdict.english, verdict.findings);
    }
}

#[tokio::test]
async fn a_producer_joins_the_open_month() {
    let (database, node) = world().await;
    let entry = node.as_("entry.2706").await;
    let before: i32 = roster(&database, "2706").await.parse().expect("a number");
    let made = entry.ask_with(REGISTER, weavers("2023-02")).await["registerProducer"].clone();
    assert_eq!(made["contactPerson"], "มาลี");
    assert_eq!(
        made["products"],
        json!([{ "name": "ผ้าไหม", "category": "TEXTILE", "star": 4, "quadrant": "A" }])
    );
    assert_eq!(roster(&database, "2706").await, (before + 1).to_string());
    let event = database.value("SELECT body FROM event WHERE kind = 'PRODUCER_REGISTERED'").await;
    assert!(event.contains(made["id"].as_str().expect("an id")), "{event}");
    assert!(!event.contains("มาลี"), "nothing personal stands in the book: {event}");
    passes(&database).await;
}

#[tokio::test]
async fn no_submitted_month_is_touched() {
    let (database, node) = world().await;
    let entry = node.as_("entry.2706").await;
    let producer = &database.producers("2706").await[0];
    assert_eq!(entry.ask_with(REGISTER, weavers("2023-01")).await.code(), "REPORT_LOCKED");
    let kind = json!({ "input": { "id": producer, "version": 1, "from": "2023-01", "kind": "SME" } });
    let other = json!({ "input": { "id": producer, "version": 1, "from": "2023-01", "kind": "SINGLE_OWNER" } });
    let codes = [entry.ask_with(CHANGE, kind).await, entry.ask_with(CHANGE, other).await];
    assert!(
        codes.iter().any(|answer| answer.code() == "REPORT_LOCKED"),
        "one of them is another kind"
    );
    let end = json!({ "input": { "id": producer, "version": 1, "lastMonth": "2022-11", "reason": "เลิกกิจการ" } });
    assert_ne!(entry.ask_with(RETIRE, end).await.code(), "-");
    passes(&database).await;
}

#[tokio::test]
async fn another_kind_moves_the_open_sums_and_no_others() {
    let (database, node) = world().await;
    let entry = node.as_("entry.2701").await;
    let producer = database.complete_producer().await;
    let kind = database
        .value(&format!("SELECT kind FROM producer_attribute WHERE producer_id = '{producer}'"))
        .await;
    let other = if kind == "SME" { "SINGLE_OWNER" } else { "SME" };
    let before = kinds(&entry, "2701").await;
    let change = json!({ "input": { "id": producer, "version": 1, "from": "2023-02", "kind": other } });
    let changed = entry.ask_with(CHANGE, change.clone()).await["changeProducer"].clone();
    assert_eq!(
        (&changed["kind"], &changed["before"], &changed["version"]),
        (&json!(other), &json!(kind), &json!(2))
    );
    assert_ne!(kinds(&entry, "2701").await, before);
    passes(&database).await;
    assert_eq!(
        entry.ask_with(CHANGE, change).await.code(),
        "INVALID",
        "made on a version that is gone"
    );
    let back = json!({ "input": { "id": producer, "version": 2, "from": "2023-02", "kind": kind } });
    entry.ask_with(CHANGE, back).await.data();
    assert_eq!(kinds(&entry, "2701").await, before);
    passes(&database).await;
}

#[tokio::test]
async fn who_has_recorded_something_does_not_leave_the_month() {
    let (database, node) = world().await;
    let entry = node.as_("entry.2701").await;
    let producer = database.complete_producer().await;
    let end = |month: &str| json!({ "input": { "id": producer, "version": 1, "lastMonth": month, "reason": "เลิกกิจการ" } });
    assert_eq!(entry.ask_with(RETIRE, end("2023-01")).await.code(), "INVALID");
    let retired = entry.ask_with(RETIRE, end("2023-02")).await["retireProducer"].clone();
    assert_eq!(retired, json!({ "activeUntil": "2023-02", "version": 2 }));
    passes(&database).await;
}

#[tokio::test]
async fn unknown_and_foreign_producers_answer_alike() {
    let (database, node) = world().await;
    let producer = &database.producers("2706").await[0];
    let foreign = json!({ "input": { "id": producer, "version": 1, "lastMonth": "2023-02", "reason": "-" } });
    let unknown = json!({ "input": { "id": "00000000-0000-7000-8000-000000000000", "version": 1, "lastMonth": "2023-02", "reason": "-" } });
    let entry = node.as_("entry.2701").await;
    assert_eq!(
        entry.ask_with(RETIRE, foreign.clone()).await.0["errors"],
        entry.ask_with(RETIRE, unknown).await.0["errors"]
    );
    assert_eq!(entry.ask_with(REGISTER, weavers("2023-02")).await.code(), "NOT_FOUND");
    for (username, code) in [("member1.2706", "FORBIDDEN"), ("province.27", "FORBIDDEN"), ("viewer", "NOT_FOUND")] {
        let person = node.as_(username).await;
        assert_eq!(person.ask_with(RETIRE, foreign.clone()).await.code(), code, "{username}");
    }
}

/// Two people change the register and two enter figures of the same producers, all at once.
#[tokio::test]
async fn the_register_and_the_figures_change_at_once() {
    let (database, node) = world().await;
    let producers = database.producers("2705").await;
    let (entry, officer) = (node.as_("entry.2705").await, node.as_("officer.2705").await);
    let work = (
        join_and_turn(&entry, &producers),
        join_and_turn(&officer, &producers),
        enter(node.as_("entry2.2705").await, &producers, "HERB"),
    );
    tokio::join!(work.0, work.1, work.2);
    passes(&database).await;
}

async fn join_and_turn(person: &Person, producers: &[String]) {
    for (turn, producer) in producers.iter().cycle().take(12).enumerate() {
        let weavers =
            json!({ "input": { "district": "2705", "name": "กลุ่มทอผ้า", "kind": "SME", "subdistrict": "270501", "activeFrom": "2023-02" } });
        person.ask_with(REGISTER, weavers).await.data();
        let seen = person.ask(&format!("{{ producer(id: \"{producer}\") {{ version }} }}")).await["producer"]["version"].clone();
        let kind = if turn % 2 == 0 { "SME" } else { "SINGLE_OWNER" };
        let change = json!({ "input": { "id": producer, "version": seen, "from": "2023-02", "kind": kind } });
        let code = person.ask_with(CHANGE, change).await.code().to_owned();
        assert!(code == "-" || code == "INVALID", "done, or made on a version that is gone: {code}");
    }
}

async fn enter(person: Person, producers: &[String], category: &'static str) {
    let mut device = Device::of(&person);
    for channel in ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER"] {
        let edits: Vec<Value> = producers
            .iter()
            .map(|producer| {
                let cell = Cell {
                    producer: producer.clone(),
                    category,
                    channel,
                };
                device.enter(&cell, Some("125.50"), 0)
            })
            .collect();
        assert_eq!(device.push(&edits).await.len(), edits.len());
    }
}
