//! Work that waits for its month: nobody's id is used up, and the whole district and its office see it wait.

use kit::device::FEBRUARY;
use kit::office::{Office, outcome, outcomes};
use kit::reader::Reader;
use otop_server::verify::verdicts;
use serde_json::{Value, json};

const ATTENTION: &str = "{ district(code: \"2706\") { attention { conflictCount rejectionCount heldCount
    conflicts { masterVersion offeredById } rejections { entryId } held(first: 1) { operationId opensAt code } } } }";

async fn attention(office: &Office, username: &str) -> Value {
    office.person(username).await.ask(ATTENTION).await["district"]["attention"].clone()
}

fn held(page: &Value) -> Option<Value> {
    page["held"].get(0).cloned()
}

#[tokio::test]
async fn the_district_and_the_office_see_it_wait_until_it_is_decided() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let mut colleague = Reader::up_to_date(&office.person("entry2.2706").await).await;
    let edit = entry.enter(&office.cell(0), Some("80.00"), 0);
    office.database.at("2023-03-06T00:00").await;
    assert_eq!(outcome(&entry.push(std::slice::from_ref(&edit)).await[0]), "HELD MONTH_CLOSED");
    let waiting = colleague.hears("the held attempt", held).await;
    assert_eq!(
        [
            &waiting["operationId"],
            &waiting["month"],
            &waiting["offered"],
            &waiting["code"],
            &waiting["endedAt"]
        ],
        [
            &edit["operationId"],
            &json!(FEBRUARY),
            &json!("80.00"),
            &json!("MONTH_CLOSED"),
            &Value::Null
        ]
    );
    assert_eq!(waiting["entryId"], format!("{}|2023-02|FOOD|SHOP", office.producers[0]));
    let events = office.count("event").await;
    entry.push(std::slice::from_ref(&edit)).await;
    assert_eq!(office.count("event").await, events, "another try is told to nobody");
    for username in ["entry2.2706", "officer.2706", "province.27", "department"] {
        assert_eq!(attention(&office, username).await["heldCount"], "1", "{username}");
        assert_eq!(attention(&office, username).await["held"][0]["operationId"], edit["operationId"]);
    }
    let mut newcomer = Reader::of(&office.person("officer.2706").await);
    let pages = newcomer.all().await;
    assert_eq!(pages.iter().filter_map(held).count(), 1, "a first pull brings it");
    office.grant_exception().await;
    assert_eq!(outcome(&entry.push(&[edit]).await[0]), "APPLIED -");
    let ended = colleague
        .hears("its end", |page| held(page).filter(|held| !held["endedAt"].is_null()))
        .await;
    assert_eq!(ended["opensAt"], Value::Null);
    assert_eq!(attention(&office, "officer.2706").await["heldCount"], "0");
}

#[tokio::test]
async fn what_waits_is_not_for_viewers_and_committees() {
    let office = Office::open().await;
    for username in ["viewer", "member1.2706"] {
        let answer = office.person(username).await.ask(ATTENTION).await;
        assert_eq!(answer.0["errors"][0]["extensions"]["code"], "FORBIDDEN", "{username}");
    }
}

#[tokio::test]
async fn the_office_counts_conflicts_and_refusals_too() {
    let office = Office::open().await;
    let (mut first, mut second) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let ours = first.enter(&office.cell(0), Some("500.00"), 0);
    let mut unknown = first.enter(&office.cell(1), Some("1.00"), 0);
    unknown["change"]["cell"]["channel"] = json!("NOWHERE");
    first.push(&[ours, unknown]).await;
    let theirs = second.enter(&office.cell(0), Some("700.00"), 0);
    second.push(&[theirs]).await;
    let seen = attention(&office, "officer.2706").await;
    assert_eq!(
        [&seen["conflictCount"], &seen["rejectionCount"], &seen["heldCount"]],
        [&json!("1"), &json!("1"), &json!("0")]
    );
    let by = office.person_id("entry2.2706").await;
    assert_eq!(seen["conflicts"], json!([{ "masterVersion": 1, "offeredById": by }]));
    let entry = format!("{}|2023-02|FOOD|NOWHERE", office.producers[1]);
    assert_eq!(seen["rejections"], json!([{ "entryId": entry }]));
}

#[tokio::test]
async fn it_is_withdrawn_by_a_discard_also_before_its_month_opens() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let mut colleague = Reader::up_to_date(&office.person("entry2.2706").await).await;
    let mut early = entry.enter(&office.cell(0), Some("80.00"), 0);
    early["change"]["cell"]["month"] = json!("2023-03");
    assert_eq!(outcome(&entry.push(std::slice::from_ref(&early)).await[0]), "HELD MONTH_NOT_OPEN");
    let waiting = colleague.hears("the held attempt", held).await;
    assert!(waiting["opensAt"].is_string(), "{waiting}");
    let withdrawn = entry.operation(
        json!({ "version": 0 }),
        json!({ "discard": { "operationId": early["operationId"], "reason": "บันทึกผิดเดือน" } }),
    );
    assert_eq!(outcome(&entry.push(std::slice::from_ref(&withdrawn)).await[0]), "APPLIED -");
    colleague
        .hears("its end", |page| held(page).filter(|held| !held["endedAt"].is_null()))
        .await;
    let again = entry.push(&[withdrawn]).await;
    assert_eq!((outcome(&again[0]), &again[0]["replayed"]), ("APPLIED -".to_owned(), &json!(true)));
    let checked = verdicts(&mut office.database.connect().await, &|_| {})
        .await
        .expect("the checks run");
    assert!(checked.iter().all(|verdict| verdict.findings.is_empty()), "{checked:?}");
}

#[tokio::test]
async fn a_queue_of_one_cell_waits_together_and_is_decided_in_order() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let first = entry.enter(&office.cell(0), Some("80.00"), 0);
    let second = entry.enter_after(&office.cell(0), Some("90.00"), &first);
    let queue = [first, second];
    office.database.at("2023-03-06T00:00").await;
    assert_eq!(outcomes(&entry.push(&queue).await), ["HELD MONTH_CLOSED", "HELD MONTH_CLOSED"]);
    office.grant_exception().await;
    assert_eq!(
        entry.say(&queue).await,
        ["APPLIED 90.00 v2 IN_PROGRESS v1", "APPLIED 90.00 v2 IN_PROGRESS v1"]
    );
    assert_eq!(office.count("held_attempt WHERE ended_at IS NULL").await, "0");
}
