//! The sync contract: what becomes of a laptop's edits, sent once, twice, late, or at the same time as somebody else's.

use kit::chance::dice;
use kit::device::{Cell, Device};
use kit::node::Node;
use kit::office::{Office, outcome};
use kit::wait;
use rand::RngExt;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn an_edit_is_applied_once_and_saying_it_again_changes_nothing() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let (cell, other) = (office.cell(0), office.cell(1));
    let batch = [entry.enter(&cell, Some("1250.50"), 0), entry.enter(&other, Some("0.00"), 0)];
    assert_eq!(
        entry.say(&batch).await,
        ["APPLIED 1250.50 v1 IN_PROGRESS v1", "APPLIED 0.00 v1 IN_PROGRESS v1"]
    );
    let events = office.database.value("SELECT count(*) FROM event").await;
    assert_eq!(
        entry.say(&batch).await,
        [
            "APPLIED 1250.50 v1 IN_PROGRESS v1 (again)",
            "APPLIED 0.00 v1 IN_PROGRESS v1 (again)"
        ]
    );
    assert_eq!(
        office.database.value("SELECT count(*) FROM event").await,
        events,
        "a replay writes no event"
    );
    let same = entry.enter(&cell, Some("1250.50"), 0);
    assert_eq!(entry.say(&[same]).await, ["NOOP 1250.50 v1 IN_PROGRESS v1"]);
}

#[tokio::test]
async fn an_id_belongs_to_one_payload_for_ever() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let mut operation = entry.enter(&office.cell(0), Some("100.00"), 0);
    entry.push(std::slice::from_ref(&operation)).await;
    operation["change"]["cell"]["amount"] = json!("999.00");
    assert_eq!(outcome(&entry.push(&[operation]).await[0]), "REJECTED OPERATION_REUSED");
    assert_eq!(
        office
            .database
            .value("SELECT sum(amount)::text FROM cell WHERE district = '2706' AND month = '2023-02-01'")
            .await,
        "100.00"
    );
}

#[tokio::test]
async fn two_people_and_one_cell_make_a_conflict_that_keeps_both_values() {
    let office = Office::open().await;
    let (mut first, mut second) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let cell = office.cell(0);
    let mine = first.enter(&cell, Some("500.00"), 0);
    first.push(&[mine]).await;
    let theirs = second.enter(&cell, Some("700.00"), 0);
    let answer = second.push(&[theirs]).await;
    assert_eq!(
        kit::device::told(&answer[0]),
        "CONFLICT 500.00 v1 IN_PROGRESS v1 700.00 against 500.00"
    );
    let settled = second.take_theirs(answer[0]["conflict"]["id"].as_str().expect("an id"));
    assert_eq!(outcome(&second.push(&[settled]).await[0]), "APPLIED -");
    assert_eq!(
        office
            .database
            .value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL")
            .await,
        "0"
    );
    assert_eq!(
        office
            .database
            .value("SELECT count(*) FROM conflict WHERE offered_amount = 700 AND master_amount = 500")
            .await,
        "1"
    );
}

#[tokio::test]
async fn a_chain_of_own_edits_follows_its_first_link() {
    let office = Office::open().await;
    let (mut entry, mut other) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let cell = office.cell(0);
    let first = entry.enter(&cell, Some("10.00"), 0);
    let second = entry.enter_after(&cell, Some("20.00"), &first);
    let third = entry.enter_after(&cell, None, &second);
    let told = entry.say(&[first, second, third]).await;
    assert_eq!(
        told.iter()
            .map(|line| line.split(' ').next().unwrap_or_default())
            .collect::<Vec<_>>(),
        ["APPLIED"; 3]
    );
    assert_eq!(
        office
            .database
            .value("SELECT version || ' ' || deleted FROM cell WHERE district = '2706' AND month = '2023-02-01'")
            .await,
        "3 true"
    );
    let late = other.enter(&cell, Some("30.00"), 1);
    let built_on_it = other.enter_after(&cell, Some("40.00"), &late);
    let told: Vec<String> = other.push(&[late, built_on_it]).await.iter().map(outcome).collect();
    assert_eq!(told, ["CONFLICT -", "BLOCKED INVALID"]);
}

#[tokio::test]
async fn two_nodes_handed_the_same_batch_apply_it_once() {
    let office = Office::open().await;
    let second_node = Node::start(&office.database).await;
    let person = office.person("entry.2706").await;
    let mut entry = Device::of(&person);
    let batch: Vec<Value> = office
        .producers
        .iter()
        .map(|producer| entry.enter(&Cell::food(producer), Some("75.25"), 0))
        .collect();
    let elsewhere = Device::of(&person.at(&second_node.server));
    let (here, there) = tokio::join!(entry.push(&batch), elsewhere.push(&batch));
    for (one, other) in here.iter().zip(&there) {
        assert_eq!((outcome(one), outcome(other)), ("APPLIED -".to_owned(), "APPLIED -".to_owned()));
        assert_ne!(one["replayed"], other["replayed"], "one of the two was first");
    }
    assert_eq!(
        office
            .database
            .value("SELECT max(version) FROM cell WHERE district = '2706' AND month = '2023-02-01'")
            .await,
        "1"
    );
    let operations = office.database.value("SELECT count(*) FROM operation").await;
    assert_eq!(operations, batch.len().to_string());
}

#[tokio::test]
async fn a_sheet_follows_its_cells() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let producer = &office.producers[0];
    let nothing = entry.state(producer, "NO_SALES", None, 0);
    assert_eq!(entry.say(&[nothing]).await, ["APPLIED NO_SALES v1"]);
    let sold = entry.enter(&Cell::food(producer), Some("5.00"), 0);
    assert_eq!(entry.say(&[sold]).await, ["APPLIED 5.00 v1 IN_PROGRESS v2"]);
    let refused = entry.state(producer, "NO_SALES", None, 2);
    assert_eq!(outcome(&entry.push(&[refused]).await[0]), "REJECTED INVALID");
    let without_reason = entry.state(&office.producers[1], "NOT_OBTAINED", None, 0);
    assert_eq!(outcome(&entry.push(&[without_reason]).await[0]), "REJECTED INVALID");
    let complete = entry.state(producer, "COMPLETE", None, 2);
    let more = entry.enter(
        &Cell {
            channel: "ONLINE",
            ..Cell::food(producer)
        },
        Some("7.00"),
        0,
    );
    assert_eq!(
        entry.say(&[complete, more]).await,
        ["APPLIED COMPLETE v3", "APPLIED 7.00 v1 COMPLETE v3"]
    );
}

#[tokio::test]
async fn a_closed_month_holds_an_edit_without_taking_its_id() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let operation = entry.enter(&office.cell(0), Some("80.00"), 0);
    office.database.at("2023-03-06T00:00").await;
    assert_eq!(outcome(&entry.push(std::slice::from_ref(&operation)).await[0]), "HELD MONTH_CLOSED");
    assert_eq!(office.database.value("SELECT count(*) FROM operation").await, "0");
    assert_eq!(
        office
            .database
            .value("SELECT count(*) FROM held_attempt WHERE ended_at IS NULL")
            .await,
        "1"
    );
    office.grant_exception().await;
    assert_eq!(outcome(&entry.push(&[operation]).await[0]), "APPLIED -");
    assert_eq!(
        office
            .database
            .value("SELECT count(*) FROM held_attempt WHERE ended_at IS NULL")
            .await,
        "0"
    );
}

#[tokio::test]
async fn a_foreign_producer_and_an_unknown_one_answer_alike() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    // One with a sheet and figures: an answer shows what stands there, but not to a stranger.
    let foreign = office.database.complete_producer().await;
    let batch = [Uuid::now_v7().to_string(), foreign].map(|id| entry.enter(&Cell::food(&id), Some("1.00"), 0));
    let answers = entry.push(&batch).await;
    assert_eq!(outcome(&answers[0]), "REJECTED NOT_FOUND");
    for field in ["refusal", "cell", "sheet", "conflict"] {
        assert_eq!(answers[0][field], answers[1][field], "{field}");
    }
    assert_eq!(
        office.database.value("SELECT count(*) FROM operation").await,
        "0",
        "a refusal of scope stores nothing"
    );
}

#[tokio::test]
async fn a_conflict_is_settled_by_an_edit_of_its_own_cell() {
    let office = Office::open().await;
    let (mut first, mut second) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let mut neighbour = office.device("entry.2701").await;
    let mine = first.enter(&office.cell(0), Some("500.00"), 0);
    first.push(&[mine]).await;
    let theirs = second.enter(&office.cell(0), Some("700.00"), 0);
    let conflict = second.push(&[theirs]).await[0]["conflict"]["id"].clone();
    let herb = Cell {
        category: "HERB",
        channel: "EXPORT",
        ..Cell::food(&office.database.complete_producer().await)
    };
    let foreign = neighbour.enter(&herb, Some("1.00"), 0);
    let other = second.enter(&office.cell(1), Some("1.00"), 0);
    let own = second.enter(&office.cell(0), Some("700.00"), 1);
    for (device, mut operation, open) in [(&neighbour, foreign, "1"), (&second, other, "1"), (&second, own, "0")] {
        operation["resolves"] = conflict.clone();
        assert_eq!(outcome(&device.push(&[operation]).await[0]), "APPLIED -");
        let waiting = "SELECT count(*) FROM conflict WHERE resolved_at IS NULL";
        assert_eq!(office.database.value(waiting).await, open);
    }
}

#[tokio::test]
async fn what_was_sent_is_told_while_the_area_is_ones_own() {
    let office = Office::open().await;
    let person = office.person("entry.2706").await;
    let mut entry = Device::of(&person);
    let edit = entry.enter(&office.cell(0), Some("80.00"), 0);
    entry.push(&[edit]).await;
    let query = format!(
        "{{ syncOperations(deviceId: \"{}\", fromSeq: \"0\") {{ cell {{ amount }} }} }}",
        person.device
    );
    assert_eq!(
        person.ask(&query).await["syncOperations"],
        json!([{ "cell": { "amount": "80.00" } }])
    );
    let move_on = "UPDATE assignment SET area = '2701' WHERE role = 'ENTRY_OFFICER' AND area = '2706'";
    office.database.run(move_on).await;
    assert_eq!(person.ask(&query).await["syncOperations"], json!([]));
}

#[tokio::test]
async fn an_edit_that_is_held_makes_no_report() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let reports = office.database.value("SELECT count(*) FROM report").await;
    for (month, held) in [("2023-03", "HELD MONTH_NOT_OPEN"), ("2070-01", "HELD CALENDAR_MISSING")] {
        let mut early = entry.enter(&office.cell(0), Some("80.00"), 0);
        early["change"]["cell"]["month"] = json!(month);
        assert_eq!(outcome(&entry.push(&[early]).await[0]), held);
    }
    assert_eq!(office.database.value("SELECT count(*) FROM report").await, reports);
    assert_eq!(
        office
            .database
            .value("SELECT count(*) FROM held_attempt WHERE ended_at IS NULL")
            .await,
        "2"
    );
}

#[tokio::test]
async fn a_moved_calendar_hides_nothing_that_happened_before_it() {
    let office = Office::open().await;
    let (officer, department) = (office.person("officer.2706").await, office.person("department").await);
    let mut cursor = Value::Null;
    let pull = "query ($after: Cursor) { syncPull(after: $after) { cursor hasMore producers { id } } }";
    loop {
        let page = officer.ask_with(pull, json!({ "after": cursor })).await["syncPull"].clone();
        cursor = page["cursor"].clone();
        if page["hasMore"] == false {
            break;
        }
    }
    let producer = &office.producers[0];
    let change = "mutation ($input: ChangeProducerInput!) { changeProducer(input: $input) { id } }";
    let named = json!({ "id": producer, "version": 1, "from": "2023-02", "name": "กลุ่มใหม่" });
    officer.ask_with(change, json!({ "input": named })).await.data();
    let moved = "mutation { overrideCalendar(input: { month: \"2023-02\", closesAt: \"2023-03-08T00:00:00+07:00\", reason: \"น้ำท่วม\" }) { month } }";
    department.ask(moved).await.data();
    // Events are told once no older transaction of the cluster is open: both of them, or the question is asked again.
    let told = async || {
        let page = officer.ask_with(pull, json!({ "after": cursor })).await["syncPull"].clone();
        (page["cursor"] != cursor).then(|| page["producers"].clone())
    };
    assert_eq!(wait::until("the change is told", told).await[0], json!({ "id": producer }));
}

#[tokio::test]
async fn whatever_is_entered_the_sums_hold() {
    let office = Office::open().await;
    let mut dice = dice();
    let (mut entry, mut other) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    for _ in 0..12 {
        for device in [&mut entry, &mut other] {
            let batch: Vec<Value> = (0..25).map(|_| random_edit(&mut dice, device, &office.producers)).collect();
            device.push(&batch).await;
        }
    }
    let wrong = office.database.rows(OUT_OF_STEP).await;
    assert_eq!(wrong, [json!(null); 0]);
    assert_ne!(
        office
            .database
            .value("SELECT count(*) FROM operation WHERE outcome = 'APPLIED'")
            .await,
        "0"
    );
}

/// A random amount, zero, or removal on a random cell, or a random state, over a random version.
fn random_edit(dice: &mut rand::rngs::StdRng, device: &mut Device, producers: &[String]) -> Value {
    let producer = &producers[dice.random_range(0..producers.len())];
    let version = dice.random_range(0..4);
    if dice.random_bool(0.2) {
        let state = ["IN_PROGRESS", "COMPLETE", "NO_SALES", "NOT_OBTAINED"][dice.random_range(0..4)];
        return device.state(producer, state, Some("ติดต่อไม่ได้"), version);
    }
    let category = ["FOOD", "TEXTILE", "HERB"][dice.random_range(0..3)];
    let cell = Cell {
        producer: producer.clone(),
        category,
        channel: ["SHOP", "ONLINE"][dice.random_range(0..2)],
    };
    let amount = format!("{}.{:02}", dice.random_range(0..100_000), dice.random_range(0..100));
    device.enter(&cell, dice.random_bool(0.8).then_some(amount.as_str()), version)
}

/// Reports whose stored sums are not what their cells and sheets say.
const OUT_OF_STEP: &str = "
    SELECT report.district, report.month, live_satang, cells.satang AS cells, rollups.satang AS rollups
    FROM report
    CROSS JOIN LATERAL (SELECT coalesce(sum(amount * 100), 0)::bigint AS satang FROM cell
        WHERE cell.district = report.district AND cell.month = report.month) AS cells
    CROSS JOIN LATERAL (SELECT coalesce(sum(satang), 0)::bigint AS satang FROM rollup
        WHERE NOT confirmed AND rollup.district = report.district AND rollup.month = report.month) AS rollups
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('COMPLETE', 'NO_SALES')) AS reported,
            count(*) FILTER (WHERE state = 'NOT_OBTAINED') AS not_obtained FROM sheet
        WHERE sheet.district = report.district AND sheet.month = report.month) AS sheets
    WHERE (live_satang, live_satang, report.reported, report.not_obtained)
        IS DISTINCT FROM (cells.satang, rollups.satang, sheets.reported, sheets.not_obtained)";
