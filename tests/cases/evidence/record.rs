//! Evidence recorded, withdrawn, counted at every level; spot checks.

use serde_json::json;

use super::world::{World, refused};

#[tokio::test]
async fn evidence_is_recorded_once_and_stands_in_the_trail() {
    let world = World::open().await;
    let input = world.receipt(0, json!({ "note": "ครบทุกใบ" }));
    let recorded = world.record(&world.entry, &input).await.expect("recorded");
    assert_eq!(
        (&recorded["kind"], &recorded["seenOn"], &recorded["note"]),
        (&json!("RECEIPT"), &json!("2023-02-27"), &json!("ครบทุกใบ"))
    );
    assert_eq!(
        recorded["seenBy"], recorded["recordedBy"],
        "who records it has seen it, unless another is named"
    );
    assert_eq!(
        world.record(&world.entry, &input).await,
        Ok(recorded),
        "a lost answer is answered again"
    );
    let mut other = input.clone();
    other["reference"] = json!("เล่มที่ 4");
    assert_eq!(refused(world.record(&world.entry, &other).await), "OPERATION_REUSED -");
    let told = world
        .report
        .read(&world.officer, "evidence { reference } history { kind reason }")
        .await;
    assert_eq!(told["evidence"].as_array().map(Vec::len), Some(1));
    let last = told["history"].as_array().and_then(|events| events.last().cloned());
    assert_eq!(last, Some(json!({ "kind": "EVIDENCE", "reason": "RECEIPT เล่มที่ 3 เลขที่ 12-40" })));
}

#[tokio::test]
async fn what_cannot_be_evidence_is_refused() {
    let world = World::open().await;
    let wrong = [
        (json!({ "kind": "RUMOUR" }), "INVALID unknown"),
        (json!({ "reference": " " }), "INVALID required"),
        (json!({ "keptAt": "" }), "INVALID required"),
        (json!({ "seenOn": "2023-03-01" }), "INVALID range"),
        (json!({ "month": "2023-03" }), "MONTH_NOT_OPEN -"),
        (json!({ "month": "1999-01" }), "INVALID producer-not-active"),
        (json!({ "sha256": "../../etc/passwd" }), "INVALID format"),
        (json!({ "sha256": "0".repeat(64) }), "INVALID sent"),
        (json!({ "id": "1" }), "NOT_FOUND -"),
    ];
    for (more, expected) in wrong {
        assert_eq!(
            refused(world.record(&world.entry, &world.receipt(0, more.clone())).await),
            expected,
            "{more}"
        );
    }
    assert_eq!(
        refused(world.record(&world.province, &world.receipt(0, json!({}))).await),
        "FORBIDDEN role"
    );
    let stranger = world.node.as_("entry.2706").await;
    assert_eq!(refused(world.record(&stranger, &world.receipt(0, json!({}))).await), "NOT_FOUND -");
    assert_eq!(world.shown("district(code: \"2701\")").await, json!([0, 0, 0]));
}

#[tokio::test]
async fn it_goes_on_while_the_report_is_locked_and_the_system_closed() {
    let world = World::open().await;
    world.signed().await;
    world
        .record(&world.officer, &world.receipt(0, json!({})))
        .await
        .expect("the report is locked");
    world.database.at("2023-03-07T09:00").await;
    world
        .record(&world.officer, &world.receipt(1, json!({})))
        .await
        .expect("the system is closed");
    world.spot_check(&world.province, 1, json!({})).await.expect("the system is closed");
    assert_eq!(world.shown("district(code: \"2701\")").await, json!([2, 1, 0]));
}

#[tokio::test]
async fn completeness_of_evidence_stands_beside_every_total() {
    let world = World::open().await;
    let first = world.record(&world.entry, &world.receipt(0, json!({}))).await.expect("recorded");
    world
        .record(&world.entry, &world.receipt(0, json!({})))
        .await
        .expect("a second piece");
    world
        .record(&world.entry, &world.receipt(1, json!({})))
        .await
        .expect("another producer's");
    world
        .spot_check(&world.province, 0, json!({ "agrees": false, "note": "ขาดใบเสร็จ" }))
        .await
        .expect("looked at");
    let producer = format!("producer(id: \"{}\")", world.producers[0]);
    for place in ["nation", "province(code: \"27\")", "district(code: \"2701\")"] {
        assert_eq!(world.shown(place).await, json!([2, 1, 1]), "{place}");
    }
    assert_eq!(world.shown(&producer).await, json!([1, 1, 1]));
    assert_eq!(world.shown("district(code: \"2702\")").await, json!([0, 0, 0]));
    world.withdraw(&world.entry, &first["id"], "บันทึกผิดราย").await.expect("withdrawn");
    assert_eq!(world.shown(&producer).await, json!([1, 1, 1]), "the second piece stands");
    let all = world
        .report
        .read(&world.entry, "evidence { id producerId withdrawnAt withdrawal }")
        .await;
    let standing = all["evidence"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|piece| piece["withdrawnAt"].is_null());
    for piece in standing {
        world.withdraw(&world.entry, &piece["id"], "บันทึกผิด").await.expect("withdrawn");
    }
    assert_eq!(world.shown("nation").await, json!([0, 1, 1]));
    // The control: the checker sees numbers that are not counted.
    let verdicts = verdicts(&world).await;
    assert!(verdicts.is_empty(), "{verdicts:?}");
    world
        .database
        .run("UPDATE report SET evidenced = 5 WHERE district = '2701' AND month = '2023-02-01'")
        .await;
    assert_eq!(self::verdicts(&world).await.len(), 1);
}

/// What the checker says of the promise about totals.
async fn verdicts(world: &World) -> Vec<String> {
    let mut connection = world.database.connect().await;
    let verdicts = otop_server::verify::verify(&mut connection, &|_| ()).await.expect("it checks");
    let findings = verdicts.into_iter().flat_map(|verdict| verdict.findings);
    findings.map(|finding| format!("{} {}", finding.what, finding.place)).collect()
}

#[tokio::test]
async fn the_province_looks_and_says_what_it_found() {
    let world = World::open().await;
    assert_eq!(refused(world.spot_check(&world.officer, 0, json!({})).await), "FORBIDDEN role");
    assert_eq!(
        refused(world.spot_check(&world.province, 0, json!({ "agrees": false })).await),
        "INVALID required"
    );
    assert_eq!(
        refused(world.spot_check(&world.province, 0, json!({ "checkedOn": "2023-03-01" })).await),
        "INVALID range"
    );
    let stranger = world.node.as_("officer.2706").await;
    assert_eq!(refused(world.spot_check(&stranger, 0, json!({})).await), "NOT_FOUND -");
    let found = world
        .spot_check(&world.province, 0, json!({ "agrees": false, "note": "ยอดไม่ตรง" }))
        .await
        .expect("looked at");
    let revenue = format!(
        "SELECT coalesce(sum(amount), 0)::numeric(14, 2)::text FROM cell WHERE producer_id = '{}' AND month = '2023-02-01' AND NOT deleted",
        world.producers[0]
    );
    assert_eq!(
        found["revenue"],
        json!(world.database.value(&revenue).await),
        "the figures it was held against"
    );
    assert_eq!(world.shown("nation").await, json!([0, 1, 1]));
    world.spot_check(&world.province, 0, json!({})).await.expect("looked at again");
    assert_eq!(world.shown("nation").await, json!([0, 1, 0]), "the latest look counts");
    let told = world.report.read(&world.entry, "spotChecks { agrees note }").await;
    assert_eq!(
        told["spotChecks"],
        json!([{ "agrees": false, "note": "ยอดไม่ตรง" }, { "agrees": true, "note": null }])
    );
}

#[tokio::test]
async fn a_committee_sees_it_from_the_submission_on_and_a_viewer_never() {
    let world = World::open().await;
    world.record(&world.entry, &world.receipt(0, json!({}))).await.expect("recorded");
    let (member, viewer) = (world.node.as_("member1.2701").await, world.node.as_("viewer").await);
    let question = "{ report(district: \"2701\", month: \"2023-02\") { evidence { id } } }";
    assert_eq!(member.ask(question).await.0["data"]["report"], json!(null));
    assert_eq!(viewer.ask(question).await.code(), "FORBIDDEN");
    world.report.submit(&world.officer).await.data();
    assert_eq!(member.ask(question).await["report"]["evidence"].as_array().map(Vec::len), Some(1));
    assert_eq!(viewer.ask(question).await.code(), "FORBIDDEN");
}
