//! The estimate on paper: a line a producer, by quarter, with the revision that was sent; and what its code leads to.

use kit::client::{Got, http};
use otop_schema::Baht;

use super::world::World;

/// What anybody is told of a digest.
async fn standing(world: &World, digest: &str) -> String {
    let request = http()
        .get(format!("{}/check/{digest}", world.node.server))
        .header("accept", "application/json");
    Got::of(request.send().await.expect("an answer")).await.text().to_owned()
}

#[tokio::test]
async fn an_estimate_is_printed_as_it_was_sent() {
    let world = World::new().await;
    let empty = world.officer.get("/forms/estimate/2701/2566.html").await;
    assert_eq!(empty.status, 200, "nobody touched it: an empty form");
    assert!(empty.text().contains("<span class=\"mark\">ร่าง</span>") && !empty.text().contains("line total"));
    let member = world.node.as_("member1.2701").await;
    assert_eq!(
        member.get("/forms/estimate/2701/2566.html").await.status,
        404,
        "the committee knows no draft"
    );
    world.sent("1000.25").await;
    let page = world.officer.get("/forms/estimate/2701/2566.html").await;
    let producers = world.database.producers("2701").await.len();
    let quarter = Baht::from_satang(100_025 * i64::try_from(producers).expect("a few"));
    for expected in [
        quarter.grouped(),
        "ฉบับที่ 0".to_owned(),
        "ส่งจังหวัดแล้ว".to_owned(),
        "23 ก.พ. 2566 23:59".to_owned(),
    ] {
        assert!(page.text().contains(&expected), "{expected}");
    }
    assert_eq!(page.text().matches("<tr class=\"line\">").count(), producers);
    assert!(!page.text().contains("class=\"mark\""), "what was sent is no draft");
    assert_eq!(member.get("/forms/estimate/2701/2566.html").await.status, 200);
}

#[tokio::test]
async fn the_last_revision_and_the_one_that_counts_hold() {
    let world = World::new().await;
    world.sent("1000.25").await;
    let first = world.estimate.digest(&world.officer).await;
    assert_eq!(standing(&world, &first).await, "{\"version\":0,\"state\":\"CURRENT\"}");
    world.estimate.send_back(&world.officer, "ยอดผิด").await.data();
    let (producer, mut device) = world.producer().await;
    let edit = kit::estimate::Estimate::enter(&mut device, &producer, 1, Some("2000.00"), 1);
    device.push(&[edit]).await;
    world.estimate.submit(&world.officer).await.data();
    let second = world.estimate.digest(&world.officer).await;
    assert_eq!(standing(&world, &second).await, "{\"version\":null,\"state\":\"UNCONFIRMED\"}");
    world.certified().await;
    world.estimate.send(&world.officer, "2023-02-20").await.data();
    assert_eq!(standing(&world, &second).await, "{\"version\":1,\"state\":\"CURRENT\"}");
    assert_eq!(
        standing(&world, &first).await,
        "{\"version\":0,\"state\":\"CURRENT\"}",
        "percent is still of it"
    );
    let accept = "mutation { acceptEstimate(input: { estimate: \"2701:2566\", revision: 1, reason: \"น้ำท่วม\" }) { acceptedRevision } }";
    world.department.ask(accept).await.data();
    assert_eq!(standing(&world, &first).await, "{\"version\":0,\"state\":\"SUPERSEDED\"}");
}
