//! Figures of an estimate take the one path of all figures: versions, conflicts, refusals, what waits, replays, pulls.

use kit::device::Device;
use kit::estimate::Estimate;
use kit::wait::until;
use serde_json::{Value, json};

use super::world::World;

/// A result in a line.
fn told(result: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let (estimate, refusal) = (&result["estimate"], &result["refusal"]);
    let mut line = word(&result["outcome"]);
    if estimate.is_object() {
        line += &format!(" {} v{}", word(&estimate["amount"]), estimate["version"]);
    }
    if refusal.is_object() {
        line += &format!(" {} {}", word(&refusal["code"]), word(&refusal["rule"]));
    }
    line
}

const PUSH: &str = "mutation ($input: SyncPushInput!) { syncPush(input: $input) { results {
    operationId outcome replayed estimate { id amount version deleted } conflict { id estimateId entryId sheetId masterAmount offeredAmount }
    refusal { code rule } } } }";

async fn push(person: &kit::Person, operations: &[Value]) -> Vec<Value> {
    let input = json!({ "deviceId": person.device, "ackedThrough": "0", "operations": operations });
    let answer = person.ask_with(PUSH, json!({ "input": input })).await;
    answer["syncPush"]["results"].as_array().expect("results").clone()
}

async fn say(person: &kit::Person, operations: &[Value]) -> Vec<String> {
    push(person, operations).await.iter().map(told).collect()
}

#[tokio::test]
async fn a_figure_is_set_changed_removed_and_never_twice() {
    let world = World::new().await;
    let (producer, mut device) = world.producer().await;
    let first = Estimate::enter(&mut device, &producer, 1, Some("1250.50"), 0);
    assert_eq!(say(&world.entry, std::slice::from_ref(&first)).await, ["APPLIED 1250.50 v1"]);
    let again = push(&world.entry, &[first]).await;
    assert_eq!(
        (&again[0]["replayed"], told(&again[0])),
        (&json!(true), "APPLIED 1250.50 v1".to_owned())
    );
    let same = Estimate::enter(&mut device, &producer, 1, Some("1250.5"), 1);
    let removed = Estimate::enter(&mut device, &producer, 1, None, 1);
    assert_eq!(say(&world.entry, &[same, removed]).await, ["NOOP 0.00 v2", "APPLIED 0.00 v2"]);
    let after = json!({ "estimate": { "producerId": producer, "fiscalYear": 2566, "period": 1, "amount": "7" } });
    let seen = Estimate::enter(&mut device, &producer, 1, Some("6"), 2);
    let rests = device.operation(json!({ "operationId": seen["operationId"] }), after);
    assert_eq!(say(&world.entry, &[seen, rests]).await, ["APPLIED 7.00 v4", "APPLIED 7.00 v4"]);
    assert_eq!(world.findings().await, [""; 0]);
}

#[tokio::test]
async fn two_people_who_disagree_are_both_kept() {
    let world = World::new().await;
    let (producer, mut device) = world.producer().await;
    let mut other = Device::of(&world.officer);
    let hers = Estimate::enter(&mut device, &producer, 3, Some("100"), 0);
    let his = Estimate::enter(&mut other, &producer, 3, Some("200"), 0);
    assert_eq!(say(&world.entry, &[hers]).await, ["APPLIED 100.00 v1"]);
    let refused = push(&world.officer, &[his]).await;
    assert_eq!(told(&refused[0]), "CONFLICT 100.00 v1");
    let conflict = &refused[0]["conflict"];
    let about = json!([format!("{producer}|2566|3"), null, null, "100.00", "200.00"]);
    let fields = ["estimateId", "entryId", "sheetId", "masterAmount", "offeredAmount"];
    assert_eq!(json!(fields.map(|field| conflict[field].clone())), about);
    let mut settled = Estimate::enter(&mut other, &producer, 3, Some("150"), 1);
    settled["resolves"] = conflict["id"].clone();
    assert_eq!(say(&world.officer, &[settled]).await, ["APPLIED 150.00 v2"]);
    let open = "SELECT count(*) FROM conflict WHERE resolved_at IS NULL";
    assert_eq!(world.database.value(open).await, "0");
    assert_eq!(world.findings().await, [""; 0]);
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_with_its_rule() {
    let world = World::new().await;
    let (producer, mut device) = world.producer().await;
    let elsewhere = world.database.producers("2706").await.remove(0);
    let edits = [
        Estimate::enter(&mut device, &producer, 5, Some("1"), 0),
        Estimate::enter(&mut device, &producer, 0, Some("1"), 0),
        Estimate::enter(&mut device, &producer, 1, Some("-1"), 0),
        Estimate::enter(&mut device, &elsewhere, 1, Some("1"), 0),
        device.operation(
            json!({ "version": 0 }),
            json!({ "estimate": { "producerId": producer, "fiscalYear": 2300, "period": 1, "amount": "1" } }),
        ),
    ];
    assert_eq!(
        say(&world.entry, &edits).await,
        [
            "REJECTED INVALID range",
            "REJECTED INVALID range",
            "REJECTED INVALID not-negative",
            "REJECTED NOT_FOUND -",
            "REJECTED INVALID range",
        ]
    );
    world.sent("1").await;
    let late = Estimate::enter(&mut device, &producer, 1, Some("2"), 1);
    assert_eq!(say(&world.entry, &[late]).await, ["REJECTED 1.00 v1 REPORT_LOCKED -"]);
}

#[tokio::test]
async fn a_year_that_has_not_opened_waits() {
    let world = World::new().await;
    let (producer, mut device) = world.producer().await;
    let change = json!({ "estimate": { "producerId": producer, "fiscalYear": 2567, "period": 1, "amount": "5" } });
    let next_year = device.operation(json!({ "version": 0 }), change);
    assert_eq!(say(&world.entry, std::slice::from_ref(&next_year)).await, ["HELD MONTH_NOT_OPEN -"]);
    world.database.at("2023-10-02T09:00").await;
    assert_eq!(say(&world.entry, &[next_year]).await, ["APPLIED 5.00 v1"]);
    let closed = Estimate::enter(&mut device, &producer, 1, Some("5"), 0);
    assert_eq!(
        say(&world.entry, &[closed]).await,
        ["HELD MONTH_CLOSED -"],
        "it closes with its year"
    );
    assert_eq!(world.findings().await, [""; 0]);
}

#[tokio::test]
async fn a_laptop_pulls_estimates_first_and_as_they_change() {
    let world = World::new().await;
    let (producer, mut device) = world.producer().await;
    let pull = async |after: &Value| {
        let document = "query ($after: Cursor) { syncPull(after: $after) { cursor hasMore estimates { id status totals { amount } }
            estimateEntries { id amount version } } }";
        let (mut cursor, mut estimates, mut entries) = (after.clone(), Vec::new(), Vec::new());
        loop {
            let page = world.entry.ask_with(document, json!({ "after": cursor })).await["syncPull"].clone();
            estimates.extend(page["estimates"].as_array().expect("a list").clone());
            entries.extend(page["estimateEntries"].as_array().expect("a list").clone());
            cursor = page["cursor"].clone();
            if page["hasMore"] == false {
                return (cursor, estimates, entries);
            }
        }
    };
    // An event is told once no older transaction of the cluster is open.
    let news = async |after: &Value| {
        let page = async || Some(pull(after).await).filter(|(_, _, entries)| !entries.is_empty());
        until("a figure to be told", page).await
    };
    let first = Estimate::enter(&mut device, &producer, 1, Some("10"), 0);
    let (begun, ..) = pull(&Value::Null).await;
    push(&world.entry, &[first]).await;
    let (cursor, ..) = news(&begun).await;
    let (_, estimates, entries) = pull(&Value::Null).await;
    assert_eq!(
        estimates,
        [json!({ "id": "2701:2566", "status": "DRAFT", "totals": { "amount": "10.00" } })]
    );
    assert_eq!(
        entries,
        [json!({ "id": format!("{producer}|2566|1"), "amount": "10.00", "version": 1 })]
    );
    let second = Estimate::enter(&mut device, &producer, 2, Some("20"), 0);
    push(&world.entry, &[second]).await;
    let (_, estimates, entries) = news(&cursor).await;
    assert_eq!(
        estimates,
        [json!({ "id": "2701:2566", "status": "DRAFT", "totals": { "amount": "30.00" } })]
    );
    assert_eq!(
        entries,
        [json!({ "id": format!("{producer}|2566|2"), "amount": "20.00", "version": 1 })],
        "only what changed"
    );
}

#[tokio::test]
async fn it_can_be_filled_with_what_was_sold_the_year_before() {
    let world = World::new().await;
    let producer = world.database.complete_producer().await;
    let sold = "SELECT sum(amount)::text FROM cell WHERE NOT deleted AND producer_id = '";
    let january = world
        .database
        .value(&format!("{sold}{producer}' AND month BETWEEN '2022-10-01' AND '2022-12-01'"))
        .await;
    world.database.at("2023-10-02T09:00").await;
    let query = "{ estimate(district: \"2701\", fiscalYear: 2567) { prefill { producerId period amount } } }";
    let told = world.entry.ask(query).await["estimate"]["prefill"].clone();
    let of_producer = |entry: &&Value| entry["producerId"] == json!(producer) && entry["period"] == 1;
    let found = told.as_array().expect("a list").iter().find(of_producer);
    assert_eq!(found.map(|entry| entry["amount"].clone()), Some(json!(january)));
}

#[tokio::test]
async fn the_department_says_by_what_a_year_is_estimated() {
    let world = World::new().await;
    let set = async |person: &kit::Person, period: &str, due: &str| {
        let document = "mutation ($input: SetEstimateRuleInput!) { setEstimateRule(input: $input) { period dueOn } }";
        let input = json!({ "fiscalYear": 2566, "period": period, "opensOn": "2022-10-01", "dueOn": due, "reason": "หนังสือกรม" });
        person.ask_with(document, json!({ "input": input })).await
    };
    assert_eq!(set(&world.province, "YEAR", "2023-02-23").await.code(), "NOT_FOUND");
    assert_eq!(
        set(&world.department, "YEAR", "2023-10-01").await.code(),
        "INVALID",
        "within its year"
    );
    let rule = set(&world.department, "YEAR", "2023-03-15").await;
    assert_eq!(rule["setEstimateRule"], json!({ "period": "YEAR", "dueOn": "2023-03-15" }));
    let (producer, mut device) = world.producer().await;
    let (whole, second) = (
        Estimate::enter(&mut device, &producer, 1, Some("9"), 0),
        Estimate::enter(&mut device, &producer, 2, Some("9"), 0),
    );
    assert_eq!(
        say(&world.entry, &[whole, second]).await,
        ["APPLIED 9.00 v1", "REJECTED INVALID range"]
    );
    assert_eq!(
        set(&world.department, "MONTH", "2023-03-15").await.code(),
        "INVALID",
        "there are figures"
    );
    assert_eq!(
        set(&world.department, "YEAR", "2023-02-23").await.code(),
        "-",
        "the day may still move"
    );
}
