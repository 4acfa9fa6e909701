//! Scans of minutes and of received papers.

use kit::{Person, scan};
use serde_json::{Value, json};

use super::world::{World, outcome, refused};

async fn attach(person: &Person, to: Value, sha256: &str) -> Result<Value, String> {
    let document = "mutation ($input: AttachScanInput!) { attachScan(input: $input) { addedBy } }";
    let input = json!({ "to": to, "sha256": sha256 });
    outcome(person.ask_with(document, json!({ "input": input })).await.0, "attachScan")
}

#[tokio::test]
async fn minutes_are_scanned_by_the_district() {
    let world = World::open().await;
    world.report.submit(&world.officer).await.data();
    let secretary = world.node.as_("member2.2701").await;
    world.report.adjourn(&secretary).await.data();
    let meeting = world.report.read(&secretary, "meetings { id }").await["meetings"][0]["id"].clone();
    let file = secretary.keep_file(scan::pdf("minutes", 100)).await;
    let to = json!({ "meeting": meeting });
    assert_eq!(refused(attach(&world.province, to.clone(), &file).await), "FORBIDDEN role");
    assert_eq!(
        refused(attach(&world.node.as_("entry.2706").await, to.clone(), &file).await),
        "NOT_FOUND -"
    );
    assert_eq!(
        refused(attach(&world.entry, to.clone(), &file).await),
        "INVALID sent",
        "who never sent it has not got it"
    );
    for _ in 0..2 {
        attach(&secretary, to.clone(), &file).await.expect("attached, once");
    }
    let told = world
        .report
        .read(
            &world.entry,
            "meetings { scans { file { sha256 mediaType } addedBy } } history { kind }",
        )
        .await;
    let scans = told["meetings"][0]["scans"].as_array().expect("a list");
    assert_eq!(
        (scans.len(), &scans[0]["file"]),
        (1, &json!({ "sha256": file, "mediaType": "PDF" }))
    );
    let kinds: Vec<&str> = told["history"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "SCANNED").count(), 1);
    assert_eq!(world.entry.file(&file).await.status(), 200);
}

#[tokio::test]
async fn a_signed_paper_is_scanned_by_the_province() {
    let world = World::open().await;
    world.signed().await;
    world.report.receive(&world.province).await.data();
    let receipt = world.report.read(&world.province, "receipts { id }").await["receipts"][0]["id"].clone();
    let file = world.province.keep_file(scan::jpeg("signed")).await;
    let to = json!({ "receipt": receipt });
    assert_eq!(refused(attach(&world.officer, to.clone(), &file).await), "FORBIDDEN role");
    // Also while the system is closed.
    world.database.at("2023-03-07T09:00").await;
    attach(&world.province, to, &file).await.expect("attached");
    let told = world.report.read(&world.officer, "receipts { scans { file { mediaType } } }").await;
    assert_eq!(told["receipts"][0]["scans"][0]["file"]["mediaType"], "JPEG");
    assert_eq!(world.officer.file(&file).await.status(), 200);
    assert_eq!(world.node.as_("officer.2706").await.file(&file).await.status(), 404);
}
