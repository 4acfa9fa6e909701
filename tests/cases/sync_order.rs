//! Queues as districts make them: in order, built on each other, and against what others did meanwhile.

use kit::device::{Device, told};
use kit::office::{Office, outcome, outcomes};
use kit::reader::Reader;
use serde_json::{Value, json};

/// A chain of one person's edits of one cell, each over the one before.
fn chain(device: &mut Device, office: &Office, amounts: &[&str]) -> Vec<Value> {
    let mut queue: Vec<Value> = Vec::new();
    for amount in amounts {
        let edit = match queue.last() {
            Some(before) => device.enter_after(&office.cell(0), Some(amount), before),
            None => device.enter(&office.cell(0), Some(amount), 0),
        };
        queue.push(edit);
    }
    queue
}

#[tokio::test]
async fn ten_edits_of_one_cell_apply_in_order() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let amounts: Vec<&str> = ["10.00", "20.00"].into_iter().cycle().take(10).collect();
    let queue = chain(&mut entry, &office, &amounts);
    assert_eq!(outcomes(&entry.push(&queue).await), ["APPLIED -"; 10]);
    let kept = office.database.column("SELECT amount::text FROM operation ORDER BY version").await;
    assert_eq!(kept, amounts);
    assert_eq!(
        office
            .database
            .column("SELECT version || ' ' || amount FROM cell WHERE district = '2706' AND month = '2023-02-01'")
            .await,
        ["10 20.00"]
    );
}

#[tokio::test]
async fn five_quick_edits_sent_one_by_one_and_twice_end_at_the_fifth() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let queue = chain(&mut entry, &office, &["1.00", "2.00", "3.00", "4.00", "5.00"]);
    for edit in &queue {
        for _ in 0..2 {
            assert_eq!(outcome(&entry.push(std::slice::from_ref(edit)).await[0]), "APPLIED -");
        }
    }
    let again = entry.push(&queue).await;
    assert!(
        again
            .iter()
            .all(|result| result["replayed"] == true && result["conflict"].is_null())
    );
    assert_eq!(told(&again[4]), "APPLIED 5.00 v5 IN_PROGRESS v1 (again)");
    assert_eq!(office.count("conflict").await, "0");
}

#[tokio::test]
async fn what_builds_on_a_refused_edit_is_blocked_and_its_neighbours_are_not() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let mut queue: Vec<Value> = [0, 1, 2, 3]
        .map(|producer| entry.enter(&office.cell(producer), Some("1.00"), 0))
        .into();
    queue[2]["change"]["cell"]["amount"] = json!("-1.00");
    let built = entry.enter_after(&office.cell(2), Some("2.00"), &queue[2]);
    queue.push(built);
    let further = entry.enter_after(&office.cell(2), Some("3.00"), &queue[4]);
    queue.push(further);
    assert_eq!(
        outcomes(&entry.push(&queue).await),
        [
            "APPLIED -",
            "APPLIED -",
            "REJECTED INVALID",
            "APPLIED -",
            "BLOCKED INVALID",
            "BLOCKED INVALID"
        ]
    );
    assert_eq!(office.count("rejection").await, "3", "each is kept for a person");
}

#[tokio::test]
async fn the_same_value_is_no_conflict_and_a_removal_against_an_edit_is_one() {
    let office = Office::open().await;
    let (mut first, mut second) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let ours = [
        first.enter(&office.cell(0), Some("80.00"), 0),
        first.enter(&office.cell(1), Some("80.00"), 0),
    ];
    let theirs = [
        second.enter(&office.cell(0), Some("80.00"), 0),
        second.enter(&office.cell(1), Some("81.00"), 0),
    ];
    first.push(&ours).await;
    assert_eq!(outcomes(&second.push(&theirs).await), ["NOOP -", "CONFLICT -"]);
    let removed = first.enter(&office.cell(0), None, 1);
    first.push(&[removed]).await;
    let edited = second.enter(&office.cell(0), Some("90.00"), 1);
    let answer = second.push(&[edited]).await;
    assert_eq!(told(&answer[0]), "CONFLICT removed v2 IN_PROGRESS v1 90.00 against null");
    let late = second.enter(&office.cell(1), Some("95.00"), 1);
    second.push(&[late]).await;
    let removal = first.enter(&office.cell(1), None, 1);
    assert_eq!(outcome(&first.push(&[removal]).await[0]), "CONFLICT -");
}

#[tokio::test]
async fn of_two_who_settle_one_conflict_the_first_wins_and_the_other_is_told() {
    let office = Office::open().await;
    let (mut first, mut second) = (office.device("entry.2706").await, office.device("entry2.2706").await);
    let ours = first.enter(&office.cell(0), Some("500.00"), 0);
    first.push(&[ours]).await;
    let theirs = second.enter(&office.cell(0), Some("700.00"), 0);
    let conflict = second.push(&[theirs]).await[0]["conflict"]["id"].clone();
    let mut settled = [
        first.enter(&office.cell(0), Some("550.00"), 1),
        second.enter(&office.cell(0), Some("650.00"), 1),
    ];
    settled.iter_mut().for_each(|operation| operation["resolves"] = conflict.clone());
    assert_eq!(outcome(&first.push(&settled[..1]).await[0]), "APPLIED -");
    let answer = second.push(&settled[1..]).await;
    assert_eq!(told(&answer[0]), "CONFLICT 550.00 v2 IN_PROGRESS v1 650.00 against 550.00");
    let mut reader = Reader::up_to_date(&office.person("officer.2706").await).await;
    let open = reader.page(500).await;
    assert_eq!(open["conflicts"], json!([]));
    assert_eq!(office.count("conflict WHERE resolved_at IS NULL").await, "1");
}
