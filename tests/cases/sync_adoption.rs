//! The CD officer sends what an absent officer recorded: under the officer's own name, once, with a reason, for everybody to see.

use kit::device::{Device, told};
use kit::office::{Office, outcome, outcomes};
use otop_server::verify::verdicts;
use serde_json::{Value, json};

/// What was recorded by `entry.2706`, as somebody else sends it.
async fn adopted(office: &Office, operation: &Value, reason: &str) -> Value {
    let mut operation = operation.clone();
    operation["adoption"] = json!({ "person": office.person_id("entry.2706").await, "reason": reason });
    operation
}

async fn ledger(office: &Office) -> String {
    office.count("operation").await
}

#[tokio::test]
async fn the_officer_of_the_district_adopts_and_the_trail_says_so() {
    let office = Office::open().await;
    let (mut absent, officer) = (office.device("entry.2706").await, office.device("officer.2706").await);
    let edit = absent.enter(&office.cell(0), Some("1250.50"), 0);
    let edit = adopted(&office, &edit, "ลาป่วย").await;
    assert_eq!(officer.say(&[edit]).await, ["APPLIED 1250.50 v1 IN_PROGRESS v1"]);
    let line = "SELECT (body::json -> 'operations' -> 0)::text AS line FROM event WHERE area = '2706' AND month = '2023-02-01' ORDER BY chain_index DESC LIMIT 1";
    let line: Value = serde_json::from_str(&office.database.value(line).await).expect("a line");
    assert_eq!(line["adoptedFrom"], office.person_id("entry.2706").await);
    assert_eq!(line["adoptionReason"], "ลาป่วย");
    let by = office.database.value("SELECT person_id FROM operation").await;
    assert_eq!(by, office.person_id("officer.2706").await);
    let checked = verdicts(&mut office.database.connect().await, &|_| {})
        .await
        .expect("the checks run");
    assert!(checked.iter().all(|verdict| verdict.findings.is_empty()), "{checked:?}");
}

#[tokio::test]
async fn nobody_else_adopts_and_the_attempt_uses_nothing_up() {
    let office = Office::open().await;
    let mut absent = office.device("entry.2706").await;
    let edit = absent.enter(&office.cell(0), Some("80.00"), 0);
    let foreign = adopted(&office, &edit, "ลาป่วย").await;
    let mut unreasoned = adopted(&office, &edit, " ").await;
    for (username, operation, refused) in [
        ("entry2.2706", &foreign, "REJECTED FORBIDDEN adoption cd-officer"),
        ("officer.2701", &foreign, "REJECTED NOT_FOUND producerId null"),
        ("officer.2706", &unreasoned.clone(), "REJECTED INVALID adoption.reason required"),
    ] {
        let result = &office.device(username).await.push(std::slice::from_ref(operation)).await[0];
        let refusal = &result["refusal"];
        let said = [&refusal["field"], &refusal["rule"]].map(|word| word.as_str().unwrap_or("null").to_owned());
        assert_eq!(format!("{} {}", outcome(result), said.join(" ")), refused);
    }
    unreasoned["adoption"] = json!({ "person": office.person_id("entry.2701").await, "reason": "ลาป่วย" });
    let officer = office.device("officer.2706").await;
    assert_eq!(outcome(&officer.push(&[unreasoned]).await[0]), "REJECTED NOT_FOUND");
    assert_eq!(ledger(&office).await, "0");
    assert_eq!(outcome(&absent.push(&[edit]).await[0]), "APPLIED -");
}

#[tokio::test]
async fn what_its_author_sent_already_is_answered_again() {
    let office = Office::open().await;
    let (mut absent, officer) = (office.device("entry.2706").await, office.device("officer.2706").await);
    let sent = absent.enter(&office.cell(0), Some("80.00"), 0);
    let waiting = absent.enter_after(&office.cell(0), Some("90.00"), &sent);
    absent.push(std::slice::from_ref(&sent)).await;
    let batch = [adopted(&office, &sent, "ย้าย").await, adopted(&office, &waiting, "ย้าย").await];
    let answers = officer.push(&batch).await;
    assert_eq!(
        answers.iter().map(told).collect::<Vec<_>>(),
        ["APPLIED 90.00 v2 IN_PROGRESS v1 (again)", "APPLIED 90.00 v2 IN_PROGRESS v1"]
    );
    assert_eq!(
        office.count("adoption").await,
        "1",
        "only what was adopted is written down as adopted"
    );
    let back = absent.enter_after(&office.cell(0), Some("95.00"), &waiting);
    assert_eq!(outcomes(&absent.push(&[waiting, back]).await), ["APPLIED -", "APPLIED -"]);
}

#[tokio::test]
async fn an_edit_rests_on_its_authors_earlier_one_and_on_no_other() {
    let office = Office::open().await;
    let mut absent = office.device("entry.2706").await;
    let mut colleague = Device::of(&office.person("entry2.2706").await);
    let officer = office.device("officer.2706").await;
    let theirs = colleague.enter(&office.cell(0), Some("80.00"), 0);
    colleague.push(std::slice::from_ref(&theirs)).await;
    let built = absent.enter_after(&office.cell(0), Some("90.00"), &theirs);
    let built = adopted(&office, &built, "ย้าย").await;
    assert_eq!(outcome(&officer.push(&[built]).await[0]), "BLOCKED INVALID");
}
