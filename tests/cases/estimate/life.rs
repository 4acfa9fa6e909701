//! DRAFT → SUBMITTED → CERTIFIED → SENT → received, returned and revised; by the letter's day or late.

use kit::estimate::Estimate;
use serde_json::json;

use super::world::World;

#[tokio::test]
async fn an_estimate_is_certified_sent_and_received_by_the_letters_day() {
    let world = World::new().await;
    let estimate = &world.estimate;
    assert_eq!(estimate.status(&world.entry).await, "DRAFT");
    assert_eq!(
        estimate.submit(&world.officer).await.code(),
        "ROSTER_INCOMPLETE",
        "empty is not zero"
    );
    estimate.fill(&world.entry, "1000.50").await;
    assert_eq!(
        estimate.send(&world.officer, "2023-02-20").await.code(),
        "WRONG_STATUS",
        "certified first"
    );
    let draft = estimate.digest(&world.entry).await;
    assert_eq!(estimate.submit(&world.officer).await["submitEstimate"]["status"], "SUBMITTED");
    assert_eq!(estimate.digest(&world.entry).await, draft, "fixed as it was seen");
    world.certified().await;
    assert_eq!(estimate.status(&world.entry).await, "CERTIFIED");
    assert_eq!(
        estimate.send(&world.entry, "2023-02-20").await.code(),
        "FORBIDDEN",
        "by the CD officer"
    );
    let sent = estimate.send(&world.officer, "2023-02-20").await;
    assert_eq!(
        sent["sendEstimate"],
        json!({ "id": "2701:2566", "status": "SENT", "digest": draft, "timeliness": "ON_TIME",
                                              "acceptedRevision": 0, "paper": "NOT_RECEIVED" })
    );
    let received = estimate.receive(&world.province, "2023-02-20").await;
    assert_eq!(received["receiveEstimate"]["paper"], "RECEIVED");
    let told = estimate
        .read(
            &world.officer,
            "late certificate { certified } signature { mode digest } receipts { registryNumber }",
        )
        .await;
    assert_eq!(told["late"], false);
    assert_eq!(
        (&told["certificate"]["certified"], &told["signature"]["digest"]),
        (&json!(true), &json!(draft))
    );
    let kinds = estimate.read(&world.officer, "history { kind }").await;
    let kinds: Vec<&str> = kinds["history"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|link| link["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["ENTRY", "SUBMITTED", "VOTED", "VOTED", "CERTIFIED", "SENT", "RECEIVED"]);
    assert_eq!(world.findings().await, [""; 0]);
}

#[tokio::test]
async fn what_is_sent_after_the_23rd_of_february_is_late() {
    let world = World::new().await;
    world.estimate.fill(&world.entry, "1").await;
    world.estimate.submit(&world.officer).await.data();
    world.certified().await;
    world.database.at("2023-02-23T23:59").await;
    assert_eq!(
        world.estimate.read(&world.officer, "late").await["late"],
        false,
        "the whole day is on time"
    );
    world.database.at("2023-02-24T00:00").await;
    assert_eq!(world.estimate.read(&world.officer, "late").await["late"], true);
    let sent = world.estimate.send(&world.officer, "2023-02-24").await;
    assert_eq!(sent["sendEstimate"]["timeliness"], "LATE");
}

#[tokio::test]
async fn a_revision_counts_when_the_department_accepts_it() {
    let world = World::new().await;
    let estimate = &world.estimate;
    world.sent("100").await;
    let revised = "acceptedRevision totals { counted amount } revisions { number amount accepted }";
    let first = estimate.read(&world.officer, revised).await["totals"]["counted"].clone();
    estimate.send_back(&world.province, "ผู้ผลิตรายใหม่").await.data();
    assert_eq!(estimate.status(&world.officer).await, "RETURNED");
    let (producer, mut device) = world.producer().await;
    let edit = Estimate::enter(&mut device, &producer, 1, Some("900"), 1);
    assert_eq!(device.push(&[edit]).await[0]["outcome"], "APPLIED");
    assert_eq!(
        estimate.read(&world.officer, revised).await["totals"]["counted"],
        first,
        "an open correction drops nothing"
    );
    estimate.submit(&world.officer).await.data();
    world.certified().await;
    estimate.send(&world.officer, "2023-02-20").await.data();
    let told = estimate.read(&world.officer, revised).await;
    assert_eq!(
        (&told["acceptedRevision"], &told["totals"]["counted"]),
        (&json!(0), &first),
        "revision 0 unless accepted"
    );
    assert_eq!(estimate.accept(&world.province, 1, "-").await.code(), "FORBIDDEN");
    assert_eq!(
        estimate.accept(&world.department, 2, "-").await.code(),
        "INVALID",
        "it was never sent"
    );
    estimate.accept(&world.department, 1, "หนังสือกรม").await.data();
    let told = estimate.read(&world.officer, revised).await;
    assert_eq!(told["totals"]["counted"], told["totals"]["amount"]);
    assert_ne!(told["totals"]["counted"], first);
    assert_eq!(told["revisions"].as_array().map(Vec::len), Some(2));
    assert_eq!(world.findings().await, [""; 0]);
}

#[tokio::test]
async fn an_objection_sends_it_back_and_a_meeting_on_paper_certifies() {
    let world = World::new().await;
    let estimate = &world.estimate;
    estimate.fill(&world.entry, "5").await;
    estimate.submit(&world.officer).await.data();
    for number in 1..=3 {
        let member = world.node.as_(&format!("member{number}.2701")).await;
        estimate.object(&member, "สูงเกินไป").await.data();
    }
    assert_eq!(estimate.status(&world.officer).await, "RETURNED");
    estimate.submit(&world.officer).await.data();
    let secretary = world.node.as_("member2.2701").await;
    let electorate = estimate.read(&secretary, "electorate { personId }").await["electorate"].clone();
    let there = |index: usize| json!({ "personId": electorate[index]["personId"], "choice": "CERTIFY" });
    let meeting = json!({ "number": "1/2566", "heldOn": "2023-02-20", "place": "ที่ว่าการอำเภอ", "minutes": "สก 0117/40",
                          "presidedBy": electorate[0]["personId"], "attendance": [there(0), there(1), there(2)] });
    let kind = "RecordEstimateResolutionInput";
    let resolved = estimate
        .act(&secretary, "recordEstimateResolution", kind, json!({ "meeting": meeting }))
        .await;
    assert_eq!(resolved["recordEstimateResolution"]["status"], "CERTIFIED");
    let told = estimate
        .read(&secretary, "certificate { resolution } meetings { outcome submission }")
        .await;
    assert_eq!(told["certificate"]["resolution"], "1/2566");
    assert_eq!(told["meetings"], json!([{ "outcome": "CERTIFIED", "submission": 2 }]));
    assert_eq!(world.findings().await, [""; 0]);
}

#[tokio::test]
async fn a_stale_digest_and_an_older_paper_are_refused() {
    let world = World::new().await;
    let estimate = &world.estimate;
    world.sent("10").await;
    let older = estimate.digest(&world.officer).await;
    estimate.send_back(&world.officer, "แก้ไข").await.data();
    let (producer, mut device) = world.producer().await;
    let edit = Estimate::enter(&mut device, &producer, 2, Some("11"), 1);
    device.push(&[edit]).await;
    let stale = estimate
        .act_on(&world.officer, &older, "submitEstimate", "SubmitEstimateInput", json!({}))
        .await;
    assert_eq!(stale.code(), "STALE_DIGEST");
    estimate.submit(&world.officer).await.data();
    world.certified().await;
    estimate.send(&world.officer, "2023-02-20").await.data();
    let paper = json!({ "registryNumber": "1", "receivedOn": "2023-02-20" });
    let refused = estimate
        .act_on(&world.province, &older, "receiveEstimate", "ReceiveEstimateInput", paper)
        .await;
    assert_eq!(
        (refused.code(), &refused.0["errors"][0]["extensions"]["rule"]),
        ("STALE_DIGEST", &json!("older"))
    );
}

#[tokio::test]
async fn a_step_is_told_to_who_follows_and_a_draft_is_not_there_for_the_committee() {
    let world = World::new().await;
    let member = world.node.as_("member1.2701").await;
    assert_eq!(world.estimate.read(&member, "status").await, json!(null));
    let document = "subscription { it: reportChanged(area: \"27\") { kind report { id } estimate { id status } } }";
    let mut follower = kit::Socket::follow(&world.province, document).await;
    assert_eq!(follower.message().await["payload"]["data"]["it"]["kind"], "HELLO");
    world.estimate.fill(&world.entry, "3").await;
    let told = |message: serde_json::Value| message["payload"]["data"]["it"].clone();
    assert_eq!(
        told(follower.message().await),
        json!({ "kind": "ENTRY", "report": null, "estimate": { "id": "2701:2566", "status": "DRAFT" } })
    );
    world.estimate.submit(&world.officer).await.data();
    assert_eq!(told(follower.message().await)["kind"], "SUBMITTED");
    assert_eq!(world.estimate.read(&member, "status").await["status"], "SUBMITTED");
}
